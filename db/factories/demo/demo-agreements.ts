import { addDays, civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import type { agreement, agreementEvent, StandingColumn } from '../../schema/agreement.ts'
import type { numberCounter } from '../../schema/records.ts'
import type { TenantRow } from '../network-factories.ts'
import { seededRandom } from '../seeded-random.ts'
import type { DemoPlace, DemoTree } from './demo-tenants.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

type AgreementRow = typeof agreement.$inferInsert
type EventRow = typeof agreementEvent.$inferInsert
type Deed = 'propose' | 'signFirst' | 'signSecond' | 'pause' | 'decline' | 'withdraw' | 'end'

/** An agreement of the story: its sides, its words, how long ago it was drafted, its term in days from now, and what was done, each two days on. */
type Sketch = {
  first: DemoPlace
  second: DemoPlace
  title: string
  duties: readonly [string, string]
  draftedDaysAgo: number
  term: readonly [number, number]
  deeds: readonly Deed[]
  standing?: StandingColumn
  reason?: string
}

const at = (division: string): DemoPlace => ({ division })
const elderCare: StandingColumn = {
  accepting: 'second',
  modes: ['coService'],
  fields: ['elderCare'],
  divisionCodes: ['110105'],
  quota: 5,
  quotaPer: 'month',
  leadName: '梁望秋',
}

const sketches: readonly Sketch[] = [
  {
    first: at('110102'),
    second: at('110101'),
    title: '跨区能力建设课程共享',
    duties: ['开放每季度的社会组织负责人研修班', '提供培训场地和实训指导'],
    draftedDaysAgo: 120,
    term: [-110, 255],
    deeds: ['propose', 'signSecond', 'signFirst'],
  },
  {
    first: at('110105'),
    second: { incubator: '京禾养老' },
    title: '养老服务类组织培育协同',
    duties: ['发现并推荐辖区养老服务类组织', '在额度内接收，提供专业督导'],
    draftedDaysAgo: 60,
    term: [-50, 315],
    deeds: ['propose', 'signFirst', 'signSecond'],
    standing: elderCare,
  },
  {
    first: at('11'),
    second: at('110102'),
    title: '市区两级一站式服务协同',
    duties: ['开放市级服务大厅窗口', '派员驻场并做好前期辅导'],
    draftedDaysAgo: 9,
    term: [7, 372],
    deeds: ['propose', 'signFirst'],
  },
  {
    first: at('110101'),
    second: at('11'),
    title: '青年社团联合孵化',
    duties: ['提供初创期辅导', '对接市级资源'],
    draftedDaysAgo: 3,
    term: [20, 385],
    deeds: [],
  },
  {
    first: at('110105001'),
    second: at('110105'),
    title: '街道与区中心场地共用',
    duties: ['开放街道活动室', '统筹排期并承担管理'],
    draftedDaysAgo: 14,
    term: [18, 383],
    deeds: ['propose', 'signSecond', 'signFirst'],
  },
  {
    first: at('110108'),
    second: at('110102'),
    title: '科普类组织互荐',
    duties: ['推荐科普类组织', '提供展陈场地'],
    draftedDaysAgo: 40,
    term: [-30, 335],
    deeds: ['propose', 'decline'],
    reason: '今年场地改造，暂无条件承接',
  },
  {
    first: at('110101002'),
    second: at('110101'),
    title: '社区社会组织备案辅导',
    duties: ['组织备案材料初核', '每月集中辅导一次'],
    draftedDaysAgo: 300,
    term: [-290, 75],
    deeds: ['propose', 'signFirst', 'signSecond', 'end'],
    reason: '辅导任务已完成，双方同意提前终止',
  },
  {
    first: at('110106'),
    second: { incubator: '京澜助残' },
    title: '助残组织专业支持',
    duties: ['推荐助残类组织', '提供康复与就业方面的专业支持'],
    draftedDaysAgo: 80,
    term: [-70, 295],
    deeds: ['propose', 'signSecond', 'signFirst', 'pause'],
    standing: { ...elderCare, fields: ['disability'], divisionCodes: [], quota: 3, leadName: '季明舟' },
    reason: '专职人员调整，下月恢复',
  },
  {
    first: at('110105'),
    second: at('110102'),
    title: '公益集市联办',
    duties: ['提供场地', '组织参展'],
    draftedDaysAgo: 30,
    term: [-20, 40],
    deeds: ['propose', 'withdraw'],
    reason: '活动改期，另行商议',
  },
]

/** Cooperation agreements of the demo network, one in every state and some that accept referrals, with their history (B-20). */
export function inventAgreements(world: DemoWorld, tree: DemoTree) {
  const random = seededRandom('fuqiao agreements')
  const agreements: AgreementRow[] = []
  const events: EventRow[] = []
  const counters = new Map<string, typeof numberCounter.$inferInsert>()
  const today = civilDateOf(world.now)
  const instant = (daysAgo: number) => instantAt(addDays(today, -daysAgo), '10:00')
  for (const sketch of sketches) {
    const [first, second] = [tree.placeOf(sketch.first), tree.placeOf(sketch.second)]
    const createdAt = instant(sketch.draftedDaysAgo)
    const year = Number(civilDateOf(createdAt).slice(0, 4))
    const counter = counters.get(`${first.id} ${year}`)
    const value = (counter?.value ?? 0) + 1
    counters.set(`${first.id} ${year}`, {
      ...{ networkId: demoNetworkId, tenantId: first.id, name: 'agreement', year, value },
    })
    const row: AgreementRow & { id: string } = {
      networkId: demoNetworkId,
      id: random.id(createdAt),
      number: `XY${year}-${first.divisionCode}-${String(value).padStart(4, '0')}`,
      firstTenantId: first.id,
      firstScopeKey: first.scopeKey,
      secondTenantId: second.id,
      secondScopeKey: second.scopeKey,
      title: sketch.title,
      firstDuties: sketch.duties[0],
      secondDuties: sketch.duties[1],
      from: addDays(today, sketch.term[0]),
      until: addDays(today, sketch.term[1]),
      standing: sketch.standing ?? null,
      state: 'draft',
      version: 1,
      proposedAt: null,
      firstSignedAt: null,
      firstSignatory: '',
      secondSignedAt: null,
      secondSignatory: '',
      inForceAt: null,
      overAt: null,
      overReason: '',
      pausedBy: null,
      pausedAt: null,
      pausedReason: '',
      draftedByName: directorOf(first),
      createdAt,
      updatedAt: createdAt,
    }
    events.push(eventOf(row, { action: 'draft', from: null, by: first, note: '' }))
    for (const [turn, deed] of sketch.deeds.entries()) {
      const by = deed === 'signSecond' || deed === 'decline' || deed === 'pause' ? second : first
      const from = row.state
      row.version = (row.version ?? 1) + 1
      row.updatedAt = instant(sketch.draftedDaysAgo - (turn + 1) * 2)
      const note = carryOut(row, deed, { by, today, reason: sketch.reason ?? '' })
      events.push(eventOf(row, { action: deed.startsWith('sign') ? 'sign' : deed, from, by, note }))
    }
    agreements.push(row)
  }
  return { agreements, events, counters: [...counters.values()] }
}

/** Whoever signs for an incubator of the story. */
const directorOf = ({ shortName }: TenantRow): string => `${shortName}主任（演示）`

type Acting = { by: TenantRow; today: string; reason: string }

/** Does a deed to a row; answers the words of its line. */
function carryOut(row: AgreementRow, deed: Deed, { by, today, reason }: Acting): string {
  const at = row.updatedAt
  switch (deed) {
    case 'propose':
      Object.assign(row, { state: 'proposed', proposedAt: at })
      return ''
    case 'signFirst':
      Object.assign(row, { firstSignedAt: at, firstSignatory: directorOf(by) })
      break
    case 'signSecond':
      Object.assign(row, { secondSignedAt: at, secondSignatory: directorOf(by) })
      break
    case 'pause':
      Object.assign(row, { pausedBy: 'director', pausedAt: at, pausedReason: reason })
      return reason
    default:
      Object.assign(row, {
        state: deed === 'decline' ? 'declined' : deed === 'withdraw' ? 'withdrawn' : 'ended',
        overAt: at,
        overReason: reason,
      })
      return reason
  }
  if (row.firstSignedAt && row.secondSignedAt)
    Object.assign(row, row.from <= today ? { state: 'inForce', inForceAt: at } : { state: 'signed' })
  return directorOf(by)
}

type Line = { action: string; from: AgreementRow['state'] | null; by: TenantRow; note: string }

function eventOf(row: AgreementRow & { id: string }, { action, from, by, note }: Line): EventRow {
  return {
    networkId: row.networkId,
    agreementId: row.id,
    seq: row.version ?? 1,
    at: row.updatedAt,
    action,
    fromState: from,
    toState: row.state,
    actorTenantId: by.id,
    actorPersonId: null,
    actorName: directorOf(by),
    note,
  }
}
