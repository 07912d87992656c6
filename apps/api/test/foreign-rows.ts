import { IMPORT_COLUMNS } from '@fuqiao/contract'
import { asSystem, schema, type Tx } from '@fuqiao/db'
import { newNetwork, newTenant } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { randomUUID } from 'node:crypto'
import { importHeaders, importSheetName } from '../src/features/organisations/import-columns.ts'
import { playAgreement, standingTerms } from './agreement-stage.ts'
import { batchForm } from './batch-stage.ts'
import { type CaseRows, makeCaseRows } from './case-rows.ts'
import { type GuidanceRows, makeGuidance } from './guidance-stage.ts'
import { makePanelRows, type PanelRows } from './panel-rows.ts'
import { makeReportRows, type ReportRows } from './report-rows.ts'
import { makeMeetingRows, type MeetingRows } from './meeting-rows.ts'
import { operationForm } from './operator-stage.ts'
import { makeHouse } from './house-stage.ts'
import { filingForm, preparedGroup } from './filing-stage.ts'
import { enquiryForm } from './enquiry-stage.ts'
import type { TestPerson, TestWorld } from './harness.ts'
import { anotherOrganisation, playConsult, playReferral, type Stage } from './referral-stage.ts'

/** A referral as a change of it names it. */
export type ReferralAt = { id: string; version: number }
const steps = {
  draft: 'edit',
  asked: 'ask',
  signed: 'sign',
  submitted: 'approve',
  acknowledged: 'acknowledge',
  accepted: 'accept',
  active: 'begin',
  reported: 'report',
} as const
/** A state that an own referral is brought into; `consult`: a draft that asks for advice. */
export type Moment = keyof typeof steps | 'consult'

type OfIncubation = CaseRows & PanelRows & MeetingRows & GuidanceRows & ReportRows

/** One row of every kind that an id of an input can name, in the first street of a stage and between it and the second district. */
export type Rows = OfIncubation & {
  organisationId: string
  /** An organisation without any referral. */
  quietOrganisationId: string
  personId: string
  attachmentId: string
  documentCheckId: string
  calendarLoadId: string
  profilePassId: string
  paperId: string
  /** What shows the outcome of a referral. */
  outcomePaperId: string
  importId: string
  /** The first street. */
  tenantId: string
  /** The second street. */
  otherTenantId: string
  membershipId: string
  /** The membership of the organisation's account. */
  accountId: string
  sessionId: string
  savedViewId: string
  noticeId: string
  endpointId: string
  consentId: string
  /** Proposed by the first street to the second district, which is to accept under it. */
  agreementId: string
  /** Applied for by the first street, for a group in preparation; and another such group, which has not. */
  filingId: string
  /** Of the first street. */
  operatorId: string
  preparedId: string
  /** Of what the first street keeps of its own house. */
  staffMemberId: string
  staffTrainingId: string
  roomId: string
  equipmentId: string
  activityId: string
  /** An enquiry of the first street, and the sheet of the second district in it. */
  enquiryId: string
  enquirySheetId: string
  /** A batch of the first street. */
  batchId: string
  /** The place of a partner network in the tree, that network, what it offers, and the partnership's version. */
  partnerTenantId: string
  partnerNetworkId: number
  partnerIncubatorId: string
  partnerVersion: number
  /** The account of the organisation that was asked. */
  askedAccount: TestPerson
  referrals: Record<Moment, ReferralAt>
}

/** A register that was checked and waits for a decision: two rows of one organisation. */
export async function checkedImport(person: TestPerson, name: string): Promise<string> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(importSheetName)
  sheet.addRow(IMPORT_COLUMNS.map(column => importHeaders[column].title))
  const cells: Record<string, string> = { name, kind: '社区备案', stage: '初创', field: '养老服务', divisionCode: '11' }
  // The same organisation twice: the second row is a duplicate to decide on.
  for (const row of [cells, cells]) sheet.addRow(IMPORT_COLUMNS.map(column => row[column] ?? null))
  const content = Buffer.from(await book.xlsx.writeBuffer())
  return (await person.api.organisations.checkImport({ fileName: '名册.xlsx', content })).id
}

