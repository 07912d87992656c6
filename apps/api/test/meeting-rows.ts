import { randomUUID } from 'node:crypto'
import type { TestWorld } from './harness.ts'
import { assignmentForm, itemForm, meetingForm } from './meeting-stage.ts'
import type { Stage } from './referral-stage.ts'
import { shareForm, totalForm } from './target-stage.ts'

/** What of the joint meeting, of assignments and of targets a change names: the meeting and its seats are the centre's, the rest the first street's. */
export type MeetingRows = {
  meetingId: string
  jointSeatId: string
  /** Somebody who may sit there. */
  memberId: string
  /** Raised by the first street, and its paper. */
  jointItemId: string
  jointPaperId: string
  /** Given to the first street by the centre, which acknowledged it; and a paper of it. */
  assignmentId: string
  assignmentPaperId: string
  /** Proposed to the first street by its district. */
  targetId: string
  /** Proposed by the centre, which has a total of its own, to the third district. */
  givenTargetId: string
  givenTenantId: string
}

const paper = { fileName: '材料.pdf', content: Buffer.from('%PDF-1.7 材料') }

/** Makes them by the procedures that people use. */
export async function makeMeetingRows(world: TestWorld, { networkId, tenants, people }: Stage): Promise<MeetingRows> {
  const [centre, street] = [people.city.api, people.streetA.api]
  const { personId: memberId } = await world.person({
    networkId,
    tenantId: tenants.sector.id,
    roles: ['jointMeetingMember'],
  })
  const { id: jointSeatId } = await centre.meetings.addSeat({
    ...{ key: randomUUID(), tenantId: tenants.sector.id, department: '', personIds: [memberId] },
  })
  const { id: meetingId } = await centre.meetings.plan(meetingForm())
  const { id: jointItemId } = await street.meetings.raiseItem(itemForm())
  const { id: jointPaperId } = await street.meetings.addPaper({ itemId: jointItemId, meetingId: null, ...paper })
  const { id: assignmentId } = await centre.assignments.issue(assignmentForm(tenants.streetA.id))
  await street.assignments.acknowledge({ key: randomUUID(), id: assignmentId, version: 1 })
  const { id: assignmentPaperId } = await street.assignments.addPaper({ id: assignmentId, ...paper })
  const { targetId, givenTargetId } = await makeTargets({ tenants, people })
  const ofTargets = { targetId, givenTargetId, givenTenantId: tenants.districtC.id }
  return { ...ofTargets, meetingId, jointSeatId, memberId, jointItemId, jointPaperId, assignmentId, assignmentPaperId }
}

/** A total of the centre and of the first district, and a share of each. */
async function makeTargets({ tenants, people }: Pick<Stage, 'tenants' | 'people'>) {
  const [centre, district] = [people.city.api.targets, people.districtA.api.targets]
  await centre.set(totalForm())
  await district.set(totalForm())
  const { id: targetId } = await district.propose(shareForm(tenants.streetA.id))
  const { id: givenTargetId } = await centre.propose(shareForm(tenants.districtC.id))
  return { targetId, givenTargetId }
}
