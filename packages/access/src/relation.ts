import type { Actor } from './actor.ts'
import { expert, incubationCase, panel, panelMark, panelSeat } from './case-relations.ts'
import { acknowledgement, publication, serviceItem, standard } from './guidance-relations.ts'
import { isBelow, isOrganisation, isTenant, sharesNetwork } from './places.ts'
import { agendaItem, assignment, jointMeeting, jointSeat, report, targetShare } from './supervision-relations.ts'
import type { Relation } from './relation-names.ts'
import type { FactsOf, GrantFacts, ReferralFacts, SectionGrantFacts, SubjectName } from './subjects.ts'

type Rule<S extends SubjectName> = (actor: Actor, row: FactsOf[S], now: Date) => Relation

function isLive(grant: GrantFacts, now: Date): boolean {
  return grant.endedAt === null && grant.from <= now && grant.until > now
}

function holdsGrant<G extends GrantFacts>(
  actor: Actor,
  grants: readonly G[],
  now: Date,
  opens: (grant: G) => boolean = () => true,
): boolean {
  return grants.some(grant => isTenant(actor, grant.tenantId) && isLive(grant, now) && opens(grant))
}

/** A rule for rows of one network; outside it there is no relation. */
function within<S extends SubjectName>(rule: FactsOf[S] extends { networkId: number } ? Rule<S> : never): Rule<S> {
  return (actor, row, now) =>
    sharesNetwork(actor, row as FactsOf[S] & { networkId: number }) ? rule(actor, row, now) : 'none'
}

const organisation = within<'Organisation'>((actor, row, now) => {
  if (isTenant(actor, row.tenantId)) return 'own'
  if (holdsGrant(actor, row.grants, now)) return 'grantee'
  if (isBelow(actor, row.scopeKey)) return 'superior'
  return isOrganisation(actor, row.id) ? 'organisation' : 'none'
})

/** Rows that follow the custodian and open to others line by line. */
function dossier(opens: (grant: SectionGrantFacts, row: { section?: string }) => boolean) {
  return (actor: Actor, row: FactsOf['OrganisationPerson'] & { section?: string }, now: Date): Relation => {
    if (!sharesNetwork(actor, row)) return 'none'
    if (isTenant(actor, row.tenantId)) return 'own'
    if (holdsGrant(actor, row.grants, now, grant => opens(grant, row))) return 'grantee'
    if (isBelow(actor, row.scopeKey)) return 'superior'
    return isOrganisation(actor, row.organisationId) ? 'organisation' : 'none'
  }
}

const attachment = within<'Attachment'>((actor, row, now) => {
  if (isTenant(actor, row.tenantId)) return 'own'
  if (isOrganisation(actor, row.organisationId)) return 'organisation'
  if (row.purpose === 'outcomePaper') return row.referral ? reader(actor, row.referral) : 'none'
  if (row.purpose !== 'document') return 'none'
  if (holdsGrant(actor, row.grants, now, grant => grant.sections.includes('documents'))) return 'grantee'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'none'
})

/** The sender always; the target and the desk once it is submitted; the organisation once it is asked. */
function party(actor: Actor, row: ReferralFacts): Relation {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.fromTenantId)) return 'sender'
  if (isOrganisation(actor, row.organisationId)) return row.state === 'draft' ? 'none' : 'organisation'
  if (row.submittedAt === null) return 'none'
  if (isTenant(actor, row.toTenantId)) return 'target'
  return isTenant(actor, row.deskTenantId) ? 'desk' : 'none'
}

/** States in which a referral's outcome stands to be read. */
const reported: ReadonlySet<string> = new Set(['outcomeReported', 'failed', 'disputed', 'closed', 'returned'])

/** Who reads what shows an outcome beside whoever wrote it and the organisation: the two incubators, and not the desk, which has the code alone. */
function reader(actor: Actor, row: ReferralFacts): Relation {
  return reported.has(row.state) ? withoutDesk(party(actor, row)) : 'none'
}

/** What the desk has no part in. */
const withoutDesk = (relation: Relation): Relation => (relation === 'desk' ? 'none' : relation)