/** A year of the calendar that was tried and waits to be confirmed. */
export async function insertCalendarLoad(
  tx: Tx,
  { networkId, id, by, at }: { networkId: number; id: string; by: TestPerson; at: Date },
): Promise<void> {
  await tx.insert(schema.calendarLoad).values({
    ...{ networkId, id, year: 2027, rows: [], listVersion: '0', base: '', fileName: '2027.json', reason: '' },
    ...{ personId: by.personId, personName: '甲', proposedAt: at, checkedAt: at },
  })
}

/** A draft of the network's rules that was tried out, and a version that waits for its day. */
export async function insertRules(
  tx: Tx,
  { networkId, id, by, at }: { networkId: number; id: string; by: TestPerson; at: Date },
): Promise<void> {
  const person = { personId: by.personId, personName: '甲' }
  const said = {
    networkId,
    baseVersion: 0,
    content: {},
    digest: 'd',
    revision: 2,
    ...person,
    createdAt: at,
    updatedAt: at,
  }
  await tx.insert(schema.profileVersion).values([
    { ...said, version: 1 },
    { ...said, version: 2, state: 'scheduled', inForceOn: '2026-12-31' },
  ])
  await tx.insert(schema.profilePass).values({
    ...{ networkId, id, kind: 'trial', version: 1, digest: 'd', baseVersion: 0, state: 'done', startedAt: at },
    ...{ ...person, finishedAt: at },
  })
}

/** Another network that offers its centre and is made a partner. */
async function makePartner(world: TestWorld, stage: Stage) {
  const centre = await asSystem(world.db, async tx => {
    const { id: networkId } = await newNetwork(tx)
    return newTenant(tx, { networkId, name: `别网中心${networkId}` })
  })
  const { networkId, id: tenantId } = centre
  const { api } = await world.person({ networkId, tenantId, roles: ['director'] })
  await api.partners.offer({ key: randomUUID(), tenantId, isOffered: true })
  const proposed = await stage.people.city.api.partners.propose({ key: randomUUID(), networkId })
  const { version } = await api.partners.confirm({
    ...{ key: randomUUID(), networkId: stage.networkId, version: proposed.version, reason: '' },
  })
  const [partner] = await stage.people.city.api.partners.list()
  return {
    partnerTenantId: partner?.tenantId ?? '',
    partnerNetworkId: networkId,
    partnerIncubatorId: tenantId,
    partnerVersion: version,
  }
}

