import type { PlotOrganisation, PlotTenant, Plotting, Rows } from './plot-types.ts'

const sections = [
  'profile',
  'staff',
  'party',
  'finance',
  'projects',
  'services',
  'assessments',
  'credit',
  'documents',
] as const

/** Plots organisations of the network, with their dossiers, people, papers and what was noted of them. */
export function plotOrganisations(plotting: Plotting): PlotOrganisation[] {
  const { networkId, random, rows, tenants, day, newId } = plotting
  return Array.from({ length: random.int(1, 4) }, () => {
    const [organisationId, custodian] = [newId(), random.pick(tenants)]
    const own = { networkId, tenantId: custodian.id, scopeKey: custodian.key }
    const ofIt = { organisationId, ...own }
    rows.organisation.push({
      ...own,
      id: organisationId,
      firstContactTenantId: random.pick(tenants).id,
      reportingTenantId: custodian.id,
      name: '爱心社',
      initials: 'axs',
      sortKey: 'axs',
      kind: 'association',
      stage: 'growing',
      field: 'elderCare',
      divisionCode: '11',
      createdAt: day(-8),
      updatedAt: day(-8),
    })
    for (const section of random.some(sections, random.int(1, 3))) {
      rows.dossierSection.push({ ...ofIt, section, body: {}, updatedAt: day(-8), updatedByName: '甲' })
    }
    rows.organisationPerson.push({ ...ofIt, id: newId(), name: '乙', position: '理事长', updatedAt: day(-8) })
    rows.attachment.push(plotPaper(plotting, organisationId, { ...custodian, purpose: 'document' }))
    const other = random.pick(tenants)
    rows.attachment.push(plotPaper(plotting, organisationId, { ...other, purpose: 'consentPaper' }))
    rows.organisationServing.push({
      ...ofIt,
      tenantId: other.id,
      scopeKey: other.key,
      id: newId(),
      from: day(-5),
      until: random.chance(0.5) ? day(-1) : null,
    })
    rows.organisationNote.push({
      networkId,
      tenantId: other.id,
      organisationId,
      id: newId(),
      text: '记录',
      personName: '甲',
      at: day(-4),
    })
    rows.notice.push({
      networkId,
      id: newId(),
      organisationId,
      tenantId: null,
      kind: 'arrived',
      at: day(-1),
      sourceKey: newId(),
    })
    rows.dossierAccess.push({
      networkId,
      id: newId(),
      organisationId,
      tenantId: random.pick(tenants).id,
      personId: newId(),
      personName: '甲',
      sections: ['profile'],
      basis: 'grant',
      at: day(-1),
    })
    return { id: organisationId, custodian }
  })
}

/** A paper of an organisation at a tenant; one that shows an outcome names its referral. */
export function plotPaper(
  { networkId, day, newId }: Plotting,
  organisationId: string,
  of: PlotTenant & Pick<Rows['attachment'][number], 'purpose' | 'referralId'>,
): Rows['attachment'][number] {
  return {
    networkId,
    id: newId(),
    tenantId: of.id,
    scopeKey: of.key,
    organisationId,
    purpose: of.purpose,
    referralId: of.referralId ?? null,
    fileName: '章程.pdf',
    mediaType: 'application/pdf',
    size: 1,
    sha256: '0',
    content: new Uint8Array([1]),
    personName: '甲',
    createdAt: day(-4),
  }
}
