import type { PlotOrganisation, Plotting } from './plot-types.ts'

const states = ['applied', 'filed', 'refused', 'ended', 'grown'] as const

/** Adds a filing of an organisation in any state, with a line by its custodian and one that its own account wrote. */
export function plotFiling(
  { networkId, random, rows, day, newId }: Plotting,
  { id, custodian }: PlotOrganisation,
): void {
  const filingId = newId()
  const state = random.pick(states)
  // One stands of an organisation at most.
  const isTaken = rows.filing.some(row => row.organisationId === id && ['applied', 'filed'].includes(row.state))
  if (isTaken && (state === 'applied' || state === 'filed')) return
  const filedOn = state === 'applied' || state === 'refused' ? null : '2026-01-05'
  rows.filing.push({
    ...{ networkId, id: filingId, organisationId: id, tenantId: custodian.id, scopeKey: custodian.key, state },
    ...{ number: filedOn && filingId, filedOn, divisionCode: '11', responsibleName: '丙', members: 8 },
    ...{ field: 'elderCare', venue: '活动室', appliedAt: day(-3), appliedByName: '甲', updatedAt: day(-2) },
  })
  for (const [at, actorTenantId] of [custodian.id, null].entries()) {
    rows.filingEvent.push({
      ...{ networkId, filingId, seq: at + 1, at: day(-3), action: 'apply', toState: 'applied', actorTenantId },
      ...{ actorPersonId: newId(), actorName: '甲' },
    })
  }
}
