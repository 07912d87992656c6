import { foreignIds } from './foreign-ids-table.ts'
import { inflateRawSync } from 'node:zlib'
import { readZipDirectory } from '../src/features/organisations/zip-directory.ts'
import { callByName, everyProcedure, type Outcome, outcomeOf } from './every-call.ts'
import type { TestPerson } from './harness.ts'

/** Rows that a reader asks for by id. */
export type Sought = {
  organisationId: string
  tenantId: string
  referralId: string
  consentId: string
  texts: readonly string[]
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
  'tenants.tree': ({ tenantId }) => [{ parentId: null }, { parentId: tenantId }],
  'tenants.search': ({ texts }) => texts.map(text => ({ text })),
  'tenants.get': ({ tenantId }) => [{ tenantId }],
  ...Object.fromEntries(boards.map(name => [`dashboards.${name}`, () => [{ period }]])),
  'dashboards.referralList': () => ['any', 'from', 'to', 'holder'].map(side => ({ period, filter: { side } })),
  'dashboards.ownDesk': () => [undefined],
  'dashboards.joint': () => [{ period }],
  'agreements.list': () => nothing,
  'agreements.get': () => [],
  'agreements.citable': () => nothing,
  'batches.list': () => [undefined],
  'batches.get': () => [],
  'batches.suggest': () => [],
  'batches.preview': () => [],
  'enquiries.list': () => nothing,
  'enquiries.asked': () => nothing,
  'enquiries.countBelow': () => nothing,
  'enquiries.get': () => [],
  'enquiries.sheet': () => [],
  'enquiries.suggest': () => [{ need: 'venue', field: 'elderCare' }],
  'referralRequests.list': () => [{}, { onlyOpen: true }],
  'referralRequests.terms': () => nothing,
  'partners.list': () => [undefined],
  'partners.candidates': ({ texts }) => ['', ...texts].map(text => ({ text })),
  'partners.incubators': () => [],
  'partners.offered': () => [undefined],
  'audit.list': () => nothing,
  'calendar.read': () => nothing,
  'calendar.trial': () => [],
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
  'agreements.exportFile',
  'audit.export',
  'referrals.exportFile',
  'dashboards.exportReferrals',
  'dashboards.exportNeeds',
]

/** Changes that answer with data, and so are read like queries. */
const telling: Record<string, () => unknown[]> = {
  'agreements.exportFile': () => nothing,
  'dashboards.exportReferrals': () => ['any', 'to'].map(side => ({ period, filter: { side } })),
  'dashboards.exportNeeds': () => [{ period }],
  'audit.export': () => ['xlsx', 'csv'].map(format => ({ format })),
  'referrals.exportFile': () => ['inbox', 'outbox'].map(box => ({ box, language: 'zh' })),
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

/** The row of the scene that a place of an input names; null for rows that the scene has none of. */
function idFor(of: string, { organisationId, tenantId, referralId, consentId }: Sought): string | null {
  if (of === 'organisationId' || of === 'quietOrganisationId') return organisationId
  if (of === 'tenantId') return tenantId
  if (of === 'consentId') return consentId
  return ['personId', 'importId', 'membershipId', 'sessionId', 'savedViewId', 'noticeId', 'endpointId'].includes(of)
    ? null
    : referralId
}

/** Everything one can read, by procedure: with nothing in hand, and with the ids of rows one should not find. `but` leaves out what is not to be tried. */
export async function readEverything(
  person: TestPerson,
  sought: Sought,
  but: readonly string[] = [],
): Promise<Record<string, unknown[]>> {
  const read: Record<string, unknown[]> = {}
  const own = {
    organisationId: sought.organisationId,
    tenantId: sought.tenantId,
    draft: { id: sought.referralId, version: 1 },
    consult: { id: sought.referralId, version: 1 },
    acknowledged: { id: sought.referralId, version: 1 },
  }
  const names = [...queries, ...Object.keys(telling)].filter(name => !but.includes(name))
  for (const name of names) {
    const aimed = Object.values(name === keptInTrail ? {} : (foreignIds[name] ?? {})).flatMap(({ of, input }) => {
      const id = idFor(of, sought)
      return id === null ? [] : [input(id, own)]
    })
    const inputs = [...(plain[name]?.(sought) ?? telling[name]?.() ?? []), ...aimed]
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
