import { seededRandom } from '@fuqiao/db/factories'
import { childKey, MAX_DEPTH, MAX_SLOT, rootKey, scopeHigh } from '@fuqiao/domain/tree'
import { plotAgreement } from './plot-agreement.ts'
import { plotMeetings } from './plot-meeting.ts'
import { plotReports } from './plot-report.ts'
import { plotTargets } from './plot-target.ts'
import { plotOperator } from './plot-operator.ts'
import { plotGuidance } from './plot-guidance.ts'
import { plotHouse } from './plot-house.ts'
import { plotFiling } from './plot-filing.ts'
import { plotBatch } from './plot-batch.ts'
import { plotCase } from './plot-case.ts'
import { plotEnquiry } from './plot-enquiry.ts'
import { plotPanels } from './plot-panel.ts'
import { plotOrganisations } from './plot-organisation.ts'
import { plotPeople } from './plot-people.ts'
import { plotReferral } from './plot-referral.ts'
import { plotRequest } from './plot-request.ts'
import { plotRules } from './plot-rules.ts'
import { plotTenantRows } from './plot-tenant-rows.ts'
import type { Plot, PlotTenant, Plotting, Rows } from './plot-types.ts'

const tiers = ['city', 'district', 'street', 'community', 'community'] as const
/** Slots beside each other and at both ends, so that a range that is off by one shows. */
const slots = [1, 2, 3, 4094, 4095] as const

/** Names of the plot's tables, in the order in which foreign keys let them be filled. */
export const fillingOrder = [
  'network',
  'tenant',
  'tenantHistory',
  'capability',
  'responseRecord',
  'staffMember',
  'staffTraining',
  'premisesRoom',
  'premisesEquipment',
  'tenantParty',
  'activity',
  'fact',
  'rollup',
  'standardVersion',
  'serviceItem',
  'acknowledgement',
  'publication',
  'publicationPaper',
  'organisation',
  'person',
  'membership',
  'session',
  'savedView',
  'mailSetting',
  'webhookEndpoint',
  'delivery',
  'idempotencyKey',
  'organisationServing',
  'dossierSection',
  'organisationPerson',
  'organisationNote',
  'calendarLoad',
  'calendarMove',
  'profileVersion',
  'profilePass',
  'profilePassLine',
  'profilePassRoster',
  'importJob',
  'importRow',
  'numberCounter',
  'agreement',
  'agreementEvent',
  'jointSeat',
  'jointMeeting',
  'jointFigures',
  'jointMinutes',
  'jointAgendaItem',
  'jointPaper',
  'jointResolution',
  'assignment',
  'assignmentEvent',
  'assignmentPaper',
  'report',
  'reportDraft',
  'reportSubmission',
  'reportEvent',
  'reportRestatement',
  'reportSample',
  'targetShare',
  'targetShareEvent',
  'tenantOperator',
  'filing',
  'filingEvent',
  'enquiry',
  'enquiryTarget',
  'enquiryEvent',
  'referralBatch',
  'referralBatchItem',
  'referralRequest',
  'referral',
  'incubationCall',
  'incubationCase',
  'caseTask',
  'caseEvent',
  'casePaper',
  'caseService',
  'residencyAgreement',
  'caseArchiveDocument',
  'caseNotice',
  'caseObjection',
  'expert',
  'panel',
  'panelSeat',
  'panelMark',
  'signingCode',
  'attachment',
  'documentCheck',
  'referralRating',
  'referralSnapshot',
  'referralEvent',
  'consent',
  'referralSupplement',
  'dossierGrant',
  'dossierAccess',
  'notice',
  'outbox',
  'auditEntry',
] as const satisfies readonly (keyof Rows)[]

