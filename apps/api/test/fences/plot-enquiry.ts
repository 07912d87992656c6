import type { PlotOrganisation, Plotting } from './plot-types.ts'

const answers = ['awaited', 'can', 'cannot', 'unanswered'] as const

/** Adds an enquiry about an organisation with sheets of some of the network's tenants, and lines of its history: the sender's and a sheet's. */
export function plotEnquiry(plotting: Plotting, organisation: PlotOrganisation): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  const sender = random.chance(0.7) ? organisation.custodian : random.pick(tenants)
  const asked = tenants.filter(({ id }) => id !== sender.id && random.chance(0.6))
  const enquiryId = newId()
  const asking = {
    ...{ networkId, number: enquiryId, fromTenantId: sender.id, need: newId(), field: 'elderCare', stage: 'growing' },
    ...{ divisionCode: '11', question: '需要场地', askedByName: '甲', askedAt: day(-3), dueAt: day(1) },
  }
  rows.enquiry.push({
    ...asking,
    ...{ id: enquiryId, organisationId: organisation.id, state: 'open', clockStartedAt: day(-3), calendarVersion: '1' },
    ...{ nextClockAt: day(1), updatedAt: day(-3) },
  })
  const line = { networkId, enquiryId, fromTenantId: sender.id, at: day(-3), actorPersonId: newId(), actorName: '甲' }
  rows.enquiryEvent.push({
    ...line,
    ...{ id: newId(), tenantId: null, action: 'ask', result: 'open', actorTenantId: sender.id },
  })
  for (const { id: tenantId } of asked) {
    rows.enquiryTarget.push({ ...asking, id: newId(), enquiryId, tenantId, answer: random.pick(answers) })
    rows.enquiryEvent.push({
      ...line,
      ...{ id: newId(), tenantId, action: 'answer', result: 'can', actorTenantId: tenantId },
    })
  }
}
