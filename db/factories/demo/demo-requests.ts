import { addDays, civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import type { OrganisationField } from '@fuqiao/domain/profile'
import { plainName, requestEnd } from '@fuqiao/domain/referral-request'
import type { referralRequest } from '../../schema/referral-request.ts'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import { seededRandom } from '../seeded-random.ts'
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
}

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
]

/**
 * Requests for organisations of the demo network: one whose term is over, for nobody, and one made just now. What becomes of them is the worker's to
 * do, as of any other: it ends the one, and drafts the referral of the other with its custodian.
 */
export function inventRequests(world: DemoWorld, tree: DemoTree, organisations: readonly OrganisationRow[]) {
  const random = seededRandom('fuqiao requests')
  const rows: RequestRow[] = []
  const counters = new Map<string, { networkId: number; tenantId: string; name: string; year: number; value: number }>()
  for (const sketch of sketches) {
    const asker = tree.placeOf(sketch.asker)
    const about =
      typeof sketch.about === 'string'
        ? { name: sketch.about, creditCode: null }
        : lastOf(organisations, tree.placeOf(sketch.about))
    if (!about) continue
    const { askedAt, dueAt } = termOf(world, sketch)
    const year = Number(civilDateOf(askedAt).slice(0, 4))
    const counter = counters.get(`${asker.id} ${year}`) ?? {
      ...{ networkId: demoNetworkId, tenantId: asker.id, name: 'referralRequest', year, value: 0 },
    }
    counter.value += 1
    counters.set(`${asker.id} ${year}`, counter)
    const { need, field, reason, offer } = sketch
    rows.push({
      ...{ networkId: demoNetworkId, id: random.id(askedAt), tenantId: asker.id, need, field, reason, offer },
      ...{ name: about.name, creditCode: about.creditCode, subjectKey: about.creditCode ?? plainName(about.name) },
      ...{ number: `DR${year}-${asker.divisionCode}-${String(counter.value).padStart(4, '0')}`, mode: 'coService' },
      ...{ divisionCode: asker.divisionCode, askedByPersonId: random.id(askedAt), askedAt, dueAt },
      ...{ askedByName: `${asker.shortName}专员（演示）`, calendarVersion: world.calendar.version },
      nextClockAt: dueAt < world.now ? dueAt : askedAt,
    })
  }
  return { requests: rows, counters: [...counters.values()] }
}

const lastOf = (organisations: readonly OrganisationRow[], place: TenantRow) =>
  organisations.findLast(({ tenantId }) => tenantId === place.id)

/** @throws Error when the calendar does not reach */
function termOf({ now, profile, calendar }: DemoWorld, { daysAgo }: Sketch) {
  const morning = instantAt(addDays(civilDateOf(now), -daysAgo), '08:40')
  const askedAt = morning < now ? morning : now
  const { referralRequest: rules, businessDayEnds } = profile
  const end = requestEnd(askedAt, { rules, calendar, businessDayEnds })
  if (!end.ok) throw new Error('the demo calendar ends before a request does')
  return { askedAt, dueAt: end.at }
}
