import { proposeTargetInput, setTargetInput, targetChanged } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { decideTarget, isBelowFloor, type TargetAction } from '@fuqiao/domain/target'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import type { BoardContext } from '../dashboards/index.ts'
import { nextNumber, profileOf } from '../network/index.ts'
import { floorsOf } from './floors.ts'
import { factsOf, indicatorFor, standingToShare, targetErrorOf, totalOf, viewerOf } from './target-facts.ts'
import { insertShare, lockShareOf, readChild, readShares, type ShareRow } from './target-store.ts'
import { type Acting, changeShare, columnsAfter, tell } from './write-deed.ts'

type Ctx = Acting & BoardContext
type Said = Omit<z.output<typeof setTargetInput>, 'key'>
type Wanted = Said & { action: 'set' | 'propose'; tenantId: string; scopeKey: bigint; floor: number | null }

/**
 * An incubator's own total of an indicator in a year: the first of a network's, or where no superior gave any. Below what the document asks of the place, and
 * whenever it is changed, with a reason.
 * @throws NOT_FOUND, NOT_ALLOWED, TARGET_NOT_SPLIT, TARGET_TOTAL_GIVEN, TARGET_BELOW_FLOOR {floor}, VERSION_CONFLICT, or the machine's refusal by name
 */
export const setTarget = tenantProcedure
  .meta({ can: ['set', 'TargetShare'] })
  .input(setTargetInput)
  .output(targetChanged)
  .mutation(({ ctx, input: { key, ...said } }) =>
    once(ctx, { key, procedure: 'targets.set', input: said }, async () => {
      const { tx, actor } = ctx
      const { networkId, tenantId, scopeLow: scopeKey } = actor
      indicatorFor(profileOf(ctx.deps, actor), said.indicatorId)
      const shares = await readShares(tx, { networkId, tenantId, year: said.year })
      if (totalOf(shares, tenantId, said.indicatorId)?.source === 'signed') throw new AppError('TARGET_TOTAL_GIVEN')
      const floors = await floorsOf(ctx, said)
      return say(ctx, { ...said, action: 'set', tenantId, scopeKey, floor: floors.whole })
    }),
  )

/**
 * Proposes a share of the total to an incubator directly below: the first time, again after a counter-offer, or in a new round.
 * @throws NOT_FOUND, NOT_ALLOWED, TARGET_NOT_SPLIT, TARGET_NOT_CHILD, TARGET_NO_TOTAL, TARGET_BELOW_FLOOR {floor}, VERSION_CONFLICT, or the machine's refusal by name
 */
export const proposeTarget = tenantProcedure
  .meta({ can: ['propose', 'TargetShare'] })
  .input(proposeTargetInput)
  .output(targetChanged)
  .mutation(({ ctx, input: { key, ...said } }) =>
    once(ctx, { key, procedure: 'targets.propose', input: said }, async () => {
      const { tx, actor } = ctx
      const { networkId, tenantId: parentId } = actor
      const child = await readChild(tx, { networkId, parentId, id: said.tenantId })
      if (!child) throw new AppError('TARGET_NOT_CHILD')
      indicatorFor(profileOf(ctx.deps, actor), said.indicatorId)
      const shares = await readShares(tx, { networkId, tenantId: parentId, year: said.year })
      if (!totalOf(shares, parentId, said.indicatorId)) throw new AppError('TARGET_NO_TOTAL')
      const floors = await floorsOf(ctx, said)
      const floor = floors.children.get(child.id) ?? null
      return say(ctx, { ...said, action: 'propose', scopeKey: child.scopeKey, floor })
    }),
  )

type Request = { key: string; procedure: string; input: unknown }

function once<T>({ tx, actor, now }: Ctx, request: Request, run: () => Promise<T>): Promise<T> {
  return answerOnce(tx, { personId: actor.personId, now, ...request }, run)
}

async function say(acting: Acting, wanted: Wanted) {
  const { tx, actor } = acting
  const { networkId, tenantId: fromTenantId } = actor
  const { tenantId, indicatorId, year, action, value, reason, version } = wanted
  const found = await lockShareOf(tx, { networkId, fromTenantId, tenantId, indicatorId, year })
  if (!found) return begin(acting, wanted)
  const { row } = found
  authorise(acting.ability, action, 'TargetShare', { relation: standingToShare(actor, row, acting.now) })
  if (version === null) throw conflictOf(row)
  const decision = decideTarget(factsOf(row), { action, expectedVersion: version, value, reason }, viewerOf(row, actor))
  if (!decision.ok) throw targetErrorOf(decision.refusal)
  const { next } = decision
  const isAgreed = next.state === 'agreed'
  if (!isAgreed) checkFloor(wanted)
  const columns = columnsAfter(row, { next, side: 'giver', signatory: null }, acting.now)
  const done: TargetAction = isAgreed ? 'agree' : action
  return changeShare(acting, row, columns, { action: done, side: 'giver', before: row.value, note: reason })
}

const conflictOf = ({ version, state }: Pick<ShareRow, 'version' | 'state'>) =>
  new AppError('VERSION_CONFLICT', { version, state, of: 'target' })

function checkFloor({ value, floor, reason }: Wanted): void {
  if (isBelowFloor(value, floor) && reason === '')
    throw new AppError('TARGET_BELOW_FLOOR', { floor: floor ?? 0 }, { reason: 'TARGET_BELOW_FLOOR' })
}

async function begin(acting: Acting, wanted: Wanted) {
  const { tx, actor, ability, now } = acting
  const { networkId, tenantId: fromTenantId, divisionCode } = actor
  const { tenantId, scopeKey, indicatorId, year, action, value, reason, version } = wanted
  const of = { networkId, fromTenantId, tenantId, scopeKey }
  const row: ShareRow = {
    ...{ ...of, indicatorId, year, value, id: v7(), number: '', round: 1, version: 1 },
    ...{ fromSignatory: null, fromSignedAt: null, signatory: null, signedAt: null, createdAt: now, updatedAt: now },
    ...(action === 'set'
      ? ({ state: 'set', signedValue: value, signedRound: 1 } as const)
      : ({ state: 'proposed', signedValue: null, signedRound: null } as const)),
  }
  authorise(ability, action, 'TargetShare', { relation: standingToShare(actor, row, now) })
  // Nothing stands there to be changed: whoever names a version has looked at something else.
  if (version !== null) throw new AppError('NOT_FOUND')
  checkFloor(wanted)
  const count = await nextNumber(tx, {
    ...{ networkId, tenantId: fromTenantId, name: 'target', year: Number(civilDateOf(now).slice(0, 4)) },
  })
  row.number = `MB${civilDateOf(now).slice(0, 4)}-${divisionCode}-${String(count).padStart(4, '0')}`
  if (!(await insertShare(tx, row))) {
    // Another of the same incubator was first by a moment.
    const first = await lockShareOf(tx, { networkId, fromTenantId, tenantId, indicatorId, year })
    throw conflictOf(first?.row ?? row)
  }
  return tell(acting, row, { action, side: 'giver', before: null, note: reason })
}
