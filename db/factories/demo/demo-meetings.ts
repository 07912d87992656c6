import { addDays, civilDateOf, instantAt, isWorkingDay } from '@fuqiao/domain/calendar'
import type { assignment, assignmentEvent } from '../../schema/assignment.ts'
import type {
  jointAgendaItem,
  jointFigures,
  jointMeeting,
  jointMinutes,
  jointResolution,
  jointSeat,
} from '../../schema/meeting.ts'
import type { numberCounter } from '../../schema/records.ts'
import type { TenantRow } from '../network-factories.ts'
import { seededRandom } from '../seeded-random.ts'
import { type Counted, inventJointFigures } from './demo-joint-figures.ts'
import type { DemoTree } from './demo-tenants.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

type AssignmentRow = typeof assignment.$inferInsert & { id: string }
type Deed = 'acknowledge' | 'remind' | 'escalate' | 'report' | 'confirm'

/** Who could sit: a member of the joint meeting with the incubator where they are one. */
export type DemoMember = { personId: string; name: string; tenant: TenantRow }

/** Whoever speaks for an incubator of the story. */
const directorOf = ({ shortName }: TenantRow): string => `${shortName}主任（演示）`

const sideOf = {
  ...{ acknowledge: 'responsible', report: 'responsible', confirm: 'issuer', remind: null, escalate: null },
} as const satisfies Record<Deed, 'issuer' | 'responsible' | null>

/** What a deed leaves on the assignment. */
function columnsOf(deed: Deed, at: Date, note: string): Partial<AssignmentRow> {
  switch (deed) {
    case 'acknowledge':
      return { state: 'acknowledged', acknowledgedAt: at }
    case 'report':
      return { state: 'reported', report: note, reportedAt: at }
    case 'confirm':
      return { state: 'confirmed', remarks: note, confirmedAt: at, overAt: at }
    case 'remind':
      return { remindedAt: at }
    case 'escalate':
      return { level: 1 }
  }
}

/**
 * The joint meeting of the demo network (B-18): one that is closed, with resolutions of which one is late, one that is planned, and what somebody raised
 * for it; and what the centre gave a district to do by itself.
 */
