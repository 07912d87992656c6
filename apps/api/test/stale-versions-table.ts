import { randomUUID } from 'node:crypto'
import { agreementForm } from './agreement-stage.ts'
import { insertedDigest } from './case-rows.ts'
import { activityCard, equipmentCard, partyCard, roomCard, staffCard } from './house-stage.ts'
import { notice, standardCard } from './guidance-stage.ts'
import { filingGroup, growthForm } from './filing-stage.ts'
import { staleReports } from './stale-versions-of-reports.ts'
import { staleMeetings } from './stale-versions-of-meetings.ts'
import { ownOperation } from './operator-stage.ts'
import type { Moment, Rows } from './foreign-rows.ts'

/** Who the change is open to. */
export type By = 'sender' | 'target' | 'account' | 'centre' | 'administrator' | 'expert'

/** A change of a row that the caller may change now, but for the version; `state` where the conflict names one. */
export type Stale = {
  by: By
  input: (
    rows: Rows & { consentVersion: number; digest: string },
  ) => { version: number | null } & Record<string, unknown>
  hasState: boolean
}

const key = () => randomUUID()
const of = (moment: Moment, by: By, more: Record<string, unknown> = {}): Stale => ({
  by,
  hasState: true,
  input: ({ referrals }) => ({ key: key(), ...referrals[moment], ...more }),
})
const card = { name: '改名之社', kind: 'inPreparation', stage: 'startUp', field: 'elderCare', divisionCode: '11' }
const person = { name: '王小明', position: '理事长' }
const form = {
  mode: 'coService',
  need: null,
  needText: '',
  targetTenantId: null,
  otherReason: '',
  purpose: '',
  sections: [],
  personal: false,
  grantUntil: null,
}
const tree = (more: Record<string, unknown> = {}): Stale => ({
  by: 'centre',
  hasState: true,
  input: ({ tenantId }) => ({ key: key(), tenantId, version: 1, reason: '调整', ...more }),
})
/** A change of the agreement that was proposed. */
const agreed = (by: By, more: Record<string, unknown> = {}): Stale => ({
  by,
  hasState: true,
  input: ({ agreementId, otherTenantId }) => ({
    ...more,
    ...('otherTenantId' in more ? { otherTenantId } : {}),
    ...{ key: key(), id: agreementId, version: 2 },
  }),
})
/** A change of the filing that was applied for. */
const ofFiling = (more: Record<string, unknown>): Stale => ({
  by: 'sender',
  hasState: true,
  input: ({ filingId }) => ({ ...more, key: key(), id: filingId, version: 1 }),
})
/** A change of what an incubator keeps of its own house. */
const ofHouse = (
  row: 'staffMemberId' | 'roomId' | 'equipmentId' | 'activityId',
  more: Record<string, unknown> = {},
): Stale => ({
  by: 'sender',
  hasState: false,
  input: rows => ({ ...more, id: rows[row], version: 1 }),
})
/** A change of the centre's draft of a standard. */
const ofStandard = (of: 'draftStandardId' | 'standardId', more: Record<string, unknown> = {}): Stale => ({
  ...{ by: 'centre', hasState: true },
  input: rows => ({ key: key(), id: rows[of], version: of === 'standardId' ? 2 : 1, ...more }),
})
/** A change of a publication of the first street: one that is written, one that was handed in, one that is published. */
const ofPublication = (
  of: 'publicationId' | 'submittedPublicationId' | 'publishedId',
  by: By,
  more: Record<string, unknown> = {},
): Stale => ({
  ...{ by, hasState: true },
  input: rows => ({
    ...{ key: key(), id: rows[of], ...more },
    version: { publicationId: 1, submittedPublicationId: 2, publishedId: 3 }[of],
  }),
})
/** A change of the enquiry that is open. */
const enquired = (more: Record<string, unknown>): Stale => ({
  by: 'sender',
  hasState: true,
  input: ({ enquiryId, otherTenantId }) => ({
    ...more,
    ...('tenantId' in more ? { tenantId: otherTenantId } : {}),
    ...{ key: key(), id: enquiryId, version: 1 },
  }),
})
/** A word on the partnership that is in force. */
const partnered: Stale = {
  by: 'centre',
  hasState: true,
  input: ({ partnerNetworkId, partnerVersion }) => ({
    ...{ key: key(), networkId: partnerNetworkId, version: partnerVersion, reason: '' },
  }),
}
/** A change of the draft that an officer writes. */
const onDraft = (more: Record<string, unknown> = {}): Stale => ({
  by: 'sender',
  hasState: true,
  input: ({ draftCaseId: id }) => ({ key: key(), id, version: 1, ...more }),
})
/** A change of the case that was applied for. */
const onCase = (more: (rows: Rows) => Record<string, unknown>): Stale => ({
  by: 'sender',
  hasState: true,
  input: rows => ({ key: key(), id: rows.caseId, version: rows.caseVersion, ...more(rows) }),
})
/** A change of the rules that are written, or wait for their day. */
const ruled = (more: Record<string, unknown>): Stale => ({
  by: 'centre',
  hasState: true,
  input: () => ({ key: key(), version: 2, ...more }),
})
const expertCard = {
  ...{ name: '某专家', employer: '某大学', title: '', fields: ['elderCare'], qualifications: '', services: [] },
  personId: null,
}
/** A change of an expert's card, of a panel that was called, or of a seat, by whoever may. */
const onPanel = (
  of: 'expertId' | 'panelId' | 'seatId',
  by: 'sender' | 'expert',
  more: Record<string, unknown> = {},
): Stale => ({
  ...{ by, hasState: false },
  input: rows => ({ key: key(), id: rows[of], version: 1, ...more }),
})
const party = { form: 'none', members: 0, activitiesLastYear: 0, note: '' }

