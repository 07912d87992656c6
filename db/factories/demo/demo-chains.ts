import { civilDateOf } from '@fuqiao/domain/calendar'
import type { TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import { laterInOffice, officeTime } from '../working-time.ts'
import { routesOf, type Way } from './demo-routes.ts'
import { type DemoStage, type Director, directorOf, failuresBefore, type Scene, type Story } from './demo-scene.ts'
import { type Ending, type Pace, paces, tellStory } from './demo-story.ts'
import { type DemoWorld, growingInstant } from './demo-world.ts'

/** Plays an organisation's chain of referrals that begins in a direction; empty where there is no way. */
export type ChainPlayer = (organisation: OrganisationRow, way: Way) => Story[]

/** Makes the player of chains: each target has its own pace, and what comes after follows from how the referral went. */
export function chainPlayerOf(world: DemoWorld, stage: DemoStage, director: Director): ChainPlayer {
  const { random, profile } = world
  const { tenants } = stage.tree
  const routes = routesOf(world, stage.tree, stage.capabilities)
  const byId = new Map(tenants.map(row => [row.id, row]))
  const paceOf = new Map(
    tenants.map(({ id }) => [
      id,
      random.weighted<Pace>([
        [paces.usual, 60],
        [paces.quick, 24],
        [paces.slow, 16],
      ]),
    ]),
  )

  const tell = (opening: Omit<Scene, 'cast' | 'need'>): Story => {
    const { from, to, createdAt } = opening
    const scene: Scene = { ...opening, cast: director.castFor(from, to), need: routes.needAt(to) }
    const steps = tellStory(world, {
      createdAt,
      pace: paceOf.get(to.id) ?? paces.usual,
      ending: endingFor(world, createdAt, failuresBefore(opening.parent)),
      leadName: scene.cast.target.staff.name,
      isPaper: random.chance(0.25),
    })
    return director.play(scene, steps)
  }

  return (organisation, way) => {
    const from = byId.get(organisation.tenantId)
    const createdAt = startOf(world, organisation)
    const to = from && routes.target(way, from, { field: organisation.field, visited: [] })
    if (!from || !to || !createdAt) return []
    const first = tell({
      organisation,
      from,
      to,
      createdAt,
      mode: modeFor(world, way),
      standing: 'custody',
      parent: null,
      visited: [],
    })
    const stories = [first]
    while (stories.length < profile.referral.maxHops) {
      const visited = stories.flatMap(({ scene }) => [scene.from.id, scene.to.id])
      const last = stories.at(-1) ?? first
      const ways = random.shuffled<Way>(['up', 'sector', 'lateral'])
      const opening = sequelTo(world, last, sender => {
        for (const onward of ways) {
          const next = routes.target(onward, sender, { field: organisation.field, visited })
          if (next) return { way: onward, to: next }
        }
        return { way: 'up', to: null }
      })
      if (!opening) break
      stories.push(tell({ ...opening, visited }))
    }
    return stories
  }
}

/** The director's and the chains' part in one. */
export function playersOf(world: DemoWorld, stage: DemoStage): { director: Director; playChain: ChainPlayer } {
  const director = directorOf(world, stage)
  return { director, playChain: chainPlayerOf(world, stage, director) }
}

/** A working hour after the organisation came, later in the year more often. */
function startOf(world: DemoWorld, { createdAt }: OrganisationRow): Date | null {
  const wished = new Date(Math.max(growingInstant(world).getTime(), createdAt.getTime()))
  const at = laterInOffice(officeTime(civilDateOf(wished), world.random), world.random.int(1, 3), world)
  return at && at < world.now ? at : null
}

function modeFor({ random }: DemoWorld, way: Way): Scene['mode'] {
  return random.chance(way === 'sector' ? 0.15 : 0.32) ? 'handOver' : 'coService'
}

const declines = [
  ['capacity', 6],
  ['outOfArea', 3],
  ['wrongNeed', 3],
  ['notEligible', 2],
  ['papersMissing', 2],
  ['duplicate', 1],
  ['unreachable', 1],
  ['other', 1],
] as const
const dayMs = 86_400_000

function endingFor({ random, now }: DemoWorld, createdAt: Date, failures: number): Ending {
  const age = (now.getTime() - createdAt.getTime()) / dayMs
  if (age < 60 && random.chance(0.15))
    return {
      to: 'stalls',
      before: random.weighted([
        ['acknowledge', 2],
        ['accept', 3],
        ['begin', 3],
      ]),
    }
  if (age > 60 && age < 170 && random.chance(0.1)) return { to: 'stalls', before: 'progress' }
  const to = random.weighted<'closed' | 'unconfirmed' | 'declined' | 'withdrawn'>([
    ['closed', 76],
    ['declined', 14],
    ['withdrawn', 5],
    ['unconfirmed', 5],
  ])
  if (to === 'withdrawn') return { to, by: random.pick(['sender', 'organisation']) }
  if (to !== 'declined') return { to }
  const reasonCode = random.weighted(declines)
  const text = reasonCode === 'other' ? '本季度集中整顿，暂缓接收' : ''
  // After the second the common superior has the word.
  const then = failures > 0 ? (random.chance(0.5) ? 'settle' : null) : random.chance(0.55) ? 'reroute' : null
  return { to, reasonCode, text, then }
}

/** Asked again elsewhere, or asked further: as the new custodian or under the grant. */
function sequelKind(
  random: DemoWorld['random'],
  { state, mode, hop, settledAt }: Story['played']['referral'],
  isSentOn: boolean,
): 'redirect' | 'custody' | 'grant' | null {
  // Who was sent on once is sent on again more often.
  const isLikely = (chance: number) => random.chance(hop === 1 ? chance : Math.min(0.9, chance * 2.5))
  if (state === 'declined') return isSentOn && settledAt !== null ? 'redirect' : null
  if (state === 'closed' && mode === 'handOver') return isLikely(0.4) ? 'custody' : null
  if (state === 'active' && mode === 'coService') return isLikely(0.2) ? 'grant' : null
  return null
}

type Onward = (sender: TenantRow) => { way: Way; to: TenantRow | null }

/** What comes after: another target when declined, a further step when served; nothing most of the time. */
function sequelTo(world: DemoWorld, story: Story, onward: Onward): Omit<Scene, 'cast' | 'need' | 'visited'> | null {
  const { random, now } = world
  const { referral } = story.played
  const { organisation, standing } = story.scene
  const sequel = sequelKind(random, referral, story.played.events.at(-1)?.action === 'reroute')
  if (sequel === null) return null
  // A draft in another's stead is made by the deed that sends it on.
  const createdAt =
    sequel === 'redirect'
      ? referral.settledAt
      : laterInOffice(referral.closedAt ?? referral.updatedAt, random.int(1, 3), world)
  if (!createdAt || createdAt >= now) return null
  const from = sequel === 'redirect' ? story.scene.from : story.scene.to
  const { way, to } = onward(from)
  if (!to) return null
  const right = sequel === 'redirect' ? standing : sequel
  // Under a grant one can ask for help, not give away.
  const mode = right === 'custody' ? modeFor(world, way) : 'coService'
  return { organisation, from, to, createdAt, mode, standing: right, parent: story }
}