/** The side that drafts it always; the other, and the superiors in line of either, once it is proposed. */
function agreement(actor: Actor, row: FactsOf['Agreement']): Relation {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.firstTenantId)) return 'sender'
  if (row.proposedAt === null) return 'none'
  if (isTenant(actor, row.secondTenantId)) return 'target'
  return isBelow(actor, row.firstScopeKey) || isBelow(actor, row.secondScopeKey) ? 'superior' : 'none'
}

/** Its sender; nobody above, nobody asked and nobody referred. */
const sendersAlone = (actor: Actor, row: FactsOf['Enquiry' | 'ReferralBatch']): Relation =>
  sharesNetwork(actor, row) && isTenant(actor, row.fromTenantId) ? 'sender' : 'none'

/** Whoever was asked, for its own sheet, and the sender. */
function enquiryTarget(actor: Actor, row: FactsOf['EnquiryTarget']): Relation {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.fromTenantId)) return 'sender'
  return isTenant(actor, row.tenantId) ? 'target' : 'none'
}

function event(actor: Actor, row: FactsOf['ReferralEvent']): Relation {
  const relation = party(actor, row.referral)
  return row.audience.includes(relation) ? relation : 'none'
}

/** What goes with a referral's dossier: the sender's, the organisation's, the target's while its grant lives. */
const underReferral = within<'Consent' | 'ReferralSnapshot'>((actor, row, now) => {
  if (isTenant(actor, row.fromTenantId)) return 'sender'
  if (isOrganisation(actor, row.organisationId)) return 'organisation'
  return holdsGrant(actor, row.grants, now) ? 'grantee' : 'none'
})

const grant = within<'DossierGrant'>((actor, row) => {
  if (isTenant(actor, row.tenantId)) return 'grantee'
  if (isTenant(actor, row.grantedByTenantId)) return 'sender'
  return isOrganisation(actor, row.organisationId) ? 'organisation' : 'none'
})

const serving = within<'OrganisationServing'>((actor, row, now) => {
  if (isTenant(actor, row.tenantId)) return 'own'
  if (isBelow(actor, row.scopeKey)) return 'superior'
  // The custodian reads who serves beside it, and changes nothing there: it stands above the row, not in it.
  const relation = organisation(actor, row.organisation, now)
  return relation === 'own' ? 'superior' : relation
})

const ownOrOrganisation = (
  actor: Actor,
  row: { networkId: number; tenantId: string | null; organisationId: string | null },
): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  return isOrganisation(actor, row.organisationId) ? 'organisation' : 'none'
}

/** The directory: rows every tenant and organisation of the network reads. */
const directory = (actor: Actor, row: { networkId: number; tenantId: string; scopeKey?: bigint }): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  return row.scopeKey !== undefined && isBelow(actor, row.scopeKey) ? 'superior' : 'network'
}

/** States in which a version of the rules is the whole network's to read. */
const announced: ReadonlySet<string> = new Set(['scheduled', 'inForce', 'replaced', 'rolledBack'])
/** The custodian's, its superiors', and the organisation's own; a grant opens the dossier, not the register. */
const filing = within<'Filing'>((actor, row) => {
  if (isTenant(actor, row.tenantId)) return 'own'
  if (isBelow(actor, row.scopeKey)) return 'superior'
  return isOrganisation(actor, row.organisationId) ? 'organisation' : 'none'
})

/** Its own and those above it; the rest of the network reads who may be asked, not by whom it is run. */
const operator = within<'Operator'>((actor, row) => {
  if (isTenant(actor, row.tenantId)) return 'own'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'none'
})
/** Operational rows of an incubator: its own, and its superiors' to read. */
const operational = (actor: Actor, row: { networkId: number; tenantId: string; scopeKey: bigint }): Relation => {
  if (!sharesNetwork(actor, row)) return 'none'
  if (isTenant(actor, row.tenantId)) return 'own'
  return isBelow(actor, row.scopeKey) ? 'superior' : 'none'
}

const ownTenant = (actor: Actor, row: { networkId: number; tenantId: string }): Relation =>
  sharesNetwork(actor, row) && isTenant(actor, row.tenantId) ? 'own' : 'none'

const self = (actor: Actor, personId: string): Relation => (personId === actor.personId ? 'self' : 'none')