/** Every change that names the version it saw. A new one is added here; the test names what is missing. */
export const staleChanges: Record<string, Stale> = {
  ...staleMeetings,
  ...staleReports,
  'operators.handOver': {
    by: 'centre',
    hasState: true,
    input: ({ operatorId }) => ({ key: key(), id: operatorId, version: 1, reason: '移交', ...ownOperation }),
  },
  'staff.change': ofHouse('staffMemberId', staffCard),
  'staff.end': ofHouse('staffMemberId', { until: '2026-03-02' }),
  'premises.changeRoom': ofHouse('roomId', roomCard),
  'premises.removeRoom': ofHouse('roomId'),
  'premises.changeEquipment': ofHouse('equipmentId', equipmentCard),
  'premises.removeEquipment': ofHouse('equipmentId'),
  'activities.change': ofHouse('activityId', activityCard),
  'activities.takeBack': ofHouse('activityId', { reason: '记错' }),
  'upkeep.saveParty': { by: 'sender', hasState: false, input: () => ({ ...partyCard, version: 1 }) },
  'standards.revise': ofStandard('standardId'),
  'standards.edit': ofStandard('draftStandardId', standardCard()),
  'standards.discard': ofStandard('draftStandardId'),
  'standards.publish': ofStandard('draftStandardId'),
  'serviceItems.end': {
    ...{ by: 'centre', hasState: true },
    input: ({ serviceItemId: id }) => ({ key: key(), id, version: 1, reason: '结束' }),
  },
  'publications.edit': ofPublication('publicationId', 'sender', notice()),
  'publications.submit': ofPublication('publicationId', 'sender'),
  'publications.discard': ofPublication('publicationId', 'sender'),
  'publications.takeBack': ofPublication('submittedPublicationId', 'sender'),
  'publications.approve': ofPublication('submittedPublicationId', 'centre'),
  'publications.return': ofPublication('submittedPublicationId', 'centre', { remarks: '补充' }),
  'publications.withdraw': ofPublication('publishedId', 'sender', { reason: '取消' }),
  'publications.correct': ofPublication('publishedId', 'sender'),
  'filings.decide': ofFiling({ outcome: 'file' }),
  'filings.renew': ofFiling(filingGroup),
  'filings.end': ofFiling({ reason: '解散' }),
  'filings.grow': { by: 'sender', hasState: false, input: ({ preparedId }) => growthForm(preparedId) },
  'partners.confirm': partnered,
  'partners.decline': partnered,
  'partners.withdraw': partnered,
  'partners.end': partnered,
  'identity.changeMember': {
    by: 'administrator',
    hasState: false,
    input: ({ membershipId }) => ({ membershipId, version: 1, roles: ['director', 'caseWorker'] }),
  },
  'identity.endMember': {
    by: 'administrator',
    hasState: false,
    input: ({ membershipId }) => ({ membershipId, version: 1, lastDay: null }),
  },
  'rules.save': ruled({ number: 1, content: {} }),
  'rules.discard': ruled({ number: 1 }),
  'rules.tryOut': ruled({ number: 1 }),
  'rules.schedule': ruled({ number: 1, inForceOn: '2026-04-01', reason: '调整' }),
  'rules.takeBack': ruled({ number: 2 }),
  'tenants.suspend': tree(),
  'tenants.resume': tree(),
  'tenants.merge': {
    by: 'centre',
    hasState: true,
    input: ({ tenantId, otherTenantId }) => ({
      key: key(),
      tenantId,
      successorId: otherTenantId,
      version: 1,
      reason: '合并',
    }),
  },
  'tenants.reparent': {
    by: 'centre',
    hasState: true,
    input: ({ tenantId, otherTenantId }) => ({
      key: key(),
      tenantId,
      parentId: otherTenantId,
      version: 1,
      reason: '调整',
    }),
  },
  'tenants.declareCapability': {
    by: 'sender',
    hasState: false,
    input: () => ({
      functions: ['venue'],
      fields: [],
      services: '',
      contactName: '王',
      contactPhone: '010-5550000',
      ceiling: 3,
      takesReferrals: true,
      version: 1,
    }),
  },
  'organisations.update': {
    by: 'sender',
    hasState: false,
    input: ({ organisationId }) => ({ id: organisationId, version: 1, ...card }),
  },
  'organisations.merge': {
    by: 'sender',
    hasState: false,
    input: ({ organisationId, quietOrganisationId }) => ({
      ...{ key: key(), id: organisationId, version: 1, survivorId: quietOrganisationId, survivorVersion: 1 },
      reason: '重复登记',
    }),
  },
  'organisations.endAccount': {
    by: 'sender',
    hasState: false,
    input: ({ organisationId, accountId }) => ({ organisationId, membershipId: accountId, version: 1 }),
  },
  'organisations.saveSection': {
    by: 'sender',
    hasState: false,
    input: ({ organisationId }) => ({ organisationId, version: 1, entry: { section: 'party', body: party } }),
  },
  'organisations.savePerson': {
    by: 'sender',
    hasState: false,
    input: ({ organisationId, personId }) => ({ organisationId, id: personId, version: 1, ...person }),
  },
  'organisations.removePerson': {
    by: 'sender',
    hasState: false,
    input: ({ organisationId, personId }) => ({ organisationId, id: personId, version: 1 }),
  },
  'organisations.decideDuplicates': {
    by: 'sender',
    hasState: true,
    input: ({ importId }) => ({ id: importId, version: 1, rowNumbers: [3] }),
  },
  'consents.sign': {
    by: 'account',
    hasState: true,
    input: ({ consentId, consentVersion, digest }) => ({
      key: key(),
      id: consentId,
      version: consentVersion,
      digest,
      signatory: '理事长',
    }),
  },
  'consents.refuse': {
    by: 'account',
    hasState: true,
    input: ({ consentId, consentVersion }) => ({
      key: key(),
      id: consentId,
      version: consentVersion,
      reason: '不同意',
    }),
  },
  'webhooks.change': {
    by: 'administrator',
    hasState: true,
    input: ({ endpointId }) => ({ id: endpointId, version: 1, state: 'paused', groups: ['waiting'] }),
  },
  'webhooks.rotate': {
    by: 'administrator',
    hasState: true,
    input: ({ endpointId }) => ({ id: endpointId, version: 1 }),
  },
  'agreements.edit': agreed('sender', { ...agreementForm('') }),
  'agreements.propose': agreed('sender'),
  'agreements.sign': agreed('target', { signatory: '主任' }),
  'agreements.decline': agreed('target', { reason: '不合适' }),
  'agreements.withdraw': agreed('sender', { reason: '再议' }),
  'agreements.end': agreed('target', { reason: '终止' }),
  'agreements.pause': agreed('target', { reason: '人手不足' }),
  'agreements.resume': agreed('target'),
  'enquiries.choose': enquired({ tenantId: '', mode: 'coService' }),
  'enquiries.giveUp': enquired({ reason: '' }),
  'enquiries.withdraw': enquired({ reason: '不问了' }),
  'enquiries.answer': {
    by: 'target',
    hasState: true,
    input: ({ enquirySheetId: id }) => ({
      ...{
        key: key(),
        id,
        version: 1,
        answer: 'cannot',
        reasonCode: 'capacity',
        from: null,
        capacity: null,
        words: '',
      },
    }),
  },
  'panels.changeExpert': onPanel('expertId', 'sender', expertCard),
  'panels.retireExpert': onPanel('expertId', 'sender', { isRetired: true }),
  'panels.callExperts': {
    ...{ by: 'sender', hasState: false },
    input: ({ panelCaseId: caseId }) => ({ key: key(), caseId, version: 1, declared: [] }),
  },
  'panels.draw': onPanel('panelId', 'sender'),
  'panels.callOff': onPanel('panelId', 'sender', { reason: '某' }),
  'panels.dismiss': onPanel('seatId', 'sender', { reason: '某' }),
  'panels.accept': onPanel('seatId', 'expert'),
  'panels.recuse': onPanel('seatId', 'expert', { reason: '某' }),
  'panels.score': onPanel('seatId', 'expert', { marks: [], words: '某' }),
  'calls.withdraw': { by: 'sender', hasState: true, input: ({ callId: id }) => ({ key: key(), id, version: 1 }) },
  'cases.save': onDraft({ answers: {}, claims: [] }),
  'cases.submit': onDraft(),
  'cases.complete': onCase(({ taskId }) => ({ taskId, result: 'pass', reason: '材料齐全' })),
  'cases.sign': {
    by: 'sender',
    hasState: true,
    input: ({ agreedCaseId: id }) => ({
      ...{ key: key(), id, version: 1, signatory: '何小满', digest: insertedDigest },
    }),
  },
  'cases.act': onCase(() => ({ action: 'withdraw', reason: '不再申请' })),
  // The version is looked at before anything that the rules say of the day or the state.
  'cases.recordService': onCase(() => ({ serviceId: 'venue', on: '2026-03-02', minutes: 60, words: '使用会议室' })),
  'referrals.edit': of('draft', 'sender', form),
  'referrals.editConsult': of('consult', 'sender', {
    ...{ need: null, needText: '', targetTenantId: null, otherReason: '' },
    ...{ organisationKind: null, field: null, stage: null, divisionCode: null },
  }),
  'referrals.sendForApproval': of('consult', 'sender'),
  'referrals.requestConsent': of('draft', 'sender'),
  'referrals.discard': of('draft', 'sender'),
  'referrals.uploadPaperConsent': of('asked', 'sender', {
    signatory: '理事长',
    reason: '无账号',
    fileName: 'a.pdf',
    content: Buffer.from('%PDF-1.7').toString('base64'),
  }),
  'referrals.approve': of('signed', 'sender'),
  'referrals.sendBack': of('signed', 'sender', { reason: '重写' }),
  'referrals.acknowledge': of('submitted', 'target'),
  'referrals.withdraw': of('submitted', 'sender', { reason: '不再需要' }),
  'referrals.accept': of('acknowledged', 'target', {
    leadName: '负责人',
    firstContactOn: '2026-03-05',
    duplicateAnswer: '',
  }),
  'referrals.decline': of('acknowledged', 'target', { reasonCode: 'capacity', text: '', betterTenantId: null }),
  'referrals.begin': of('accepted', 'target', { contactedOn: '2026-03-02', note: '' }),
  'referrals.progress': of('active', 'target', { note: '进展' }),
  'referrals.reportOutcome': of('active', 'target', {
    outcomeCode: 'served',
    outcomeText: '',
    servicesDelivered: '场地',
  }),
  'referrals.rate': of('asked', 'account', { grade: 'satisfied', words: '' }),
  'referrals.confirmClosure': of('reported', 'sender'),
  'referrals.requestInformation': of('acknowledged', 'target', { section: 'profile', question: '请补充' }),
  'referrals.requestFurtherConsent': of('acknowledged', 'sender', { personal: false }),
  'referrals.answerInformation': of('acknowledged', 'sender', { answer: '已补充' }),
  'referrals.waitlist': of('acknowledged', 'target', { reason: '名额已满', expectedOn: '2026-03-20' }),
  'referrals.keepWaiting': of('acknowledged', 'target', { reason: '仍在等候', expectedOn: '2026-03-20' }),
  'referrals.revokeConsent': of('active', 'sender', { reason: '组织来电' }),
  'referrals.hold': of('active', 'target', { reason: '装修', resumeOn: '2026-03-20' }),
  'referrals.resume': of('active', 'target'),
  'referrals.requestReturn': of('active', 'target', { reason: '已迁走', handOverSheet: '已辅导两次' }),
  'referrals.acceptReturn': of('active', 'sender'),
  'referrals.refuseReturn': of('active', 'sender', { reason: '请继续' }),
  'referrals.reportFailure': of('active', 'target', { causeCode: 'lostContact', text: '联系不上' }),
  'referrals.dispute': of('reported', 'sender', { reason: '未完成' }),
  'referrals.rule': of('reported', 'centre', { ruling: 'stands', text: '属实' }),
  'referrals.reopen': of('reported', 'sender', { reason: '再次需要', grantUntil: '2026-05-01' }),
  'referrals.reroute': of('acknowledged', 'sender'),
  'referrals.assign': {
    by: 'centre',
    hasState: true,
    input: ({ referrals, otherTenantId }) => ({
      key: key(),
      ...referrals.acknowledged,
      targetTenantId: otherTenantId,
      reason: '由其承接',
    }),
  },
  'referrals.dispatch': of('submitted', 'centre', { reason: '由其承接' }),
  'referrals.object': of('submitted', 'target', { reason: '不具备条件' }),
  'referrals.settle': of('submitted', 'sender', { reason: '不再转介' }),
  'referrals.proposeVoid': of('submitted', 'administrator', { reason: '误建' }),
  'referrals.cancelVoid': of('submitted', 'sender'),
  'referrals.confirmVoid': of('submitted', 'sender'),
}
