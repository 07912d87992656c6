import { DOSSIER_SECTIONS } from '@fuqiao/domain/profile'
import { latestGrantEnd } from '@fuqiao/domain/referral'
import { escalationDeskKey } from '@fuqiao/domain/tree'
import type { CapabilityRow, TenantRow } from '../network-factories.ts'
import type { OrganisationRow } from '../organisation-factories.ts'
import { letterCode } from '../referral-factory.ts'
import { playReferral } from '../referral-play.ts'
import type { Crew, PlayedReferral, Player, Plot, Step } from '../referral-plot.ts'
import type { DemoStar } from './demo-accounts.ts'
import type { DemoDossiers } from './demo-dossiers.ts'
import type { DemoOrganisations } from './demo-organisations.ts'
import type { Posts } from './demo-people.ts'
import type { DemoTree } from './demo-tenants.ts'
import type { DemoWorld } from './demo-world.ts'

/** The stage on which the referrals of the demo network play. */
export type DemoStage = {
  tree: DemoTree
  capabilities: ReadonlyMap<string, CapabilityRow>
  organisations: DemoOrganisations
  dossiers: DemoDossiers
  posts: Posts
  stars: ReadonlyMap<DemoStar, Player>
}

/** Who refers which organisation to whom, by what right, as which part of its chain. */
export type Scene = {
  organisation: OrganisationRow
  from: TenantRow
  to: TenantRow
  createdAt: Date
  /** By default, a referral. */
  kind?: Plot['kind']
  mode: Plot['mode']
  standing: Plot['standing']
  cast: Pick<Plot['cast'], 'sender' | 'target'>
  need: string
  /** What is asked and shared; by default invented. */
  ask?: Ask
  /** The referral before it in the chain, and the tenants visited so far. */
  parent: Story | null
  visited: readonly string[]
}

/** A scene that was played. */
export type Story = { scene: Scene; played: PlayedReferral }

/** Chooses people and plays scenes. */
export type Director = {
  castFor(from: TenantRow, to: TenantRow): Scene['cast']
  /** `signatory`: the organisation's account, where it has one. */
  play(scene: Scene, steps: readonly Step[], signatory?: Player): Story
}

const kindOf = ({ kind = 'refer' }: Scene): Plot['kind'] => kind

/** Makes the director of a stage. */
export function directorOf(world: DemoWorld, { tree, dossiers, posts, capabilities }: DemoStage): Director {
  const { random } = world
  const byKey = new Map(tree.tenants.map(row => [row.scopeKey, row]))
  const crewOf = ({ id }: TenantRow): Crew => {
    const post = posts.get(id)
    if (!post) throw new RangeError('a tenant without people')
    return { director: post.director, staff: random.pick(post.desk) }
  }
  return {
    castFor: (from, to) => ({ sender: crewOf(from), target: crewOf(to) }),
    play(scene, steps, signatory) {
      const { organisation, from, to, createdAt, mode, standing, need, parent } = scene
      const desk = byKey.get(escalationDeskKey(from.scopeKey, to.scopeKey)?.key ?? 0n)
      const dossier = dossiers.of.get(organisation.id)
      if (!desk || !dossier) throw new RangeError('a scene without its setting')
      const id = random.id(createdAt)
      const before = parent?.played.referral
      const chain = { chainId: before?.chainId ?? id, hop: (before?.hop ?? 0) + 1, parentId: before?.id ?? null }
      const plot: Plot = {
        id,
        number: '',
        letterCode: letterCode(random),
        kind: kindOf(scene),
        organisation,
        dossier,
        from,
        to,
        contact: contactOf(capabilities.get(to.id)),
        desk,
        cast: { ...scene.cast, organisation: signatory ?? signatoryOf(dossier), desk: crewOf(desk) },
        standing,
        chain: { ...chain, tenantIds: scene.visited, failedBefore: failuresBefore(parent) },
        mode,
        need,
        ...askOf(world, scene, standing === 'grant' ? before : undefined),
        createdAt,
        steps,
        ...(isSettledByDesk(random, steps, signatory) ? { deskSettlesAfter: random.int(1, 4) } : {}),
      }
      return { scene, played: playReferral(plot, { ...world, until: world.now }) }
    },
  }
}

/** Most of what expired is not left lying, unless the story itself says what the common superior does, or leaves that to whoever tries it. */
function isSettledByDesk(random: DemoWorld['random'], steps: readonly Step[], signatory: Player | undefined): boolean {
  return random.chance(0.85) && signatory === undefined && !steps.some(({ by }) => by === 'commonSuperior')
}

/** How many referrals of a chain up to and with this one were declined or expired. */
export function failuresBefore(story: Story | null): number {
  if (story === null) return 0
  const { state } = story.played.referral
  return failuresBefore(story.scene.parent) + (state === 'declined' || state === 'expired' ? 1 : 0)
}

function contactOf(declared: CapabilityRow | undefined): Plot['contact'] {
  return { contactName: declared?.contactName ?? '', contactPhone: declared?.contactPhone ?? '' }
}

function signatoryOf({ people: [first] }: Plot['dossier']): Player {
  const name = first?.['name']
  return { personId: null, name: typeof name === 'string' ? name : '组织负责人（演示）' }
}

const reasons = [
  '该机构与本组织已有合作基础',
  '距离近，便于上门服务',
  '组织主动提出希望由该机构服务',
  '该机构在此领域经验较多',
]
const needTexts = [
  '希望在场地和制度建设方面得到支持。',
  '近期准备登记，需要系统辅导。',
  '团队新、经验少，需要专业督导。',
  '现有项目即将结束，需要对接新资源。',
  '服务对象增加，能力跟不上。',
]
const questions = [
  '一家同类组织章程修订时理事会意见不一,怎样召开会议才稳妥?',
  '首次承接政府购买服务,财务账目应当怎样单列?',
  '志愿者流动大,有哪些成熟的激励办法可以借鉴?',
]
const purposes = ['为该组织提供孵化支持', '协助该组织提升专业能力', '对接资源并跟进服务']

/** What is asked of the target and shared with it. */
export type Ask = Pick<Plot, 'needText' | 'purpose' | 'sections' | 'personal' | 'grantUntil' | 'otherReason'>

/** What is asked and shared; under a grant no more than what came with it. */
function askOf(
  { random, profile }: DemoWorld,
  { ask, kind, createdAt }: Scene,
  under: PlayedReferral['referral'] | undefined,
): Ask {
  if (ask) return ask
  const others = (under?.sections ?? DOSSIER_SECTIONS).filter(section => section !== 'profile') as Ask['sections']
  return {
    needText: random.pick(kind === 'consult' ? questions : needTexts),
    purpose: random.pick(purposes),
    sections: ['profile', ...random.some(others, random.int(1, 5))],
    personal: random.chance(0.3) && under?.personal !== false,
    grantUntil: latestGrantEnd(profile.referral, createdAt, random.pick([6, 9, 12])),
    otherReason: random.pick(reasons),
  }
}

/** Organisations of a tenant that were there before an instant, are in no story and have no account. */
export function freeOf(
  { organisations, dossiers }: DemoStage,
  { tenantId, stories, before }: { tenantId: string; stories: readonly Story[]; before: Date },
): OrganisationRow[] {
  const taken = new Set(stories.map(({ scene }) => scene.organisation.id))
  const stars = new Set([...organisations.stars.values()].map(({ id }) => id))
  return organisations.rows.filter(
    row =>
      row.tenantId === tenantId &&
      row.createdAt < before &&
      !taken.has(row.id) &&
      !stars.has(row.id) &&
      dossiers.of.has(row.id),
  )
}
