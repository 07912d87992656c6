import type { Role } from './actor.ts'
import type { Can } from './can.ts'
import { readSupervision, sitInJointMeeting, supervise } from './supervision-matrix.ts'
import { followGuidance, giveGuidance, readGuidance, writePublications } from './guidance-matrix.ts'
import { keepHouse } from './house-matrix.ts'

export type { Can, Limit } from './can.ts'

const look = ['read', 'list'] as const
/** Own rows, those of the tenants below, and those opened by a live grant. */
const inSight = ['own', 'superior', 'grantee'] as const
/** Own rows and those of the tenants below. */
const line = ['own', 'superior'] as const
/** The tenants that a referral concerns. */
const parties = ['sender', 'target', 'desk'] as const
/** Both sides of an agreement and those above either. */
const aroundAgreement = ['sender', 'target', 'superior'] as const
/** The incubator of a case, those above it, and among them whoever has something to do to it. */
const aroundCase = ['own', 'superior', 'desk'] as const
/** A network's partners are known to all its incubators. */
const partners = ['own', 'network'] as const
/** The same word for the whole network's directory. */
const directory = ['own', 'superior', 'network'] as const

/** What everyone signed in has: who they are, where, and the directory of the network. */
function everyone(can: Can) {
  can(['read'], 'Person', ['self'])
  can(look, 'Membership', ['self'])
  can(['read', 'list', 'end'], 'Session', ['self'])
  can(['read', 'list', 'create', 'delete'], 'SavedView', ['self'])
  can(['read'], 'Network', ['network'])
  can(look, 'Tenant', directory)
  can(look, 'IncubationCall', directory)
  can(look, 'ProfileVersion', ['own', 'network'])
  readGuidance(can)
}

/** Whoever is told of something chooses how. */
function hear(can: Can, as: 'own' | 'organisation' = 'own') {
  can(['read', 'list', 'markRead'], 'Notice', [as])
  can(['read', 'change'], 'MailSetting', ['self'])
}

/** What the operational work of a tenant is read with; personal data masked. */
function operational(can: Can) {
  everyone(can)
  followGuidance(can)
  can(look, 'TenantHistory', directory)
  can(look, 'Operator', line)
  can(look, 'Capability', directory)
  can(look, 'ResponseRecord', directory)
  can(look, 'Organisation', inSight)
  can(look, 'OrganisationServing', inSight)
  can(['read'], 'DossierSection', inSight)
  can(['read'], 'OrganisationPerson', inSight)
  can(look, 'Attachment', [...inSight, 'sender', 'target'])
  can(look, 'DocumentCheck', inSight)
  can(look, 'Filing', line)
  can(look, 'StaffMember', line)
  can(look, 'Premises', line)
  can(look, 'Upkeep', line)
  can(look, 'Activity', line)
  can(look, 'Referral', parties)
  can(look, 'IncubationCase', aroundCase)
  can(look, 'Expert', ['own', 'network'])
  can(['read'], 'Panel', ['own', 'superior'])
  can(['read'], 'PanelSeat', ['own', 'superior'])
  can(['read'], 'PanelMark', ['own'])
  can(['read'], 'ReferralEvent', parties)
  can(['read'], 'ReferralRating', ['sender', 'target'])
  can(look, 'Consent', ['sender', 'grantee'])
  can(look, 'DossierGrant', ['sender', 'grantee'])
  can(look, 'DossierAccess', ['own'])
  can(look, 'Partner', partners)
  hear(can)
  can(['read', 'export'], 'Dashboard', ['own', 'superior'])
  readSupervision(can)
}

/** What the officers who serve organisations have beside it: the papers of a referral, personal data of their own, working notes. */
function officer(can: Can) {
  operational(can)
  can(['export'], 'Organisation', inSight)
  can(['export'], 'Filing', line)
  can(['export'], 'Referral', parties)
  can(['export'], 'IncubationCase', aroundCase)
  can(['export'], 'Assignment', ['own', 'sender', 'target', 'superior'])
  can([...look, 'export'], 'Agreement', aroundAgreement)
  can([...look, 'export'], 'Enquiry', ['sender'])
  can(look, 'EnquiryTarget', ['sender', 'target'])
  can(['export'], 'EnquiryTarget', ['target'])
  can(['create', 'choose', 'giveUp', 'withdraw'], 'Enquiry', ['sender'])
  can([...look, 'create', 'begin'], 'ReferralBatch', ['sender'])
  can([...look, 'export'], 'ReferralRequest', ['own'])
  can(['read'], 'ReferralSnapshot', ['sender', 'grantee'])
  can(['readUnmasked'], 'OrganisationPerson', ['own', 'grantee'])
  can(['read', 'list', 'writeNote'], 'OrganisationNote', ['own'])
  can(['refer'], 'Organisation', ['own', 'grantee'])
  can(['create', 'edit', 'discard', 'requestConsent', 'sendForApproval', 'uploadPaperConsent'], 'Referral', ['sender'])
  can(['answerInformation', 'revokeConsent', 'reroute', 'settle'], 'Referral', ['sender'])
  can(['create'], 'Attachment', ['own'])
  can(['create', 'revoke'], 'DocumentCheck', ['own', 'grantee'])
  can(['acknowledge', 'begin', 'progress', 'requestInformation', 'hold', 'resume'], 'Referral', ['target'])
}

