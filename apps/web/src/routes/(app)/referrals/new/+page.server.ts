import { requestKeySchema } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import type { ApiCaller } from '#lib/api.ts'
import { act } from '#lib/server/act.ts'
import { guard } from '#lib/server/guard.ts'
import type { Actions, PageServerLoad } from './$types'

const start = z.object({ key: requestKeySchema, organisationId: z.uuid(), consultId: z.uuid().optional() })
const ask = z.object({ key: requestKeySchema, organisationId: z.uuid().nullable().default(null) })
const SHOWN = 8

/** The consultation that the referral is to follow, where it is one of the sender's own. */
async function readConsult(api: ApiCaller, url: URL) {
  const id = z.uuid().safeParse(url.searchParams.get('consult')).data
  const consult = id === undefined ? null : await api.referrals.get({ id }).catch(() => null)
  if (consult?.kind !== 'consult' || consult.as !== 'sender' || !consult.to) return null
  return { id: consult.id, number: consult.number, to: consult.to.name }
}

export const load: PageServerLoad = async event => {
  const { api } = event.locals
  const { acting } = guard(event)
  const text = event.url.searchParams.get('text')?.trim() ?? ''
  const chosen = z.uuid().safeParse(event.url.searchParams.get('organisation')).data
  const [own, granted, found, card, consult] = await Promise.all([
    text === '' ? api.organisations.list({ within: 'own' }) : null,
    api.organisations.list({ within: 'granted' }),
    [...text].length >= 2 ? api.organisations.search({ text, most: 30 }) : null,
    chosen ? api.organisations.get({ id: chosen }).catch(() => null) : null,
    readConsult(api, event.url),
  ])
  const grantedIds = granted.rows.map(({ id }) => id)
  return {
    consult,
    text,
    isTooShort: text !== '' && found === null,
    card: card === null ? null : { ...card, mayRefer: card.can.refer, isOwn: card.tenantId === acting?.tenantId },
    isUnknown: chosen !== undefined && card === null,
    rows: (found?.rows ?? own?.rows.slice(0, SHOWN) ?? []).map(row => ({
      ...row,
      mayRefer: row.tenantId === acting?.tenantId || grantedIds.includes(row.id),
      isOwn: row.tenantId === acting?.tenantId,
    })),
    // Custody handed over comes with a grant; such an organisation is the incubator's own by now.
    granted: text === '' ? granted.rows.filter(({ tenantId }) => tenantId !== acting?.tenantId).slice(0, SHOWN) : [],
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = {
  ask: event =>
    act(event, ask, async input => {
      const { id } = await event.locals.api.referrals.createConsult(input)
      redirect(303, `/referrals/${id}/compose?step=need`)
    }),
  start: event =>
    act(event, start, async input => {
      const { id } = await event.locals.api.referrals.create({
        ...{ key: input.key, organisationId: input.organisationId, mode: 'coService' },
        ...(input.consultId === undefined ? {} : { consultId: input.consultId }),
      })
      redirect(303, `/referrals/${id}/compose?step=need`)
    }),
}