/** Makes the rows by the procedures that people use. */
export async function makeRows(world: TestWorld, stage: Stage): Promise<Rows> {
  const { streetA } = stage.people
  const referrals = {} as Rows['referrals']
  let askedAccount = stage.account
  for (const [moment, step] of Object.entries(steps)) {
    const subject =
      moment === 'active'
        ? { organisation: stage.organisation, account: stage.account }
        : await anotherOrganisation(world, stage)
    const { id, version } = await playReferral(stage, {
      to: 'districtB',
      need: 'capabilityBuilding',
      papers: [{ fileName: '签到表.pdf', content: Buffer.from('%PDF-1.7 签到') }],
      ...subject,
    }).until(step)
    referrals[moment as Moment] = { id, version }
    if (moment === 'asked') askedAccount = subject.account
  }
  const { id: consultId, version } = await playConsult(stage, { to: 'districtB' }).until('edit')
  referrals.consult = { id: consultId, version }
  const paper = Buffer.from('%PDF-1.7 证书')
  const { organisation: quiet } = await anotherOrganisation(world, stage)
  const document = await streetA.api.organisations.addDocument({
    organisationId: stage.organisation.id,
    fileName: '证书.pdf',
    content: paper,
  })
  const check = await streetA.api.organisations.checkDocument({
    key: randomUUID(),
    organisationId: stage.organisation.id,
    attachmentId: document.id,
    kind: 'charter',
    checkedOn: '2026-03-01',
    validUntil: null,
    note: '',
  })
  const onPaper = playReferral(stage, {
    to: 'districtB',
    need: 'capabilityBuilding',
    ...(await anotherOrganisation(world, stage)),
  })
  await onPaper.until('ask')
  await streetA.api.referrals.uploadPaperConsent({
    ...onPaper.next(),
    signatory: '理事长',
    reason: '无账号',
    fileName: '同意书.pdf',
    content: paper.toString('base64'),
  })
  const { id: savedViewId } = await streetA.api.savedViews.create({
    page: 'organisations',
    name: '养老',
    query: { fields: 'elderCare' },
  })
  const [noticeId, calendarLoadId, profilePassId] = [randomUUID(), randomUUID(), randomUUID()]
  const keeper = await world.person({
    networkId: stage.networkId,
    tenantId: stage.tenants.streetA.id,
    roles: ['tenantAdmin'],
  })
  const { id: endpointId } = await keeper.api.webhooks.create({ url: 'http://127.0.0.1:9/', groups: ['waiting'] })
  const agreement = playAgreement(stage, { second: 'districtB', over: { standing: standingTerms } })
  await agreement.draft()
  const { id: agreementId } = await agreement.propose()
  const { id: enquiryId } = await streetA.api.enquiries.ask(enquiryForm(stage, ['districtB', 'sector']))
  const { id: batchId } = await streetA.api.batches.start(batchForm(stage, [quiet.id]))
  const { organisation: other } = await anotherOrganisation(world, stage)
  const cases = await makeCaseRows(world, stage, { quiet, other })
  const panels = await makePanelRows(world, stage)
  const meetings = await makeMeetingRows(world, stage)
  const reports = await makeReportRows(world, stage)
  const [preparedId, appliedId] = [await preparedGroup(world, stage), await preparedGroup(world, stage)]
  const { id: operatorId } = await stage.people.city.api.operators.appoint(operationForm(stage.tenants.streetA.id))
  const { id: filingId } = await streetA.api.filings.submit(filingForm(appliedId))
  const house = await makeHouse(streetA)
  const guidance = await makeGuidance(stage.people.city, streetA)
  const partner = await makePartner(world, stage)
  const { networkId } = stage
  return asSystem(world.db, async tx => {
    const [sheet] = await tx
      .select()
      .from(schema.enquiryTarget)
      .where(
        and(
          eq(schema.enquiryTarget.enquiryId, enquiryId),
          eq(schema.enquiryTarget.tenantId, stage.tenants.districtB.id),
        ),
      )
    const [person] = await tx
      .select()
      .from(schema.organisationPerson)
      .where(eq(schema.organisationPerson.organisationId, stage.organisation.id))
    const [consent] = await tx
      .select()
      .from(schema.consent)
      .where(and(eq(schema.consent.referralId, referrals.asked.id), eq(schema.consent.state, 'asked')))
    const [scan] = await tx
      .select()
      .from(schema.attachment)
      .where(and(eq(schema.attachment.networkId, networkId), eq(schema.attachment.purpose, 'consentPaper')))
    const [evidence] = await tx
      .select()
      .from(schema.attachment)
      .where(eq(schema.attachment.referralId, referrals.reported.id))
    await tx.insert(schema.notice).values({
      networkId,
      id: noticeId,
      tenantId: stage.tenants.streetA.id,
      kind: 'referralAccepted',
      at: world.deps.now(),
      sourceKey: noticeId,
    })
    await insertCalendarLoad(tx, { networkId, id: calendarLoadId, by: streetA, at: world.deps.now() })
    await insertRules(tx, { networkId, id: profilePassId, by: streetA, at: world.deps.now() })
    return {
      organisationId: stage.organisation.id,
      quietOrganisationId: quiet.id,
      personId: person?.id ?? '',
      attachmentId: document.id,
      documentCheckId: check.id,
      calendarLoadId,
      profilePassId,
      paperId: scan?.id ?? '',
      outcomePaperId: evidence?.id ?? '',
      importId: await checkedImport(streetA, `名册之社${networkId}`),
      tenantId: stage.tenants.streetA.id,
      otherTenantId: stage.tenants.streetB.id,
      membershipId: streetA.membershipId,
      accountId: stage.account.membershipId,
      sessionId: streetA.sessionId,
      savedViewId,
      noticeId,
      endpointId,
      consentId: consent?.id ?? '',
      agreementId,
      filingId,
      operatorId,
      preparedId,
      ...house,
      enquiryId,
      enquirySheetId: sheet?.id ?? '',
      batchId,
      ...partner,
      ...cases,
      ...panels,
      ...meetings,
      ...reports,
      ...guidance,
      askedAccount,
      referrals,
    }
  })
}