/** Registers organisations and keeps their dossiers. */
function caseWorker(can: Can) {
  officer(can)
  writePublications(can)
  can(['register', 'update', 'grow'], 'Organisation', ['own'])
  can(['apply', 'renew'], 'Filing', ['own'])
  can(['update'], 'DossierSection', ['own'])
  can(['create', 'update', 'delete'], 'OrganisationPerson', ['own'])
  can(['unmask'], 'OrganisationPerson', ['superior'])
  can(['read', 'list', 'importRows'], 'ImportJob', ['own'])
  can(['record', 'update'], 'Activity', ['own'])
  can(['create', 'edit', 'submit', 'withdraw', 'operate', 'answer', 'recordService'], 'IncubationCase', ['own'])
  can(['add', 'change', 'retire'], 'Expert', ['own'])
  can(['call', 'draw'], 'Panel', ['own'])
}

/** An expert of the pool: beside what a tenant's work is read with, the seats that the lot gave them. */
function reviewer(can: Can) {
  operational(can)
  can(['read'], 'Panel', ['self'])
  can([...look, 'accept', 'recuse', 'score'], 'PanelSeat', ['self'])
  can(['read'], 'PanelMark', ['self'])
}

/** Sends and receives referrals. */
function referralDesk(can: Can) {
  officer(can)
  can(['assign', 'dispatch', 'settle'], 'Referral', ['desk'])
  can(['answer'], 'EnquiryTarget', ['target'])
  can(['create'], 'ReferralRequest', ['own'])
}

/** Answers for the tenant: everything its officers do, and the decisions. At the top of a network also the tree. */
function director(can: Can) {
  caseWorker(can)
  referralDesk(can)
  can(['merge', 'manageAccounts'], 'Organisation', ['own'])
  can(['decide', 'end'], 'Filing', ['own'])
  can(['approve', 'sendBack', 'withdraw', 'confirmClosure'], 'Referral', ['sender'])
  can(['acceptReturn', 'refuseReturn', 'dispute', 'reopen', 'cancelVoid', 'confirmVoid'], 'Referral', ['sender'])
  can(['accept', 'decline', 'reportOutcome'], 'Referral', ['target'])
  can(['waitlist', 'keepWaiting', 'object', 'requestReturn', 'reportFailure', 'reopen'], 'Referral', ['target'])
  can(['rule', 'acceptReturn', 'refuseReturn'], 'Referral', ['desk'])
  can(['create', 'edit', 'propose', 'withdraw'], 'Agreement', ['sender'])
  can(['decline'], 'Agreement', ['target'])
  can(['sign', 'end', 'pause', 'resume'], 'Agreement', ['sender', 'target'])
  can(['publish', 'change'], 'IncubationCall', ['own'])
  can(['callOff'], 'Panel', ['own'])
  can(['dismiss'], 'PanelSeat', ['own'])
  can(['sign', 'warn', 'terminate', 'extend', 'openExit', 'archive'], 'IncubationCase', ['own'])
  can(['declareCapability'], 'Capability', ['own'])
  can(look, 'Membership', ['own'])
  keepHouse(can)
  giveGuidance(can)
  changeTree(can)
  supervise(can)
}

/** Opens a tenant below one, suspends, merges and moves those below (B-08); speaks for the network to others; writes its rules. Whoever stands above a tenant says who runs it (J-13). */
function changeTree(can: Can) {
  can(['appoint'], 'Operator', ['superior'])
  can(['appoint'], 'Operator', ['own'], { only: 'root' })
  can(['open'], 'Tenant', ['own', 'superior'], { only: 'root' })
  can(['suspend', 'resume', 'merge', 'reparent'], 'Tenant', ['superior'], { only: 'root' })
  can(['propose', 'answer', 'end', 'offer'], 'Partner', ['own'], { only: 'root' })
  can(['edit', 'schedule', 'rollBack', 'move'], 'ProfileVersion', ['own'], { only: 'root' })
}

/** Keeps the tenant's own place in order: members, capability, at the top of a network the tree. No dossier; of referrals, those that were made by mistake. */
function tenantAdmin(can: Can) {
  everyone(can)
  can(look, 'TenantHistory', directory)
  can(look, 'Operator', line)
  can(['read', 'list', 'declareCapability'], 'Capability', ['own'])
  can(look, 'Capability', directory)
  can(look, 'ResponseRecord', directory)
  can(look, 'Partner', partners)
  keepHouse(can)
  can(['read', 'list', 'endOthers', 'add', 'change', 'end', 'renewPassword'], 'Membership', ['own'])
  can(['read', 'list', 'create', 'change', 'delete'], 'WebhookEndpoint', ['own'])
  hear(can)
  // The first of the two who void a referral that was made by mistake: must see what it is.
  can(look, 'Referral', ['sender'])
  can(['read'], 'ReferralEvent', ['sender'])
  can(['proposeVoid', 'cancelVoid'], 'Referral', ['sender'])
  changeTree(can)
}

