import { civilDateOf } from '@fuqiao/domain/calendar'
import { latestGrantEnd, type ReferralState } from '@fuqiao/domain/referral'
import type { referralBatch, referralBatchItem } from '../../schema/referral-batch.ts'
import { pathTo } from '../referral-path.ts'
import { seededRandom } from '../seeded-random.ts'
import { type Ask, type DemoStage, directorOf, freeOf, type Story } from './demo-scene.ts'
import type { DemoPlace } from './demo-tenants.ts'
import { demoNetworkId, type DemoWorld } from './demo-world.ts'

/** Who refers several organisations at once to whom, and how far each of them has come since. */
const sketch = {
  from: { division: '11' },
  to: { division: '110106' },
  name: '市级组织入驻丰台区',
  need: 'residencyIncubation',
  needText: '几家组织都需要工位和注册地址，入驻一年，服务对象多在本区。',
  purpose: '集中安排入驻，就近提供服务',
  states: ['active', 'accepted', 'acknowledged', 'declined', 'awaitingApproval', 'awaitingConsent', 'draft'],
} as const satisfies {
  from: DemoPlace
  to: DemoPlace
  states: readonly ReferralState[]
  [words: string]: unknown
}

/** A batch of the demo network with the referrals that were begun in it, and one organisation that could not be referred. */
export type DemoBatch = {
  stories: Story[]
  batch: typeof referralBatch.$inferInsert & { id: string }
  items: (typeof referralBatchItem.$inferInsert)[]
  counters: { networkId: number; tenantId: string; name: string; year: number; value: number }[]
}

/**
 * Several organisations referred at once, all drafts of one morning. Chance is its own, so that nothing else of the network changes with it;
 * the numbers of the referrals are to be given before the items are stored.
 */
export function playTogether(shared: DemoWorld, stage: DemoStage, stories: readonly Story[]): DemoBatch {
  const world = { ...shared, random: seededRandom('fuqiao batch') }
  const { random, now } = world
  const director = directorOf(world, stage)
  const [from, to] = [stage.tree.placeOf(sketch.from), stage.tree.placeOf(sketch.to)]
  const cast = director.castFor(from, to)
  const paths = sketch.states.map(state => pathTo(state, { ...world, leadName: cast.target.staff.name }))
  const createdAt = new Date(Math.min(...paths.map(path => path.createdAt.getTime())))
  const free = freeOf(stage, { tenantId: from.id, stories, before: createdAt })
  const ask: Ask = {
    ...{ needText: sketch.needText, purpose: sketch.purpose, sections: ['profile', 'staff', 'documents'] },
    ...{ personal: false, otherReason: '丰台区今年新增入驻工位' },
    grantUntil: latestGrantEnd(world.profile.referral, createdAt, 6),
  }
  const scene = { from, to, createdAt, cast, ask, need: sketch.need, mode: 'coService', standing: 'custody' } as const
  const played = paths.flatMap(({ steps }, at) => {
    const organisation = free[at]
    return organisation ? [director.play({ ...scene, organisation, parent: null, visited: [] }, steps)] : []
  })
  const id = random.id(createdAt)
  const year = Number(civilDateOf(createdAt).slice(0, 4))
  const { otherReason, ...said } = ask
  const item = { networkId: demoNetworkId, batchId: id, fromTenantId: from.id }
  // One had been referred there by itself before, and waits for its turn: it cannot be referred a second time.
  const waiting = free[sketch.states.length]
  const alone = waiting && pathTo('waitlisted', { ...world, now: createdAt })
  const before =
    waiting && alone
      ? [
          director.play(
            { ...scene, createdAt: alone.createdAt, organisation: waiting, parent: null, visited: [] },
            alone.steps,
          ),
        ]
      : []
  const items: DemoBatch['items'] = [
    ...played.map(({ scene: { organisation }, played: { referral } }, place) => ({
      ...{ ...item, place, organisationId: organisation.id, referralId: referral.id, triedAt: createdAt },
      ...{ refusalCode: null, refusalParams: null },
    })),
    ...before.map(({ scene: { organisation } }) => ({
      ...{ ...item, place: played.length, organisationId: organisation.id, triedAt: createdAt },
      ...{ referralId: null, refusalCode: 'REFERRAL_TARGET_HAS_ONE_OPEN', refusalParams: {} },
    })),
  ]
  return {
    stories: [...before, ...played],
    batch: {
      ...{ ...said, otherReason, networkId: demoNetworkId, id, name: sketch.name, mode: scene.mode, need: sketch.need },
      ...{ number: `PL${year}-${from.divisionCode}-0001`, fromTenantId: from.id, toTenantId: to.id, createdAt },
      ...{ sections: [...ask.sections], size: items.length, createdByName: cast.sender.staff.name },
      createdByPersonId: cast.sender.staff.personId ?? random.id(now),
    },
    items,
    counters: [{ networkId: demoNetworkId, tenantId: from.id, name: 'referralBatch', year, value: 1 }],
  }
}

/** The batch when its referrals have their numbers. */
export function numbered(batch: DemoBatch): DemoBatch {
  const numberOf = new Map(batch.stories.map(({ played: { referral } }) => [referral.id, referral.number]))
  return {
    ...batch,
    items: batch.items.map(item => ({ ...item, referralNumber: numberOf.get(item.referralId ?? '') ?? null })),
  }
}
