import {
  type Ability,
  abilityFor,
  type ActionOf,
  type Actor,
  isAllowed,
  mightBeAllowed,
  type OrganisationActor,
  type Standing,
  type SubjectName,
  type TenantActor,
} from '@fuqiao/access'
import { type Entered, type Tx, withSession } from '@fuqiao/db'
import { AppError } from './app-error.ts'
import { actorFrom } from './actor.ts'
import { type ProcedureMeta, trpc } from './init.ts'
import { onlyText } from './only-text.ts'

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

// next() of tRPC does not throw, it answers {ok: false}: without the rethrow a failed call would be committed.
const inSession = trpc.middleware(async ({ ctx, next, type, path }) => {
  if (!ctx.sessionId) throw new AppError('NOT_SIGNED_IN')
  const now = ctx.deps.now()
  const answer = await withSession(
    ctx.deps.db,
    { sessionId: ctx.sessionId, now, readOnly: type === 'query' },
    async (tx, entered) => {
      const actor = actorFrom(entered)
      const result = await next({ ctx: { ...ctx, tx, now, entered, actor, ability: actor && abilityFor(actor) } })
      if (!result.ok) throw result.error
      return result
    },
  )
  ctx.deps.failPoint?.(`committed:${path}`)
  return answer
})

/** For every person with a live session, whatever they act as, also when their tenant is suspended (`actor` is null then). In one transaction behind the wall. */
export const signedInProcedure = trpc.procedure.use(inSession).use(onlyText)

/** Refuses (403) whom no row could allow what a procedure's meta names. */
export function refuseByMeta(ability: Ability, meta: ProcedureMeta | undefined): void {
  if (meta && 'can' in meta && !mightBeAllowed<SubjectName>(ability, meta.can[0], meta.can[1]))
    throw new AppError('NOT_ALLOWED')
}

/**
 * For people acting in an active tenant or as an organisation. In one transaction behind the wall. Refuses (403) before it reads the input
 * whom no row could allow what the procedure's meta names; about the very row the handler asks again.
 */
export const actorProcedure = signedInProcedure.use(({ ctx, meta, next }) => {
  if (!ctx.actor || !ctx.ability) throw new AppError('TENANT_NOT_ACTIVE')
  refuseByMeta(ctx.ability, meta)
  return next({ ctx: { ...ctx, actor: ctx.actor, ability: ctx.ability } })
})

/** For people acting in an active tenant. In one transaction behind the wall. */
export const tenantProcedure = actorProcedure.use(({ ctx, next }) => {
  if (ctx.actor.kind !== 'tenant') throw new AppError('NOT_ALLOWED')
  return next({ ctx: { ...ctx, actor: ctx.actor satisfies TenantActor } })
})

/** For the account of an organisation. In one transaction behind the wall. */
export const organisationProcedure = actorProcedure.use(({ ctx, next }) => {
  if (ctx.actor.kind !== 'organisation') throw new AppError('NOT_ALLOWED')
  return next({ ctx: { ...ctx, actor: ctx.actor satisfies OrganisationActor } })
})

/** Refuses (403) unless the person may do this to the very row they loaded; the row itself was found behind the wall. */
export function authorise<S extends SubjectName>(
  ability: Ability,
  action: ActionOf<S>,
  subjectName: S,
  standing: Standing,
): void {
  if (!isAllowed(ability, action, subjectName, standing)) throw new AppError('NOT_ALLOWED')
}
