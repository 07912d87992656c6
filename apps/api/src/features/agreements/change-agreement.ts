import type { ActionOf, Actor, TenantActor } from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import {
  type AgreementAction,
  type AgreementClockAction,
  type AgreementCommand,
  type AgreementRefusal,
  decideAgreement,
  faultsOfTerms,
  type AgreementTerms,
} from '@fuqiao/domain/agreement'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import { writeAudit, writeClockAudit } from '../audit/index.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { profileOf } from '../network/index.ts'
import { acceptingOf, agreementSetting, factsOfAgreement, sideOf, standingToAgreement } from './agreement-facts.ts'
import {
  type AgreementColumns,
  type AgreementRow,
  insertAgreementEvent,
  insertAgreementOutbox,
  type JoinedAgreement,
  lockAgreement,
  readAgreement,
  readHealth,
  writeAgreement,
} from './agreement-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Body = AgreementCommand extends infer C ? (C extends unknown ? Omit<C, 'expectedVersion'> : never) : never

/** What somebody asks to be done to an agreement. */
export type AgreementRequest = {
  procedure: string
  input: { key: string; id: string; version: number }
  may: ActionOf<'Agreement'>
  command: Body & { action: AgreementAction }
  note?: string
  /** Looks at what came with it before the machine is asked; may throw. */
  check?: () => void
  /** Columns beside state and pause, from the locked row. */
  columns?: (found: JoinedAgreement) => AgreementColumns | Promise<AgreementColumns>
}

/**
 * One deed in one transaction: the row is locked, permission and rules are asked about it as it stands, and row, history, audit entry and event are
 * written together. The same key gives the same answer and no second effect; of two that race one wins.
 * @throws AppError NOT_FOUND behind the wall, NOT_ALLOWED, VERSION_CONFLICT, or the machine's refusal by name
 */
export function changeAgreement(acting: Acting, request: AgreementRequest) {
  const { tx, actor, now } = acting
  const { procedure, input } = request
  return answerOnce(tx, { personId: actor.personId, key: input.key, procedure, input, now }, () => run(acting, request))
}

async function run({ tx, actor, ability, now, deps }: Acting, request: AgreementRequest) {
  const { input, may, command, note } = request
  const key = { networkId: actor.networkId, id: input.id }
  const found = await lockAgreement(tx, key)
  if (!found) {
    // A row that cannot be locked is out of sight, or a superior's to read alone.
    const seen = await readAgreement(tx, key)
    if (!seen) throw notFound()
    authorise(ability, may, 'Agreement', { relation: standingToAgreement(actor, seen.row, now) })
    throw new AppError('NOT_ALLOWED')
  }
  const { row } = found
  authorise(ability, may, 'Agreement', { relation: standingToAgreement(actor, row, now) })
  request.check?.()
  const accepting = acceptingOf(row)
  const health = accepting === null ? null : await readHealth(tx, accepting)
  const viewer = { side: sideOf(row, actor.tenantId) ?? ('other' as const), roles: actor.roles }
  const setting = agreementSetting(deps, actor, viewer, now)
  const asked = { ...command, expectedVersion: input.version } as AgreementCommand
  const decision = decideAgreement(factsOfAgreement(found, health), asked, setting)
  if (!decision.ok) throw agreementErrorOf(decision.refusal)
  const columns = { ...(await request.columns?.(found)), state: decision.next, pausedBy: decision.pausedBy }
  await recordAgreement(tx, { found, actor, action: command.action, columns, note: note ?? '', now })
  return { id: row.id, number: row.number, version: row.version + 1, state: decision.next }
}

/** A deed with what is written of it. `actor` null: it came about by itself. */
export type AgreementDeed = {
  found: JoinedAgreement
  actor: Actor | null
  action: AgreementAction | AgreementClockAction
  columns: AgreementColumns
  note: string
  now: Date
}

