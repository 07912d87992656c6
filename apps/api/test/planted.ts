import { asSystem, schema } from '@fuqiao/db'
import { newDossier, newOrganisation, type OrganisationRow } from '@fuqiao/db/factories'
import { composeCreditCode } from '@fuqiao/domain/organisation'
import type { TestPerson, TestWorld } from './harness.ts'
import type { Stage } from './referral-stage.ts'

/** The beginning of every planted text: found nowhere else, so that one search finds any of them. */
export const markOf = (field: string): string => `密标${field}标密`
/** Every planted text in an answer, without the marks around it. */
export const marksIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/密标(\w+)标密/g)].map(([, field]) => field ?? ''))].sort()

/** A sum that stands in no other dossier; figures hold no text. */
export const plantedYuan = 918_273_645

const day = '2025-06-01'
const item = {
  title: markOf('projectTitle'),
  funder: markOf('projectFunder'),
  from: day,
  until: null,
  amountYuan: plantedYuan,
  status: 'running' as const,
  beneficiaries: 91,
}
const bodies = {
  profile: {
    purpose: markOf('profilePurpose'),
    scope: markOf('profileScope'),
    beneficiaries: markOf('profileBeneficiaries'),
    serviceArea: markOf('profileArea'),
    premises: { tenure: 'owned' as const, squareMetres: 91 },
    website: `https://example.org/${markOf('website')}`,
    foundedOn: day,
  },
  party: { form: 'none' as const, members: 0, activitiesLastYear: 0, note: markOf('partyNote') },
  finance: {
    years: [
      {
        year: 2025,
        incomeYuan: plantedYuan,
        expenditureYuan: 1,
        governmentPurchaseYuan: 1,
        donationsYuan: 1,
        netAssetsYuan: 1,
        isAudited: true,
      },
    ],
  },
  projects: { items: [item] },
  services: {
    items: [{ on: day, need: null, what: markOf('serviceWhat'), provider: markOf('serviceProvider'), attendances: 3 }],
  },
  assessments: {
    items: [
      {
        on: day,
        kind: 'grade' as const,
        result: markOf('assessmentResult'),
        assessor: markOf('assessor'),
        validUntil: null,
      },
    ],
  },
  credit: {
    items: [
      {
        on: day,
        kind: 'honour' as const,
        authority: markOf('creditAuthority'),
        text: markOf('creditText'),
        resolvedOn: null,
      },
    ],
  },
  documents: {
    items: [
      {
        title: markOf('documentTitle'),
        issuedOn: null,
        verifiedBy: markOf('documentVerifiedBy'),
        verifiedOn: null,
        validUntil: null,
      },
    ],
  },
}

/** Sections whose planted texts a grant of them opens. */
export const marksOfSection = {
  profile: ['profileArea', 'profileBeneficiaries', 'profilePurpose', 'profileScope', 'website'],
  services: ['serviceProvider', 'serviceWhat'],
} as const

/** Passes the check of GB 32100-2015, so that another incubator can ask for the organisation by it. */
export const plantedCode = composeCreditCode({ prefix: '52', divisionCode: '110101', serial: 'MJ0PLANT' })
/** Stands in no other dossier. */
export const plantedPhone = '13900918273'

/** An organisation of the first street with a mark in every field of its card, its dossier, its people, papers and the street's notes. */
export async function plantOrganisation(
  world: TestWorld,
  stage: Stage,
): Promise<{ organisation: OrganisationRow; account: TestPerson; attachmentId: string }> {
  const { networkId, tenants, people } = stage
  const organisation = await asSystem(world.db, async tx => {
    const row = await newOrganisation(tx, {
      ...{
        networkId,
        tenantId: tenants.streetA.id,
        name: markOf('name'),
        formerNames: [markOf('formerName')],
        creditCode: plantedCode,
      },
      ...{
        creditCodeOverride: markOf('override'),
        address: markOf('address'),
        summary: markOf('summary'),
        registrationAuthority: markOf('authority'),
      },
      ...{ filingNumber: markOf('filingNumber'), registeredOn: day },
    })
    await newDossier(tx, { organisation: row, bodies })
    await tx.insert(schema.organisationPerson).values({
      ...{
        networkId,
        organisationId: row.id,
        tenantId: row.tenantId,
        scopeKey: row.scopeKey,
        updatedAt: world.deps.now(),
      },
      ...{
        name: markOf('personName'),
        position: markOf('position'),
        phone: plantedPhone,
        certificate: markOf('certificate'),
      },
    })
    return row
  })
  const { organisations } = people.streetA.api
  await organisations.addNote({ organisationId: organisation.id, text: markOf('note') })
  const { id: attachmentId } = await organisations.addDocument({
    ...{
      organisationId: organisation.id,
      fileName: `${markOf('fileName')}.pdf`,
      content: Buffer.from(`%PDF-1.7 ${markOf('fileContent')}`),
    },
  })
  const account = await world.account({ networkId, organisationId: organisation.id, name: markOf('accountName') })
  return { organisation, account, attachmentId }
}
