import type { PlotOrganisation, Plotting } from './plot-types.ts'

/** Adds a request for an organisation, and mostly the referral that its custodian was drafted for it, unsent or sent. */
export function plotRequest(plotting: Plotting, organisation: PlotOrganisation): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  const asker = random.pick(tenants)
  const from = organisation.custodian
  const [requestId, id] = [newId(), newId()]
  const isOpen = random.chance(0.7)
  rows.referralRequest.push({
    ...{ networkId, id: requestId, tenantId: asker.id, number: requestId, name: '爱心社', subjectKey: requestId },
    ...{ need: 'venue', field: 'elderCare', divisionCode: '11', mode: 'coService', reason: '来访', offer: '场地' },
    ...{ askedByPersonId: newId(), askedByName: '甲', askedAt: day(-3), dueAt: day(1), calendarVersion: '1' },
    ...{ state: isOpen ? 'open' : 'ended', settledAt: isOpen ? null : day(-1), nextClockAt: isOpen ? day(1) : null },
  })
  if (asker.id === from.id || random.chance(0.3)) return
  const isSent = random.chance(0.4)
  rows.referral.push({
    ...{ networkId, id, requestId, number: id, letterCode: id, kind: 'pull', mode: 'coService', chainId: id },
    ...{ parentId: null, organisationId: organisation.id, fromTenantId: from.id, toTenantId: asker.id },
    ...{ deskTenantId: null, sections: [], personal: false, grantUntil: null, decidedAt: null },
    ...{ state: isSent ? 'submitted' : 'draft', submittedAt: isSent ? day(-2) : null },
    ...{ createdByPersonId: newId(), createdByName: '甲', createdAt: day(-3), updatedAt: day(-3) },
  })
}
