import { personSchema } from '@fuqiao/contract'
import { randomUUID } from 'node:crypto'
import { fail } from '@sveltejs/kit'
import { z } from 'zod'
import type { ApiCaller } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import { act } from '#lib/server/act.ts'
import { chosen } from '#lib/server/field-errors.ts'
import { flash } from '#lib/server/flash.ts'
import { guard } from '#lib/server/guard.ts'
import type { Actions, PageServerLoad } from './$types'

const TABS = ['overview', 'dossier', 'people', 'documents', 'notes', 'referrals', 'looks'] as const
type Tab = (typeof TABS)[number]

/** Tabs that read the dossier: only then is it opened, for a look from another tenant is noted. */
const DOSSIER_TABS: readonly Tab[] = ['dossier', 'people', 'documents', 'looks']

type Card = Awaited<ReturnType<ApiCaller['organisations']['get']>>

function openTabs({ can, relation }: Card, menu: readonly string[]): Tab[] {
  return TABS.filter(tab => {
    if (tab === 'looks') return can.readDossier && relation !== 'own'
    if (DOSSIER_TABS.includes(tab)) return can.readDossier
    if (tab === 'notes') return can.writeNote
    return tab !== 'referrals' || menu.includes('referralsInbox')
  })
}

type Vocabulary = Awaited<ReturnType<App.Locals['api']['network']['vocabulary']>>

/** What the forms of the dossier let people choose from; nothing where no form is shown. */
function choicesOf(vocabulary: Vocabulary | null) {
  if (vocabulary === null) return { documentKinds: [], today: '', functions: [] }
  return {
    documentKinds: vocabulary.documentKinds.map(kind => ({ value: kind.id, label: kind.name[getLocale()] })),
    today: vocabulary.today,
    functions: vocabulary.functions.map(({ id, name }) => ({ id, name })),
  }
}

export const load: PageServerLoad = async event => {
  const { api } = event.locals
  const { menu } = guard(event)
  const { id } = event.params
  const organisation = await api.organisations.get({ id })
  const tabs = openTabs(organisation, menu)
  const tab = tabs.find(one => one === event.url.searchParams.get('tab')) ?? 'overview'
  const [dossier, notes, referrals, vocabulary] = await Promise.all([
    DOSSIER_TABS.includes(tab) ? api.organisations.openDossier({ id }) : null,
    tab === 'notes' ? api.organisations.notes({ organisationId: id }) : null,
    tab === 'referrals' ? api.referrals.ofOrganisation({ organisationId: id }) : null,
    tab === 'dossier' || tab === 'documents' ? api.network.vocabulary() : null,
  ])
  return {
    organisation,
    tabs,
    tab,
    dossier,
    notes: notes?.rows ?? null,
    referrals: referrals?.rows ?? null,
    requestKey: randomUUID(),
    ...choicesOf(vocabulary),
  }
}

// A form's numbers are text, and a checkbox that is not there says no.
const personForm = personSchema.extend({
  id: z.uuid().optional(),
  version: z.coerce.number().int().optional(),
  isFullTime: z.boolean(),
  hasSocialWorkDegree: z.boolean(),
  isPartyMember: z.boolean(),
})

// A validity that is left open is none.
const checkForm = z.object({
  key: z.uuid(),
  attachmentId: z.uuid(),
  kind: chosen().min(1),
  checkedOn: z.iso.date(),
  validUntil: z.iso.date().nullable().default(null),
  note: z.string().trim().max(500).default(''),
})

export const actions: Actions = {
  checkDocument: event =>
    act(event, checkForm, async input => {
      await event.locals.api.organisations.checkDocument({ organisationId: event.params.id, ...input })
      flash(event, 'good', m.organisations_check_done())
      return { done: true }
    }),
  revokeCheck: event =>
    act(event, z.object({ id: z.uuid(), reason: z.string().trim().min(2).max(300) }), async input => {
      await event.locals.api.organisations.revokeDocumentCheck({ organisationId: event.params.id, ...input })
      flash(event, 'good', m.organisations_check_revoked_done())
      return { done: true }
    }),
  unmask: event =>
    act(event, z.object({ personId: z.uuid(), reason: z.string().trim().min(4).max(200) }), async input => ({
      unmasked: await event.locals.api.organisations.unmaskPerson({ organisationId: event.params.id, ...input }),
    })),
  savePerson: event =>
    act(event, personForm, async ({ id, version, ...entry }) => {
      const organisationId = event.params.id
      const { organisations } = event.locals.api
      if (id !== undefined && version !== undefined)
        await organisations.savePerson({ ...entry, organisationId, id, version })
      else await organisations.addPerson({ ...entry, organisationId })
      flash(event, 'good', m.organisations_person_saved())
      return { done: true }
    }),
  removePerson: event =>
    act(event, z.object({ id: z.uuid(), version: z.coerce.number().int() }), async input => {
      await event.locals.api.organisations.removePerson({ organisationId: event.params.id, ...input })
      flash(event, 'good', m.organisations_person_removed())
      return { done: true }
    }),
  addNote: event =>
    act(event, z.object({ text: z.string().trim().min(1).max(2000) }), async ({ text }) => {
      await event.locals.api.organisations.addNote({ organisationId: event.params.id, text })
      return { done: true }
    }),
  addDocument: event => {
    // Refused before the body is read: the answer comes at once.
    if (Number(event.request.headers.get('content-length')) > 11_000_000) {
      const words = m.errors_FILE_TOO_LARGE({ megabytes: 10 })
      return fail(413, { values: {}, errors: { file: words }, formError: null })
    }
    return act(event, z.object({ file: z.instanceof(File) }), async ({ file }) => {
      const content = new Uint8Array(await file.arrayBuffer())
      await event.locals.api.organisations.addDocument({
        organisationId: event.params.id,
        fileName: file.name,
        content,
      })
      flash(event, 'good', m.organisations_document_added())
      return { done: true }
    })
  },
}
