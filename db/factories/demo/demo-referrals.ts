import { civilDateOf } from '@fuqiao/domain/calendar'
import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { latestGrantEnd } from '@fuqiao/domain/referral'
import { escalationDeskKey } from '@fuqiao/domain/tree'
import type { CapabilityRow, TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import { letterCode, referralNumber } from '../referral-factory.ts'
import { pathTo } from '../referral-path.ts'
import { playReferral } from '../referral-play.ts'
import type { Crew, PlayedReferral, Player, Plot } from '../referral-plot.ts'
import { laterInOffice, officeTime } from '../working-time.ts'
import type { DemoDossiers } from './demo-dossiers.ts'
import type { DemoOrganisations } from './demo-organisations.ts'
import { type Routes, routesOf, type Way } from './demo-routes.ts'
import { starSketches } from './demo-stars.ts'
import { type Ending, type Pace, paces, tellStory } from './demo-story.ts'
import type { DemoTree } from './demo-tenants.ts'
import { type DemoWorld, growingInstant } from './demo-world.ts'
import type { DemoStar } from './demo-accounts.ts'

/** How many organisations are referred in the demo network's year; chains add to it. */
const chainCount = 800

/** The stage on which the referrals of the demo network play. */
export type DemoStage = {
  tree: DemoTree
  capabilities: ReadonlyMap<string, CapabilityRow>
  organisations: DemoOrganisations
  dossiers: DemoDossiers
  crews: ReadonlyMap<string, Crew>
  stars: ReadonlyMap<DemoStar, Player>
}

/** A played referral and its parties. */
export type Story = { played: PlayedReferral; from: TenantRow; to: TenantRow; standing: Plot['standing'] }

type Hop = { parent: Story | null; chainId: string; hop: number; visited: readonly string[] }
type Scene = {
  organisation: OrganisationRow
  from: TenantRow
  to: TenantRow
  createdAt: Date
  mode: Plot['mode']
  standing: Plot['standing']
  hop: Hop
}

/** Plays a year of referrals: all ways, both modes, chains, some in time and some not. */
export function playYear(world: DemoWorld, stage: DemoStage): Story[] {
  const director = directorOf(world, stage)
  playStars(world, stage, director)
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
    if (organisation) director.playChain(organisation, way)
  }
  numberInOrder(director.stories)
  return director.stories
}

/** Organisations to refer, in a random order, each at most once; those of the upper tiers can go down. */
function poolsOf(
  world: DemoWorld,
  { tree, organisations }: DemoStage,
  taken: ReadonlySet<string>,
): { any: OrganisationRow[]; upper: OrganisationRow[] } {
  const active = new Map(tree.tenants.filter(({ status }) => status === 'active').map(row => [row.id, row]))
  const free = organisations.rows.filter(({ id, tenantId }) => !taken.has(id) && active.has(tenantId))
  const order = world.random.shuffled(free)
  const isUpper = ({ tenantId }: OrganisationRow) => {
    const tenant = active.get(tenantId)
    return tenant !== undefined && tenant.depth < 2 && tenant.kind === 'administrative'
  }
  const upper = order.filter(isUpper)
  // Not all of the upper tiers' go down.
  const down = new Set(upper.slice(0, Math.ceil(upper.length * 0.75)))
  return { any: order.filter(row => !down.has(row)), upper: [...down] }
}

type Director = {
  stories: Story[]
  play(scene: Scene, told: Pick<Plot, 'createdAt' | 'steps'> & { need?: string; organisation?: Player }): Story
  playChain(organisation: OrganisationRow, way: Way): void
}

