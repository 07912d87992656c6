import { addDays, civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import type { OrganisationField } from '@fuqiao/domain/profile'
import type { ReferralState } from '@fuqiao/domain/referral'
import { plainName, requestEnd } from '@fuqiao/domain/referral-request'
import type { referralRequest } from '../../schema/referral-request.ts'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import { pathTo } from '../referral-path.ts'
import { seededRandom } from '../seeded-random.ts'
import { type DemoStage, directorOf, freeOf, type Story } from './demo-scene.ts'
import type { DemoPlace, DemoTree } from './demo-tenants.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

type RequestRow = typeof referralRequest.$inferInsert

/** A request of the story: who asks for whom, and how many days ago. */
type Sketch = {
  asker: DemoPlace
  /** The place whose organisation is asked for, or the name of one that nobody has. */
  about: DemoPlace | string
  need: string
  field: OrganisationField
  daysAgo: number
  reason: string
  offer: string
  /** The worker has looked for it already, and there is nothing to do until its term ends. */
  isSought?: true
}

/** A request that its custodian answered with a referral, and how far that has come. */
type Answered = Pick<Sketch, 'asker' | 'need' | 'reason' | 'offer'> & { custodian: DemoPlace; state: ReferralState }

const sketches: readonly Sketch[] = [
  {
    ...{ asker: { division: '110101' }, about: '北京市星桥邻里互助中心', need: 'capabilityBuilding', daysAgo: 40 },
    field: 'communityGovernance',
    reason: '该组织在我区连续参加了两期沙龙，提出希望由我区安排辅导。',
    offer: '本季度能力建设班名额一个，配一名财务导师。',
  },
  {
    ...{ asker: { division: '110101' }, about: { division: '110105001' }, need: 'capabilityBuilding', daysAgo: 0 },
    field: 'disability',
    reason: '负责人来访时说明服务对象多在我区，希望在我区参加能力建设。',
    offer: '下月开班的能力建设课程，另可协助对接我区场地。',
  },
  {
    ...{ asker: { division: '110101' }, about: '北京市檐下邻里食堂服务中心', need: 'capabilityBuilding', daysAgo: 4 },
    field: 'elderCare',
    isSought: true,
    reason: '该组织负责人在我区交流会上介绍了助餐项目，希望在我区复制。',
    offer: '提供项目设计辅导，并介绍两处社区场地。',
  },
  {
    ...{ asker: { division: '110105' }, about: '北京市拾光记忆志愿服务队', need: 'residencyIncubation', daysAgo: 3 },
    field: 'volunteering',
    isSought: true,
    reason: '队员多住在我区，来电询问能否入驻。',
    offer: '开放工位两张，协助办理备案。',
  },
]

const answered: readonly Answered[] = [
  {
    ...{ asker: { division: '110101' }, custodian: { division: '110108' }, need: 'capabilityBuilding' },
    state: 'acknowledged',
    reason: '该组织的服务对象有一半在我区，参加过我区的开放日。',
    offer: '财务与项目管理课程名额各一个。',
  },
  {
    ...{ asker: { division: '110105' }, custodian: { division: '110106' }, need: 'capabilityBuilding' },
    state: 'active',
    reason: '该组织希望学习我区社区调解的做法。',
    offer: '安排三次跟岗，配一名督导。',
  },
]

/** A request with the referral that answers it. */
export type AnsweredRequest = { id: string; asked: Answered; story: Story }

/** Plays what custodians referred because they were asked to; chance is its own, so that nothing else changes with it. */
export function playAnswered(shared: DemoWorld, stage: DemoStage, stories: readonly Story[]): AnsweredRequest[] {
  const world = { ...shared, random: seededRandom('fuqiao answered requests') }
  const director = directorOf(world, stage)
  return answered.flatMap(asked => {
    const [from, to] = [stage.tree.placeOf(asked.custodian), stage.tree.placeOf(asked.asker)]
    const cast = director.castFor(from, to)
    const { createdAt, steps } = pathTo(asked.state, { ...world, leadName: cast.target.staff.name })
    const [organisation] = freeOf(stage, { tenantId: from.id, stories, before: createdAt })
    if (!organisation) return []
    const { need } = asked
    const scene = { organisation, from, to, createdAt, cast, need, mode: 'coService', standing: 'custody' } as const
    const story = director.play({ ...scene, parent: null, visited: [] }, steps)
    const id = world.random.id(createdAt)
    Object.assign(story.played.referral, { kind: 'pull', requestId: id })
    return [{ id, asked, story }]
  })
}

/**
 * Requests for organisations of the demo network: one whose term is over, for nobody, and one made just now, of which the worker makes what it
 * makes of any other: it ends the one, and drafts the referral of the other with its custodian. Some wait, and some were answered with a referral.
 */
export function inventRequests(
  world: DemoWorld,
  tree: DemoTree,
  { organisations, came }: { organisations: readonly OrganisationRow[]; came: readonly AnsweredRequest[] },
) {
  const random = seededRandom('fuqiao requests')
  const rows = [
    ...sketches.flatMap(sketch => openRow(world, { random, tree, sketch, organisations })),
    ...came.map(one => answeredRow(world, { random, tree, ...one })),
  ]
  return { requests: rows, counters: numberInOrder(rows, tree) }
}

type Unnumbered = Omit<RequestRow, 'number'> & { number: string; askedAt: Date }
type Making = { random: ReturnType<typeof seededRandom>; tree: DemoTree }

function openRow(
  world: DemoWorld,
  { random, tree, sketch, organisations }: Making & { sketch: Sketch; organisations: readonly OrganisationRow[] },
): Unnumbered[] {
  const { need, field, reason, offer, isSought } = sketch
  const asker = tree.placeOf(sketch.asker)
  const about =
    typeof sketch.about === 'string'
      ? { name: sketch.about, creditCode: null }
      : lastOf(organisations, tree.placeOf(sketch.about))
  if (!about) return []
  const morning = instantAt(addDays(civilDateOf(world.now), -sketch.daysAgo), '08:40')
  const askedAt = morning < world.now ? morning : world.now
  const dueAt = endOf(world, askedAt)
  return [
    {
      ...rowOf(world, { random, asker, about, askedAt, dueAt }),
      ...{ id: random.id(askedAt), need, field, reason, offer },
      ...{ state: 'open', version: 1, settledAt: null },
      nextClockAt: isSought || dueAt < world.now ? dueAt : askedAt,
    },
  ]
}

function answeredRow(world: DemoWorld, { random, tree, id, asked, story }: Making & AnsweredRequest): Unnumbered {
  const { need, reason, offer } = asked
  const { organisation, createdAt } = story.scene
  const askedAt = instantAt(civilDateOf(createdAt), '08:40')
  return {
    ...rowOf(world, {
      random,
      ...{ asker: tree.placeOf(asked.asker), about: organisation, askedAt, dueAt: endOf(world, askedAt) },
    }),
    ...{ id, need, field: organisation.field, reason, offer, state: 'referred', version: 2, nextClockAt: null },
    settledAt: story.played.referral.submittedAt,
  }
}

type Asked = {
  random: Making['random']
  asker: TenantRow
  about: Pick<OrganisationRow, 'name' | 'creditCode'>
  askedAt: Date
  dueAt: Date
}

/** What a request has whatever becomes of it; its number comes with the others'. */
const rowOf = ({ calendar }: DemoWorld, { random, asker, about, askedAt, dueAt }: Asked) => ({
  ...{ networkId: demoNetworkId, tenantId: asker.id, number: '', mode: 'coService' as const, askedAt, dueAt },
  ...{ name: about.name, creditCode: about.creditCode, subjectKey: about.creditCode ?? plainName(about.name) },
  ...{ divisionCode: asker.divisionCode, askedByPersonId: random.id(askedAt) },
  ...{ askedByName: `${asker.shortName}专员（演示）`, calendarVersion: calendar.version },
})

/** Numbers by asker and year in the order of asking. */
function numberInOrder(rows: readonly Unnumbered[], { tenants }: DemoTree) {
  const counters = new Map<string, { networkId: number; tenantId: string; name: string; year: number; value: number }>()
  for (const row of rows.toSorted((a, b) => a.askedAt.getTime() - b.askedAt.getTime())) {
    const { networkId, tenantId, askedAt } = row
    const year = Number(civilDateOf(askedAt).slice(0, 4))
    const known = counters.get(`${tenantId} ${year}`)
    const counter = known ?? { networkId, tenantId, name: 'referralRequest', year, value: 0 }
    counter.value += 1
    counters.set(`${tenantId} ${year}`, counter)
    const divisionCode = tenants.find(({ id }) => id === tenantId)?.divisionCode ?? ''
    row.number = `DR${year}-${divisionCode}-${String(counter.value).padStart(4, '0')}`
  }
  return [...counters.values()]
}

const lastOf = (organisations: readonly OrganisationRow[], place: TenantRow) =>
  organisations.findLast(({ tenantId }) => tenantId === place.id)

/** @throws Error when the calendar does not reach */
function endOf({ profile, calendar }: DemoWorld, askedAt: Date): Date {
  const { referralRequest: rules, businessDayEnds } = profile
  const end = requestEnd(askedAt, { rules, calendar, businessDayEnds })
  if (!end.ok) throw new Error('the demo calendar ends before a request does')
  return end.at
}