const rules: { readonly [S in SubjectName]: Rule<S> } = {
  Network: (actor, row) => (row.id === actor.networkId ? 'network' : 'none'),
  Tenant: (actor, row) => directory(actor, { ...row, tenantId: row.id }),
  TenantHistory: directory,
  Operator: operator,
  Capability: directory,
  ResponseRecord: directory,
  Organisation: organisation,
  OrganisationServing: serving,
  DossierSection: dossier((held, row) => row.section !== undefined && held.sections.includes(row.section)),
  OrganisationPerson: dossier(held => held.personal),
  OrganisationNote: ownTenant,
  Attachment: attachment,
  DocumentCheck: dossier(held => held.sections.includes('documents')),
  Filing: filing,
  StaffMember: operational,
  Premises: operational,
  Activity: operational,
  Upkeep: operational,
  ImportJob: ownTenant,
  Referral: party,
  ReferralSnapshot: underReferral,
  ReferralRating: (actor, { referral }) => withoutDesk(party(actor, referral)),
  ReferralEvent: event,
  Consent: underReferral,
  Agreement: agreement,
  Enquiry: sendersAlone,
  EnquiryTarget: enquiryTarget,
  ReferralBatch: sendersAlone,
  ReferralRequest: ownTenant,
  Standard: standard,
  ServiceItem: serviceItem,
  Acknowledgement: acknowledgement,
  Publication: publication,
  IncubationCall: directory,
  IncubationCase: incubationCase,
  Expert: expert,
  Panel: panel,
  PanelSeat: panelSeat,
  PanelMark: panelMark,
  DossierGrant: grant,
  DossierAccess: ownOrOrganisation,
  Notice: ownOrOrganisation,
  AuditEntry: (actor, row) => {
    if (!sharesNetwork(actor, row)) return 'none'
    if (isTenant(actor, row.tenantId)) return 'own'
    return actor.kind === 'tenant' && actor.isRoot ? 'superior' : 'none'
  },
  Membership: (actor, row) =>
    row.personId === actor.personId
      ? 'self'
      : sharesNetwork(actor, row) && isTenant(actor, row.tenantId)
        ? 'own'
        : 'none',
  Person: (actor, row) => self(actor, row.id),
  Session: (actor, row) => self(actor, row.personId),
  SavedView: (actor, row) => (sharesNetwork(actor, row) ? self(actor, row.personId) : 'none'),
  MailSetting: (actor, row) => (sharesNetwork(actor, row) ? self(actor, row.personId) : 'none'),
  WebhookEndpoint: ownTenant,
  Dashboard: (actor, row) => {
    if (!sharesNetwork(actor, row) || !isBelow(actor, row.scopeKey)) return 'none'
    return actor.kind === 'tenant' && row.scopeKey === actor.scopeLow ? 'own' : 'superior'
  },
  JointDashboard: (actor, row) => (sharesNetwork(actor, row) && actor.kind === 'tenant' ? 'network' : 'none'),
  JointSeat: jointSeat,
  JointMeeting: jointMeeting,
  JointAgendaItem: agendaItem,
  Assignment: assignment,
  Report: report,
  ReportDraft: ownTenant,
  TargetShare: targetShare,
  Partner: (actor, row) => {
    if (!sharesNetwork(actor, row) || actor.kind !== 'tenant') return 'none'
    return actor.isRoot ? 'own' : 'network'
  },
  ProfileVersion: (actor, row) => {
    if (!sharesNetwork(actor, row)) return 'none'
    if (actor.kind === 'tenant' && actor.isRoot) return 'own'
    return announced.has(row.state) ? 'network' : 'none'
  },
  CalendarLoad: (actor, row) => (sharesNetwork(actor, row) && actor.kind === 'tenant' && actor.isRoot ? 'own' : 'none'),
}

/**
 * How the actor stands to a row at an instant. Says the same as the policies beside the tables: where it answers `none`, the row is not
 * there for the actor (404), whatever the actor's roles; a randomised test holds the two against each other.
 */
export function relationOf<S extends SubjectName>(actor: Actor, subjectName: S, row: FactsOf[S], now: Date): Relation {
  return rules[subjectName](actor, row, now)
}
