import type { Plotting } from './plot-types.ts'

const states = ['draft', 'proposed', 'signed', 'inForce', 'ended', 'declined', 'withdrawn'] as const

/** Adds an agreement between two tenants in any state, with two lines of its history. */
export function plotAgreement({ networkId, random, rows, tenants, day, newId }: Plotting): void {
  const first = random.pick(tenants)
  const others = tenants.filter(({ id }) => id !== first.id)
  const second = others[random.int(0, others.length - 1)]
  if (!second) return
  const id = newId()
  const state = random.pick(states)
  const isProposed = state !== 'draft' && (state !== 'withdrawn' || random.chance(0.5))
  rows.agreement.push({
    networkId,
    id,
    number: id,
    firstTenantId: first.id,
    firstScopeKey: first.key,
    secondTenantId: second.id,
    secondScopeKey: second.key,
    title: '协同',
    firstDuties: '推荐',
    secondDuties: '培训',
    from: '2026-01-01',
    until: '2026-12-31',
    state,
    proposedAt: isProposed ? day(-2) : null,
    draftedByName: '甲',
    createdAt: day(-3),
    updatedAt: day(-2),
  })
  for (const [seq, actor] of [first, random.chance(0.5) ? second : first].entries()) {
    rows.agreementEvent.push({
      networkId,
      agreementId: id,
      seq: seq + 1,
      at: day(-3),
      action: 'edit',
      fromState: null,
      toState: 'draft',
      actorTenantId: actor.id,
      actorPersonId: newId(),
      actorName: '甲',
    })
  }
}
