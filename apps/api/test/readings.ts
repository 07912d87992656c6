import { randomUUID } from 'node:crypto'
import { foreignIds, type Probe } from './foreign-ids-table.ts'
import { inflateRawSync } from 'node:zlib'
import { readZipDirectory } from '../src/features/organisations/zip-directory.ts'
import { callByName, everyProcedure, type Outcome, outcomeOf } from './every-call.ts'
import type { TestPerson } from './harness.ts'

/** Why no row of a kind is sought. */
export type NoneSought = { none: string }

/** Rows of each kind that a reading can name by id: real ones, or why there are none. */
export type SoughtIds = {
  /** The first one's custodian is sought too. */
  organisationId: readonly [string, ...string[]]
  tenantId: readonly [string, ...string[]]
  referralId: readonly [string, ...string[]]
} & Record<
  | 'personId'
  | 'consentId'
  | 'agreementId'
  | 'filingId'
  | 'enquiryId'
  | 'enquirySheetId'
  | 'batchId'
  | 'callId'
  | 'caseId'
  | 'expertId'
  | 'seatId'
  | 'meetingId'
  | 'assignmentId'
  | 'reportId'
  | 'targetId'
  | 'partnerTenantId'
  | 'importId'
  | 'endpointId'
  | 'calendarLoadId'
  | 'profilePassId'
  | 'standardId'
  | 'serviceItemId'
  | 'publicationId'
  | 'activityId',
  readonly [string, ...string[]] | NoneSought
>

/** What a reader asks for: rows by id, and what they search by. */
export type Sought = { ids: SoughtIds; texts: readonly string[] }

/** The kind of row, among those sought, that a place of an input names; null where no reading has such a place. */
const kindOf: Record<Probe['of'], keyof SoughtIds | null> = {
  organisationId: 'organisationId',
  quietOrganisationId: 'organisationId',
  tenantId: 'tenantId',
  otherTenantId: 'tenantId',
  partnerTenantId: 'partnerTenantId',
  personId: 'personId',
  consentId: 'consentId',
  agreementId: 'agreementId',
  filingId: 'filingId',
  operatorId: null,
  preparedId: 'organisationId',
  staffMemberId: null,
  staffTrainingId: null,
  roomId: null,
  equipmentId: null,
  activityId: 'activityId',
  standardId: 'standardId',
  draftStandardId: 'standardId',
  serviceItemId: 'serviceItemId',
  publicationId: 'publicationId',
  submittedPublicationId: 'publicationId',
  publicationPaperId: null,
  publishedId: 'publicationId',
  enquiryId: 'enquiryId',
  enquirySheetId: 'enquirySheetId',
  batchId: 'batchId',
  callId: 'callId',
  caseId: 'caseId',
  draftCaseId: 'caseId',
  agreedCaseId: 'caseId',
  panelCaseId: 'caseId',
  expertId: 'expertId',
  seatId: 'seatId',
  meetingId: 'meetingId',
  assignmentId: 'assignmentId',
  reportId: 'reportId',
  acceptedReportId: 'reportId',
  districtReportId: null,
  rootReportId: null,
  targetId: 'targetId',
  givenTargetId: null,
  givenTenantId: null,
  jointSeatId: null,
  memberId: null,
  jointItemId: null,
  jointPaperId: null,
  assignmentPaperId: null,
  importId: 'importId',
  endpointId: 'endpointId',
  calendarLoadId: 'calendarLoadId',
  profilePassId: 'profilePassId',
  draft: 'referralId',
  asked: 'referralId',
  signed: 'referralId',
  submitted: 'referralId',
  acknowledged: 'referralId',
  accepted: 'referralId',
  active: 'referralId',
  reported: 'referralId',
  consult: 'referralId',
  attachmentId: null,
  outcomePaperId: null,
  documentCheckId: null,
  paperId: null,
  taskId: null,
  casePaperId: null,
  objectionId: null,
  reviewerId: null,
  panelId: null,
  membershipId: null,
  accountId: null,
  sessionId: null,
  savedViewId: null,
  noticeId: null,
  partnerIncubatorId: null,
}

const period = { kind: 'range', from: '2025-01-01', to: '2027-06-30' }
const boards = [
  'organisations',
  'coverage',
  'functions',
  'referrals',
  'incubators',
  'divisions',
  'unmetNeeds',
  'needList',
] as const
const nothing = [{}]

