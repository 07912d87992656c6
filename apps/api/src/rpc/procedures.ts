import {
  type Ability,
  abilityFor,
  type ActionOf,
  type Actor,
  isAllowed,
  mightBeAllowed,
  type Standing,
  type SubjectName,
} from '@fuqiao/access'
import { type Entered, type Tx, withSession } from '@fuqiao/db'
import { AppError } from './app-error.ts'
import { actorFrom, nobodyActs } from './actor.ts'
import { type ProcedureMeta, trpc } from './init.ts'
import { onlyText, refuseUnreadable } from './only-text.ts'

/** Joins procedures into a router. */
export const router = trpc.router
/** Makes a caller for use inside the process: pages and tests. */
export const createCallerFactory = trpc.createCallerFactory

/** For anyone; says why in its meta. Gets no transaction. */
export const publicProcedure = trpc.procedure.use(onlyText)

/** What handlers behind a session work with. */
export type ActingContext<A extends Actor = Actor> = {
  tx: Tx
  actor: A
  ability: Ability
  now: Date
  entered: Entered
}

/** What the entry tells of the caller; the actor is null when their tenant is suspended. */
type SignedInContext = Omit<ActingContext, 'actor' | 'ability'> & { actor: Actor | null; ability: Ability | null }

/**
 * Runs the procedure in one transaction behind the wall. Who may not come further is told by `narrow`, which hands on what it found. One step and not a
 * chain of them: each step of tRPC copies the whole call four times.
 */
const inSession = <C extends object>(narrow: (caller: SignedInContext, meta: ProcedureMeta | undefined) => C) =>
  trpc.middleware(async ({ ctx, next, type, path, meta, getRawInput }) => {
    if (!ctx.sessionId) throw new AppError('NOT_SIGNED_IN')
    const now = ctx.deps.now()
    const answer = await withSession(
      ctx.deps.db,
      { sessionId: ctx.sessionId, now, readOnly: type === 'query' },
      async (tx, entered) => {
        refuseUnreadable(await getRawInput())
        const actor = actorFrom(entered)
        const caller = { tx, now, entered, actor, ability: actor && abilityFor(actor) }
        const result = await next({ ctx: narrow(caller, meta) })
        // next() of tRPC does not throw, it answers {ok: false}: without the rethrow a failed call would be committed.
        if (!result.ok) throw result.error
        ctx.deps.failPoint?.(`committing:${path}`)
        return result
      },
    )
    ctx.deps.failPoint?.(`committed:${path}`)
    return answer
  })

/** Refuses (403) whom no row could allow what a procedure's meta names. */
export function refuseByMeta(ability: Ability, meta: ProcedureMeta | undefined): void {
  if (meta && 'can' in meta && !mightBeAllowed<SubjectName>(ability, meta.can[0], meta.can[1]))
    throw new AppError('NOT_ALLOWED')
}

function acting(caller: SignedInContext, meta: ProcedureMeta | undefined): ActingContext {
  const { actor, ability } = caller
  if (!actor || !ability) throw nobodyActs(caller.entered)
  refuseByMeta(ability, meta)
  return { ...caller, actor, ability }
}

function actingAs<K extends Actor['kind']>(kind: K) {
  return (caller: SignedInContext, meta: ProcedureMeta | undefined): ActingContext<Extract<Actor, { kind: K }>> => {
    const context = acting(caller, meta)
    if (context.actor.kind !== kind) throw new AppError('NOT_ALLOWED')
    return context as ActingContext<Extract<Actor, { kind: K }>>
  }
}

/** For every person with a live session, whatever they act as, also when their tenant is suspended (`actor` is null then). In one transaction behind the wall. */
export const signedInProcedure = trpc.procedure.use(inSession(caller => caller))

/**
 * For people acting in an active tenant or as an organisation. In one transaction behind the wall. Refuses (403) before it reads the input
 * whom no row could allow what the procedure's meta names; about the very row the handler asks again.
 */
export const actorProcedure = trpc.procedure.use(inSession(acting))

/** For people acting in an active tenant. In one transaction behind the wall. */
export const tenantProcedure = trpc.procedure.use(inSession(actingAs('tenant')))

/** For the account of an organisation. In one transaction behind the wall. */
export const organisationProcedure = trpc.procedure.use(inSession(actingAs('organisation')))

/** Refuses (403) unless the person may do this to the very row they loaded; the row itself was found behind the wall. */
export function authorise<S extends SubjectName>(
  ability: Ability,
  action: ActionOf<S>,
  subjectName: S,
  standing: Standing,
): void {
  if (!isAllowed(ability, action, subjectName, standing)) throw new AppError('NOT_ALLOWED')
}