/** Reads what was done, never whom a dossier is about: no section, no named person, no paper. */
function auditor(can: Can) {
  everyone(can)
  followGuidance(can)
  can(look, 'TenantHistory', directory)
  can(look, 'Operator', line)
  can(look, 'Capability', directory)
  can(look, 'ResponseRecord', directory)
  can(look, 'Organisation', inSight)
  can(look, 'OrganisationServing', inSight)
  can(look, 'Filing', line)
  can(look, 'Premises', line)
  can(look, 'Upkeep', line)
  can(look, 'ImportJob', ['own'])
  can(look, 'IncubationCase', aroundCase)
  can(look, 'Expert', ['own', 'network'])
  can(['read'], 'Panel', ['own', 'superior'])
  can(['read'], 'PanelSeat', ['own', 'superior'])
  can(look, 'Referral', parties)
  can(['read'], 'ReferralEvent', parties)
  can(look, 'Agreement', aroundAgreement)
  readSupervision(can)
  can(look, 'Enquiry', ['sender'])
  can(look, 'EnquiryTarget', ['sender', 'target'])
  can(look, 'ReferralBatch', ['sender'])
  can(look, 'ReferralRequest', ['own'])
  can(look, 'Consent', ['sender', 'grantee'])
  can(look, 'DossierGrant', ['sender', 'grantee'])
  can(look, 'DossierAccess', ['own'])
  can(look, 'Partner', partners)
  can(look, 'Membership', ['own'])
  can(['read', 'list', 'export'], 'AuditEntry', ['own', 'superior'])
  can(['read', 'export'], 'Dashboard', ['own', 'superior'])
}

/** A link of the chain of approval (L-15): reads the cases that come before it, and has its word on those that wait for it. */
function approver(can: Can, action: 'supervise' | 'lead') {
  everyone(can)
  can(look, 'IncubationCase', aroundCase)
  can([action], 'IncubationCase', ['own', 'desk'])
  can(['read'], 'Panel', ['own', 'superior'])
  can(['read'], 'PanelSeat', ['own', 'superior'])
  hear(can)
}

/** An organisation's own account: what concerns it, and its word on it. */
function organisation(can: Can) {
  everyone(can)
  can(look, 'Capability', ['network'])
  can(look, 'Organisation', ['organisation'])
  can(look, 'OrganisationServing', ['organisation'])
  can(['read'], 'DossierSection', ['organisation'])
  can(['read', 'readUnmasked'], 'OrganisationPerson', ['organisation'])
  can(look, 'Attachment', ['organisation'])
  can(look, 'DocumentCheck', ['organisation'])
  can([...look, 'apply'], 'Filing', ['organisation'])
  can(look, 'Referral', ['organisation'])
  can(['signConsent', 'refuseConsent', 'withdraw', 'confirmClosure'], 'Referral', ['organisation'])
  can(['revokeConsent', 'dispute'], 'Referral', ['organisation'])
  can(['read'], 'ReferralSnapshot', ['organisation'])
  can(['read'], 'ReferralEvent', ['organisation'])
  can(['read', 'create'], 'ReferralRating', ['organisation'])
  can([...look, 'export', 'create', 'edit', 'submit', 'withdraw', 'sign'], 'IncubationCase', ['organisation'])
  can(look, 'Consent', ['organisation'])
  can(look, 'DossierGrant', ['organisation'])
  can(look, 'DossierAccess', ['organisation'])
  hear(can, 'organisation')
}

/** Keeps the installation: of its data, the working-day calendar. */
function systemAdmin(can: Can) {
  everyone(can)
  can(['read', 'list', 'propose', 'confirm', 'discard'], 'CalendarLoad', ['own'], { only: 'root' })
}

/**
 * Who may do what: role × action × relation. Rules only ever allow; a person with several roles has them together. What no line allows is
 * forbidden, and no line shows a row that the wall hides. The three administrators touch no business data.
 */
export const MATRIX: Readonly<Record<Role, (can: Can) => void>> = {
  director,
  caseWorker,
  referralDesk,
  finance: operational,
  reviewer,
  auditor,
  tenantAdmin,
  supervisingUnit: can => approver(can, 'supervise'),
  leadingOffice: can => approver(can, 'lead'),
  jointMeetingMember(can) {
    everyone(can)
    sitInJointMeeting(can)
  },
  systemAdmin,
  securityAdmin(can) {
    everyone(can)
    can(['read', 'list', 'endOthers'], 'Membership', ['own'])
  },
  auditAdmin(can) {
    everyone(can)
    can(['read', 'list', 'export'], 'AuditEntry', ['own', 'superior'])
  },
  organisation,
}
