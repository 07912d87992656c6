import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { agreementId } from './agreement-id.ts'

const changed = { key: z.uuid(), version: z.coerce.number().int().min(1) }
const plain = z.object(changed)
const withSignatory = z.object({ ...changed, signatory: z.string().trim().min(1).max(60) })
const withReason = z.object({ ...changed, reason: z.string().trim().min(1).max(500) })

/** One deed by a form of the agreement's page. */
function deed<Schema extends z.ZodType>(
  schema: Schema,
  done: () => string,
  call: (event: RequestEvent, id: string, input: z.output<Schema>) => Promise<unknown>,
) {
  return (event: RequestEvent) =>
    act(event, schema, async input => {
      await call(event, agreementId(event.params.id), input)
      flash(event, 'good', done())
      redirect(303, event.url.pathname)
    })
}

/** What may be done on an agreement's page. */
export const agreementActions = {
  propose: deed(plain, m.agreements_done_propose, ({ locals: { api } }, id, input) =>
    api.agreements.propose({ id, ...input }),
  ),
  sign: deed(withSignatory, m.agreements_done_sign, ({ locals: { api } }, id, input) =>
    api.agreements.sign({ id, ...input }),
  ),
  decline: deed(withReason, m.agreements_done_decline, ({ locals: { api } }, id, input) =>
    api.agreements.decline({ id, ...input }),
  ),
  withdraw: deed(withReason, m.agreements_done_withdraw, ({ locals: { api } }, id, input) =>
    api.agreements.withdraw({ id, ...input }),
  ),
  end: deed(withReason, m.agreements_done_end, ({ locals: { api } }, id, input) =>
    api.agreements.end({ id, ...input }),
  ),
  pause: deed(withReason, m.agreements_done_pause, ({ locals: { api } }, id, input) =>
    api.agreements.pause({ id, ...input }),
  ),
  resume: deed(plain, m.agreements_done_resume, ({ locals: { api } }, id, input) =>
    api.agreements.resume({ id, ...input }),
  ),
}
