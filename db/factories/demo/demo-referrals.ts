import { civilDateOf } from '@fuqiao/domain/calendar'
import type { ReferralState } from '@fuqiao/domain/referral'
import type { OrganisationRow } from '../organisation-factories.ts'
import { referralNumber } from '../referral-factory.ts'
import { adviceTo, pathTo } from '../referral-path.ts'
import { playersOf } from './demo-chains.ts'
import { routesOf, type Way } from './demo-routes.ts'
import type { DemoStage, Director, Story } from './demo-scene.ts'
import { starSketches } from './demo-stars.ts'
import type { DemoWorld } from './demo-world.ts'

/** How many organisations are to be referred in the demo network's year; some find no way, chains add to it. */
const chainCount = 880

/** Plays a year of referrals: all ways, both modes, chains, some in time and some not. They have no numbers yet. */
export function playYear(world: DemoWorld, stage: DemoStage): Story[] {
  const { director, playChain } = playersOf(world, stage)
  const stories = playStars(world, stage, director)
  const starIds = new Set([...stage.organisations.stars.values()].map(({ id }) => id))
  const pools = poolsOf(world, stage, starIds)
  for (let chain = 0; chain < chainCount; chain += 1) {
    const way = world.random.weighted<Way>([
      ['up', 42],
      ['sector', 23],
      ['lateral', 19],
      ['down', 16],
    ])
    const organisation = (way === 'down' ? pools.upper : pools.any).pop()
    if (organisation) stories.push(...playChain(organisation, way))
  }
  stories.push(...playBesides(world, stage, { director, pool: pools.any }))
  stories.push(...playAdvice(world, stage, { director, pool: pools.any }))
  return stories
}

/** What lies beside the main path, a few of each, with the last deed on the working day before now. */
const besides: readonly ReferralState[] = [
  'informationRequested',
  'waitlisted',
  'dispatched',
  'onHold',
  'returnRequested',
  'returned',
  'failed',
  'disputed',
  'consentRevoked',
  'voided',
]
const ofEach = 3

function playBesides(
  world: DemoWorld,
  stage: DemoStage,
  { director, pool }: { director: Director; pool: OrganisationRow[] },
): Story[] {
  const routes = routesOf(world, stage.tree, stage.capabilities)
  const byId = new Map(stage.tree.tenants.map(row => [row.id, row]))
  return besides.flatMap(state =>
    Array.from({ length: ofEach }, (): Story[] => {
      const organisation = pool.pop()
      const from = byId.get(organisation?.tenantId ?? '')
      const to = from && routes.target('up', from, { field: organisation?.field ?? '', visited: [] })
      if (!organisation || !from || !to) return []
      const cast = director.castFor(from, to)
      const { createdAt, steps } = pathTo(state, { ...world, leadName: cast.target.staff.name })
      if (createdAt < organisation.createdAt) return []
      const mode = state === 'returnRequested' || state === 'returned' ? 'handOver' : 'coService'
      const parties = { organisation, from, to, cast, need: routes.needAt(to) }
      return [director.play({ ...parties, createdAt, mode, standing: 'custody', parent: null, visited: [] }, steps)]
    }).flat(),
  )
}

/** Questions for advice in every state that people see one in, a few of each. */
const advised: readonly ReferralState[] = ['submitted', 'acknowledged', 'active', 'outcomeReported', 'closed']

function playAdvice(
  world: DemoWorld,
  stage: DemoStage,
  { director, pool }: { director: Director; pool: OrganisationRow[] },
): Story[] {
  const routes = routesOf(world, stage.tree, stage.capabilities)
  const byId = new Map(stage.tree.tenants.map(row => [row.id, row]))
  return [...advised, ...advised].flatMap((state): Story[] => {
    const organisation = pool.pop()
    const from = byId.get(organisation?.tenantId ?? '')
    const to = from && routes.target('up', from, { field: organisation?.field ?? '', visited: [] })
    if (!organisation || !from || !to) return []
    const cast = director.castFor(from, to)
    const { createdAt, steps } = adviceTo(state, { ...world, leadName: cast.target.staff.name })
    const parties = { organisation, from, to, cast, need: routes.needAt(to) }
    const scene = { ...parties, createdAt, kind: 'consult', mode: 'coService', standing: 'custody' } as const
    return [director.play({ ...scene, parent: null, visited: [] }, steps)]
  })
}

type Pools = { any: OrganisationRow[]; upper: OrganisationRow[] }

/** Organisations to refer, in a random order, each at most once; most of the upper tiers' are kept to go down. */
function poolsOf(world: DemoWorld, { tree, organisations }: DemoStage, taken: ReadonlySet<string>): Pools {
  const active = new Map(tree.tenants.filter(({ status }) => status === 'active').map(row => [row.id, row]))
  const order = world.random.shuffled(
    organisations.rows.filter(({ id, tenantId }) => !taken.has(id) && active.has(tenantId)),
  )
  const upper = order.filter(({ tenantId }) => {
    const tenant = active.get(tenantId)
    return tenant !== undefined && tenant.depth < 2 && tenant.kind === 'administrative'
  })
  const down = new Set(upper.slice(0, Math.ceil(upper.length * 0.75)))
  return { any: order.filter(row => !down.has(row)), upper: [...down] }
}

/** The referrals of the organisations that have an account, brought to just where their sketch wants them. */
function playStars(world: DemoWorld, { tree, organisations, stars }: DemoStage, director: Director): Story[] {
  return starSketches.flatMap(({ star, referral }) => {
    const organisation = organisations.stars.get(star)
    const from = tree.tenants.find(({ id }) => id === organisation?.tenantId)
    if (!referral || !organisation || !from) return []
    const to = tree.placeOf(referral.to)
    const cast = director.castFor(from, to)
    const { createdAt, steps } = pathTo(referral.state, { ...world, leadName: cast.target.staff.name })
    const { need } = referral
    return [
      director.play(
        {
          organisation,
          from,
          to,
          createdAt,
          mode: referral.mode ?? 'coService',
          standing: 'custody',
          cast,
          need,
          parent: null,
          visited: [],
        },
        steps,
        stars.get(star),
      ),
    ]
  })
}

/** Numbers by sender and year in the order of making. */
export function numberInOrder(stories: readonly Story[]): void {
  const counts = new Map<string, number>()
  const madeAt = ({ played }: Story) => played.referral.createdAt.getTime()
  for (const { played, scene } of stories.toSorted((a, b) => madeAt(a) - madeAt(b))) {
    const { referral } = played
    const year = civilDateOf(referral.createdAt).slice(0, 4)
    const count = (counts.get(`${referral.fromTenantId} ${year}`) ?? 0) + 1
    counts.set(`${referral.fromTenantId} ${year}`, count)
    const number = referralNumber(scene.from, year, count)
    referral.number = number
    for (const notice of played.notices) notice.params = { ...notice.params, number }
    for (const entry of played.audit) entry.details = { ...entry.details, number }
  }
}
