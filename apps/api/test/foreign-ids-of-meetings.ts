import { randomUUID } from 'node:crypto'
import type { Probe } from './foreign-ids-table.ts'
import { assignmentForm, meetingForm } from './meeting-stage.ts'
import { of2026, shareForm } from './target-stage.ts'

const key = () => randomUUID()
const paper = { fileName: '材料.pdf', content: Buffer.from('%PDF-1.7 材料') }
const { key: _key, ...plan } = meetingForm()
const seat = { tenantId: null, department: '', personIds: [] as string[] }
const resolution = { itemId: null, words: '决议', tenantIds: [] as string[], dueOn: '2026-03-20' }

type Reasons = {
  change: (more?: Record<string, unknown>) => (id: string) => unknown
  cursor: Probe
  /** How the id of an incubator, which is no secret in a network, is answered; and a filter. */
  directory: string
  filter: string
}

/** The places of inputs about the joint meeting, assignments and targets that hold an id. */
export function meetingIds({ change, cursor, directory, filter }: Reasons): Record<string, Record<string, Probe>> {
  const led = 'a meeting that the caller does not have is not found, whatever else the input names'
  const nobody = 'only members of the caller’s own network can sit: whoever else is named is unknown'
  const ofMeeting = (more: Record<string, unknown> = {}): Record<string, Probe> => ({
    id: { of: 'meetingId', input: change(more) },
  })
  const ofAssignment = (more: Record<string, unknown> = {}): Record<string, Probe> => ({
    id: { of: 'assignmentId', input: change(more) },
  })
  const narrowed: Probe = { of: 'tenantId', same: filter, input: tenantId => ({ filter: { tenantId } }) }
  const inMeeting = (more: (id: string) => Record<string, unknown>) => (id: string) => ({
    ...{ key: key(), id: randomUUID(), version: 1 },
    ...more(id),
  })
  return {
    'meetings.list': { 'cursor.id': cursor },
    'meetings.get': { id: { of: 'meetingId', input: id => ({ id }) } },
    'meetings.change': ofMeeting(plan),
    'meetings.convene': ofMeeting(),
    'meetings.hold': ofMeeting(),
    'meetings.close': ofMeeting(),
    'meetings.keepMinutes': {
      ...ofMeeting({ words: '纪要', presentSeatIds: [] }),
      'presentSeatIds[]': {
        ...{ of: 'jointSeatId', same: led },
        input: inMeeting(id => ({ words: '纪要', presentSeatIds: [id] })),
      },
    },
    'meetings.resolve': {
      id: {
        of: 'meetingId',
        input: (id, { tenantId }) => ({ key: key(), id, version: 1, ...resolution, tenantIds: [tenantId] }),
      },
      itemId: {
        ...{ of: 'jointItemId', same: led },
        input: inMeeting(itemId => ({ ...resolution, itemId, tenantIds: [randomUUID()] })),
      },
      'tenantIds[]': { of: 'tenantId', same: led, input: inMeeting(id => ({ ...resolution, tenantIds: [id] })) },
    },
    'meetings.takeItem': {
      id: { of: 'jointItemId', input: change({ meetingId: randomUUID() }) },
      meetingId: {
        ...{ of: 'meetingId', same: 'the item is looked at before the meeting' },
        input: inMeeting(meetingId => ({ meetingId })),
      },
    },
    'meetings.setItemAside': { id: { of: 'jointItemId', input: change({ reason: '再议' }) } },
    'meetings.addPaper': {
      itemId: { of: 'jointItemId', input: itemId => ({ itemId, meetingId: null, ...paper }) },
      meetingId: { of: 'meetingId', input: meetingId => ({ itemId: null, meetingId, ...paper }) },
    },
    'meetings.addSeat': {
      tenantId: {
        ...{ of: 'tenantId', same: directory },
        input: tenantId => ({ key: key(), ...seat, tenantId, personIds: [randomUUID()] }),
      },
      'personIds[]': {
        ...{ of: 'memberId', same: nobody },
        input: id => ({ key: key(), ...seat, department: '某处', personIds: [id] }),
      },
    },
    'meetings.changeSeat': {
      id: { of: 'jointSeatId', input: change({ personIds: [randomUUID()] }) },
      'personIds[]': { of: 'memberId', same: led, input: inMeeting(id => ({ personIds: [id] })) },
    },
    'meetings.endSeat': { id: { of: 'jointSeatId', input: change() } },
    'targets.overview': { tenantId: { of: 'tenantId', input: tenantId => ({ tenantId }) } },
    'targets.split': { tenantId: { of: 'tenantId', input: tenantId => ({ ...of2026, tenantId }) } },
    'targets.get': { id: { of: 'targetId', input: id => ({ id }) } },
    'targets.propose': { tenantId: { of: 'tenantId', same: directory, input: id => shareForm(id) } },
    'targets.counter': { id: { of: 'targetId', input: change({ value: 1, reason: '某' }) } },
    'targets.agree': { id: { of: 'targetId', input: change() } },
    'targets.sign': { id: { of: 'targetId', input: change({ signatory: '某', password: 'x' }) } },
    'targets.withdraw': { id: { of: 'targetId', input: change({ reason: '某' }) } },
    'assignments.list': { 'filter.tenantId': narrowed, 'cursor.id': cursor },
    'assignments.exportFile': { 'filter.tenantId': { ...narrowed, isKept: true } },
    'assignments.get': { id: { of: 'assignmentId', input: id => ({ id }) } },
    'assignments.issue': { tenantId: { of: 'tenantId', same: directory, input: id => assignmentForm(id) } },
    'assignments.acknowledge': ofAssignment(),
    'assignments.report': ofAssignment({ words: '已办' }),
    'assignments.confirm': ofAssignment({ words: '' }),
    'assignments.sendBack': ofAssignment({ words: '重办' }),
    'assignments.withdraw': ofAssignment({ words: '撤销' }),
    'assignments.addPaper': { id: { of: 'assignmentId', input: id => ({ id, ...paper }) } },
  }
}
