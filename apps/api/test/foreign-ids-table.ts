import { randomUUID } from 'node:crypto'
import { agreementForm } from './agreement-stage.ts'
import { consultForm } from './consult-form.ts'
import { batchIds } from './foreign-ids-of-batches.ts'
import { caseIds } from './foreign-ids-of-cases.ts'
import { reportIds } from './foreign-ids-of-reports.ts'
import { meetingIds } from './foreign-ids-of-meetings.ts'
import { panelIds } from './foreign-ids-of-panels.ts'
import { guidanceIds } from './foreign-ids-of-guidance.ts'
import { houseIds } from './foreign-ids-of-house.ts'
import { filingIds } from './foreign-ids-of-filings.ts'
import { peopleIds } from './foreign-ids-of-people.ts'
import { rulesIds } from './foreign-ids-of-rules.ts'
import type { Moment, ReferralAt, Rows } from './foreign-rows.ts'

/** What a caller has of their own, where an input names a foreign row beside an own one. */
export type Own = {
  organisationId: string
  /** The membership of that organisation's account. */
  accountId: string
  tenantId: string
  /** A case of that organisation in that tenant, whose agreement is to be signed. */
  case: ReferralAt
  draft: ReferralAt
  consult: ReferralAt
  acknowledged: ReferralAt
}

/**
 * One place of an input that holds an id: which foreign row it names, and an otherwise good input with the id in it.
 * `same` says why the answer is not 404: it is then held equal to that for an id that does not exist, and nothing more.
 */
export type Probe = {
  of:
    | Exclude<
        keyof Rows,
        'referrals' | 'askedAccount' | 'seatedPerson' | 'partnerNetworkId' | 'partnerVersion' | 'caseVersion'
      >
    | Moment
  input: (id: string, own: Own) => unknown
  same?: string
  /** The answer is kept in the audit trail of the caller, whatever it says. */
  isKept?: true
  /** Inside the network the id is a good one: only strangers from outside are asked. */
  isGoodInside?: true
}

const key = () => randomUUID()
const directory =
  'the directory of incubators is open to the whole network, so a sibling’s id is no secret in it; what may not be done to it is forbidden, not hidden'
const filter = 'a filter narrows what the caller sees: nothing is found under an id that is not in sight'
const position = 'a cursor is a position in the caller’s own list, not a row'
/** The id of the row that the referral is, with what every change names. */
const change =
  (more: Record<string, unknown> = {}) =>
  (id: string) => ({ key: key(), id, version: 1, ...more })
const byId = (id: string) => ({ id })
const at = '2027-03-02T09:00:00+08:00'
const card = { name: '改名之社', kind: 'inPreparation', stage: 'startUp', field: 'elderCare', divisionCode: '11' }
const person = { name: '王小明', position: '理事长' }
const form = {
  ...{ mode: 'coService', need: null, needText: '', targetTenantId: null, otherReason: '' },
  ...{ purpose: '', sections: [], personal: false, grantUntil: null },
}
/** A question to an incubator about an organisation. */
const question = (organisationId: string, targetTenantId: string) => ({
  ...{ key: key(), organisationId, need: 'venue', field: 'elderCare', stage: 'growing', divisionCode: '110105' },
  ...{ question: '需要场地', targetTenantIds: [targetTenantId] },
})
const merging = (id: string, survivorId: string) => change({ survivorId, survivorVersion: 1, reason: '重复' })(id)
const ofBatch: Probe = { of: 'batchId', same: filter, input: batchId => ({ filter: { batchId } }) }
const tree = (more: (id: string) => Record<string, unknown>): Probe => ({
  of: 'tenantId',
  same: directory,
  input: id => ({ key: key(), reason: '调整', ...more(id) }),
})
const cursor: Probe = { of: 'organisationId', same: position, input: id => ({ cursor: { at, id } }) }
const whole: Probe = { of: 'tenantId', input: once => ({ filter: { once } }) }
const boards = (
  'organisations coverage functions referrals incubators unmetNeeds divisions ' +
  'exportNeeds exportIncubators exportDivisions'
).split(' ')
const board: Probe = { of: 'tenantId', input: tenantId => ({ tenantId }) }
const narrowed = (name: string): Probe => ({ of: 'tenantId', same: filter, input: id => ({ [name]: id }) })
const listed = { tenantId: narrowed('tenantId'), underTenantId: narrowed('underTenantId') }

