import type { Ability } from './ability.ts'
import type { Actor } from './actor.ts'
import { isAllowed, mightBeAllowed } from './authorise.ts'
import { ACTIONS, type SubjectName, SUBJECTS } from './subjects.ts'

type Entry = { readonly of: Actor['kind']; readonly isShown: (ability: Ability) => boolean }

const entries = {
  workbench: {
    of: 'tenant',
    isShown: ability => mightBeAllowed(ability, 'list', 'Referral') && mightBeAllowed(ability, 'markRead', 'Notice'),
  },
  organisations: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Organisation') },
  organisationsImport: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'importRows', 'ImportJob') },
  filings: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Filing') },
  referralsInbox: { of: 'tenant', isShown: ability => isAllowed(ability, 'list', 'Referral', { relation: 'target' }) },
  referralsOutbox: { of: 'tenant', isShown: ability => isAllowed(ability, 'list', 'Referral', { relation: 'sender' }) },
  referralsCompose: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'create', 'Referral') },
  enquiries: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'EnquiryTarget') },
  referralRequests: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'ReferralRequest') },
  agreements: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Agreement') },
  assignments: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Assignment') },
  reports: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Report') },
  targets: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'TargetShare') },
  meetings: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'JointMeeting') },
  panels: { of: 'tenant', isShown: ability => isAllowed(ability, 'list', 'PanelSeat', { relation: 'self' }) },
  experts: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Expert') },
  cases: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'IncubationCase') },
  calls: {
    of: 'tenant',
    isShown: ability =>
      mightBeAllowed(ability, 'list', 'IncubationCase') && mightBeAllowed(ability, 'list', 'IncubationCall'),
  },
  caseCalendar: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'IncubationCase') },
  standards: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Acknowledgement') },
  serviceItems: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'ServiceItem') },
  publishing: { of: 'tenant', isShown: ability => isAllowed(ability, 'list', 'Publication', { relation: 'desk' }) },
  tenants: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Tenant') },
  capability: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Capability') },
  webhooks: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'WebhookEndpoint') },
  dashboard: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'read', 'Dashboard') },
  indicators: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'read', 'Dashboard') },
  activities: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Activity') },
  jointDashboard: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'read', 'JointDashboard') },
  audit: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'AuditEntry') },
  upkeep: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'read', 'Upkeep') },
  staff: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'StaffMember') },
  premises: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'Premises') },
  members: { of: 'tenant', isShown: ability => isAllowed(ability, 'list', 'Membership', { relation: 'own' }) },
  rules: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'list', 'ProfileVersion') },
  calendar: { of: 'tenant', isShown: ability => mightBeAllowed(ability, 'propose', 'CalendarLoad') },
  notices: { of: 'tenant', isShown: ability => isAllowed(ability, 'list', 'Notice', { relation: 'own' }) },
  myReferrals: {
    of: 'organisation',
    isShown: ability => isAllowed(ability, 'list', 'Referral', { relation: 'organisation' }),
  },
  myCases: {
    of: 'organisation',
    isShown: ability => isAllowed(ability, 'list', 'IncubationCase', { relation: 'organisation' }),
  },
  mySharing: {
    of: 'organisation',
    isShown: ability => isAllowed(ability, 'list', 'DossierGrant', { relation: 'organisation' }),
  },
  myNotices: {
    of: 'organisation',
    isShown: ability => isAllowed(ability, 'list', 'Notice', { relation: 'organisation' }),
  },
} as const satisfies Record<string, Entry>

/** A page of the navigation. */
export type MenuEntry = keyof typeof entries

/** The pages that an actor has, in the order of the navigation. A page that is not here still refuses by itself. */
export function menuOf(ability: Ability, actor: Actor): MenuEntry[] {
  const names = Object.keys(entries) as MenuEntry[]
  return names.filter(name => entries[name].of === actor.kind && entries[name].isShown(ability))
}

/** A subject whose rows may leave as a file. */
export type ExportSubject = {
  [S in SubjectName]: 'export' extends (typeof ACTIONS)[S][number] ? S : never
}[SubjectName]

/** All of them. */
export const EXPORT_SUBJECTS = SUBJECTS.filter((name): name is ExportSubject =>
  (ACTIONS[name] as readonly string[]).includes('export'),
)

/** Of what an actor may take lists away as files: whom a page offers an export. The export itself still refuses. */
export function exportsOf(ability: Ability): ExportSubject[] {
  return EXPORT_SUBJECTS.filter(name => mightBeAllowed(ability, 'export', name))
}
