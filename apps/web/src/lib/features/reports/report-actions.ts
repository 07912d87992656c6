import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { rowId } from '#lib/features/assignments/row-id.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'

const version = z.coerce.number().int().min(0)
const changed = { key: z.uuid(), version }
const sending = z.object({ ...changed, draftVersion: version })
const saying = z.object({ ...changed, words: z.string().trim().min(1).max(2000) })
const maySay = z.object({ ...changed, words: z.string().trim().max(2000).default('') })
const finding = z.object({
  ...changed,
  ordinal: z.coerce.number().int(),
  finding: z.enum(['inOrder', 'notInOrder']),
  words: z.string().trim().max(500).default(''),
})
const restating = z.object({ ...changed, indicator: z.string(), reason: z.string().trim().min(1).max(500) })

/** One deed by a form of the report's page. */
function deed<Schema extends z.ZodType>(
  schema: Schema,
  done: () => string,
  call: (event: RequestEvent, id: string, input: z.output<Schema>, form: FormData) => Promise<unknown>,
) {
  return (event: RequestEvent) =>
    act(event, schema, async (input, form) => {
      await call(event, rowId(event.params['id']), input, form)
      flash(event, 'good', done())
      redirect(303, event.url.pathname)
    })
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  // What is typed in several lines travels with the line ends of the wire.
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
}

/** The parts of the narrative as they were typed: `part.work`. */
function narrativeIn(form: FormData): Record<string, string> {
  const parts = [...form.keys()].filter(name => name.startsWith('part.'))
  return Object.fromEntries(parts.map(name => [name.slice('part.'.length), textOf(form, name)]))
}

/** What was said of each resident: `grade.<case>` and `words.<case>`. */
function appraisalsIn(form: FormData) {
  const cases = [...form.keys()].filter(name => name.startsWith('grade.')).map(name => name.slice('grade.'.length))
  return cases.map(caseId => ({
    caseId,
    grade: textOf(form, `grade.${caseId}`),
    words: textOf(form, `words.${caseId}`),
  }))
}

/** What may be done on a report's page. */
export const reportActions = {
  compile: deed(z.object(changed), m.reports_compiled, ({ locals: { api } }, id, input) =>
    api.reports.compile({ id, ...input }),
  ),
  save: deed(z.object(changed), m.reports_saved, ({ locals: { api } }, id, input, form) =>
    api.reports.save({ id, ...input, narrative: narrativeIn(form), appraisals: appraisalsIn(form) }),
  ),
  submit: deed(sending, m.reports_done_submit, ({ locals: { api } }, id, input) =>
    api.reports.submit({ id, ...input }),
  ),
  close: deed(sending, m.reports_done_close, ({ locals: { api } }, id, input) => api.reports.close({ id, ...input })),
  accept: deed(maySay, m.reports_done_accept, ({ locals: { api } }, id, input) => api.reports.accept({ id, ...input })),
  sendBack: deed(saying, m.reports_done_sendBack, ({ locals: { api } }, id, input) =>
    api.reports.sendBack({ id, ...input }),
  ),
  excuse: deed(saying, m.reports_done_excuse, ({ locals: { api } }, id, input) => api.reports.excuse({ id, ...input })),
  draw: deed(z.object(changed), m.reports_done_draw, ({ locals: { api } }, id, input) =>
    api.reports.draw({ id, ...input }),
  ),
  find: deed(finding, m.reports_done_find, ({ locals: { api } }, id, input) => api.reports.find({ id, ...input })),
  restate: deed(restating, m.reports_done_restate, ({ locals: { api } }, id, input) =>
    api.reports.restate({ id, ...input }),
  ),
}
