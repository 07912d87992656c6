import { relationOf, type TenantActor } from '@fuqiao/access'
import { appointOperatorInput, handOverOperatorInput, operatorChanged } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { judgeOperator, type JudgedCondition, unmetConditions } from '@fuqiao/domain/operator'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import {
  adoptMembers,
  endAccess,
  insertOperator,
  insertOperatorOutbox,
  lockOperator,
  type OperatorRow,
  readOperator,
  readOperators,
  readPlace,
  writeOperator,
} from './operator-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Appointment = z.infer<typeof appointOperatorInput>
type Contract = Omit<Appointment, 'key' | 'tenantId'>
type Changed = z.infer<typeof operatorChanged>

/**
 * Those above an incubator say who runs it (J-13); of the one at the top, it itself. The first that is named runs it already: the people who work there are its people.
 * @throws NOT_FOUND, NOT_ALLOWED, OPERATOR_THERE, OPERATOR_CONDITIONS_UNMET, INPUT_INVALID
 */
export const appointOperator = tenantProcedure
  .meta({ can: ['appoint', 'Operator'] })
  .input(appointOperatorInput)
  .output(operatorChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'operators.appoint', input, now }
    return answerOnce(tx, request, () => appoint(ctx, input))
  })

async function appoint(acting: Acting, { key: _key, tenantId, ...contract }: Appointment): Promise<Changed> {
  const { tx, actor, ability, now } = acting
  const { networkId } = actor
  const place = await readPlace(tx, { networkId, id: tenantId })
  authorise(ability, 'appoint', 'Operator', { relation: relationOf(actor, 'Operator', { networkId, ...place }, now) })
  const before = await readOperators(tx, networkId, tenantId)
  if (before.some(({ state }) => state !== 'ended')) throw new AppError('OPERATOR_THERE')
  const conditions = checkContract(acting, contract, before.length === 0)
  const row = await write(acting, place, { contract, conditions })
  if (before.length === 0) await adoptMembers(tx, row.id)
  return { id: row.id, version: 1, state: row.state, endedPlaces: 0 }
}

/**
 * Hands an incubator over to another operator: the one before ends with the places and sessions of its people, at once, and everything that was kept stays where it is.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, OPERATOR_ENDED, OPERATOR_CONDITIONS_UNMET, INPUT_INVALID
 */
export const handOverOperator = tenantProcedure
  .meta({ can: ['appoint', 'Operator'] })
  .input(handOverOperatorInput)
  .output(operatorChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'operators.handOver', input, now }
    return answerOnce(tx, request, () => handOver(ctx, input))
  })

async function handOver(acting: Acting, input: z.infer<typeof handOverOperatorInput>): Promise<Changed> {
  const { tx, actor, ability, now } = acting
  const { key: _key, id, version, reason, ...contract } = input
  const key = { networkId: actor.networkId, id }
  const seen = await readOperator(tx, key)
  if (!seen) throw notFound()
  authorise(ability, 'appoint', 'Operator', { relation: relationOf(actor, 'Operator', seen, now) })
  const before = await lockOperator(tx, key)
  if (before.version !== version)
    throw new AppError('VERSION_CONFLICT', { version: before.version, state: before.state, of: 'operator' })
  if (before.state === 'ended') throw new AppError('OPERATOR_ENDED')
  const conditions = checkContract(acting, contract, false)
  const ended = { state: 'ended' as const, endedAt: now, endReason: reason, version: version + 1, updatedAt: now }
  await writeOperator(tx, key, ended)
  const endedPlaces = await endAccess(tx, id)
  await record(acting, { ...before, ...ended }, 'end', { endedPlaces })
  const row = await write(acting, before, { contract, conditions })
  return { id: row.id, version: 1, state: row.state, endedPlaces }
}

type Written = { contract: Contract; conditions: JudgedCondition[] }

async function write(
  acting: Acting,
  { tenantId, scopeKey }: Pick<OperatorRow, 'tenantId' | 'scopeKey'>,
  { contract, conditions }: Written,
): Promise<OperatorRow> {
  const { tx, actor, now } = acting
  const { name, kind, contractNumber, from, until } = contract
  const row: OperatorRow = {
    ...{
      networkId: actor.networkId,
      id: v7(),
      tenantId,
      scopeKey,
      name,
      kind,
      contractNumber,
      from,
      until,
      conditions,
    },
    ...{ state: from <= civilDateOf(now) ? 'inForce' : 'appointed', appointedByName: actor.personName },
    ...{ endedAt: null, endReason: '', version: 1, createdAt: now, updatedAt: now },
  }
  if (!(await insertOperator(tx, row))) throw new AppError('OPERATOR_THERE')
  await record(acting, row, 'appoint', { kind, met: conditions.filter(({ isMet }) => isMet).map(({ id }) => id) })
  return row
}

async function record(
  { tx, actor, now }: Acting,
  { networkId, id, tenantId, state, version: seq }: OperatorRow,
  action: 'appoint' | 'end',
  details: Record<string, unknown>,
): Promise<void> {
  await writeAudit(tx, actor, {
    action: `operator.${action}`,
    subjectKind: 'Operator',
    subjectId: id,
    at: now,
    details: { ...details, tenantId, to: state, version: seq },
  })
  await insertOperatorOutbox(tx, { networkId, id }, { action, seq, fromTenantId: tenantId, toState: state }, now)
}

/** What was said, by the condition's id. */
const saidOf = (words: Contract['words']) => Object.fromEntries(words.map(({ id, said }) => [id, said]))

/** What came of the network's conditions. Only of whoever runs it already may the beginning lie behind. @throws INPUT_INVALID, OPERATOR_CONDITIONS_UNMET */
function checkContract({ actor, deps, now }: Acting, contract: Contract, mayHaveBegun: boolean): JudgedCondition[] {
  const rules = profileOf(deps, actor).operation
  const { kind, contractNumber, from, until, registeredOn, rating, words } = contract
  const today = civilDateOf(now)
  const isPurchased = kind === 'purchased'
  const isBackwards = until !== null && (until < from || until < today)
  const faults = {
    ...(rules.ways.some(({ id }) => id === kind) ? {} : { kind: 'INPUT_OPERATOR_WAY' }),
    ...(isPurchased && contractNumber === '' ? { contractNumber: 'INPUT_OPERATOR_CONTRACT' } : {}),
    ...(isBackwards || (isPurchased && until === null) ? { until: 'INPUT_OPERATOR_UNTIL' } : {}),
    ...(mayHaveBegun || from >= today ? {} : { from: 'INPUT_OPERATOR_FROM' }),
  }
  if (Object.keys(faults).length > 0) throw new AppError('INPUT_INVALID', {}, faults)
  if (!isPurchased) return []
  const judged = judgeOperator(rules, { registeredOn, rating, words: saidOf(words) }, from)
  const unmet = unmetConditions(rules, judged)
  if (unmet.length > 0)
    throw new AppError(
      'OPERATOR_CONDITIONS_UNMET',
      { count: unmet.length },
      Object.fromEntries(unmet.map(id => [id, 'INPUT_OPERATOR_CONDITION'])),
    )
  return judged
}