/** What each reading is asked without any foreign id. A new query is added here; the test names what is missing. */
const plain: Record<string, (sought: Sought) => unknown[]> = {
  'network.vocabulary': () => [undefined],
  'network.divisions': () => [{ parentCode: null }, { parentCode: '11' }],
  'tenants.tree': ({ ids: { tenantId } }) => [{ parentId: null }, { parentId: tenantId[0] }],
  'tenants.search': ({ texts }) => texts.map(text => ({ text })),
  'tenants.get': ({ ids: { tenantId } }) => [{ tenantId: tenantId[0] }],
  ...Object.fromEntries(boards.map(name => [`dashboards.${name}`, () => [{ period }]])),
  'dashboards.referralList': () => ['any', 'from', 'to', 'holder'].map(side => ({ period, filter: { side } })),
  'dashboards.ownDesk': () => [undefined],
  'dashboards.joint': () => [{ period }],
  'filings.list': () => [{}, { sort: 'ending' }],
  'filings.ofOrganisation': () => [],
  'filings.own': () => nothing,
  'operators.list': () => [],
  'staff.list': () => nothing,
  'premises.read': () => nothing,
  'upkeep.read': () => nothing,
  'indicators.board': () => nothing,
  'indicators.facts': () => ['trainings', 'residentsAdmitted', 'held'].map(indicator => ({ indicator })),
  'activities.list': () => [{ within: 'below' }],
  'activities.get': () => [],
  'upkeep.below': () => nothing,
  'standards.list': () => nothing,
  'standards.get': () => [],
  'standards.acknowledging': () => [],
  'serviceItems.list': () => nothing,
  'serviceItems.get': () => [],
  'serviceItems.fulfilment': () => [],
  'serviceItems.records': () => [],
  'publications.list': () => ['mine', 'toApprove'].map(box => ({ box })),
  'publications.news': ({ texts }) => ['', ...texts].map(text => ({ text })),
  'publications.get': () => [],
  'publicNews.list': ({ texts }) => ['', ...texts].map(text => ({ text })),
  'publicNews.get': () => [],
  'agreements.list': () => nothing,
  'agreements.get': () => [],
  'agreements.citable': () => nothing,
  'assignments.list': () => [{}, { filter: { late: true } }],
  'assignments.get': () => [],
  'reports.list': () => [{}, { filter: { late: true } }],
  'reports.get': () => [],
  'targets.overview': () => [{}],
  'targets.split': () => [{ indicatorId: 'trainings', year: 2026 }],
  'targets.get': () => [],
  'targets.waiting': () => nothing,
  'meetings.list': () => nothing,
  'meetings.get': () => [],
  'meetings.items': () => nothing,
  'meetings.seats': () => [undefined],
  'meetings.members': () => [undefined],
  'batches.list': () => [undefined],
  'batches.get': () => [],
  'batches.suggest': () => [],
  'batches.preview': () => [],
  'calls.list': () => ['open', 'own'].map(which => ({ which })),
  'calls.get': () => [],
  'calls.listPublic': () => nothing,
  'cases.list': () => [{}, { sort: 'changed', filter: { waiting: true } }],
  'cases.due': () => [{ from: '2026-03-01', to: '2026-04-30' }],
  'panels.experts': () => nothing,
  'panels.expert': () => [],
  'panels.accounts': () => nothing,
  'panels.ofCase': () => [],
  'panels.mine': () => nothing,
  'panels.desk': () => [],
  'cases.get': () => [],
  'cases.signingWay': () => [],
  'cases.rules': () => [{ caseId: null, tenantId: null }],
  'publicNotices.list': () => nothing,
  'publicNotices.get': () => [],
  'enquiries.list': () => nothing,
  'enquiries.asked': () => nothing,
  'enquiries.countBelow': () => nothing,
  'enquiries.get': () => [],
  'enquiries.sheet': () => [],
  'enquiries.suggest': () => [{ need: 'venue', field: 'elderCare' }],
  'referralRequests.list': () => [{}, { filter: { states: ['open'] } }],
  'referralRequests.terms': () => nothing,
  'partners.list': () => [undefined],
  'partners.candidates': ({ texts }) => ['', ...texts].map(text => ({ text })),
  'partners.incubators': () => [],
  'partners.offered': () => [undefined],
  'audit.list': () => nothing,
  'calendar.read': () => nothing,
  'calendar.trial': () => [],
  'rules.list': () => [undefined],
  'rules.read': () => [{ number: 0 }, { number: 1 }],
  'rules.passes': () => [undefined],
  'rules.pass': () => [],
  'rules.clauses': () => [undefined],
  'identity.me': () => [undefined],
  'identity.sessions': () => [undefined],
  'identity.members': () => [undefined],
  'identity.demoAccounts': () => [undefined],
  'organisations.list': () => [{ within: 'own' }, { within: 'below', sort: 'name' }, { within: 'granted' }],
  'organisations.count': () => ['own', 'below', 'granted'].map(within => ({ within })),
  'organisations.search': ({ texts }) => texts.map(text => ({ text })),
  'organisations.get': () => [],
  'organisations.divisions': () => nothing,
  'organisations.checkRegistration': ({ texts }) => texts.map(text => ({ name: `${text}某社`, creditCode: text })),
  'organisations.notes': () => [],
  'organisations.accounts': () => [],
  'organisations.documents': () => [],
  'organisations.my': () => nothing,
  'organisations.importJobs': () => nothing,
  'organisations.importJob': () => [],
  'organisations.importRows': () => [],
  'consents.pending': () => nothing,
  'consents.show': () => [],
  'referrals.suggest': () => [],
  'referrals.duplicates': () => [],
  'referrals.get': () => [],
  ...Object.fromEntries(['inbox', 'outbox', 'desk'].map(box => [`referrals.${box}`, () => nothing])),
  'referrals.deskCounts': () => [undefined],
  'referrals.ofOrganisation': () => nothing,
  'referrals.letter': () => [],
  'referrals.verifyLetter': () => [{ code: 'ABCD-EFGH-JKLM-NPQR' }],
  'referrals.shared': () => nothing,
  'referrals.countsBelow': () => nothing,
  'notifications.list': () => [{}, { onlyUnread: true }],
  'notifications.unreadCount': () => nothing,
  'mailSettings.mine': () => nothing,
  'webhooks.list': () => nothing,
  'webhooks.deliveries': () => [],
  'workbench.summary': () => [undefined],
  'savedViews.list': () => [{ page: 'organisations' }],
}

