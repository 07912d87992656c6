import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { contentOf, paperForm, tooLarge } from '#lib/features/assignments/paper-form.ts'
import { rowId } from '#lib/features/assignments/row-id.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { planFields, planOf } from './plan-form.ts'

const changed = { key: z.uuid(), version: z.coerce.number().int().min(1) }
const plain = z.object(changed)

/** One deed by a form of the meeting's page. */
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

const minutes = z.object({
  ...changed,
  words: z.string().trim().max(20_000).default(''),
  presentSeatIds: z.array(z.uuid()),
})
const resolution = z.object({
  ...changed,
  itemId: z.uuid().nullable().default(null),
  words: z.string().trim().min(1).max(2000),
  tenantIds: z.array(z.uuid()),
  otherTenantId: z.uuid().nullable().default(null),
  dueOn: z.iso.date(),
})

/** What may be done on a meeting's page. */
export const meetingActions = {
  change: deed(
    z.object({ ...changed, ...planFields }),
    m.meetings_done_change,
    ({ locals: { api } }, id, { key, version, ...fields }) =>
      api.meetings.change({ id, key, version, ...planOf(fields) }),
  ),
  convene: deed(plain, m.meetings_done_convene, ({ locals: { api } }, id, input) =>
    api.meetings.convene({ id, ...input }),
  ),
  hold: deed(plain, m.meetings_done_hold, ({ locals: { api } }, id, input) => api.meetings.hold({ id, ...input })),
  keepMinutes: deed(minutes, m.meetings_done_keepMinutes, ({ locals: { api } }, id, input) =>
    api.meetings.keepMinutes({ id, ...input }),
  ),
  resolve: deed(
    resolution,
    m.meetings_done_resolve,
    ({ locals: { api } }, id, { otherTenantId, tenantIds, ...input }) =>
      api.meetings.resolve({ id, ...input, tenantIds: [...tenantIds, ...(otherTenantId ? [otherTenantId] : [])] }),
  ),
  close: deed(plain, m.meetings_done_close, ({ locals: { api } }, id, input) => api.meetings.close({ id, ...input })),
  paper: (event: RequestEvent) =>
    tooLarge(event) ??
    act(event, paperForm, async ({ file }) => {
      const meetingId = rowId(event.params['id'])
      const content = await contentOf(file)
      const { meetings } = event.locals.api
      const { fileName } = await meetings.addPaper({ itemId: null, meetingId, fileName: file.name, content })
      flash(event, 'good', m.assignments_paper_done({ name: fileName }))
      redirect(303, event.url.pathname)
    }),
}
