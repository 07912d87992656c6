import type { TenantActor } from '@fuqiao/access'
import { assignmentChanged, changeAssignmentInput, sayOnAssignmentInput } from '@fuqiao/contract'
import {
  ASSIGNMENT_TRANSITIONS,
  type AssignmentAction,
  type AssignmentRefusal,
  type AssignmentState,
  decideAssignment,
  isAssignmentOver,
  nextAssignmentLook,
} from '@fuqiao/domain/assignment'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { clockOf, standingToAssignment, viewerOf } from './assignment-facts.ts'
import {
  type AssignmentColumns,
  type AssignmentRow,
  insertAssignmentEvent,
  insertAssignmentOutbox,
  lockAssignment,
  readAssignment,
  writeAssignment,
} from './assignment-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Asked = { action: AssignmentAction; input: { key: string; id: string; version: number; words?: string } }

/**
 * One deed in one transaction: the row is locked, permission and rules are asked about it as it stands, and row, history, audit entry and event are
 * written together. The same key gives the same answer and no second effect; of two that race one wins.
 * @throws AppError NOT_FOUND behind the wall, NOT_ALLOWED, VERSION_CONFLICT, or the machine's refusal by name
 */
function changeAssignment(acting: Acting, { action, input }: Asked) {
  const { tx, actor, now } = acting
  const request = { personId: actor.personId, key: input.key, procedure: `assignments.${action}`, input, now }
  return answerOnce(tx, request, () => run(acting, { action, input }))
}

async function run({ tx, actor, ability, now }: Acting, { action, input }: Asked) {
  const key = { networkId: actor.networkId, id: input.id }
  const found = await lockAssignment(tx, key)
  if (!found) {
    // A row that cannot be locked is out of sight, or a superior's to read alone.
    const seen = await readAssignment(tx, key)
    if (!seen) throw notFound()
    throw new AppError('NOT_ALLOWED')
  }
  const { row } = found
  authorise(ability, action, 'Assignment', { relation: standingToAssignment(actor, row, now) })
  const words = input.words ?? ''
  const decision = decideAssignment(row, { action, expectedVersion: input.version, words }, viewerOf(row, actor))
  if (!decision.ok) throw assignmentErrorOf(decision.refusal)
  const { next } = decision
  const version = row.version + 1
  await writeAssignment(tx, key, {
    ...{ ...stampsOf(row, { action, next, words }, now), state: next, version, updatedAt: now },
    nextLookAt: nextAssignmentLook({ ...clockOf(row), state: next }),
  })
  await insertAssignmentEvent(tx, {
    ...{ ...{ networkId: row.networkId, assignmentId: row.id, seq: version, at: now, action, toState: next } },
    ...{ actorTenantId: actor.tenantId, actorSide: ASSIGNMENT_TRANSITIONS[action].by, actorName: actor.personName },
    note: words,
  })
  await writeAudit(tx, actor, {
    ...{ action: `assignment.${action}`, subjectKind: 'Assignment', subjectId: row.id, at: now },
    details: { number: row.number, from: row.state, to: next, version },
  })
  const { issuerTenantId: fromTenantId, tenantId: toTenantId, number, title } = row
  await insertAssignmentOutbox(
    tx,
    key,
    {
      ...{ action, seq: version, number, title, toState: next, superiorId: null },
      ...{ fromTenantId, toTenantId, actorTenantId: actor.tenantId },
    },
    now,
  )
  return { id: row.id, number, version, state: next }
}

/** What is kept of a deed beside the state. */
function stampsOf(
  { kind }: AssignmentRow,
  { action, next, words }: { action: AssignmentAction; next: AssignmentState; words: string },
  now: Date,
): AssignmentColumns {
  const over = isAssignmentOver({ kind, state: next }) ? { overAt: now } : {}
  switch (action) {
    case 'acknowledge':
      return { ...over, acknowledgedAt: now }
    case 'report':
      return { report: words, reportedAt: now }
    case 'confirm':
      return { ...over, remarks: words, confirmedAt: now }
    default:
      return { ...over, remarks: words }
  }
}

/** The error as which a refusal of the machine leaves the server. */
function assignmentErrorOf({ code, params }: AssignmentRefusal): AppError {
  switch (code) {
    case 'ASSIGNMENT_NOT_YOURS':
      return new AppError('NOT_ALLOWED')
    case 'ASSIGNMENT_VERSION_CONFLICT':
      return new AppError('VERSION_CONFLICT', { ...params, of: 'assignment' })
    default:
      return new AppError(code, params)
  }
}

/** Whoever is responsible takes note of it: also again, after it was sent back. */
export const acknowledgeAssignment = tenantProcedure
  .meta({ can: ['acknowledge', 'Assignment'] })
  .input(changeAssignmentInput)
  .output(assignmentChanged)
  .mutation(({ ctx, input }) => changeAssignment(ctx, { action: 'acknowledge', input }))

/** One deed that comes with words. */
const saying = (action: Exclude<AssignmentAction, 'acknowledge'>) =>
  tenantProcedure
    .meta({ can: [action, 'Assignment'] })
    .input(sayOnAssignmentInput)
    .output(assignmentChanged)
    .mutation(({ ctx, input }) => changeAssignment(ctx, { action, input }))

/** Whoever is responsible says what was done. */
export const reportAssignment = saying('report')
/** The issuer confirms that it is done. */
export const confirmAssignment = saying('confirm')
/** The issuer sends a report back with remarks. */
export const sendAssignmentBack = saying('sendBack')
/** The issuer takes an assignment back, with a reason. */
export const withdrawAssignment = saying('withdraw')