function directorOf(world: DemoWorld, stage: DemoStage): Director {
  const { random } = world
  const { tree, crews, dossiers } = stage
  const routes = routesOf(world, tree, stage.capabilities)
  const byKey = new Map(tree.tenants.map(row => [row.scopeKey, row]))
  const byId = new Map(tree.tenants.map(row => [row.id, row]))
  const pacesOf = new Map(
    tree.tenants.map(({ id }) => [
      id,
      random.weighted<Pace>([
        [paces.usual, 60],
        [paces.quick, 24],
        [paces.slow, 16],
      ]),
    ]),
  )
  const crewOf = ({ id }: TenantRow): Crew => {
    const crew = crews.get(id)
    if (!crew) throw new RangeError('a tenant without people')
    return crew
  }
  const stories: Story[] = []

  const play: Director['play'] = (scene, told) => {
    const { organisation, from, to, mode, standing, hop } = scene
    const desk = byKey.get(escalationDeskKey(from.scopeKey, to.scopeKey)?.key ?? 0n)
    const dossier = dossiers.of.get(organisation.id)
    if (!desk || !dossier) throw new RangeError('a scene without its setting')
    const id = random.id(told.createdAt)
    const signatory: Player = told.organisation ?? {
      personId: null,
      name: String(dossier.people[0]?.['name'] ?? '组织负责人(演示)'),
    }
    const need = told.need ?? routes.needAt(to)
    const played = playReferral(
      {
        id,
        number: '',
        letterCode: letterCode(random),
        organisation,
        dossier,
        from,
        to,
        desk,
        cast: { sender: crewOf(from), target: crewOf(to), organisation: signatory },
        standing,
        chain: {
          chainId: hop.parent ? hop.chainId : id,
          hop: hop.hop,
          parentId: hop.parent?.played.referral.id ?? null,
          tenantIds: hop.visited,
        },
        mode,
        ...askOf(world, { need, createdAt: told.createdAt }),
        createdAt: told.createdAt,
        steps: told.steps,
      },
      { profile: world.profile, calendar: world.calendar, until: world.now, random },
    )
    const story = { played, from, to, standing }
    stories.push(story)
    return story
  }

  const tell = (scene: Scene, ending: Ending): Story => {
    const { to, createdAt } = scene
    const pace = pacesOf.get(to.id) ?? paces.usual
    const steps = tellStory(world, {
      createdAt,
      pace,
      ending,
      leadName: crewOf(to).staff.name,
      isPaper: random.chance(0.25),
      need: '',
    })
    return play(scene, { createdAt, steps })
  }

  const playChain: Director['playChain'] = (organisation, way) => {
    const from = byId.get(organisation.tenantId)
    const createdAt = startOf(world, organisation)
    if (!from || !createdAt) return
    const to = routes.target(way, from, { field: organisation.field, visited: [] })
    if (!to) return
    const mode = modeFor(world, way)
    let story: Story | null = tell(
      {
        organisation,
        from,
        to,
        createdAt,
        mode,
        standing: 'custody',
        hop: { parent: null, chainId: '', hop: 1, visited: [] },
      },
      endingFor(world, createdAt),
    )
    const visited = [from.id, to.id]
    for (let hop = 2; story && hop <= world.profile.referral.maxHops; hop += 1) {
      const scene: Scene | null = nextScene(world, routes, { organisation, story, hop, visited })
      story = scene && tell(scene, endingFor(world, scene.createdAt))
      if (scene) visited.push(scene.to.id)
    }
  }
  return { stories, play, playChain }
}

const reasons = [
  '该机构与本组织已有合作基础',
  '距离近,便于上门服务',
  '组织主动提出希望由该机构服务',
  '该机构在此领域经验较多',
]
const needTexts = [
  '希望在场地和制度建设方面得到支持。',
  '近期准备登记,需要系统辅导。',
  '团队新、经验少,需要专业督导。',
  '现有项目即将结束,需要对接新资源。',
  '服务对象增加,能力跟不上。',
]
const purposes = ['为该组织提供孵化支持', '协助该组织提升专业能力', '对接资源并跟进服务']

function askOf(
  world: DemoWorld,
  { need, createdAt }: { need: string; createdAt: Date },
): Pick<Plot, 'need' | 'needText' | 'purpose' | 'sections' | 'personal' | 'grantUntil' | 'otherReason'> {
  const { random, profile } = world
  const others = DOSSIER_SECTIONS.filter(section => section !== 'profile')
  return {
    need,
    needText: random.pick(needTexts),
    purpose: random.pick(purposes),
    sections: ['profile', ...random.some(others, random.int(1, 5))],
    personal: random.chance(0.3),
    grantUntil: latestGrantEnd(profile.referral, createdAt, random.pick([6, 9, 12])),
    otherReason: random.pick(reasons),
  }
}

/** A working hour after the organisation came, later in the year more often. */
function startOf(world: DemoWorld, { createdAt }: OrganisationRow): Date | null {
  const wished = Math.max(growingInstant(world).getTime(), createdAt.getTime())
  const at = laterInOffice(officeTime(civilDateOf(new Date(wished)), world.random), world.random.int(1, 3), world)
  return at && at < world.now ? at : null
}

function modeFor({ random }: DemoWorld, way: Way): Plot['mode'] {
  return random.chance(way === 'sector' ? 0.15 : 0.32) ? 'handOver' : 'coService'
}

