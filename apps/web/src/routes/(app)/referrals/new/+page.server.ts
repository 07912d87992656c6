import { requestKeySchema } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { act } from '#lib/server/act.ts'
import { guard } from '#lib/server/guard.ts'
import type { Actions, PageServerLoad } from './$types'

const start = z.object({ key: requestKeySchema, organisationId: z.uuid() })
const SHOWN = 8

export const load: PageServerLoad = async event => {
  const { api } = event.locals
  const { acting } = guard(event)
  const text = event.url.searchParams.get('text')?.trim() ?? ''
  const chosen = z.uuid().safeParse(event.url.searchParams.get('organisation')).data
  const [own, granted, found, card] = await Promise.all([
    text === '' ? api.organisations.list({ within: 'own' }) : null,
    api.organisations.list({ within: 'granted' }),
    [...text].length >= 2 ? api.organisations.search({ text, most: 30 }) : null,
    chosen ? api.organisations.get({ id: chosen }).catch(() => null) : null,
  ])
  const grantedIds = granted.rows.map(({ id }) => id)
  return {
    text,
    isTooShort: text !== '' && found === null,
    card: card === null ? null : { ...card, mayRefer: card.can.refer },
    isUnknown: chosen !== undefined && card === null,
    rows: (found?.rows ?? own?.rows.slice(0, SHOWN) ?? []).map(row => ({
      ...row,
      mayRefer: row.tenantId === acting?.tenantId || grantedIds.includes(row.id),
    })),
    // Custody handed over comes with a grant; such an organisation is the incubator's own by now.
    granted: text === '' ? granted.rows.filter(({ tenantId }) => tenantId !== acting?.tenantId).slice(0, SHOWN) : [],
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = {
  start: event =>
    act(event, start, async input => {
      const { id } = await event.locals.api.referrals.create({ ...input, mode: 'coService' })
      redirect(303, `/referrals/${id}/compose?step=need`)
    }),
}
