import type { Role } from '@fuqiao/access'
import { asSystem, schema } from '@fuqiao/db'
import type { OrganisationRow } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { runReferralRequests } from '../src/jobs/run-referral-requests.ts'
import { playAgreement } from './agreement-stage.ts'
import { beginBatch } from './batch-stage.ts'
import { playEnquiry } from './enquiry-stage.ts'
import { checkedImport, insertCalendarLoad, insertRules } from './foreign-rows.ts'
import type { TestPerson, TestWorld } from './harness.ts'
import { makePartners, type Partners, playAcross } from './partner-stage.ts'
import { markOf, plantedCode } from './planted.ts'
import { plantCase, type PlantedCase } from './planted-case.ts'
import type { SoughtIds } from './readings.ts'
import type { Place, Stage } from './referral-stage.ts'
import { requestForm } from './request-stage.ts'

/** What lies beside a planted organisation's referral, with a mark in every word: how it is asked for by id, and who else has a part in it. */
export type Beside = {
  ids: Omit<SoughtIds, 'organisationId' | 'tenantId' | 'referralId' | 'consentId'>
  /** Drafts of the organisation: one of a batch, one that another incubator's request led to. */
  draftIds: string[]
  /** What it applied for at the first street. */
  application: PlantedCase
  partners: Partners
  across: ReturnType<typeof playAcross>
  /** Of the first street's systems, and of the installation. */
  administrators: { streetA: TestPerson; city: TestPerson }
}

/** About the planted organisation: an enquiry with an answer, a batch with a draft, an application to its incubator with a panel that judges it, a request that led to a draft, a register, and a referral to a partner network that is not begun yet; beside it an agreement of its custodian, a webhook and a year of the calendar. */
export async function plantBeside(
  world: TestWorld,
  stage: Stage,
  { organisation, account, asked }: { organisation: OrganisationRow; account: TestPerson; asked: readonly Place[] },
): Promise<Beside> {
  const { networkId, tenants, people } = stage
  const at = (place: 'streetA' | 'city', role: Role) =>
    world.person({ networkId, tenantId: tenants[place].id, roles: [role] })
  const administrators = { streetA: await at('streetA', 'tenantAdmin'), city: await at('city', 'systemAdmin') }
  const enquiry = playEnquiry({ ...stage, organisation }, [...asked, 'sector'])
  const { id: enquiryId } = await enquiry.ask({ question: markOf('question') })
  await enquiry.can('sector', markOf('answerOfAsked'))
  const batch = await beginBatch(stage, [organisation.id], {
    ...{ name: markOf('batchName'), needText: markOf('batchNeed'), otherReason: markOf('batchReason') },
    ...{ purpose: markOf('batchPurpose'), targetTenantId: tenants.districtB.id },
  })
  const agreement = playAgreement(stage, {
    second: 'sector',
    over: { title: markOf('agreementTitle'), firstDuties: markOf('duties'), secondDuties: markOf('otherDuties') },
  })
  const { id: agreementId } = await agreement.sign()
  await people.sector.api.referralRequests.ask(
    requestForm({
      ...{ creditCode: plantedCode, need: 'sectorTraining' },
      ...{ reason: markOf('requestReason'), offer: markOf('requestOffer') },
    }),
  )
  await runReferralRequests(world.deps, world.deps.now())
  const { id: endpointId } = await administrators.streetA.api.webhooks.create({
    ...{ url: 'http://127.0.0.1:9/', groups: ['waiting'] },
  })
  await administrators.streetA.api.webhooks.change({
    ...{ id: endpointId, version: 1, state: 'paused', groups: ['waiting'] },
  })
  const importId = await checkedImport(people.streetA, markOf('importedName'))
  const application = await plantCase(world, stage, account)
  const partners = await makePartners(world, stage)
  await partners.confirm()
  const [calendarLoadId, profilePassId] = [randomUUID(), randomUUID()]
  const { sheets, named, pulled } = await asSystem(world.db, async tx => {
    await insertCalendarLoad(tx, { networkId, id: calendarLoadId, by: administrators.city, at: world.deps.now() })
    await insertRules(tx, { networkId, id: profilePassId, by: administrators.city, at: world.deps.now() })
    const { enquiryTarget, organisationPerson, referral } = schema
    return {
      sheets: await tx.select().from(enquiryTarget).where(eq(enquiryTarget.enquiryId, enquiryId)),
      named: await tx.select().from(organisationPerson).where(eq(organisationPerson.organisationId, organisation.id)),
      pulled: await tx
        .select()
        .from(referral)
        .where(and(eq(referral.organisationId, organisation.id), eq(referral.kind, 'pull'))),
    }
  })
  return {
    ids: {
      ...{ enquiryId: [enquiryId], enquirySheetId: some(sheets), batchId: [batch.id], agreementId: [agreementId] },
      meetingId: { none: 'a meeting speaks of no organisation: nothing of the scene is on its agenda' },
      assignmentId: { none: 'an assignment is between incubators: nothing of the scene is in it' },
      reportId: { none: 'a report holds figures and words of its incubator: nothing of the scene is in it' },
      targetId: { none: 'a target is between incubators: nothing of the scene is in it' },
      activityId: { none: 'an activity names no organisation' },
      filingId: { none: 'the organisation sought is registered: it has no filing' },
      ...{ personId: some(named), partnerTenantId: [partners.partnerOfA()], importId: [importId] },
      ...{ endpointId: [endpointId], calendarLoadId: [calendarLoadId] },
      ...{ callId: [application.callId], caseId: [application.caseId] },
      profilePassId: [profilePassId],
      ...{ standardId: ofAll, serviceItemId: ofAll, publicationId: ofAll },
      ...{ expertId: application.panel.expertIds, seatId: application.panel.seatIds },
    },
    draftIds: [...batch.begun.map(({ referral }) => referral?.id ?? ''), ...some(pulled)],
    application,
    partners,
    across: playAcross(partners, {
      ...{ organisation, account, sections: ['profile', 'services'], grantUntil: '2026-06-30' },
      words: { needText: markOf('farNeed'), otherReason: markOf('farReason'), purpose: markOf('farPurpose') },
    }),
    administrators,
  }
}

const ofAll = { none: 'a standard, a service item and a publication name no organisation' }

/** The ids of rows that must be there. */
export function some(rows: readonly { id: string }[]): [string, ...string[]] {
  const [first, ...others] = rows.map(({ id }) => id)
  if (first === undefined) throw new Error('a row that is to be sought was not made')
  return [first, ...others]
}
