import { decideFilingInput, endFilingInput } from '@fuqiao/contract'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { groupForm, placesOf, renewForm } from '#lib/features/filings/group-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** The filings of an organisation, and the forms that are due to whoever looks. */
export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const organisationId = params.id
  const [card, found] = await Promise.all([
    api.organisations.get({ id: organisationId }),
    api.filings.ofOrganisation({ organisationId }),
  ])
  const mayWrite = found.can.apply || found.filings.some(({ actions }) => actions.includes('renew'))
  const divisions = mayWrite ? (await api.organisations.divisions({})).groups : []
  return {
    card,
    ...found,
    places: placesOf(divisions, { code: card.divisionCode, name: card.divisionName }),
    key: crypto.randomUUID(),
  }
}

// A form's version is text, and what was sent is named, so that a refusal stands at its own form.
const version = z.coerce.number().int().min(1)
const decision = z
  .object({ ...decideFilingInput.shape, version })
  .refine(({ outcome, reason }) => outcome === 'file' || reason !== '', {
    path: ['reason'],
    message: 'INPUT_FILING_REASON_NEEDED',
  })
const ending = endFilingInput.extend({ version })

function done(event: RequestEvent, words: string): never {
  flash(event, 'good', words)
  redirect(303, `/organisations/${event.params['id']}/filing`)
}

export const actions: Actions = {
  apply: event =>
    act(event, groupForm, async input => {
      await event.locals.api.filings.submit({ ...input, organisationId: event.params.id })
      done(event, m.filings_apply_done())
    }),
  decide: event =>
    act(event, decision, async input => {
      const { state } = await event.locals.api.filings.decide(input)
      done(event, state === 'filed' ? m.filings_decide_filed() : m.filings_decide_refused())
    }),
  renew: event =>
    act(event, renewForm, async input => {
      await event.locals.api.filings.renew(input)
      done(event, m.filings_renew_done())
    }),
  end: event =>
    act(event, ending, async input => {
      await event.locals.api.filings.end(input)
      done(event, m.filings_end_done())
    }),
}
