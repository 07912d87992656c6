import { signTargetInput, targetChanged } from '@fuqiao/contract'
import type { Deps } from '../../deps.ts'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { isAnswered } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { isOwnPassword } from '../identity/index.ts'
import { changeTarget } from './change-target.ts'
import { standingToShare } from './target-facts.ts'
import { readShare } from './target-store.ts'

type Caller = { deps: Deps; sessionId: string | null; address: string }

/**
 * One side signs what both have said, with the name typed and the password again; with both signatures it holds. The password is looked at first, outside any
 * transaction, so that a wrong one stays counted; it is no part of what the request's key stands for.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, SIGNING_PASSWORD_WRONG, SIGN_IN_THROTTLED {seconds}, or the machine's refusal by name
 */
export const signTarget = steppedProcedure
  .meta({ can: ['sign', 'TargetShare'] })
  .input(signTargetInput)
  .output(targetChanged)
  .mutation(async ({ ctx, input: { password, ...input } }) => {
    const isKnown = await tenantStep(ctx, true, ({ tx, actor }) => isAnswered(tx, actor.personId, input.key))
    if (!isKnown) await provePassword(ctx, { ...input, password })
    return tenantStep(ctx, false, acting => changeTarget({ ...acting, deps: ctx.deps }, { action: 'sign', input }))
  })

async function provePassword(
  caller: Caller,
  { id, version, password }: { id: string; version: number; password: string },
): Promise<void> {
  const who = await tenantStep(caller, true, async ({ tx, actor, ability, now }) => {
    const found = await readShare(tx, { networkId: actor.networkId, id })
    if (!found) throw notFound()
    const { row } = found
    authorise(ability, 'sign', 'TargetShare', { relation: standingToShare(actor, row, now) })
    // Whoever looks at an older page is told so before anything is proved: no try is lost on it.
    if (row.version !== version)
      throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.state, of: 'target' })
    return { personId: actor.personId, membershipId: actor.membershipId }
  })
  if (!(await isOwnPassword(caller.deps, { ...who, password, address: caller.address })))
    throw new AppError('SIGNING_PASSWORD_WRONG', {}, { password: 'SIGNING_PASSWORD_WRONG' })
}
