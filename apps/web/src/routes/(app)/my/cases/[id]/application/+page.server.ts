import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import {
  answersForm,
  answersIn,
  claimsIn,
  conditionsForm,
  kept,
  PAPER_MAX_BYTES,
  paperForm,
} from '#lib/features/mycases/application-form.ts'
import {
  APPLICATION_STEPS,
  type ApplicationStep,
  type FormRules,
  missingOf,
  openStep,
  stepsBeside,
} from '#lib/features/mycases/application-steps.ts'
import { caseId } from '#lib/features/mycases/case-id.ts'
import { measuredOf } from '#lib/features/mycases/dossier-facts.ts'
import type { ApiInputs } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params, url }) => {
  const id = caseId(params.id)
  const [view, rules, mine] = await Promise.all([
    api.cases.get({ id }),
    api.cases.rules({ caseId: id, tenantId: null }),
    api.organisations.my({}),
  ])
  if (!view.may.edit) redirect(303, `/my/cases/${id}`)
  const missing = missingOf(view, rules)
  const wanted = APPLICATION_STEPS.find(step => step === url.searchParams.get('step'))
  return {
    view,
    rules,
    missing,
    step: wanted ?? openStep(missing),
    measured: measuredOf(rules, mine),
    custodian: mine.card.custodian.name,
    key: crypto.randomUUID(),
  }
}

type Saving = Pick<ApiInputs['cases']['save'], 'key' | 'version'> & { go: 'next' | 'later' }
type Written = Pick<ApiInputs['cases']['save'], 'answers' | 'claims'>

const rulesFor = (event: RequestEvent): Promise<FormRules> =>
  event.locals.api.cases.rules({ caseId: caseId(event.params['id']), tenantId: null })

/** Keeps one step beside what the others hold, and goes on. */
async function keep(event: RequestEvent, { key, version, go }: Saving, step: ApplicationStep, part: Partial<Written>) {
  const { cases } = event.locals.api
  const id = caseId(event.params['id'])
  const { application } = await cases.get({ id })
  await cases.save({ key, id, version, ...application, ...part })
  if (go === 'next') redirect(303, `?step=${stepsBeside(step).after ?? step}`)
  flash(event, 'good', m.mycases_form_saved())
  redirect(303, '/my/cases')
}

export const actions: Actions = {
  answers: async event => {
    const rules = await rulesFor(event)
    return act(event, answersForm(rules), input =>
      keep(event, input as Saving, 'answers', { answers: answersIn(rules, input) }),
    )
  },
  conditions: async event => {
    const rules = await rulesFor(event)
    return act(event, conditionsForm(rules), async input =>
      keep(event, input as Saving, 'conditions', { claims: claimsIn(rules, input) }),
    )
  },
  paper: event => {
    // Refused before the body is read: the answer comes at once.
    if (Number(event.request.headers.get('content-length')) > PAPER_MAX_BYTES + 1_000_000) {
      const words = m.errors_FILE_TOO_LARGE({ megabytes: PAPER_MAX_BYTES / 1_000_000 })
      return fail(413, { values: {}, errors: {}, formError: words })
    }
    return act(event, paperForm, async ({ recordId, file }) => {
      const content = new Uint8Array(await file.arrayBuffer())
      const { fileName } = await event.locals.api.cases.addPaper({
        ...{ caseId: caseId(event.params.id), purpose: 'application', recordId, fileName: file.name, content },
      })
      flash(event, 'good', m.mycases_paper_done({ name: fileName }))
      redirect(303, '?step=papers')
    })
  },
  submit: async event => {
    const { cases } = event.locals.api
    const id = caseId(event.params.id)
    const [view, rules] = await Promise.all([cases.get({ id }), rulesFor(event)])
    const names = missingOf(view, rules).map(({ name }) => name)
    if (names.length > 0) {
      const words = m.mycases_missing_words({ names: names.join(m.dashboards_list_mark()) })
      return fail(422, { values: {}, errors: {}, formError: words })
    }
    return act(event, z.object(kept), async input => {
      await cases.submit({ ...input, id })
      flash(event, 'good', m.mycases_submitted())
      redirect(303, `/my/cases/${id}`)
    })
  },
  discard: event =>
    act(event, z.object(kept), async input => {
      await event.locals.api.cases.act({ ...input, id: caseId(event.params.id), action: 'withdraw', reason: '' })
      flash(event, 'good', m.mycases_discarded())
      redirect(303, '/my/cases')
    }),
}
