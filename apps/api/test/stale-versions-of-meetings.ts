import { randomUUID } from 'node:crypto'
import { meetingForm } from './meeting-stage.ts'
import { shareForm, totalForm } from './target-stage.ts'
import type { Stale } from './stale-versions-table.ts'

const { key: _key, ...plan } = meetingForm()
const change = (id: string, version: number, more: Record<string, unknown>) => ({
  ...{ key: randomUUID(), id, version },
  ...more,
})
/** A change of the meeting that is planned, by the centre. */
const led = (more: Record<string, unknown> = {}): Stale => ({
  by: 'centre',
  hasState: true,
  input: ({ meetingId }) => change(meetingId, 1, more),
})
/** A change of the assignment that was acknowledged. */
const given = (by: 'centre' | 'sender', more: Record<string, unknown> = {}): Stale => ({
  by,
  hasState: true,
  input: ({ assignmentId }) => change(assignmentId, 2, more),
})

/** A change of the share that was proposed to the first street. */
const shared = (more: Record<string, unknown> = {}): Stale => ({
  ...{ by: 'sender', hasState: true },
  input: ({ targetId }) => change(targetId, 1, more),
})

/** The changes of the joint meeting, of assignments and of targets that name the version they saw. */
export const staleMeetings: Record<string, Stale> = {
  'meetings.change': led(plan),
  'meetings.convene': led(),
  'meetings.hold': led(),
  'meetings.close': led(),
  'meetings.keepMinutes': led({ words: '纪要', presentSeatIds: [] }),
  'meetings.resolve': {
    ...led(),
    input: ({ meetingId, tenantId }) =>
      change(meetingId, 1, { itemId: null, words: '决议', tenantIds: [tenantId], dueOn: '2026-03-20' }),
  },
  'meetings.takeItem': {
    ...led(),
    input: ({ jointItemId, meetingId }) => change(jointItemId, 1, { meetingId }),
  },
  'meetings.setItemAside': { ...led(), input: ({ jointItemId }) => change(jointItemId, 1, { reason: '再议' }) },
  'meetings.changeSeat': {
    ...{ by: 'centre', hasState: false },
    input: ({ jointSeatId, memberId }) => change(jointSeatId, 1, { personIds: [memberId] }),
  },
  'meetings.endSeat': { by: 'centre', hasState: false, input: ({ jointSeatId }) => change(jointSeatId, 1, {}) },
  'targets.set': { by: 'centre', hasState: true, input: () => ({ ...totalForm({ reason: '调整' }), version: 1 }) },
  'targets.propose': {
    ...{ by: 'centre', hasState: true },
    input: ({ givenTenantId }) => ({ ...shareForm(givenTenantId, { reason: '调整' }), version: 1 }),
  },
  'targets.withdraw': {
    ...{ by: 'centre', hasState: true },
    input: ({ givenTargetId }) => change(givenTargetId, 1, { reason: '另行安排' }),
  },
  'targets.counter': shared({ value: 3, reason: '人手不足' }),
  'targets.agree': shared(),
  'targets.sign': shared({ signatory: '主任', password: 'x' }),
  'assignments.acknowledge': given('sender'),
  'assignments.report': given('sender', { words: '已办' }),
  'assignments.confirm': given('centre', { words: '' }),
  'assignments.sendBack': given('centre', { words: '重办' }),
  'assignments.withdraw': given('centre', { words: '撤销' }),
}