/** Plots networks `first` to `last`, each with its own tree, from a seed. */
export function plotNetworks(seed: string, [first, last]: readonly [number, number], now: Date): Plot {
  const plot: Plot = {
    now,
    rows: Object.fromEntries(fillingOrder.map(name => [name, []])) as unknown as Rows,
    actors: [],
  }
  const random = seededRandom(seed)
  const day = (offset: number) => new Date(now.getTime() + offset * 86_400_000)
  const newId = () => random.id(day(-10))
  let stranger = ''
  for (let networkId = first; networkId <= last; networkId += 1) {
    const plotting: Plotting = { networkId, random, rows: plot.rows, tenants: [], day, newId }
    plotTree(plotting)
    const organisations = plotOrganisations(plotting)
    plotTenantRows(plotting, organisations)
    plotRules(plotting)
    plotHouse(plotting)
    plotGuidance(plotting)
    for (let turn = random.int(1, 3); turn > 0; turn -= 1) plotAgreement(plotting)
    for (let turn = random.int(1, 3); turn > 0; turn -= 1) plotFiling(plotting, random.pick(organisations))
    for (let turn = random.int(1, 3); turn > 0; turn -= 1) plotOperator(plotting)
    for (let turn = random.int(1, 3); turn > 0; turn -= 1) plotEnquiry(plotting, random.pick(organisations))
    for (let turn = random.int(1, 2); turn > 0; turn -= 1) plotBatch(plotting, organisations)
    for (let turn = random.int(1, 3); turn > 0; turn -= 1) plotCase(plotting, random.pick(organisations))
    for (let turn = random.int(2, 6); turn > 0; turn -= 1) plotReferral(plotting, random.pick(organisations))
    for (let turn = random.int(0, 2); turn > 0; turn -= 1) plotRequest(plotting, random.pick(organisations))
    stranger = plotPeople(plotting, plot, organisations, stranger)
    plotPanels(plotting)
    plotMeetings(plotting)
    plotReports(plotting)
    plotTargets(plotting)
  }
  return plot
}

/** Plots of different networks as one. */
export function joinPlots(plots: readonly Plot[]): Plot {
  const [first] = plots
  if (!first) throw new Error('no plot')
  const rows = Object.fromEntries(fillingOrder.map(name => [name, plots.flatMap(plot => plot.rows[name] as unknown[])]))
  return { now: first.now, rows: rows as unknown as Rows, actors: plots.flatMap(({ actors }) => actors) }
}

function plotTree(plotting: Plotting): void {
  const { networkId, random, rows, tenants, day, newId } = plotting
  rows.network.push({
    id: networkId,
    name: `网${networkId}`,
    profileId: 'beijing-2017',
    divisionCode: '11',
    createdAt: day(-9),
  })
  // Every tenth tree is one branch along the upper edge of every range, down to the last key of all.
  const isEdge = networkId % 10 === 0
  const size = isEdge ? 5 : random.int(1, 7)
  const taken = new Set<bigint>()
  while (tenants.length < size) {
    const parent = pickParent(plotting, isEdge)
    const depth = parent ? parent.depth + 1 : 0
    const key = parent ? childKey(parent, isEdge ? MAX_SLOT : random.pick(slots)) : rootKey(networkId)
    if (taken.has(key)) continue
    const tenant = { id: newId(), key, high: scopeHigh(key, depth), depth, isActive: !parent || random.chance(0.9) }
    taken.add(key)
    tenants.push(tenant)
    plotTenant(plotting, tenant, parent?.id ?? null)
  }
}

function pickParent({ random, tenants }: Plotting, isEdge: boolean): PlotTenant | undefined {
  const above = tenants.filter(({ depth }) => depth < MAX_DEPTH)
  return isEdge || random.chance(0.4) ? above.at(-1) : above[random.int(0, above.length - 1)]
}

function plotTenant({ networkId, random, rows, day }: Plotting, tenant: PlotTenant, parentId: string | null): void {
  rows.tenant.push({
    networkId,
    id: tenant.id,
    parentId,
    scopeKey: tenant.key,
    scopeHigh: tenant.high,
    depth: tenant.depth,
    tier: tiers[tenant.depth] ?? 'community',
    kind: parentId && random.chance(0.2) ? 'massOrganisation' : 'administrative',
    name: '孵化基地',
    shortName: '基地',
    initials: 'fhjd',
    divisionCode: '11',
    status: tenant.isActive ? 'active' : random.pick(['suspended', 'merged', 'closed'] as const),
    openedOn: '2020-01-01',
    updatedAt: day(-9),
  })
}