export function inventMeetings(
  world: DemoWorld,
  tree: DemoTree,
  { members, counted }: { members: readonly DemoMember[]; counted: Counted },
) {
  const random = seededRandom('fuqiao joint meeting')
  const today = civilDateOf(world.now)
  const instant = (daysAgo: number, time = '10:00') => instantAt(addDays(today, -daysAgo), time)
  const workday = (daysAhead: number) => {
    let day = addDays(today, daysAhead)
    for (
      let found = isWorkingDay(world.calendar, day);
      found.ok && !found.works;
      found = isWorkingDay(world.calendar, day)
    )
      day = addDays(day, -1)
    return day
  }
  const { root } = tree
  const of = { networkId: demoNetworkId }
  const [held, year] = [instant(75, '14:00'), Number(addDays(today, -75).slice(0, 4))]
  const seats: (typeof jointSeat.$inferInsert & { id: string; people: { personId: string; name: string }[] })[] =
    members.map(({ personId, name, tenant }) => ({
      ...{ ...of, id: random.id(instant(90)), tenantId: tenant.id, name: tenant.name, personIds: [personId] },
      ...{ people: [{ personId, name }], createdAt: instant(90), updatedAt: instant(90) },
    }))
  const past: typeof jointMeeting.$inferInsert & { id: string } = {
    ...{ ...of, id: random.id(instant(85)), number: `LX${year}-01`, title: '市区两级孵化工作联席会议' },
    ...{ meetsAt: held, place: '市社会组织孵化中心三层会议室', state: 'closed', version: 7 },
    ...{ plannedByName: directorOf(root), convenedAt: instant(78), heldAt: held, closedAt: instant(70) },
    ...{ createdAt: instant(85), updatedAt: instant(70) },
  }
  const nextAt = instantAt(workday(15), '09:30')
  const isSameYear = Number(civilDateOf(nextAt).slice(0, 4)) === year
  const planned: typeof jointMeeting.$inferInsert & { id: string } = {
    ...{ ...of, id: random.id(instant(6)), title: '年末联席会议', meetsAt: nextAt },
    number: `LX${civilDateOf(nextAt).slice(0, 4)}-${isSameYear ? '02' : '01'}`,
    ...{ place: '市社会组织孵化中心三层会议室', state: 'planned', plannedByName: directorOf(root) },
    ...{ convenedAt: null, heldAt: null, closedAt: null },
    ...{ createdAt: instant(6), updatedAt: instant(4), version: 2 },
  }
  const item = (at: DemoItem): typeof jointAgendaItem.$inferInsert & { id: string } => {
    const tenant = tree.placeOf({ division: at.division })
    return {
      ...{ ...of, id: random.id(instant(at.daysAgo)), tenantId: tenant.id, scopeKey: tenant.scopeKey },
      ...{ title: at.title, words: at.words, raisedByName: directorOf(tenant), raisedAt: instant(at.daysAgo) },
      ...(at.meeting
        ? {
            state: 'taken' as const,
            meetingId: at.meeting.id,
            ordinal: at.ordinal ?? 1,
            settledAt: at.meeting.updatedAt,
            version: 2,
          }
        : { state: 'raised' as const, meetingId: null, ordinal: null, settledAt: null, version: 1 }),
    }
  }
  type DemoItem = {
    division: string
    daysAgo: number
    title: string
    words: string
    meeting?: typeof past
    ordinal?: number
  }
  const items = [
    item({
      ...{ division: '110102', daysAgo: 84, title: '统一入驻评估的口径', meeting: past, ordinal: 1 },
      words: '各区对“运行规范”一项的打分口径不一，建议由市中心出一份说明，各区照此执行。',
    }),
    item({
      ...{ division: '110105001', daysAgo: 83, title: '街道场地开放时间的信息发布', meeting: past, ordinal: 2 },
      words: '希望各区按月汇总街道可用场地，供社会组织查询。',
    }),
    item({
      ...{ division: '110108', daysAgo: 9, title: '明年种子资金的申报时间', meeting: planned, ordinal: 1 },
      words: '建议提前到一季度，与入驻征集同步。',
    }),
    item({
      ...{ division: '110101001', daysAgo: 3, title: '跨街道转介的上门服务' },
      words: '老年社团多，建议明确跨街道上门辅导由哪一级安排。',
    }),
  ]
  const resolutions: (typeof jointResolution.$inferInsert & { id: string })[] = [
    {
      ...{ ...of, id: random.id(held), meetingId: past.id, ordinal: 1, itemId: items[0]?.id ?? null },
      ...{ words: '西城区中心牵头起草入驻评估口径说明，报市中心印发。', dueOn: workday(-40), createdAt: held },
    },
    {
      ...{ ...of, id: random.id(held), meetingId: past.id, ordinal: 2, itemId: items[1]?.id ?? null },
      ...{ words: '朝阳区中心试点按月发布街道可用场地，形成可推广的做法。', dueOn: workday(-12), createdAt: held },
    },
  ]
  const events: (typeof assignmentEvent.$inferInsert)[] = []
  const issue = (to: TenantRow, at: Date, said: Pick<AssignmentRow, 'title' | 'words' | 'dueOn'>, n: number) => {
    const dueAt = instantAt(said.dueOn ?? today, world.profile.businessDayEnds)
    const row: AssignmentRow = {
      ...{ ...of, ...said, id: random.id(at), issuerTenantId: root.id, tenantId: to.id, scopeKey: to.scopeKey },
      number: `DB${civilDateOf(at).slice(0, 4)}-${root.divisionCode}-${String(n).padStart(4, '0')}`,
      ...{ origin: 'supervision', kind: 'duty', dueAt, escalateAt: dueAt, calendarVersion: world.calendar.version },
      remindAt: instantAt(addDays(said.dueOn ?? today, -2), world.profile.businessDayEnds),
      ...{ meetingId: null, resolutionId: null, remindedAt: null, nextLookAt: null, acknowledgedAt: null, report: '' },
      ...{ reportedAt: null, remarks: '', confirmedAt: null, overAt: null },
      ...{ state: 'issued', version: 1, level: 0, issuedByName: directorOf(root), issuedAt: at, updatedAt: at },
    }
    events.push({
      ...{ ...of, assignmentId: row.id, seq: 1, at, action: 'issue', toState: 'issued', actorTenantId: root.id },
      ...{ actorSide: 'issuer', actorName: directorOf(root), note: '' },
    })
    return row
  }
  const go = (row: AssignmentRow, to: TenantRow, deed: Deed, { at, note = '' }: { at: Date; note?: string }) => {
    const side = sideOf[deed]
    const by = side === 'issuer' ? root : to
    Object.assign(row, { version: (row.version ?? 1) + 1, updatedAt: at, ...columnsOf(deed, at, note) })
    events.push({
      ...{ ...of, assignmentId: row.id, seq: row.version ?? 1, at, action: deed, toState: row.state },
      ...{ actorTenantId: side === null ? null : by.id, actorSide: side, note },
      actorName: side === null ? '' : directorOf(by),
    })
  }
  const [xicheng, chaoyang, dongcheng] = (['110102', '110105', '110101'] as const).map(division =>
    tree.placeOf({ division }),
  ) as [TenantRow, TenantRow, TenantRow]
  const resolved = resolutions.map((resolution, at) => {
    const row = issue(
      at === 0 ? xicheng : chaoyang,
      held,
      { title: resolution.words, words: resolution.words, dueOn: resolution.dueOn },
      at + 1,
    )
    return Object.assign(row, { origin: 'resolution', meetingId: past.id, resolutionId: resolution.id } as const)
  })
  const [done, late] = resolved as [AssignmentRow, AssignmentRow]
  go(done, xicheng, 'acknowledge', { at: instant(74) })
  go(done, xicheng, 'report', { at: instant(50), note: '说明已起草并征求各区意见，随文上报。' })
  go(done, root, 'confirm', { at: instant(48), note: '同意，由市中心印发。' })
  go(late, chaoyang, 'acknowledge', { at: instant(73) })
  go(late, chaoyang, 'remind', { at: late.remindAt ?? instant(14) })
  go(late, chaoyang, 'escalate', { at: late.dueAt ?? instant(12) })
  const own = issue(
    dongcheng,
    instant(3),
    {
      ...{ title: '核对街道基地的开放时间', words: '请核对并更新辖区街道基地的开放时间和联系人，完成后报告。' },
      dueOn: workday(12),
    },
    3,
  )
  own.nextLookAt = own.remindAt
  const minutes: (typeof jointMinutes.$inferInsert)[] = [
    {
      ...{ ...of, meetingId: past.id, presentSeatIds: seats.map(({ id }) => id), writtenByName: directorOf(root) },
      words:
        '会议听取了各区入驻评估和场地开放的情况，讨论了口径不一和信息分散的问题，形成两项决议，由责任机构按期落实。',
      updatedAt: instant(71),
    },
  ]
  const figures: (typeof jointFigures.$inferInsert)[] = [
    {
      ...{ ...of, meetingId: past.id, takenAt: instant(78) },
      figures: inventJointFigures(world, counted, instant(78)),
      seats: seats.map(({ id: seatId, name, people }) => ({ seatId, name, people: people.map(one => one.name) })),
    },
  ]
  const counter = (name: string, in_: number, value: number): typeof numberCounter.$inferInsert => ({
    ...{ networkId: demoNetworkId, tenantId: root.id, name, year: in_, value },
  })
  const issuedYears = [done, late, own].map(({ issuedAt }) => Number(civilDateOf(issuedAt).slice(0, 4)))
  const counters = [
    ...(isSameYear
      ? [counter('jointMeeting', year, 2)]
      : [counter('jointMeeting', year, 1), counter('jointMeeting', Number(civilDateOf(nextAt).slice(0, 4)), 1)]),
    ...[...new Set(issuedYears)].map(each => counter('assignment', each, 3)),
  ]
  return {
    seats,
    meetings: [past, planned],
    figures,
    minutes,
    items,
    resolutions,
    assignments: [done, late, own],
    events,
    counters,
  }
}
