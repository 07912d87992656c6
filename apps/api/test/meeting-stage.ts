import { randomUUID } from 'node:crypto'
import type { ApiInputs } from '../src/rpc/app-router.ts'
import type { TestPerson } from './harness.ts'
import type { SmallCity } from './small-city.ts'

/** A request key. */
const key = () => randomUUID()

/** Something to do for an incubator, by a working day some weeks after the tests' Monday. */
export const assignmentForm = (
  tenantId: string,
  over: Partial<ApiInputs['assignments']['issue']> = {},
): ApiInputs['assignments']['issue'] => ({
  ...{
    key: key(),
    tenantId,
    kind: 'duty',
    title: '核对场地开放时间',
    words: '核对并更新，完成后报告。',
    dueOn: '2026-03-20',
  },
  ...over,
})

/** A meeting that is to come on the tests' Monday. */
export const meetingForm = (over: Partial<ApiInputs['meetings']['plan']> = {}): ApiInputs['meetings']['plan'] => ({
  ...{ key: key(), title: '一季度联席会议', meetsAt: '2026-03-02T14:00:00+08:00', place: '三层会议室' },
  ...over,
})

/** Something for the agenda. */
export const itemForm = (title = '统一评估口径'): ApiInputs['meetings']['raiseItem'] => ({
  ...{ key: key(), title, words: '各区口径不一，建议市中心出一份说明。' },
})

/** The joint meeting of a small city: its centre, and a member who sits for the sector's incubator. */
export async function setMeetingStage(city: SmallCity) {
  const centre = await city.at(city.city, 'director')
  const member = await city.at(city.sector, 'jointMeetingMember')
  const seat = { key: key(), tenantId: city.sector.id, department: '', personIds: [member.personId] }
  const { id: seatId } = await centre.api.meetings.addSeat(seat)
  return { centre, member, seatId }
}

/** Leads a meeting through its way; each step goes on from the version that the one before left. */
export function playMeeting(centre: TestPerson) {
  const { meetings } = centre.api
  let at = { id: '', version: 0 }
  const keep = <Changed extends { id: string; version: number }>(changed: Changed): Changed => {
    at = { id: changed.id, version: changed.version }
    return changed
  }
  const next = () => ({ key: key(), ...at })
  return {
    at: () => at,
    next,
    async plan(over: Parameters<typeof meetingForm>[0] = {}) {
      return keep(await meetings.plan(meetingForm(over)))
    },
    async take({ id, version }: { id: string; version: number }) {
      await meetings.takeItem({ key: key(), id, version, meetingId: at.id })
      return keep(await meetings.get({ id: at.id }))
    },
    convene: async () => keep(await meetings.convene(next())),
    hold: async () => keep(await meetings.hold(next())),
    minute: async (words: string, presentSeatIds: string[] = []) =>
      keep(await meetings.keepMinutes({ ...next(), words, presentSeatIds })),
    resolve: async (tenantIds: string[], over: Partial<ApiInputs['meetings']['resolve']> = {}) =>
      keep(
        await meetings.resolve({
          ...{ ...next(), itemId: null, words: '由责任机构按期落实。', tenantIds, dueOn: '2026-03-20' },
          ...over,
        }),
      ),
    close: async () => keep(await meetings.close(next())),
  }
}
