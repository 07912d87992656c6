import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import { targetId } from './address.ts'

const changed = { key: z.uuid(), version: z.coerce.number().int().min(1) }
const value = z.coerce.number().int().min(0).max(100_000_000)
const reason = z.string().trim().max(500).default('')
const counter = z.object({ ...changed, value, reason })
const withdraw = z.object({ ...changed, reason })
const sign = z.object({ ...changed, signatory: z.string().trim().min(1).max(40), password: z.string().min(1).max(200) })
/** What a proposal names beside its figure: between whom, and of what. */
const propose = z.object({
  ...{ key: z.uuid(), value, reason, tenantId: z.uuid(), indicatorId: z.string(), year: z.coerce.number().int() },
  version: z.coerce.number().int().min(1).nullable().default(null),
})
const set = propose.omit({ tenantId: true })

/** One deed by a form of a share's page. */
function deed<Schema extends z.ZodType>(
  schema: Schema,
  done: () => string,
  call: (event: RequestEvent, id: string, input: z.output<Schema>) => Promise<unknown>,
) {
  return (event: RequestEvent) =>
    act(event, schema, async input => {
      await call(event, targetId(event.params['id']), input)
      flash(event, 'good', done())
      redirect(303, event.url.pathname)
    })
}

const proposeAction = (event: RequestEvent) =>
  act(event, propose, async input => {
    await event.locals.api.targets.propose(input)
    flash(event, 'good', m.targets_done_propose())
    redirect(303, event.url.pathname + withoutAction(event.url))
  })

/** The query of a page without the name of the action that was sent to it. */
function withoutAction({ searchParams }: URL): string {
  const kept = new URLSearchParams([...searchParams].filter(([name]) => !name.startsWith('/'))).toString()
  return kept === '' ? '' : `?${kept}`
}

/** What may be done on the page of a total and its shares. */
export const splitActions = {
  set: (event: RequestEvent) =>
    act(event, set, async input => {
      await event.locals.api.targets.set(input)
      flash(event, 'good', m.targets_done_set())
      redirect(303, event.url.pathname + withoutAction(event.url))
    }),
  propose: proposeAction,
}

/** What may be done on a share's page. */
export const targetActions = {
  propose: proposeAction,
  counter: deed(counter, m.targets_done_counter, ({ locals: { api } }, id, input) =>
    api.targets.counter({ id, ...input }),
  ),
  agree: deed(z.object(changed), m.targets_done_agree, ({ locals: { api } }, id, input) =>
    api.targets.agree({ id, ...input }),
  ),
  sign: deed(sign, m.targets_done_sign, ({ locals: { api } }, id, input) => api.targets.sign({ id, ...input })),
  withdraw: deed(withdraw, m.targets_done_withdraw, ({ locals: { api } }, id, input) =>
    api.targets.withdraw({ id, ...input }),
  ),
}
