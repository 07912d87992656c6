import { requestKeySchema } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { act } from '#lib/server/act.ts'
import { guard } from '#lib/server/guard.ts'
import type { Actions, PageServerLoad } from './$types'

const start = z.object({
  key: requestKeySchema,
  organisationId: z.uuid(),
  callId: z.uuid().nullable().default(null),
  referralId: z.uuid().nullable().default(null),
})
const SHOWN = 8

/** The referral at whose target the case begins, where the incubator may read it. */
async function readReferral({ locals: { api }, url }: Parameters<PageServerLoad>[0]) {
  const id = z.uuid().safeParse(url.searchParams.get('referral')).data
  const found = id === undefined ? null : await api.referrals.get({ id }).catch(() => null)
  return found ? { id: found.id, number: found.number } : null
}

/** What the page shows of one organisation that its address names. */
async function readChosen({ locals: { api }, url }: Parameters<PageServerLoad>[0]) {
  const id = z.uuid().safeParse(url.searchParams.get('organisation')).data
  const card = id === undefined ? null : await api.organisations.get({ id }).catch(() => null)
  return { card, isUnknown: id !== undefined && card === null }
}

/** The incubator's calls that are open, and which of them is answered. */
async function readOpenCalls({ locals: { api }, url }: Parameters<PageServerLoad>[0]) {
  const { rows } = await api.calls.list({ which: 'own' })
  const open = rows.filter(({ standing }) => standing === 'open')
  return {
    calls: open.map(({ id, number, title }) => ({ value: id, label: `${title} (${number})` })),
    callId: open.find(({ id }) => id === url.searchParams.get('call'))?.id ?? '',
  }
}

export const load: PageServerLoad = async event => {
  const { api } = event.locals
  const { acting } = guard(event)
  const text = event.url.searchParams.get('text')?.trim() ?? ''
  const [own, granted, found, { card, isUnknown }, calls, referral] = await Promise.all([
    text === '' ? api.organisations.list({ within: 'own' }) : null,
    api.organisations.list({ within: 'granted' }),
    [...text].length >= 2 ? api.organisations.search({ text, most: 30 }) : null,
    readChosen(event),
    readOpenCalls(event),
    readReferral(event),
  ])
  const grantedIds = new Set(granted.rows.map(({ id }) => id))
  const isOurs = (row: { id: string; tenantId: string }) => row.tenantId === acting?.tenantId || grantedIds.has(row.id)
  const rows = found?.rows ?? own?.rows.slice(0, SHOWN) ?? []
  return {
    ...{ text, referral, isUnknown, ...calls, key: crypto.randomUUID() },
    isTooShort: text !== '' && found === null,
    card: card && { ...card, mayBegin: isOurs(card) },
    rows: rows.map(row => ({ ...row, mayBegin: isOurs(row) })),
    granted: text === '' ? granted.rows.filter(({ tenantId }) => tenantId !== acting?.tenantId).slice(0, SHOWN) : [],
  }
}

export const actions: Actions = {
  start: event =>
    act(event, start, async input => {
      const { id } = await event.locals.api.cases.begin(input)
      redirect(303, `/cases/${id}/application`)
    }),
}
