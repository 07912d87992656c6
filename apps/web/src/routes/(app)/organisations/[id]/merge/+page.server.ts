import { mergeOrganisationSchema } from '@fuqiao/contract'
import { error, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** Shorter, a search finds nothing. */
const isLongEnough = (text: string) => [...text].length >= 2

/** First what may be the same, or what a search finds; then both side by side. Of the same custodian alone. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { organisations } = locals.api
  const duplicate = await organisations.get({ id: params.id })
  if (!duplicate.can.merge) error(403, { message: errorMessage('NOT_ALLOWED') })
  const into = z.uuid().safeParse(url.searchParams.get('into'))
  const survivor = into.success ? await organisations.get({ id: into.data }) : null
  const isFit = survivor !== null && survivor.can.merge && survivor.id !== duplicate.id
  const text = url.searchParams.get('q')?.trim() ?? ''
  return {
    duplicate,
    survivor: isFit ? survivor : null,
    text,
    found: isFit ? [] : await candidates(organisations, duplicate, text),
    key: crypto.randomUUID(),
  }
}

type Organisations = App.Locals['api']['organisations']
type Card = Awaited<ReturnType<Organisations['get']>>

async function candidates(organisations: Organisations, { id, name, creditCode, tenantId }: Card, text: string) {
  const rows = isLongEnough(text)
    ? (await organisations.search({ text, most: 20 })).rows.map(row => row.id)
    : (
        await organisations.checkRegistration({ name, exceptId: id, ...(creditCode === null ? {} : { creditCode }) })
      ).duplicates.map(row => row.id)
  const cards = await Promise.all(rows.filter(one => one !== id).map(one => organisations.get({ id: one })))
  return cards
    .filter(card => card.tenantId === tenantId)
    .map(card => ({ id: card.id, name: card.name, creditCode: card.creditCode, updatedAt: card.updatedAt }))
}

// A form's versions are text.
const versions = { version: z.coerce.number().int().min(1), survivorVersion: z.coerce.number().int().min(1) }
const mergeForm = mergeOrganisationSchema.omit({ id: true }).extend(versions)

export const actions: Actions = {
  default: event =>
    act(event, mergeForm, async input => {
      await event.locals.api.organisations.merge({ ...input, id: event.params.id })
      flash(event, 'good', m.organisations_merge_done())
      redirect(303, `/organisations/${input.survivorId}`)
    }),
}
