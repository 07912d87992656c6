import type { FactsOf } from '@fuqiao/access'
import type { Plot, Rows } from './plot-types.ts'

/** What the facts of a row need of other rows. */
export type Index = {
  now: Date
  tenants: Map<string, Rows['tenant'][number]>
  reports: Map<string, Rows['report'][number]>
  organisations: Map<string, Rows['organisation'][number]>
  referrals: Map<string, Rows['referral'][number]>
  agreements: Map<string, Rows['agreement'][number]>
  filings: Map<string, Rows['filing'][number]>
  cases: Map<string, Rows['incubationCase'][number]>
  publications: Map<string, Rows['publication'][number]>
  panels: Map<string, Rows['panel'][number]>
  seatsOf: Map<string, Rows['panelSeat']>
  consents: Map<string, Rows['consent'][number]>
  papers: Map<string, Rows['attachment'][number]>
  grantsOf: Map<string, Rows['dossierGrant']>
  seatsNow: Map<number, Rows['jointSeat']>
  meetings: Map<string, Rows['jointMeeting'][number]>
  items: Map<string, Rows['jointAgendaItem'][number]>
  assignments: Map<string, Rows['assignment'][number]>
  shares: Map<string, Rows['targetShare'][number]>
}

/** Looks up what hangs together in a plot. */
export function indexOf({ rows, now }: Plot): Index {
  const grants = rows.dossierGrant
  return {
    now,
    tenants: new Map(rows.tenant.map(row => [row.id ?? '', row])),
    reports: new Map(rows.report.map(row => [row.id ?? '', row])),
    organisations: new Map(rows.organisation.map(row => [row.id ?? '', row])),
    referrals: new Map(rows.referral.map(row => [row.id ?? '', row])),
    agreements: new Map(rows.agreement.map(row => [row.id ?? '', row])),
    filings: new Map(rows.filing.map(row => [row.id ?? '', row])),
    cases: new Map(rows.incubationCase.map(row => [row.id ?? '', row])),
    publications: new Map(rows.publication.map(row => [row.id ?? '', row])),
    panels: new Map(rows.panel.map(row => [row.id ?? '', row])),
    seatsOf: Map.groupBy(rows.panelSeat, seat => seat.panelId),
    consents: new Map(rows.consent.map(row => [row.id ?? '', row])),
    papers: new Map(rows.attachment.map(row => [row.id ?? '', row])),
    seatsNow: Map.groupBy(
      rows.jointSeat.filter(seat => !seat.endedAt),
      seat => seat.networkId,
    ),
    meetings: new Map(rows.jointMeeting.map(row => [row.id ?? '', row])),
    items: new Map(rows.jointAgendaItem.map(row => [row.id ?? '', row])),
    assignments: new Map(rows.assignment.map(row => [row.id ?? '', row])),
    shares: new Map(rows.targetShare.map(row => [row.id ?? '', row])),
    grantsOf: new Map([
      ...Map.groupBy(grants, grant => grant.organisationId),
      ...Map.groupBy(grants, grant => grant.referralId),
    ]),
  }
}

/** The grants of an organisation, or of a referral. */
export const grantsFor = (plot: Index, id: string) =>
  (plot.grantsOf.get(id) ?? []).map(grant => ({ ...grant, endedAt: grant.endedAt ?? null }))

/** A referral as the rule book asks about it. */
export function referralFacts(row: Rows['referral'][number]): FactsOf['Referral'] {
  const { networkId, state, fromTenantId, organisationId } = row
  return {
    networkId,
    state,
    fromTenantId,
    organisationId: organisationId ?? null,
    toTenantId: row.toTenantId ?? null,
    deskTenantId: row.deskTenantId ?? null,
    submittedAt: row.submittedAt ?? null,
  }
}

/** An organisation as the rule book asks about it. */
export function organisationFacts(plot: Index, id: string): FactsOf['Organisation'] {
  const row = plot.organisations.get(id)
  if (!row) throw new Error(`no organisation ${id}`)
  return { ...row, id, grants: grantsFor(plot, id) }
}

export function referralOf(plot: Index, id: string): Rows['referral'][number] {
  const row = plot.referrals.get(id)
  if (!row) throw new Error(`no referral ${id}`)
  return row
}

export function consentOf(plot: Index, id: string): Rows['consent'][number] {
  const row = plot.consents.get(id)
  if (!row) throw new Error(`no consent ${id}`)
  return row
}

export function paperOf(plot: Index, id: string): Rows['attachment'][number] {
  const row = plot.papers.get(id)
  if (!row) throw new Error(`no paper ${id}`)
  return row
}

/** An agreement as the rule book asks about it. */
export const agreementFacts = (row: Rows['agreement'][number]) => ({ ...row, proposedAt: row.proposedAt ?? null })

export function agreementOf(plot: Index, id: string): Rows['agreement'][number] {
  const row = plot.agreements.get(id)
  if (!row) throw new Error(`no agreement ${id}`)
  return row
}

export function filingOf(plot: Index, id: string): Rows['filing'][number] {
  const row = plot.filings.get(id)
  if (!row) throw new Error(`no filing ${id}`)
  return row
}

/** A case as the rule book asks about it. */
export const caseFacts = (row: Rows['incubationCase'][number]): FactsOf['IncubationCase'] => ({
  ...row,
  submittedAt: row.submittedAt ?? null,
  holderTenantIds: row.holderTenantIds ?? [],
})

export function caseOf(plot: Index, id: string): Rows['incubationCase'][number] {
  const row = plot.cases.get(id)
  if (!row) throw new Error(`no case ${id}`)
  return row
}

export function panelOf(plot: Index, id: string): Rows['panel'][number] {
  const row = plot.panels.get(id)
  if (!row) throw new Error(`no panel ${id}`)
  return row
}

/** Whoever sits on a panel, or sat. */
export const seatedAt = (plot: Index, panelId: string): string[] =>
  (plot.seatsOf.get(panelId) ?? []).map(({ personId }) => personId)

/** Whoever sits in the joint meeting of a network now. */
export const seatedNow = (plot: Index, networkId: number): string[] =>
  (plot.seatsNow.get(networkId) ?? []).flatMap(({ personIds }) => personIds)

export function meetingOf(plot: Index, id: string): Rows['jointMeeting'][number] {
  const row = plot.meetings.get(id)
  if (!row) throw new Error(`no meeting ${id}`)
  return row
}

export function itemOf(plot: Index, id: string): Rows['jointAgendaItem'][number] {
  const row = plot.items.get(id)
  if (!row) throw new Error(`no item ${id}`)
  return row
}

export function assignmentOf(plot: Index, id: string): Rows['assignment'][number] {
  const row = plot.assignments.get(id)
  if (!row) throw new Error(`no assignment ${id}`)
  return row
}

export function reportOf(plot: Index, id: string): Rows['report'][number] {
  const row = plot.reports.get(id)
  if (!row) throw new Error(`no report ${id}`)
  return row
}

export function shareOf(plot: Index, id: string): Rows['targetShare'][number] {
  const row = plot.shares.get(id)
  if (!row) throw new Error(`no share ${id}`)
  return row
}

/** Who is responsible for a meeting's resolutions, or for one of them. */
export const resolvedTo = (
  plot: Index,
  of: { meetingId: string | undefined } | { resolutionId: string | undefined },
): string[] =>
  [...plot.assignments.values()]
    .filter(row => ('meetingId' in of ? row.meetingId === of.meetingId : row.resolutionId === of.resolutionId))
    .map(({ tenantId }) => tenantId)
