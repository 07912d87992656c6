import { addDays, civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import { enquiryTerm, type EnquiryState } from '@fuqiao/domain/enquiry'
import type { enquiry, enquiryEvent, enquiryTarget } from '../../schema/enquiry.ts'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import { seededRandom, type SeededRandom } from '../seeded-random.ts'
import { freeOf, type DemoStage, type Story } from './demo-scene.ts'
import type { DemoPlace } from './demo-tenants.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

type EnquiryRow = typeof enquiry.$inferInsert & { id: string }
type SheetRow = typeof enquiryTarget.$inferInsert
type EventRow = typeof enquiryEvent.$inferInsert
type Said =
  | { answer: 'awaited'; words: '' }
  | { answer: 'can'; words: string }
  | { answer: 'cannot'; reasonCode: string; words: string }

/** An enquiry of the story: who asked whom what, how many days ago, what was answered a day later, and how it stands. */
type Sketch = {
  from: DemoPlace
  need: string
  question: string
  daysAgo: number
  state: Extract<EnquiryState, 'open' | 'toChoose' | 'nobody'>
  asked: readonly (readonly [DemoPlace, Said])[]
}

const at = (division: string): DemoPlace => ({ division })

const sketches: readonly Sketch[] = [
  {
    from: at('110101001'),
    need: 'venue',
    question: '一家起步不久的社区组织，每周两次活动，需要能容纳三十人的场地，愿意错峰使用。',
    daysAgo: 0,
    state: 'open',
    asked: [
      [at('110101'), { answer: 'awaited', words: '' }],
      [at('110102'), { answer: 'awaited', words: '' }],
      [at('11'), { answer: 'awaited', words: '' }],
    ],
  },
  {
    from: at('110101'),
    need: 'capabilityBuilding',
    question: '负责人希望参加项目设计方面的培训，最好能有三个月左右的跟踪辅导。',
    daysAgo: 4,
    state: 'toChoose',
    asked: [
      [at('110102'), { answer: 'can', words: '下月初开班，可安排一对一辅导。' }],
      [at('11'), { answer: 'can', words: '市级研修班尚有名额，但只有集中授课。' }],
      [at('110105'), { answer: 'cannot', reasonCode: 'capacity', words: '' }],
    ],
  },
  {
    from: at('110105'),
    need: 'residencyIncubation',
    question: '成长期组织，需要三张工位和注册地址，入驻一年。',
    daysAgo: 20,
    state: 'nobody',
    asked: [
      [at('110101'), { answer: 'cannot', reasonCode: 'capacity', words: '工位已满，明年初有退出。' }],
      [at('110106'), { answer: 'cannot', reasonCode: 'outOfArea', words: '' }],
    ],
  },
]

/** Blind enquiries of the demo network: one under way, one to choose from, one that found nobody. */
export function inventEnquiries(world: DemoWorld, stage: DemoStage, stories: readonly Story[]) {
  const { tree } = stage
  const random = seededRandom('fuqiao enquiries')
  const asked = sketches.flatMap(sketch => {
    const from = tree.placeOf(sketch.from)
    // One that no referral has taken elsewhere: its custodian asks about it.
    const { askedAt } = termsOf(world, sketch)
    const [about] = freeOf(stage, { tenantId: from.id, stories, before: askedAt })
    const sheets = sketch.asked.map(([place, said]) => ({ target: tree.placeOf(place), said }))
    return about ? [storyOf(world, random, { sketch, from, about, asked: sheets })] : []
  })
  return {
    enquiries: asked.flatMap(({ row }) => row),
    sheets: asked.flatMap(({ sheets }) => sheets),
    events: asked.flatMap(({ events }) => events),
    counters: asked.flatMap(({ counter }) => counter),
  }
}

type Cast = {
  sketch: Sketch
  from: TenantRow
  about: OrganisationRow
  asked: readonly { target: TenantRow; said: Said }[]
}

function storyOf(world: DemoWorld, random: SeededRandom, { sketch, from, about, asked }: Cast) {
  const { state, need, question } = sketch
  const { askedAt, answeredAt, due, running, calendarVersion } = termsOf(world, sketch)
  const year = Number(civilDateOf(askedAt).slice(0, 4))
  const asking = {
    ...{ networkId: demoNetworkId, fromTenantId: from.id, need, field: about.field, stage: about.stage, question },
    ...{ number: `WX${year}-${from.divisionCode}-0001`, divisionCode: about.divisionCode.slice(0, 6) },
    ...{ askedByName: officerOf(from), askedAt, dueAt: due },
  }
  const settledAt = state === 'nobody' ? answeredAt : null
  const row: EnquiryRow = {
    ...{ ...asking, id: random.id(askedAt), organisationId: about.id, state, version: state === 'open' ? 1 : 2 },
    ...{ clockStartedAt: running.startedAt, dueAt: running.dueAt, calendarVersion, settledAt },
    ...{ nextClockAt: settledAt ? null : running.nextAt, updatedAt: state === 'open' ? askedAt : answeredAt },
  }
  const line = (
    over: Pick<EventRow, 'tenantId' | 'at' | 'action' | 'result' | 'note'>,
    by: TenantRow | null,
  ): EventRow => ({
    ...{ networkId: demoNetworkId, id: random.id(over.at), enquiryId: row.id, fromTenantId: from.id, ...over },
    ...{ actorTenantId: by?.id ?? null, actorPersonId: null, actorName: by ? officerOf(by) : '' },
  })
  const said = asked.filter(({ said: { answer } }) => answer !== 'awaited')
  return {
    row,
    sheets: asked.map(one => ({
      ...{ ...asking, id: random.id(askedAt), enquiryId: row.id, tenantId: one.target.id },
      ...answerOf(one, answeredAt),
      version: (one.said.answer === 'awaited' ? 1 : 2) + (settledAt ? 1 : 0),
      ...{ outcome: settledAt ? ('settled' as const) : null, outcomeAt: settledAt },
    })) satisfies SheetRow[],
    events: [
      line({ tenantId: null, at: askedAt, action: 'ask', result: 'open', note: '' }, from),
      ...said.map(({ target, said: { answer, words } }) =>
        line({ tenantId: target.id, at: answeredAt, action: 'answer', result: answer, note: words }, target),
      ),
      ...(state === 'open'
        ? []
        : [line({ tenantId: null, at: answeredAt, action: 'endTerm', result: state, note: '' }, null)]),
    ],
    counter: { networkId: demoNetworkId, tenantId: from.id, name: 'enquiry', year, value: 1 },
  }
}

/** When it was asked and answered, and the terms that ran then and run now, on the story's calendar. @throws Error when the calendar does not reach */
function termsOf({ now, profile, calendar }: DemoWorld, { daysAgo, state }: Sketch) {
  const today = civilDateOf(now)
  const askedAt = earlier(instantAt(addDays(today, -daysAgo), '09:30'), now)
  const answeredAt = earlier(instantAt(addDays(today, 1 - daysAgo), '15:00'), now)
  const reckoning = { rules: profile.enquiry, calendar, businessDayEnds: profile.businessDayEnds }
  const first = enquiryTerm('open', askedAt, reckoning)
  const then = state === 'toChoose' ? enquiryTerm('toChoose', answeredAt, reckoning) : first
  if (!first?.ok || !then?.ok) throw new Error('the demo calendar ends before an enquiry does')
  return { askedAt, answeredAt, due: first.dueAt, running: then, calendarVersion: then.calendarVersion }
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other)

/** Whoever writes for an incubator of the story. */
const officerOf = ({ shortName }: TenantRow): string => `${shortName}专员（演示）`

/** What a sheet says of an answer. */
function answerOf({ target, said }: { target: TenantRow; said: Said }, at: Date) {
  const { answer, words } = said
  const isGiven = answer !== 'awaited'
  return {
    ...{ answer, words },
    ...(answer === 'can' ? { canFrom: addDays(civilDateOf(at), 7), capacity: 2 } : { canFrom: null, capacity: null }),
    reasonCode: answer === 'cannot' ? said.reasonCode : null,
    ...{ answeredAt: isGiven ? at : null, answeredByName: isGiven ? officerOf(target) : '' },
  }
}
