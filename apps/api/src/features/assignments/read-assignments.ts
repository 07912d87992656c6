import { isAllowed, type TenantActor } from '@fuqiao/access'
import {
  assignmentRowSchema,
  type AssignmentView,
  assignmentViewSchema,
  idSchema,
  listAssignmentsInput,
  pageOf,
  pageSize,
} from '@fuqiao/contract'
import { availableAssignmentActions } from '@fuqiao/domain/assignment'
import { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { standingToAssignment, viewerOf } from './assignment-facts.ts'
import {
  type AssignmentRow,
  cursorAfter,
  type JoinedAssignment,
  readAssignment,
  readAssignments,
  readHistory,
  readMeetingNumber,
  readPapers,
} from './assignment-store.ts'
import { assignmentRowView } from './assignment-view.ts'

type Acting = ActingIn & { actor: TenantActor }

/** Assignments to the acting incubator, by it and of those below; the last changed first unless sorted otherwise. */
export const listAssignments = tenantProcedure
  .meta({ can: ['list', 'Assignment'] })
  .input(listAssignmentsInput)
  .output(pageOf(assignmentRowSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { networkId, tenantId } = actor
    const { filter = {}, sort, cursor } = input
    const found = await readAssignments(tx, { networkId, tenantId, now, filter, sort, cursor, limit: pageSize + 1 })
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    return {
      rows: found
        .slice(0, pageSize)
        .filter(({ row }) =>
          isAllowed(ability, 'list', 'Assignment', { relation: standingToAssignment(actor, row, now) }),
        )
        .map(each => assignmentRowView(each, actor, now)),
      next: last ? cursorAfter(sort, last) : null,
    }
  })

/** One assignment with its papers, its history, and what the viewer may do now. */
export const getAssignment = tenantProcedure
  .meta({ can: ['read', 'Assignment'] })
  .input(z.strictObject({ id: idSchema }))
  .output(assignmentViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const found = await readAssignment(tx, { networkId: actor.networkId, id: input.id })
    if (!found) throw notFound()
    authorise(ability, 'read', 'Assignment', { relation: standingToAssignment(actor, found.row, now) })
    return assignmentView({ ...ctx, actor }, found)
  })

const iso = (date: Date | null) => date?.toISOString() ?? null

async function assignmentView(acting: Acting, found: JoinedAssignment): Promise<AssignmentView> {
  const { tx, actor, ability, now } = acting
  const { row } = found
  const { networkId, id, words, report, remarks, issuedByName, level } = row
  const [history, papers, meeting] = await Promise.all([
    readHistory(tx, { networkId, id }),
    readPapers(tx, { networkId, id }),
    meetingOf(acting, row),
  ])
  const relation = standingToAssignment(actor, row, now)
  const actions = availableAssignmentActions(row, viewerOf(row, actor)).filter(action =>
    isAllowed(ability, action, 'Assignment', { relation }),
  )
  return {
    ...assignmentRowView(found, actor, now),
    ...{ words, report, remarks, issuedByName, meeting, actions },
    issuedAt: row.issuedAt.toISOString(),
    acknowledgedAt: iso(row.acknowledgedAt),
    reportedAt: iso(row.reportedAt),
    confirmedAt: iso(row.confirmedAt),
    hasClimbed: level > 0,
    papers: papers.map(({ createdAt, ...paper }) => ({ ...paper, createdAt: createdAt.toISOString() })),
    history: history.map(({ seq, at, action, toState, actorSide, actorName, note }) => ({
      ...{ seq, note, byName: actorName, by: actorSide },
      at: at.toISOString(),
      action: action as AssignmentView['history'][number]['action'],
      toState: toState as AssignmentView['state'],
    })),
    mayAddPaper: actions.includes('report'),
  }
}

/** The meeting it comes from, for whoever may read it. */
async function meetingOf({ tx }: Acting, { networkId, meetingId }: AssignmentRow): Promise<AssignmentView['meeting']> {
  const number = meetingId === null ? undefined : await readMeetingNumber(tx, { networkId, id: meetingId })
  return meetingId === null || number === undefined ? null : { id: meetingId, number }
}
