import type { Plotting } from './plot-types.ts'

const states = ['draft', 'submitted', 'returned', 'published', 'superseded', 'withdrawn'] as const

/** Plots standards of the centre, items that some ask for, acknowledgements, and publications in every state, with papers. */
export function plotGuidance(plotting: Plotting): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  const root = tenants[0]
  if (!root) return
  const at = { createdAt: day(-3), updatedAt: day(-2) }
  const ofRoot = { networkId, tenantId: root.id, scopeKey: root.key, personName: '甲' }
  const standardId = newId()
  for (const [id, state] of [
    [standardId, 'published'],
    [newId(), 'draft'],
  ] as const)
    rows.standardVersion.push({
      ...{ ...ofRoot, ...at, id, code: `FW-${id}`, number: 1, title: '标准', sections: [], services: ['venue'], state },
      ...{ inForceFrom: '2026-01-01', publishedAt: state === 'published' ? day(-2) : null },
    })
  const asking = random.pick(tenants)
  const serviceItemId = newId()
  rows.serviceItem.push({
    ...{ ...at, networkId, tenantId: asking.id, scopeKey: asking.key, personName: '甲', id: serviceItemId },
    ...{ title: '事项', words: '', serviceId: null, tiers: [], kinds: [], target: 1, period: 'year' },
    ...{ from: '2026-01-01', state: 'pushed' },
  })
  for (const tenant of tenants) {
    const own = { networkId, tenantId: tenant.id, scopeKey: tenant.key, personName: '甲' }
    if (random.chance(0.5))
      rows.acknowledgement.push({
        ...own,
        id: newId(),
        at: day(-1),
        standardVersionId: standardId,
        serviceItemId: null,
      })
    if (random.chance(0.5))
      rows.acknowledgement.push({ ...own, id: newId(), at: day(-1), standardVersionId: null, serviceItemId })
    if (random.chance(0.6)) plotPublication(plotting, own)
  }
}

type Own = { networkId: number; tenantId: string; scopeKey: bigint; personName: string }

function plotPublication({ random, rows, day, newId }: Plotting, own: Own): void {
  const [id, state] = [newId(), random.pick(states)]
  const isShown = state === 'published' || state === 'superseded' || state === 'withdrawn'
  rows.publication.push({
    ...{ ...own, id, firstId: id, number: 1, category: 'notice', title: '公告', body: '正文', state },
    ...{ publishedAt: isShown ? day(-1) : null, withdrawnAt: state === 'withdrawn' ? day(-1) : null },
    ...{ createdAt: day(-3), updatedAt: day(-2) },
  })
  rows.publicationPaper.push({
    ...{ ...own, id: newId(), publicationId: id, fileName: '甲.pdf', mediaType: 'application/pdf', size: 1 },
    ...{ sha256: 'd', content: new Uint8Array([1]), createdAt: day(-2) },
  })
}