/** A look at a document. */
const look = (attachmentId: string) => ({
  ...{ key: key(), attachmentId, kind: 'charter', checkedOn: '2026-03-01', validUntil: null, note: '' },
})

/** Every place of every input that holds an id. A new one is added here with the row it names; the test names what is missing. */
export const foreignIds: Record<string, Record<string, Probe>> = {
  'tenants.tree': { parentId: { of: 'tenantId', same: directory, input: parentId => ({ parentId }) } },
  'tenants.get': { tenantId: { of: 'tenantId', same: directory, input: tenantId => ({ tenantId }) } },
  'tenants.open': {
    parentId: tree(parentId => ({
      parentId,
      tier: 'community',
      kind: 'administrative',
      buildingMode: null,
      name: '新开的中心',
      shortName: '新开',
      divisionCode: '11',
      director: { loginName: 'xinkai.zhuren', displayName: '何小满' },
      administrator: null,
    })),
  },
  'tenants.suspend': { tenantId: tree(tenantId => ({ tenantId, version: 1 })) },
  'tenants.resume': { tenantId: tree(tenantId => ({ tenantId, version: 1 })) },
  'tenants.merge': {
    tenantId: tree(tenantId => ({ tenantId, version: 1, successorId: randomUUID() })),
    successorId: {
      of: 'tenantId',
      same: directory,
      input: (successorId, { tenantId }) => ({ key: key(), reason: '调整', version: 1, tenantId, successorId }),
    },
  },
  'tenants.reparent': {
    tenantId: tree(tenantId => ({ tenantId, version: 1, parentId: randomUUID() })),
    parentId: {
      of: 'tenantId',
      same: directory,
      input: (parentId, { tenantId }) => ({ key: key(), reason: '调整', version: 1, tenantId, parentId }),
    },
  },
  'partners.incubators': {
    tenantId: { of: 'partnerTenantId', isGoodInside: true, input: tenantId => ({ tenantId }) },
  },
  'partners.offer': { tenantId: { of: 'tenantId', input: tenantId => ({ key: key(), tenantId, isOffered: true }) } },
  ...Object.fromEntries(boards.map(name => [`dashboards.${name}`, { tenantId: board }])),
  'dashboards.referralList': { tenantId: board, 'filter.once': whole, 'cursor.id': cursor },
  'dashboards.needList': { tenantId: board, 'cursor.id': cursor },
  'dashboards.exportReferrals': { tenantId: board, 'filter.once': whole },
  'audit.list': {
    'filter.tenantId': { of: 'tenantId', same: filter, input: tenantId => ({ filter: { tenantId } }) },
    'filter.subjectId': { of: 'organisationId', same: filter, input: subjectId => ({ filter: { subjectId } }) },
    'cursor.id': cursor,
  },
  'audit.export': {
    'filter.tenantId': {
      of: 'tenantId',
      same: filter,
      isKept: true,
      input: tenantId => ({ filter: { tenantId }, format: 'csv' }),
    },
    'filter.subjectId': {
      of: 'organisationId',
      same: filter,
      isKept: true,
      input: subjectId => ({ filter: { subjectId }, format: 'csv' }),
    },
  },
  ...peopleIds({ same: directory }),
  ...filingIds(change, cursor, { same: directory }),
  ...houseIds(position),
  ...guidanceIds(change, cursor, position),
  'organisations.list': {
    ...listed,
    'cursor.id': { of: 'organisationId', same: position, input: id => ({ cursor: { value: at, id } }) },
  },
  'organisations.count': listed,
  'organisations.get': { id: { of: 'organisationId', input: byId } },
  'organisations.checkRegistration': {
    exceptId: { of: 'organisationId', same: filter, input: exceptId => ({ name: '某某养老服务中心', exceptId }) },
  },
  'organisations.update': { id: { of: 'organisationId', input: id => ({ id, version: 1, ...card }) } },
  'organisations.merge': {
    id: { of: 'organisationId', input: (id, own) => merging(id, own.organisationId) },
    survivorId: { of: 'organisationId', input: (survivorId, own) => merging(own.organisationId, survivorId) },
  },
  'organisations.openDossier': { id: { of: 'organisationId', input: byId } },
  'organisations.saveSection': {
    organisationId: {
      of: 'organisationId',
      input: organisationId => ({
        organisationId,
        version: 1,
        entry: { section: 'party', body: { form: 'none', members: 0, activitiesLastYear: 0, note: '' } },
      }),
    },
  },
  'organisations.addPerson': {
    organisationId: { of: 'organisationId', input: organisationId => ({ organisationId, ...person }) },
  },
  'organisations.savePerson': {
    organisationId: {
      of: 'organisationId',
      input: organisationId => ({ organisationId, id: randomUUID(), version: 1, ...person }),
    },
    id: { of: 'personId', input: (id, { organisationId }) => ({ organisationId, id, version: 1, ...person }) },
  },
  'organisations.removePerson': {
    organisationId: {
      of: 'organisationId',
      input: organisationId => ({ organisationId, id: randomUUID(), version: 1 }),
    },
    id: { of: 'personId', input: (id, { organisationId }) => ({ organisationId, id, version: 1 }) },
  },
  'organisations.unmaskPerson': {
    organisationId: {
      of: 'organisationId',
      input: organisationId => ({ organisationId, personId: randomUUID(), reason: '核对身份信息' }),
    },
    personId: {
      of: 'personId',
      input: (personId, { organisationId }) => ({ organisationId, personId, reason: '核对身份信息' }),
    },
  },
  'organisations.notes': { organisationId: { of: 'organisationId', input: organisationId => ({ organisationId }) } },
  'organisations.addNote': {
    organisationId: { of: 'organisationId', input: organisationId => ({ organisationId, text: '一句话' }) },
  },
  'organisations.documents': {
    organisationId: { of: 'organisationId', input: organisationId => ({ organisationId }) },
  },
  'organisations.addDocument': {
    organisationId: {
      of: 'organisationId',
      input: organisationId => ({ organisationId, fileName: '甲.pdf', content: Buffer.from('%PDF-1.7') }),
    },
  },
  'organisations.checkDocument': {
    organisationId: {
      of: 'organisationId',
      input: organisationId => ({ ...look(randomUUID()), organisationId }),
    },
    attachmentId: {
      of: 'attachmentId',
      input: (attachmentId, { organisationId }) => ({ ...look(attachmentId), organisationId }),
    },
  },
  'organisations.revokeDocumentCheck': {
    organisationId: {
      of: 'organisationId',
      input: organisationId => ({ organisationId, id: randomUUID(), reason: '看错了' }),
    },
    id: {
      of: 'documentCheckId',
      input: (id, { organisationId }) => ({ organisationId, id, reason: '看错了' }),
    },
  },
  'calendar.trial': {
    id: { of: 'calendarLoadId', input: byId },
    tenantId: { of: 'tenantId', same: filter, input: tenantId => ({ id: randomUUID(), tenantId }) },
  },
  ...rulesIds,
  'organisations.importJobs': { 'cursor.id': cursor },
  'organisations.importJob': { id: { of: 'importId', input: byId } },
  'organisations.importRows': { id: { of: 'importId', input: byId } },
  'organisations.decideDuplicates': { id: { of: 'importId', input: id => ({ id, version: 1, rowNumbers: [3] }) } },
  'organisations.confirmImport': { id: { of: 'importId', input: byId } },
  'organisations.cancelImport': { id: { of: 'importId', input: byId } },
  'consents.show': { id: { of: 'consentId', input: byId } },
  'consents.sign': { id: { of: 'consentId', input: change({ digest: 'a'.repeat(64), signatory: '理事长' }) } },
  'consents.refuse': { id: { of: 'consentId', input: change({ reason: '不同意' }) } },
  'referrals.create': {
    organisationId: {
      of: 'quietOrganisationId',
      input: organisationId => ({ key: key(), organisationId, mode: 'coService' }),
    },
    consultId: {
      of: 'consult',
      input: (consultId, { organisationId }) => ({ key: key(), organisationId, mode: 'coService', consultId }),
    },
  },
  'referrals.createConsult': {
    organisationId: { of: 'quietOrganisationId', input: organisationId => ({ key: key(), organisationId }) },
  },
  'referrals.editConsult': {
    id: { of: 'consult', input: change(consultForm) },
    targetTenantId: {
      of: 'tenantId',
      same: directory,
      isGoodInside: true,
      input: (targetTenantId, { consult }) => ({ key: key(), ...consult, ...consultForm, targetTenantId }),
    },
  },
  'referrals.sendForApproval': { id: { of: 'consult', input: change() } },
  'agreements.list': {
    'filter.otherTenantId': {
      of: 'tenantId',
      same: filter,
      input: otherTenantId => ({ filter: { otherTenantId } }),
    },
    'cursor.id': cursor,
  },
  'agreements.exportFile': {
    'filter.otherTenantId': {
      of: 'tenantId',
      same: filter,
      isKept: true,
      input: otherTenantId => ({ filter: { otherTenantId } }),
    },
  },
  'agreements.get': { id: { of: 'agreementId', input: byId } },
  'agreements.citable': {
    otherTenantId: { of: 'tenantId', same: filter, input: otherTenantId => ({ otherTenantId }) },
  },
  'agreements.draft': {
    otherTenantId: { of: 'tenantId', same: directory, isGoodInside: true, input: id => agreementForm(id) },
  },
  'agreements.edit': {
    id: { of: 'agreementId', input: (id, { tenantId }) => ({ ...agreementForm(tenantId), ...change()(id) }) },
    otherTenantId: {
      of: 'tenantId',
      same: 'an agreement that the caller does not have is not found, whoever its other side would be',
      input: id => ({ ...agreementForm(id), ...change()(randomUUID()) }),
    },
  },
  'agreements.propose': { id: { of: 'agreementId', input: change() } },
  'agreements.sign': { id: { of: 'agreementId', input: change({ signatory: '主任' }) } },
  'agreements.decline': { id: { of: 'agreementId', input: change({ reason: '不合适' }) } },
  'agreements.withdraw': { id: { of: 'agreementId', input: change({ reason: '再议' }) } },
  'agreements.end': { id: { of: 'agreementId', input: change({ reason: '终止' }) } },
  'agreements.pause': { id: { of: 'agreementId', input: change({ reason: '人手不足' }) } },
  'agreements.resume': { id: { of: 'agreementId', input: change() } },
  ...batchIds({ same: directory, isGoodInside: true }),
  ...caseIds({ directory, cursor }),
  ...panelIds(cursor),
  ...reportIds({ cursor, filter }),
  ...meetingIds({ change, cursor, directory, filter }),
  'enquiries.list': { 'cursor.id': cursor },
  'enquiries.asked': { 'cursor.id': cursor },
  'enquiries.countBelow': { tenantId: board },
  'enquiries.get': { id: { of: 'enquiryId', input: byId } },
  'enquiries.sheet': { id: { of: 'enquirySheetId', input: byId } },
  'enquiries.ask': {
    organisationId: { of: 'organisationId', input: (id, { tenantId }) => question(id, tenantId) },
    'targetTenantIds[]': {
      of: 'tenantId',
      same: directory,
      isGoodInside: true,
      input: (id, { organisationId }) => question(organisationId, id),
    },
  },
  'enquiries.answer': {
    id: {
      of: 'enquirySheetId',
      input: change({ answer: 'cannot', reasonCode: 'capacity', from: null, capacity: null, words: '' }),
    },
  },
  'enquiries.choose': {
    id: { of: 'enquiryId', input: (id, { tenantId }) => ({ ...change()(id), mode: 'coService', tenantId }) },
    tenantId: {
      of: 'tenantId',
      same: 'an enquiry that the caller does not have is not found, whoever would be chosen',
      input: tenantId => ({ ...change()(randomUUID()), mode: 'coService', tenantId }),
    },
  },
  'enquiries.giveUp': { id: { of: 'enquiryId', input: change({ reason: '' }) } },
  'referralRequests.list': { 'cursor.id': cursor },
  'enquiries.withdraw': { id: { of: 'enquiryId', input: change({ reason: '再议' }) } },
  'referrals.edit': {
    agreementId: {
      of: 'agreementId',
      input: (agreementId, { draft }) => ({ key: key(), ...draft, ...form, agreementId }),
    },
    id: { of: 'draft', input: change(form) },
    partnerIncubatorId: {
      of: 'partnerIncubatorId',
      input: (partnerIncubatorId, { draft }) => ({ key: key(), ...draft, ...form, partnerIncubatorId }),
    },
    targetTenantId: {
      of: 'tenantId',
      same: directory,
      isGoodInside: true,
      input: (targetTenantId, { draft }) => ({ key: key(), ...draft, ...form, targetTenantId }),
    },
  },
  'referrals.suggest': { id: { of: 'draft', input: id => ({ id, need: 'venue' }) } },
  'referrals.requestConsent': { id: { of: 'draft', input: change() } },
  'referrals.uploadPaperConsent': {
    id: {
      of: 'asked',
      input: change({
        signatory: '理事长',
        reason: '无账号',
        fileName: 'a.pdf',
        content: Buffer.from('%PDF-1.7').toString('base64'),
      }),
    },
  },
  'referrals.approve': { id: { of: 'signed', input: change() } },
  'referrals.sendBack': { id: { of: 'signed', input: change({ reason: '重写' }) } },
  'referrals.acknowledge': { id: { of: 'submitted', input: change() } },
  'referrals.duplicates': { id: { of: 'acknowledged', input: byId } },
  'referrals.accept': {
    id: {
      of: 'acknowledged',
      input: change({ leadName: '负责人', firstContactOn: '2026-03-05', duplicateAnswer: '' }),
    },
  },
  'referrals.decline': {
    id: { of: 'acknowledged', input: change({ reasonCode: 'capacity', text: '', betterTenantId: null }) },
    betterTenantId: {
      of: 'tenantId',
      same: directory,
      isGoodInside: true,
      input: (betterTenantId, { acknowledged }) => ({
        key: key(),
        ...acknowledged,
        reasonCode: 'capacity',
        text: '',
        betterTenantId,
      }),
    },
  },
  'referrals.withdraw': { id: { of: 'submitted', input: change({ reason: '不再需要' }) } },
  'referrals.begin': { id: { of: 'accepted', input: change({ contactedOn: '2026-03-02', note: '' }) } },
  'referrals.progress': { id: { of: 'active', input: change({ note: '进展' }) } },
  'referrals.reportOutcome': {
    id: { of: 'active', input: change({ outcomeCode: 'served', outcomeText: '', servicesDelivered: '场地' }) },
  },
  'referrals.rate': { id: { of: 'reported', input: change({ grade: 'satisfied', words: '' }) } },
  'referrals.confirmClosure': { id: { of: 'reported', input: change() } },
  'referrals.discard': { id: { of: 'draft', input: change() } },
  'referrals.requestInformation': {
    id: { of: 'acknowledged', input: change({ section: 'profile', question: '请补充' }) },
  },
  'referrals.requestFurtherConsent': { id: { of: 'acknowledged', input: change({ personal: false }) } },
  'referrals.answerInformation': { id: { of: 'acknowledged', input: change({ answer: '已补充' }) } },
  'referrals.waitlist': { id: { of: 'acknowledged', input: change({ reason: '名额已满', expectedOn: '2026-03-20' }) } },
  'referrals.keepWaiting': { id: { of: 'acknowledged', input: change({ reason: '再等', expectedOn: '2026-03-20' }) } },
  'referrals.revokeConsent': { id: { of: 'active', input: change({ reason: '组织来电' }) } },
  'referrals.hold': { id: { of: 'active', input: change({ reason: '装修', resumeOn: '2026-03-20' }) } },
  'referrals.resume': { id: { of: 'active', input: change() } },
  'referrals.requestReturn': {
    id: { of: 'active', input: change({ reason: '已迁走', handOverSheet: '已辅导两次' }) },
  },
  'referrals.acceptReturn': { id: { of: 'active', input: change() } },
  'referrals.refuseReturn': { id: { of: 'active', input: change({ reason: '请继续' }) } },
  'referrals.reportFailure': {
    id: { of: 'active', input: change({ causeCode: 'lostContact', text: '联系不上' }) },
  },
  'referrals.dispute': { id: { of: 'reported', input: change({ reason: '未完成' }) } },
  'referrals.rule': { id: { of: 'reported', input: change({ ruling: 'stands', text: '属实' }) } },
  'referrals.reopen': { id: { of: 'reported', input: change({ reason: '再次需要', grantUntil: '2026-05-01' }) } },
  'referrals.reroute': { id: { of: 'acknowledged', input: change() } },
  'referrals.assign': {
    id: {
      of: 'acknowledged',
      input: (id, { tenantId }) => ({ key: key(), id, version: 1, targetTenantId: tenantId, reason: '由其承接' }),
    },
    targetTenantId: {
      of: 'tenantId',
      same: 'the referral is looked at before the target: whoever is not its desk learns nothing of either',
      input: (targetTenantId, { acknowledged }) => ({
        key: key(),
        ...acknowledged,
        targetTenantId,
        reason: '由其承接',
      }),
    },
  },
  'referrals.dispatch': { id: { of: 'submitted', input: change({ reason: '由其承接' }) } },
  'referrals.object': { id: { of: 'submitted', input: change({ reason: '不具备条件' }) } },
  'referrals.settle': { id: { of: 'submitted', input: change({ reason: '不再转介' }) } },
  'referrals.proposeVoid': { id: { of: 'submitted', input: change({ reason: '误建' }) } },
  'referrals.cancelVoid': { id: { of: 'submitted', input: change() } },
  'referrals.confirmVoid': { id: { of: 'submitted', input: change() } },
  'referrals.get': { id: { of: 'active', input: byId } },
  'referrals.inbox': { 'cursor.id': cursor, 'filter.batchId': ofBatch },
  'referrals.outbox': { 'cursor.id': cursor, 'filter.batchId': ofBatch },
  'referrals.desk': { 'cursor.id': cursor, 'filter.batchId': ofBatch },
  'referrals.exportFile': {
    'filter.batchId': {
      of: 'batchId',
      same: filter,
      isKept: true,
      input: batchId => ({ box: 'outbox', language: 'zh', filter: { batchId } }),
    },
  },
  'referrals.ofOrganisation': {
    'filter.batchId': {
      of: 'batchId',
      same: filter,
      input: (batchId, { organisationId }) => ({ organisationId, filter: { batchId } }),
    },
    organisationId: { of: 'organisationId', input: organisationId => ({ organisationId }) },
    'cursor.id': {
      of: 'organisationId',
      same: position,
      input: (id, { organisationId }) => ({ organisationId, cursor: { at, id } }),
    },
  },
  'referrals.openSnapshot': { id: { of: 'active', input: byId } },
  'referrals.letter': { id: { of: 'active', input: byId } },
  'referrals.countsBelow': { tenantId: board },
  'notifications.list': { 'cursor.id': cursor },
  'webhooks.deliveries': { id: { of: 'endpointId', input: byId } },
  'webhooks.change': {
    id: { of: 'endpointId', input: id => ({ id, version: 1, state: 'paused', groups: ['waiting'] }) },
  },
  'webhooks.rotate': { id: { of: 'endpointId', input: id => ({ id, version: 1 }) } },
  'webhooks.sendTest': { id: { of: 'endpointId', input: byId } },
  'webhooks.remove': { id: { of: 'endpointId', input: byId } },
}