/** What answers with a workbook, which is slow to make and has the time in it. */
export const workbooks = [
  'filings.exportFile',
  'agreements.exportFile',
  'assignments.exportFile',
  'reports.exportFile',
  'enquiries.exportSent',
  'enquiries.exportAsked',
  'referralRequests.exportFile',
  'audit.export',
  'referrals.exportFile',
  'dashboards.exportReferrals',
  'dashboards.exportNeeds',
  'dashboards.exportIncubators',
  'dashboards.exportDivisions',
  'dashboards.exportJoint',
  'indicators.exportBoard',
]

/** Changes that answer with data, and so are read like queries. */
const telling: Record<string, () => unknown[]> = {
  'filings.exportFile': () => nothing,
  'agreements.exportFile': () => nothing,
  'assignments.exportFile': () => nothing,
  'reports.exportFile': () => nothing,
  'enquiries.exportSent': () => nothing,
  'enquiries.exportAsked': () => nothing,
  'referralRequests.exportFile': () => nothing,
  'dashboards.exportReferrals': () => ['any', 'to'].map(side => ({ period, filter: { side } })),
  'dashboards.exportNeeds': () => [{ period }],
  'dashboards.exportIncubators': () => [{ period }],
  'dashboards.exportDivisions': () => [{ period }],
  'dashboards.exportJoint': () => [{ period }],
  'indicators.exportBoard': () => [{}],
  'audit.export': () => ['xlsx', 'csv'].map(format => ({ format })),
  'referrals.exportFile': () => ['inbox', 'outbox', 'desk'].map(box => ({ box, language: 'zh' })),
  'organisations.openDossier': () => [],
  'organisations.unmaskPerson': () => [],
  'referrals.openSnapshot': () => [],
}

const queries = everyProcedure.filter(({ type }) => type === 'query').map(({ name }) => name)
/** Queries that nobody has said how to read; must be none. */
export const unreadQueries = queries.filter(name => !(name in plain))

/** What merely says again what was asked: the code that was checked, the filter of an export in the trail that keeps it. */
const echoes = (name: string, answer: Outcome): unknown =>
  name === 'organisations.checkRegistration' && 'answer' in answer
    ? (answer.answer as { duplicates: unknown }).duplicates
    : answer
const keptInTrail = 'audit.export'

