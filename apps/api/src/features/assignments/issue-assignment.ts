import { relationOf, type TenantActor } from '@fuqiao/access'
import { assignmentChanged, issueAssignmentInput } from '@fuqiao/contract'
import { assignmentTerm, nextAssignmentLook } from '@fuqiao/domain/assignment'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { nextNumber, profileOf } from '../network/index.ts'
import {
  type AssignmentRow,
  insertAssignment,
  insertAssignmentEvent,
  insertAssignmentOutbox,
  readResponsible,
} from './assignment-store.ts'

type Acting = ActingIn & { actor: TenantActor }

/**
 * Gives an incubator below something to do by a day, or a remark to acknowledge (B-18).
 * @throws NOT_FOUND, NOT_ALLOWED, ASSIGNMENT_NOT_BELOW, INPUT_INVALID, CALENDAR_NOT_LOADED
 */
export const issueAssignment = tenantProcedure
  .meta({ can: ['issue', 'Assignment'] })
  .input(issueAssignmentInput)
  .output(assignmentChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'assignments.issue', input, now }
    return answerOnce(tx, request, () => issueOwn({ ...ctx, actor }, input))
  })

async function issueOwn(acting: Acting, input: z.infer<typeof issueAssignmentInput>) {
  const { tenantId, kind, title, words, dueOn } = input
  if ((kind === 'duty') !== (dueOn !== null))
    throw new AppError(
      'INPUT_INVALID',
      {},
      { dueOn: kind === 'duty' ? 'INPUT_ASSIGNMENT_DUE_NEEDED' : 'INPUT_ASSIGNMENT_NO_DUE' },
    )
  if (tenantId === acting.actor.tenantId) throw new AppError('ASSIGNMENT_NOT_BELOW')
  const row = await issue(acting, { tenantId, kind, title, words, dueOn, origin: 'supervision', resolution: null })
  return { id: row.id, number: row.number, version: row.version, state: row.state }
}

/** What is given to whom; `resolution`: the one of the joint meeting that it comes from. */
export type Issue = Pick<AssignmentRow, 'tenantId' | 'kind' | 'title' | 'words' | 'dueOn' | 'origin'> & {
  resolution: { id: string; meetingId: string } | null
}

/** Writes an assignment with its line, its audit entry and its event. @throws as `issueAssignment` */
export async function issue(acting: Acting, asked: Issue): Promise<AssignmentRow> {
  const { tx, actor, ability, now } = acting
  const { networkId, tenantId: issuerTenantId, divisionCode, personName } = actor
  const { resolution, ...said } = asked
  const place = await readResponsible(tx, { networkId, id: said.tenantId })
  if (!place) throw notFound()
  const { scopeKey } = place
  if (scopeKey < actor.scopeLow || scopeKey > actor.scopeHigh) throw new AppError('ASSIGNMENT_NOT_BELOW')
  const of = { networkId, issuerTenantId, tenantId: said.tenantId, scopeKey }
  authorise(ability, 'issue', 'Assignment', { relation: relationOf(actor, 'Assignment', of, now) })
  const term = termOf(acting, said.dueOn)
  const year = Number(civilDateOf(now).slice(0, 4))
  const count = await nextNumber(tx, { networkId, tenantId: issuerTenantId, name: 'assignment', year })
  const row: AssignmentRow = {
    ...{ ...of, ...said, ...term, id: v7(), number: `DB${year}-${divisionCode}-${String(count).padStart(4, '0')}` },
    ...{ meetingId: resolution?.meetingId ?? null, resolutionId: resolution?.id ?? null, state: 'issued', version: 1 },
    ...{ remindedAt: null, level: 0, issuedByName: personName, issuedAt: now, acknowledgedAt: null, report: '' },
    ...{ reportedAt: null, remarks: '', confirmedAt: null, overAt: null, updatedAt: now },
    nextLookAt: nextAssignmentLook({ ...term, state: 'issued', isReminded: false, level: 0 }),
  }
  await insertAssignment(tx, row)
  await insertAssignmentEvent(tx, {
    ...{ networkId, assignmentId: row.id, seq: 1, at: now, action: 'issue', toState: 'issued' },
    ...{ actorTenantId: issuerTenantId, actorSide: 'issuer', actorName: personName },
  })
  await writeAudit(tx, actor, {
    ...{ action: 'assignment.issue', subjectKind: 'Assignment', subjectId: row.id, at: now },
    details: { number: row.number, to: 'issued', version: 1, tenantId: row.tenantId },
  })
  await insertAssignmentOutbox(
    tx,
    row,
    {
      ...{ action: 'issue', seq: 1, number: row.number, title: row.title, toState: 'issued', superiorId: null },
      ...{ fromTenantId: issuerTenantId, toTenantId: row.tenantId, actorTenantId: issuerTenantId },
    },
    now,
  )
  return row
}

const noTerm = { dueAt: null, remindAt: null, escalateAt: null, calendarVersion: null }

/** @throws INPUT_INVALID, CALENDAR_NOT_LOADED */
function termOf({ actor, deps, now }: Acting, dueOn: string | null) {
  if (dueOn === null) return noTerm
  const { supervision: rules, businessDayEnds } = profileOf(deps, actor)
  const term = assignmentTerm(dueOn, { rules, calendar: deps.calendar(), businessDayEnds }, now)
  if (term.ok) {
    const { dueAt, remindAt, escalateAt, calendarVersion } = term
    return { dueAt, remindAt, escalateAt, calendarVersion }
  }
  if ('refusal' in term) throw new AppError('CALENDAR_NOT_LOADED', { year: term.year })
  throw new AppError('INPUT_INVALID', {}, { dueOn: term.fault })
}
