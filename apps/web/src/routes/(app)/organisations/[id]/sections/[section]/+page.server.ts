import { dossierSections, emptyDossier, type DossierEntry } from '@fuqiao/contract'
import { error, fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit'
import { errorMessage } from '#lib/errors.ts'
import { bodyFrom, controlOf, textIn } from '#lib/features/organisations/section-form.ts'
import { SECTION_MODELS } from '#lib/features/organisations/section-model.ts'
import type { FormFailure } from '#lib/form-state.ts'
import { m } from '#lib/paraglide/messages.js'
import { failureOf } from '#lib/server/failure.ts'
import { issueMessage } from '#lib/server/field-errors.ts'
import { flash } from '#lib/server/flash.ts'
import { typedValues } from '#lib/server/form-values.ts'
import { sectionLabel } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types'

type Section = keyof typeof dossierSections

function sectionOf(given: string): Section {
  if (given in dossierSections && SECTION_MODELS[given]) return given as Section
  return error(404, { message: errorMessage('NOT_FOUND') })
}

export const load: PageServerLoad = async ({ locals, params }) => {
  const section = sectionOf(params.section)
  const [organisation, dossier, vocabulary] = await Promise.all([
    locals.api.organisations.get({ id: params.id }),
    locals.api.organisations.openDossier({ id: params.id }),
    locals.api.network.vocabulary(),
  ])
  if (!organisation.can.update) error(403, { message: errorMessage('NOT_ALLOWED') })
  const present = dossier.sections.find(one => one.section === section)
  return {
    organisation: { id: organisation.id, name: organisation.name },
    section,
    version: present?.version ?? null,
    body: present?.body ?? emptyDossier[section],
    needs: vocabulary.functions.map(({ id, name }) => ({ id, name })),
  }
}

async function save(event: RequestEvent<{ id: string; section: string }>): Promise<ActionFailure<FormFailure>> {
  const section = sectionOf(event.params.section)
  const model = SECTION_MODELS[section]
  if (!model) return error(404, { message: errorMessage('NOT_FOUND') })
  const form = await event.request.formData()
  const values = typedValues(form)
  const parsed = dossierSections[section].safeParse(bodyFrom(form, model), { error: issueMessage })
  if (!parsed.success) {
    const errors: Record<string, string> = {}
    for (const { path, message } of parsed.error.issues) errors[controlOf(path, form, model)] ??= message
    return fail(400, { values, errors, formError: null })
  }
  const version = textIn(form, 'version')
  try {
    await event.locals.api.organisations.saveSection({
      organisationId: event.params.id,
      version: version === '' ? null : Number(version),
      entry: { section, body: parsed.data } as DossierEntry,
    })
  } catch (thrown) {
    const failure = failureOf(thrown)
    if (failure === null || failure.code === 'NOT_SIGNED_IN') throw thrown
    return fail(failure.status, { values, errors: {}, formError: errorMessage(failure.code, failure.params) })
  }
  flash(event, 'good', m.organisations_section_saved({ section: sectionLabel(section) }))
  redirect(303, `/organisations/${event.params.id}?tab=dossier#${section}`)
}

export const actions: Actions = { default: save }
