import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { contentOf, paperForm, tooLarge } from './paper-form.ts'
import { rowId } from './row-id.ts'

const changed = { key: z.uuid(), version: z.coerce.number().int().min(1) }
const plain = z.object(changed)
const saying = z.object({ ...changed, words: z.string().trim().min(1).max(2000) })
const maySay = z.object({ ...changed, words: z.string().trim().max(2000).default('') })

/** One deed by a form of the assignment's page. */
function deed<Schema extends z.ZodType>(
  schema: Schema,
  done: () => string,
  call: (event: RequestEvent, id: string, input: z.output<Schema>) => Promise<unknown>,
) {
  return (event: RequestEvent) =>
    act(event, schema, async input => {
      await call(event, rowId(event.params['id']), input)
      flash(event, 'good', done())
      redirect(303, event.url.pathname)
    })
}

/** What may be done on an assignment's page. */
export const assignmentActions = {
  acknowledge: deed(plain, m.assignments_done_acknowledge, ({ locals: { api } }, id, input) =>
    api.assignments.acknowledge({ id, ...input }),
  ),
  report: deed(saying, m.assignments_done_report, ({ locals: { api } }, id, input) =>
    api.assignments.report({ id, ...input }),
  ),
  confirm: deed(maySay, m.assignments_done_confirm, ({ locals: { api } }, id, input) =>
    api.assignments.confirm({ id, ...input }),
  ),
  sendBack: deed(saying, m.assignments_done_sendBack, ({ locals: { api } }, id, input) =>
    api.assignments.sendBack({ id, ...input }),
  ),
  withdraw: deed(saying, m.assignments_done_withdraw, ({ locals: { api } }, id, input) =>
    api.assignments.withdraw({ id, ...input }),
  ),
  paper: (event: RequestEvent) =>
    tooLarge(event) ??
    act(event, paperForm, async ({ file }) => {
      const id = rowId(event.params['id'])
      const content = await contentOf(file)
      const { fileName } = await event.locals.api.assignments.addPaper({ id, fileName: file.name, content })
      flash(event, 'good', m.assignments_paper_done({ name: fileName }))
      redirect(303, event.url.pathname)
    }),
}
