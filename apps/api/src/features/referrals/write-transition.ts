import type { Actor } from '@fuqiao/access'
import { sendInOrder, type Tx } from '@fuqiao/db'
import { audienceOf, type ClockAction, type ReferralAction } from '@fuqiao/domain/referral'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../rpc/app-error.ts'
import { sqlStateOf } from '../../rpc/error-format.ts'
import { writeAudit, writeClockAudit } from '../audit/index.ts'
import type { RulesReader } from '../network/index.ts'
import { clockColumns } from './clock-columns.ts'
import { effectWrites } from './effect-writes.ts'
import type { Signature } from './effects-store.ts'
import { mirrorByWorker, mirrorTransition, openFarEnd } from './far-end-store.ts'
import { frozenDirection } from './freeze-direction.ts'
import {
  type EventData,
  insertEvent,
  insertOutbox,
  type OutboxPayload,
  type ReferralColumns,
  type ReferralRow,
  refuseThroughGate,
  removeReferral,
  updateReferral,
} from './referral-store.ts'
import { holderTenant, stampsOf } from './transition-stamps.ts'
import { prepareSnapshot, prepareSupplement } from './seal-snapshot.ts'
import type { Decided } from './transit.ts'

/** What is sent to the database when its turn comes. */
export type Statement = () => Promise<unknown>

/** Actions after which a hand-over lies with its target. */
const handsOver: ReadonlySet<string> = new Set(['approve', 'signConsent', 'dispatch', 'reopen'])

/** The target's side of an agreement that it signed beforehand, in whose stead a standing agreement accepts (B-20). */
export type ByAgreement = { kind: 'agreement'; agreementId: string; number: string; tenantId: string }

/** A decided transition with what is written beside it. `actor` null: the clock. */
export type Transition = {
  actor: Actor | ByAgreement | null
  action: ReferralAction | ClockAction
  decided: Decided
  note?: string
  data?: EventData
  /** For the trail alone, beside the line's. */
  trail?: Record<string, unknown>
  columns?: ReferralColumns
  signature?: Signature
  /** Statements beside the effects: each is sent when its turn comes. */
  writes?: (decided: Decided) => Statement[]
  /** What a case that goes along with custody is read with; whoever may move custody gives it. */
  carrying?: { deps: RulesReader['deps']; profileId: string }
  /** Tests only: see `Deps.failPoint`. */
  failPoint?: Deps['failPoint']
}

/** Writes a decided transition: row, timeline, audit entry, event and effects, one behind the other in the order that the wall needs, without waiting between. */
export async function writeTransition(tx: Tx, transition: Transition): Promise<void> {
  const { decided, action } = transition
  const { row, decision } = decided
  const { effects } = decision
  const key = { networkId: row.networkId, id: row.id }
  const [direction, snapshot, supplement] = await Promise.all([
    effects.includes('freezeDirection') ? frozenDirection(tx, row) : undefined,
    effects.includes('sealSnapshot') ? prepareSnapshot(tx, row, decided.setting.now) : undefined,
    effects.includes('sealSupplement') ? prepareSupplement(tx, row, decided.setting.now) : undefined,
  ])
  const columns = columnsOf(transition, { ...direction, ...snapshot?.preview })
  const isRemoved = decision.next === null
  const groups: [string, () => Statement[]][] = [
    ['row', () => (isRemoved ? [] : [() => rowWrite(tx, transition, columns)])],
    ['line', () => (isRemoved ? [] : [() => insertEvent(tx, key, eventOf(transition))])],
    ['audit', () => [() => audit(tx, transition)]],
    ['event', () => [() => insertOutbox(tx, key, payloadOf(row, columns, transition), decided.setting.now)]],
    ['beside', () => transition.writes?.(decided) ?? []],
    ['effects', () => effectWrites(tx, transition)],
    ['snapshot', () => (snapshot ? [snapshot.write] : [])],
    ['supplement', () => (supplement ? [supplement.write] : [])],
    ['abroad', () => writeAbroad(tx, transition, columns)],
    ['removal', () => (isRemoved ? [() => removeReferral(tx, key)] : [])],
  ]
  try {
    if (!transition.failPoint) await sendInOrder(groups.flatMap(([, statements]) => statements()))
    else
      for (const [group, statements] of groups) {
        await sendInOrder(statements())
        transition.failPoint(`written:${action}:${group}`)
      }
  } catch (error) {
    const code = refusedAbroad[sqlStateOf(error) ?? '']
    if (code) throw new AppError(code)
    // Two hand-overs of one organisation by different senders meet only here.
    if (sqlStateOf(error) === '23505' && handsOver.has(action)) throw new AppError('REFERRAL_HAND_OVER_OPEN')
    throw error
  }
}

/** Why the far end of a referral between networks cannot be written, by the state that its gate gives. */
const refusedAbroad: Partial<Record<string, 'REFERRAL_TARGET_TAKES_NONE' | 'REFERRAL_NOT_CUSTODIAN'>> = {
  FQ001: 'REFERRAL_TARGET_TAKES_NONE',
  FQ002: 'REFERRAL_NOT_CUSTODIAN',
}