const declines: readonly (readonly [string, number])[] = [
  ['capacity', 6],
  ['outOfArea', 3],
  ['wrongNeed', 3],
  ['notEligible', 2],
  ['papersMissing', 2],
  ['duplicate', 1],
  ['unreachable', 1],
  ['other', 1],
]

function endingFor({ random, now }: DemoWorld, createdAt: Date): Ending {
  const isRecent = now.getTime() - createdAt.getTime() < 75 * 86_400_000
  if (isRecent && random.chance(0.14))
    return {
      to: 'stalls',
      before: random.weighted([
        ['acknowledge', 2],
        ['accept', 3],
        ['begin', 3],
        ['progress', 3],
      ]),
    }
  const to = random.weighted<'closed' | 'unconfirmed' | 'declined' | 'withdrawn'>([
    ['closed', 76],
    ['declined', 14],
    ['withdrawn', 5],
    ['unconfirmed', 5],
  ])
  if (to === 'withdrawn') return { to, by: random.pick(['sender', 'organisation']) }
  if (to !== 'declined') return { to }
  const reasonCode = random.weighted(declines)
  return { to, reasonCode, text: reasonCode === 'other' ? '本季度集中整顿,暂缓接收' : '' }
}

/** What comes after: another target when declined, a further step when served; nothing most of the time. */
function nextScene(
  world: DemoWorld,
  routes: Routes,
  {
    organisation,
    story,
    hop,
    visited,
  }: { organisation: OrganisationRow; story: Story; hop: number; visited: readonly string[] },
): Scene | null {
  const { random, now } = world
  const { referral } = story.played
  const isRedirect = referral.state === 'declined' && random.chance(0.5)
  const isOnward =
    (referral.state === 'closed' && referral.mode === 'handOver' && random.chance(0.3)) ||
    (referral.state === 'active' && referral.mode === 'coService' && random.chance(0.16))
  if (!isRedirect && !isOnward) return null
  const after = referral.state === 'active' ? referral.updatedAt : (referral.closedAt ?? referral.decidedAt)
  const createdAt = after && laterInOffice(after, random.int(1, 3), world)
  if (!createdAt || createdAt >= now) return null
  const from = isRedirect ? story.from : story.to
  const way = random.weighted<Way>([
    ['up', 4],
    ['sector', 3],
    ['lateral', 3],
  ])
  const to = routes.target(way, from, { field: organisation.field, visited })
  if (!to) return null
  // Under a grant one can ask for help, not give away.
  const standing = isRedirect ? story.standing : referral.mode === 'handOver' ? 'custody' : 'grant'
  const mode = standing === 'custody' ? modeFor(world, way) : 'coService'
  return {
    organisation,
    from,
    to,
    createdAt,
    mode,
    standing,
    hop: { parent: story, chainId: referral.chainId, hop, visited },
  }
}

function playStars(world: DemoWorld, stage: DemoStage, director: Director): void {
  for (const { star, referral } of starSketches) {
    const organisation = stage.organisations.stars.get(star)
    const account = stage.stars.get(star)
    if (!referral || !organisation || !account) continue
    const from = stage.tree.tenants.find(({ id }) => id === organisation.tenantId)
    const { to: place } = referral
    const to =
      'division' in place
        ? stage.tree.centreOf(place.division)
        : stage.tree.tenants.find(({ shortName, kind }) => shortName === place.incubator && kind !== 'administrative')
    if (!from || !to) throw new RangeError('a star without a place')
    const path = pathTo(referral.state, { ...world, leadName: stage.crews.get(to.id)?.staff.name ?? '' })
    const hop: Hop = { parent: null, chainId: '', hop: 1, visited: [] }
    director.play(
      { organisation, from, to, createdAt: path.createdAt, mode: 'coService', standing: 'custody', hop },
      { ...path, need: referral.need, organisation: account },
    )
  }
}

/** Numbers by sender and year in the order of making. */
function numberInOrder(stories: readonly Story[]): void {
  const counts = new Map<string, number>()
  for (const { played } of stories.toSorted(
    (a, b) => a.played.referral.createdAt.getTime() - b.played.referral.createdAt.getTime(),
  )) {
    const { referral } = played
    const year = civilDateOf(referral.createdAt).slice(0, 4)
    const key = `${referral.fromTenantId} ${year}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    referral.number = referralNumber(year, count)
    for (const notice of played.notices) notice.params = { number: referral.number }
  }
}
