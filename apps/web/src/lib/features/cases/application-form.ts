import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Failure } from '#lib/server/failure.ts'
import { caseId } from './case-id.ts'
import { explainCase } from './explain.ts'
import { byRule, uploadPapers } from './read-form.ts'

const written = z.object({ key: z.uuid(), version: z.coerce.number().int().min(1) })

/** Keeps what an application's form holds, its files too, and answers the version that it made. */
async function keep(event: RequestEvent, form: FormData, at: { id: string; onFile: (field: string) => void }) {
  const { api } = event.locals
  const { id, onFile } = at
  const { key, version } = written.parse({ key: form.get('key'), version: form.get('version') })
  const { papers } = await api.cases.get({ id })
  const words = byRule(form, 'words')
  const claims = Object.entries(byRule(form, 'claim')).map(([rule, said]) => ({
    ...{ id: rule, claims: said === 'yes', words: words[rule] ?? '' },
  }))
  const saved = await api.cases.save({ key, id, version, answers: byRule(form, 'answer'), claims })
  // From here on the form is about what is kept now, whatever is refused next.
  form.set('version', String(saved.version))
  form.set('key', crypto.randomUUID())
  await uploadPapers(event, form, { caseId: id, purpose: 'application', known: papers, onFile })
  return saved.version
}

function applying(doIt: (event: RequestEvent, form: FormData, at: Parameters<typeof keep>[2]) => Promise<never>) {
  return (event: RequestEvent) => {
    const id = caseId(event.params['id'])
    let file = ''
    const explain = (failure: Failure) =>
      file === ''
        ? explainCase(failure, { api: event.locals.api, caseId: id })
        : { ...failure, fields: { [file]: failure.code } }
    return act(event, written, (_, form) => doIt(event, form, { id, onFile: field => (file = field) }), explain)
  }
}

/** What the form of an application does: it is kept to come back to, or kept and submitted. `home`: where the case itself is shown. */
export const applicationActions = (home: '/cases' | '/my/cases') => ({
  save: applying(async (event, form, at) => {
    await keep(event, form, at)
    flash(event, 'good', m.cases_done_save())
    redirect(303, event.url.pathname)
  }),
  submit: applying(async (event, form, at) => {
    const version = await keep(event, form, at)
    await event.locals.api.cases.submit({ key: crypto.randomUUID(), id: at.id, version })
    flash(event, 'good', m.cases_done_submit())
    redirect(303, `${home}/${at.id}`)
  }),
})
