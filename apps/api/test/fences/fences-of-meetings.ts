import { type Asked, fenced, isActing, isRoot, own, when } from './fenced.ts'
import { assignmentOf, itemOf, meetingOf, resolvedTo, seatedNow } from './plot-index.ts'
import type { Index } from './plot-index.ts'
import type { Rows } from './plot-types.ts'

/** Facts of what hangs on a meeting and is read from inside alone. */
const inside = ({ networkId }: { networkId: number }, plot: Index) => ({
  ...{ networkId, seatedPersonIds: seatedNow(plot, networkId), responsibleTenantIds: [] },
})
const itemFacts = ({ networkId, tenantId, state }: Rows['jointAgendaItem'][number], plot: Index) => ({
  ...{ networkId, tenantId, isTaken: state === 'taken', seatedPersonIds: seatedNow(plot, networkId) },
})
const isRaised = ({ row }: { row: Rows['jointAgendaItem'][number] }) => row.state === 'raised'
const isOpen = ({ row, plot }: Asked<Rows['jointMinutes'][number]>) => meetingOf(plot, row.meetingId).state !== 'closed'
/** The paper of an item is whoever's who raised it; that of a meeting the centre's. */
const mayHandIn = ({ actor, row, plot }: Asked<Rows['jointPaper'][number]>) => {
  if (row.itemId == null) return isRoot(actor) && actor.networkId === row.networkId
  const item = itemOf(plot, row.itemId)
  return isActing(actor, item) && item.state === 'raised'
}
const isDone = ({ actor, row, plot }: Asked<Rows['assignmentPaper'][number]>) => {
  const of = assignmentOf(plot, row.assignmentId)
  return isActing(actor, of) && of.state === 'acknowledged'
}

/** The joint meeting and the assignments that come of it. */
export const meetings = {
  jointSeat: fenced('jointSeat', {
    name: 'joint_seat',
    subject: 'JointSeat',
    facts: ({ networkId, personIds, endedAt }) => ({ networkId, seatedPersonIds: endedAt ? [] : personIds }),
    insert: { right: own, book: [['keep', 'JointSeat']] },
    update: { set: 'version = 7', right: own, book: [['keep', 'JointSeat']] },
  }),
  jointMeeting: fenced('jointMeeting', {
    name: 'joint_meeting',
    subject: 'JointMeeting',
    facts: ({ networkId, id }, plot) => ({
      ...{ networkId, seatedPersonIds: seatedNow(plot, networkId) },
      responsibleTenantIds: resolvedTo(plot, { meetingId: id }),
    }),
    insert: { right: own, book: [['plan', 'JointMeeting']] },
    update: { set: 'version = 7', right: own, book: [['lead', 'JointMeeting']] },
  }),
  jointFigures: fenced('jointFigures', {
    name: 'joint_figures',
    subject: 'JointMeeting',
    key: 'meeting_id::text',
    keyOf: row => row.meetingId,
    facts: inside,
    insert: { right: own, book: [['lead', 'JointMeeting']] },
  }),
  jointMinutes: fenced('jointMinutes', {
    name: 'joint_minutes',
    subject: 'JointMeeting',
    key: 'meeting_id::text',
    keyOf: row => row.meetingId,
    facts: inside,
    insert: { right: own, book: [['lead', 'JointMeeting']] },
    update: {
      set: `words = '新'`,
      right: asked => own(asked) && isOpen(asked),
      book: [['lead', 'JointMeeting']],
      isMeant: isOpen,
    },
  }),
  jointAgendaItem: fenced('jointAgendaItem', {
    name: 'joint_agenda_item',
    subject: 'JointAgendaItem',
    facts: itemFacts,
    insert: { right: asked => own(asked) && isRaised(asked), book: [['raise', 'JointAgendaItem']], isMeant: isRaised },
    update: {
      set: `reason = '新'`,
      right: ({ actor, relation }) => isRoot(actor) && relation !== 'none',
      book: [['settle', 'JointAgendaItem']],
    },
  }),
  jointPaper: fenced('jointPaper', {
    name: 'joint_paper',
    subject: 'JointAgendaItem',
    facts: (row, plot) =>
      row.itemId == null
        ? { networkId: row.networkId, tenantId: '', isTaken: true, seatedPersonIds: seatedNow(plot, row.networkId) }
        : itemFacts(itemOf(plot, row.itemId), plot),
    insert: { right: mayHandIn },
  }),
  jointResolution: fenced('jointResolution', {
    name: 'joint_resolution',
    subject: 'JointMeeting',
    facts: ({ networkId, id }, plot) => ({
      ...{ networkId, seatedPersonIds: seatedNow(plot, networkId) },
      responsibleTenantIds: resolvedTo(plot, { resolutionId: id }),
    }),
    insert: { right: own, book: [['lead', 'JointMeeting']] },
  }),
  assignment: fenced('assignment', {
    name: 'assignment',
    subject: 'Assignment',
    facts: row => row,
    insert: {
      right: ({ actor, row, relation }) =>
        (relation === 'sender' && isBelow(actor, row)) ||
        (relation === 'own' && isRoot(actor) && row.origin === 'resolution'),
      book: [['issue', 'Assignment']],
      isMeant: ({ actor, row }) => isBelow(actor, row) && (row.tenantId !== row.issuerTenantId || isRoot(actor)),
    },
    update: {
      set: 'version = 7',
      right: when('own', 'sender', 'target'),
      book: (['acknowledge', 'report', 'confirm', 'sendBack', 'withdraw'] as const).map(
        action => [action, 'Assignment'] as const,
      ),
    },
  }),
  assignmentEvent: fenced('assignmentEvent', {
    name: 'assignment_event',
    subject: 'Assignment',
    key: `assignment_id::text || '/' || seq`,
    keyOf: row => `${row.assignmentId}/${row.seq}`,
    facts: (row, plot) => assignmentOf(plot, row.assignmentId),
    insert: {
      right: ({ actor, row, relation }) =>
        ['own', 'sender', 'target'].includes(relation) && isActing(actor, { tenantId: row.actorTenantId ?? null }),
    },
  }),
  assignmentPaper: fenced('assignmentPaper', {
    name: 'assignment_paper',
    subject: 'Assignment',
    facts: (row, plot) => assignmentOf(plot, row.assignmentId),
    insert: { right: isDone },
  }),
}

function isBelow(actor: Asked['actor'], { scopeKey }: { scopeKey: bigint }): boolean {
  return actor.kind === 'tenant' && scopeKey >= actor.scopeLow && scopeKey <= actor.scopeHigh
}