/** Writes a decided deed: row, history, audit entry and event. */
export async function recordAgreement(
  tx: Tx,
  { found, actor, action, columns, note, now }: AgreementDeed,
): Promise<void> {
  const { row } = found
  const key = { networkId: row.networkId, id: row.id }
  const next = columns.state ?? row.state
  const pausedBy = columns.pausedBy ?? null
  const seq = row.version + 1
  const deed = { seq, at: now, action, note, actorTenantId: actor?.kind === 'tenant' ? actor.tenantId : null }
  const line = {
    action: `agreement.${action}`,
    subjectKind: 'Agreement',
    subjectId: row.id,
    at: now,
    details: { number: row.number, from: row.state, to: next, version: seq, pausedBy },
  }
  await writeAgreement(tx, key, {
    ...columns,
    ...stampsOf({ before: row, next, pausedBy }, note, now),
    version: seq,
    updatedAt: now,
  })
  await Promise.all([
    insertAgreementEvent(tx, {
      networkId: row.networkId,
      agreementId: row.id,
      ...deed,
      fromState: row.state,
      toState: next,
      ...(actor
        ? { actorPersonId: actor.personId, actorName: actor.personName }
        : { actorPersonId: null, actorName: '' }),
    }),
    actor
      ? writeAudit(tx, actor, line)
      : writeClockAudit(tx, { networkId: row.networkId, tenantId: row.firstTenantId }, line),
    insertAgreementOutbox(tx, key, { ...deedPayload(deed), ...partiesOf(row, action, columns), toState: next }, now),
  ])
}

/** Ids and codes; what a side wrote as its reason is read in the agreement. */
const deedPayload = ({
  seq,
  action,
  actorTenantId,
}: {
  seq: number
  action: string
  actorTenantId: string | null
}) => ({
  seq,
  action,
  actorTenantId,
})

/** Before it is proposed the other side is told nothing. */
function partiesOf(row: AgreementRow, action: string, columns: AgreementColumns) {
  const { number, firstTenantId: fromTenantId, secondTenantId } = row
  const isTold = row.proposedAt !== null || action === 'propose'
  return { number, title: columns.title ?? row.title, fromTenantId, toTenantId: isTold ? secondTenantId : null }
}

type Change = { before: AgreementRow; next: AgreementRow['state']; pausedBy: AgreementRow['pausedBy'] }

/** Instants that follow from where it goes. */
function stampsOf({ before, next, pausedBy }: Change, note: string, now: Date): AgreementColumns {
  if (next !== before.state && ['ended', 'declined', 'withdrawn'].includes(next))
    return { overAt: now, overReason: note, pausedAt: null, pausedReason: '' }
  if (next === 'inForce' && before.state !== 'inForce') return { inForceAt: now }
  if (pausedBy === before.pausedBy) return {}
  return pausedBy === null ? { pausedAt: null, pausedReason: '' } : { pausedAt: now, pausedReason: note }
}

/** The error as which a refusal of the machine leaves the server. */
export function agreementErrorOf({ code, params }: AgreementRefusal): AppError {
  switch (code) {
    case 'AGREEMENT_NOT_YOURS':
    case 'AGREEMENT_NOT_DUE':
      return new AppError('NOT_ALLOWED')
    case 'AGREEMENT_VERSION_CONFLICT':
      return new AppError('VERSION_CONFLICT', { ...params, of: 'agreement' })
    default:
      return new AppError(code, params)
  }
}

/** Refuses terms that cannot stand, each field by its name. @throws INPUT_INVALID */
export function checkTerms({ actor, deps, now }: Acting, terms: AgreementTerms): void {
  const profile = profileOf(deps, actor)
  const faults = faultsOfTerms(terms, profile.agreement, now)
  const fields = Object.fromEntries(faults.map(({ field, code }) => [field, code]))
  const { standing } = terms
  if (standing?.modes.some(mode => !profile.referral.modes.some(({ id }) => id === mode)))
    fields['standing.modes'] = 'INPUT_AGREEMENT_MODE_NEEDED'
  if (Object.keys(fields).length > 0) throw new AppError('INPUT_INVALID', {}, fields)
}
