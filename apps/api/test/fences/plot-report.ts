import type { Plotting } from './plot-types.ts'

const states = ['draft', 'submitted', 'returned', 'accepted', 'excused'] as const
const figures = { whole: {}, own: {}, below: [] }

/** Plots reports of some tenants in every state, each with what is being written, what was handed in, drawn and restated. */
export function plotReports({ networkId, random, rows, tenants, day, newId }: Plotting): void {
  const makers = [tenants[0], ...random.some(tenants, random.int(1, tenants.length))]
  for (const [at, tenant] of makers.entries()) {
    if (!tenant) continue
    const id = newId()
    const state = random.pick(states)
    const own = { networkId, tenantId: tenant.id, scopeKey: tenant.key }
    rows.report.push({
      ...{ ...own, id, kind: `kind${at}`, bucket: '2025', dueAt: day(20), remindAt: day(17), calendarVersion: '' },
      ...{ state, settledAt: state === 'accepted' || state === 'excused' ? day(-1) : null },
      ...{ createdAt: day(-5), updatedAt: day(-1) },
    })
    rows.reportDraft.push({ ...own, reportId: id, personName: '甲', updatedAt: day(-4) })
    const of = { networkId, reportId: id }
    rows.reportSubmission.push({
      ...{ ...of, seq: 2, figures, knownOn: '2026-02-01', compiledAt: day(-3), personName: '甲', at: day(-2) },
    })
    for (const [seq, actor] of [tenant, random.pick(tenants)].entries())
      rows.reportEvent.push({
        ...{ ...of, seq: seq + 1, at: day(-1), action: 'submit', toState: 'submitted', actorName: '甲' },
        actorTenantId: actor.id,
      })
    rows.reportRestatement.push({
      ...{ ...of, id: newId(), indicator: 'services', oldValue: 1, newValue: 2, knownOn: '2026-02-01', reason: '补登' },
      ...{ personName: '甲', at: day(-1) },
    })
    rows.reportSample.push({ ...of, seq: 2, ordinal: 1, seed: 'a', factId: 1n })
  }
}
