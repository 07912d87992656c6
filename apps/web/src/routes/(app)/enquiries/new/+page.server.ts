import { ORGANISATION_FIELDS, ORGANISATION_STAGES } from '@fuqiao/domain/profile'
import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import type { ApiCaller } from '#lib/api.ts'
import { readReferralWords } from '#lib/features/referrals/referral-words.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const form = z.object({
  key: z.uuid(),
  organisationId: z.uuid(),
  need: z.string().min(1),
  field: z.enum(ORGANISATION_FIELDS),
  stage: z.enum(ORGANISATION_STAGES),
  divisionCode: z.string().min(1),
  question: z.string().trim().min(1).max(1000),
  targetTenantIds: z.array(z.uuid()).min(1),
})

/** First the organisation and its need; then, with both in the address, whom to ask. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const organisationId = z.uuid().safeParse(url.searchParams.get('organisation')).data
  const need = url.searchParams.get('need') ?? ''
  const [own, granted, { needs }, card] = await Promise.all([
    api.organisations.list({ within: 'own' }),
    api.organisations.list({ within: 'granted' }),
    readReferralWords(api),
    organisationId ? api.organisations.get({ id: organisationId }).catch(() => null) : null,
  ])
  // Custody handed over comes with a grant: such an organisation stands in both lists.
  const known = new Map([...(card ? [card] : []), ...own.rows, ...granted.rows].map(row => [row.id, row]))
  const options = [...known.values()].map(({ id, name }) => ({ value: id, label: name }))
  const field = ORGANISATION_FIELDS.find(one => one === card?.field)
  const isReady = card !== null && field !== undefined && needs.some(({ id }) => id === need)
  return {
    ...{ needs, need, options, key: crypto.randomUUID() },
    organisation: card && { id: card.id, name: card.name, stage: card.stage, field: card.field },
    areas: card ? await areasOf(api, card) : [],
    targets: isReady ? await api.enquiries.suggest({ need, field }) : null,
  }
}

/** Where an organisation may be said to be: its street and its district, nothing finer. */
async function areasOf(api: ApiCaller, { divisionCode, divisionName }: { divisionCode: string; divisionName: string }) {
  const district = divisionCode.slice(0, 6)
  // A district lies below a city, or below a municipality, whose code is shorter.
  const parents = divisionCode.length > 6 ? [divisionCode.slice(0, 2), divisionCode.slice(0, 4)] : []
  const districts = (await Promise.all(parents.map(parentCode => api.network.divisions({ parentCode })))).flat()
  const above = districts
    .filter(({ code }) => code === district)
    .map(({ code, name }) => ({ value: code, label: name }))
  return divisionCode.length > 9 ? above : [{ value: divisionCode, label: divisionName }, ...above]
}

export const actions: Actions = {
  default: event =>
    act(event, form, async input => {
      const { id } = await event.locals.api.enquiries.ask(input)
      flash(event, 'good', m.enquiries_asked_done())
      redirect(303, `/enquiries/${id}`)
    }),
}
