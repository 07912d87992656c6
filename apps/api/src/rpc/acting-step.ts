import { abilityFor, type Actor, type TenantActor } from '@fuqiao/access'
import { withSession } from '@fuqiao/db'
import type { Deps } from '../deps.ts'
import { actorFrom, nobodyActs } from './actor.ts'
import { AppError } from './app-error.ts'
import { trpc } from './init.ts'
import { onlyText } from './only-text.ts'
import { type ActingContext, refuseByMeta } from './procedures.ts'

/**
 * For work that is too slow for one transaction (reading a workbook, writing a large file): the procedure holds none and opens its own,
 * step by step, with `actingStep`. The first asks, before the input is read, whether the caller is signed in and could ever do this; each step
 * checks the session again.
 */
export const steppedProcedure = trpc.procedure
  .use(async ({ ctx, meta, next }) => {
    await actingStep(ctx, true, async ({ ability }) => refuseByMeta(ability, meta))
    return next()
  })
  .use(onlyText)

/**
 * For every person with a live session, whatever they act as, when the work is too slow for one transaction. Asked whether the session lives before the
 * input is read; whatever the steps do, they name the person that `entered` tells of.
 */
export const steppedSignedInProcedure = trpc.procedure
  .use(async ({ ctx, next }) => {
    if (!ctx.sessionId) throw new AppError('NOT_SIGNED_IN')
    const { db, now } = ctx.deps
    const entered = await withSession(db, { sessionId: ctx.sessionId, now: now(), readOnly: true }, async (_, is) => is)
    return next({ ctx: { entered } })
  })
  .use(onlyText)

/** Who asks: the session and what the steps need. */
export type StepCaller = { deps: Pick<Deps, 'db' | 'now'>; sessionId: string | null }

/** One transaction behind the wall for a person acting in an active tenant or as an organisation. @throws NOT_SIGNED_IN, TENANT_NOT_ACTIVE */
export async function actingStep<T>(
  { deps, sessionId }: StepCaller,
  readOnly: boolean,
  work: (context: ActingContext<Actor>) => Promise<T>,
): Promise<T> {
  if (!sessionId) throw new AppError('NOT_SIGNED_IN')
  const now = deps.now()
  return withSession(deps.db, { sessionId, now, readOnly }, (tx, entered) => {
    const actor = actorFrom(entered)
    if (!actor) throw nobodyActs(entered)
    return work({ tx, actor, ability: abilityFor(actor), now, entered })
  })
}

/** As `actingStep`, for people acting in a tenant. @throws NOT_ALLOWED for others */
export async function tenantStep<T>(
  caller: StepCaller,
  readOnly: boolean,
  work: (context: ActingContext<TenantActor>) => Promise<T>,
): Promise<T> {
  return actingStep(caller, readOnly, context => {
    const { actor } = context
    if (actor.kind !== 'tenant') throw new AppError('NOT_ALLOWED')
    return work({ ...context, actor })
  })
}
