import { agreeTargetInput, counterTargetInput, targetChanged, withdrawTargetInput } from '@fuqiao/contract'
import { decideTarget, sideFor, type TargetAction } from '@fuqiao/domain/target'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { factsOf, standingToShare, targetErrorOf, viewerOf } from './target-facts.ts'
import { lockShare, readShare } from './target-store.ts'
import { type Acting, changeShare, columnsAfter } from './write-deed.ts'

type Asked = {
  action: Exclude<TargetAction, 'set' | 'propose'>
  input: { key: string; id: string; version: number; value?: number; reason?: string; signatory?: string }
}

/**
 * One deed on a share in one transaction: the row is locked, permission and rules are asked about it as it stands, and row, ledger, audit entry and event are
 * written together. The same key gives the same answer and no second effect; of two that race one wins.
 * @throws AppError NOT_FOUND behind the wall, NOT_ALLOWED, VERSION_CONFLICT, or the machine's refusal by name
 */
export function changeTarget(acting: Acting, { action, input }: Asked) {
  const { tx, actor, now } = acting
  const request = { personId: actor.personId, key: input.key, procedure: `targets.${action}`, input, now }
  return answerOnce(tx, request, () => run(acting, { action, input }))
}

async function run(acting: Acting, { action, input }: Asked) {
  const { tx, actor, ability, now } = acting
  const key = { networkId: actor.networkId, id: input.id }
  const found = await lockShare(tx, key)
  if (!found) {
    // A row that cannot be locked is out of sight, or a superior's to read alone.
    const seen = await readShare(tx, key)
    if (!seen) throw notFound()
    throw new AppError('NOT_ALLOWED')
  }
  const { row } = found
  authorise(ability, action, 'TargetShare', { relation: standingToShare(actor, row, now) })
  const viewer = viewerOf(row, actor)
  const { version: expectedVersion, value, reason = '', signatory = null } = input
  const command = { action, expectedVersion, reason, ...(value === undefined ? {} : { value }) }
  const decision = decideTarget(factsOf(row), command, viewer)
  if (!decision.ok) throw targetErrorOf(decision.refusal)
  const side = sideFor(action, factsOf(row), viewer) ?? 'giver'
  const columns = columnsAfter(row, { next: decision.next, side, signatory }, now)
  return changeShare(acting, row, columns, { action, side, before: row.value, note: signatory ?? reason })
}

/** Whoever is to reach the share names another figure, with a reason; of a signed one this opens a new round. */
export const counterTarget = tenantProcedure
  .meta({ can: ['counter', 'TargetShare'] })
  .input(counterTargetInput)
  .output(targetChanged)
  .mutation(({ ctx, input }) => changeTarget(ctx, { action: 'counter', input }))

/** Says the figure that the other side said: a proposal is agreed to from below, a counter-offer from above. */
export const agreeTarget = tenantProcedure
  .meta({ can: ['agree', 'TargetShare'] })
  .input(agreeTargetInput)
  .output(targetChanged)
  .mutation(({ ctx, input }) => changeTarget(ctx, { action: 'agree', input }))

/** The giver takes back what is being talked of, with a reason; what was signed before holds on. */
export const withdrawTarget = tenantProcedure
  .meta({ can: ['withdraw', 'TargetShare'] })
  .input(withdrawTargetInput)
  .output(targetChanged)
  .mutation(({ ctx, input }) => changeTarget(ctx, { action: 'withdraw', input }))