/** The other row of a referral between networks: it is made when the referral is submitted, and goes with every transition after that. */
function writeAbroad(tx: Tx, { actor, decided: { row } }: Transition, columns: ReferralColumns): Statement[] {
  if (row.direction === 'network')
    return [() => (actor === null ? mirrorByWorker(tx, row) : mirrorTransition(tx, row.id))]
  return columns.direction === 'network' ? [() => openFarEnd(tx, row.id)] : []
}

function columnsOf(transition: Transition, frozen: ReferralColumns): ReferralColumns {
  const { decided, columns } = transition
  const { row, decision, setting } = decided
  const { effects, holder, next } = decision
  const { now } = setting
  const stamps = stampsOf(transition.action, decided, columns)
  return {
    ...columns,
    ...(effects.includes('recordConsent') ? { consentSignedAt: now, consentUntil: row.grantUntil } : {}),
    ...(effects.includes('setAsideConsent') ? { consentSignedAt: null, consentUntil: null } : {}),
    ...(effects.includes('freezeDirection') ? { submittedAt: now } : {}),
    ...(effects.includes('revokeConsent') ? { consentSignedAt: null, consentUntil: null } : {}),
    ...stamps,
    ...(next === 'closed' ? { closedAt: now } : {}),
    ...frozen,
    ...clockColumns({ ...row, ...columns, ...stamps }, decision, setting),
    ...(next === null ? {} : { state: next }),
    holder,
    holderTenantId: holderTenant(row, holder),
    version: row.version + 1,
    updatedAt: now,
  }
}

function rowWrite(tx: Tx, { action, decided: { row } }: Transition, columns: ReferralColumns): Promise<void> {
  const key = { networkId: row.networkId, id: row.id }
  if (action !== 'refuseConsent' || columns.state !== 'draft') return updateReferral(tx, key, columns)
  const clock = {
    rule: columns.dueRule ?? null,
    dueAt: columns.dueAt?.toISOString() ?? null,
    nextAt: columns.nextClockAt?.toISOString() ?? null,
    calendarVersion: columns.calendarVersion ?? null,
  }
  return refuseThroughGate(tx, { id: row.id, version: row.version, clock })
}

function eventOf({ actor, action, decided, note = '', data = {} }: Transition) {
  const { row, decision, setting } = decided
  return {
    seq: row.version + 1,
    at: setting.now,
    action,
    fromState: row.state,
    toState: decision.next ?? row.state,
    ...signedBy(actor),
    note,
    data: actor?.kind === 'agreement' ? { ...data, agreement: actor.number } : data,
    audience: [...audienceOf(action, decision.next, { wasSubmitted: row.submittedAt !== null, kind: row.kind })],
  }
}

/** Whose line it is; of the clock's and an agreement's no person's. */
function signedBy(actor: Transition['actor']) {
  return {
    actorTenantId: actor?.kind === 'tenant' || actor?.kind === 'agreement' ? actor.tenantId : null,
    actorOrganisationId: actor?.kind === 'organisation' ? actor.organisationId : null,
    actorPersonId: actor === null || actor.kind === 'agreement' ? null : actor.personId,
    actorName: actor === null || actor.kind === 'agreement' ? '' : actor.personName,
  }
}

function audit(tx: Tx, { actor, action, decided, data, trail }: Transition): Promise<void> {
  const { row, decision, setting } = decided
  const line = {
    action: `referral.${action}`,
    subjectKind: 'Referral',
    subjectId: row.id,
    at: setting.now,
    details: { ...data, ...trail, number: row.number, from: row.state, to: decision.next, version: row.version + 1 },
  }
  if (actor === null) return writeClockAudit(tx, { networkId: row.networkId, tenantId: row.fromTenantId }, line)
  if (actor.kind !== 'agreement') return writeAudit(tx, actor, line)
  const details = { ...line.details, agreementId: actor.agreementId, agreement: actor.number }
  const place = { networkId: row.networkId, tenantId: actor.tenantId }
  return writeClockAudit(tx, place, { ...line, action: `${line.action}ByAgreement`, details })
}

function payloadOf(
  row: ReferralRow,
  columns: ReferralColumns,
  { actor, action, decided: { decision } }: Transition,
): OutboxPayload {
  const submittedAt = columns.submittedAt === undefined ? row.submittedAt : columns.submittedAt
  return {
    action,
    seq: row.version + 1,
    number: row.number,
    kind: row.kind,
    fromState: row.state,
    toState: decision.next,
    holder: decision.holder,
    organisationId: row.organisationId,
    fromTenantId: row.fromTenantId,
    toTenantId: row.toTenantId,
    deskTenantId: columns.deskTenantId === undefined ? row.deskTenantId : columns.deskTenantId,
    wasSubmitted: submittedAt !== null,
    submittedAt: submittedAt?.toISOString() ?? null,
    actorTenantId: actor?.kind === 'tenant' ? actor.tenantId : null,
    actorOrganisationId: actor?.kind === 'organisation' ? actor.organisationId : null,
    ...(actor?.kind === 'agreement' ? { agreement: actor.number } : {}),
  }
}