/** The rows that a place of an input is tried with. @throws Error where a reading names a kind of row that nothing is sought of */
function idsFor(of: Probe['of'], name: string, { ids }: Sought): readonly string[] {
  const kind = kindOf[of]
  if (kind === null) throw new Error(`${name} reads by ${of}: no row of that kind is sought`)
  const wanted = ids[kind]
  return 'none' in wanted ? [] : wanted
}

/** What a reading is asked with the ids of what is sought, by the place that holds the id. */
function aimedAt(name: string, sought: Sought): [string, unknown][] {
  const [referralId] = sought.ids.referralId
  const referral = { id: referralId, version: 1 }
  const own = {
    ...{ organisationId: sought.ids.organisationId[0], tenantId: sought.ids.tenantId[0], accountId: randomUUID() },
    ...{ draft: referral, consult: referral, acknowledged: referral, case: referral },
  }
  return Object.entries(foreignIds[name] ?? {}).flatMap(([path, { of, input }]) =>
    idsFor(of, name, sought).map((id): [string, unknown] => [`${name} ${path}`, input(id, own)]),
  )
}

const readings = [...queries, ...Object.keys(telling)]
/** What is written down whatever was asked. */
const aimed = (name: string, sought: Sought) => (name === keptInTrail ? [] : aimedAt(name, sought))

/** Names a person that there is not beside the organisation, or a case of which nothing is published, so that nobody is answered. */
const namesNobody = ['organisations.unmaskPerson organisationId', 'publicNotices.get id']

/** Every place of a reading where what is sought is asked for by its id; those that merely narrow a list are no proof that it is there. */
export const placesThatFind = (sought: Sought): string[] =>
  readings
    .flatMap(name => aimed(name, sought).map(([place]) => ({ name, place })))
    .filter(({ name, place }) => foreignIds[name]?.[place.slice(name.length + 1)]?.same === undefined)
    .map(({ place }) => place)
    .filter(place => !namesNobody.includes(place))

/** The places, of those that find, where this person is told something other than that there is nothing; those that are known to find are not tried again. */
export async function placesFound(person: TestPerson, sought: Sought, known: ReadonlySet<string>): Promise<string[]> {
  const wanted = new Set(placesThatFind(sought).filter(place => !known.has(place)))
  const tried = readings
    .flatMap(name => aimed(name, sought).map(([place, input]) => ({ name, place, input })))
    .filter(({ place }) => wanted.has(place))
  const told = await Promise.all(
    tried.map(async ({ name, place, input }) => {
      const outcome = await outcomeOf(callByName(person.api, name, input))
      return /"appCode":"NOT_(?:FOUND|ALLOWED)"/.test(JSON.stringify(outcome, plainly)) ? [] : [place]
    }),
  )
  return told.flat()
}
const plainly = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

/** Everything one can read, by procedure: with nothing in hand, and with the ids of rows one should not find. `but` leaves out what is not to be tried. */
export async function readEverything(
  person: TestPerson,
  sought: Sought,
  but: readonly string[] = [],
): Promise<Record<string, unknown[]>> {
  const read: Record<string, unknown[]> = {}
  for (const name of readings.filter(one => !but.includes(one))) {
    const inputs = [
      ...(plain[name]?.(sought) ?? telling[name]?.() ?? []),
      ...aimed(name, sought).map(([, input]) => input),
    ]
    read[name] = await Promise.all(
      inputs.map(async input => echoes(name, await outcomeOf(callByName(person.api, name, input)))),
    )
  }
  return read
}

/** The texts inside a zip archive such as a workbook. */
export function textOfArchive(bytes: Buffer): string {
  const entries = readZipDirectory(bytes)
  if (!entries) throw new Error('not an archive')
  return entries
    .map(({ offset, compressedSize, method, name }) => {
      const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
      const packed = bytes.subarray(start, start + compressedSize)
      return `${name} ${(method === 8 ? inflateRawSync(packed) : packed).toString('utf8')}`
    })
    .join('\n')
}

/** All texts of an answer, files in it unpacked: what a person could find in it by any means. */
export function textOf(answer: unknown): string {
  return JSON.stringify(answer, (_key, value: unknown) => {
    if (typeof value === 'bigint') return value.toString()
    if (typeof value !== 'string' || value.length < 200 || !/^[A-Za-z0-9+/=]+$/.test(value)) return value
    const bytes = Buffer.from(value, 'base64')
    return bytes.subarray(0, 2).toString() === 'PK' ? textOfArchive(bytes) : bytes.toString('utf8')
  })
}
