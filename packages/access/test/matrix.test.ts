import { ROLES } from '@fuqiao/domain/profile'
import { describe, expect, test } from 'vitest'
import {
  abilityOfRoles,
  type Action,
  ACTIONS,
  isAllowed,
  type Relation,
  RELATIONS,
  type Role,
  SUBJECTS,
  type SubjectName,
} from '../src/index.ts'

const abilities = ROLES.map(role => ({
  role,
  street: abilityOfRoles({ roles: [role], isRoot: false }),
  root: abilityOfRoles({ roles: [role], isRoot: true }),
}))

function holdersOf(subject: SubjectName, action: Action, relation: Relation): string {
  const may = (key: 'street' | 'root') =>
    abilities.filter(of => isAllowed(of[key], action, subject, { relation })).map(of => of.role)
  const everywhere = may('street')
  const rootOnly = may('root').filter(role => !everywhere.includes(role))
  const staff = ROLES.filter(role => role !== 'organisation')
  const names = staff.every(role => everywhere.includes(role))
    ? ['all staff', ...everywhere.filter(role => role === 'organisation')]
    : everywhere
  return [...names, ...rootOnly.map(role => `${role} of the root`)].join(', ')
}

/** Puts together what has the same right-hand side: 'read', 'list' → 'read, list'. */
function grouped(pairs: readonly (readonly [string, string])[]): [string, string][] {
  const groups = Map.groupBy(pairs, ([, right]) => right)
  return [...groups].map(([right, members]) => [members.map(([left]) => left).join(', '), right])
}

function linesOf(subject: SubjectName): string[] {
  const rights = ACTIONS[subject].map((action): [string, string] => {
    const held = RELATIONS.map((relation): [string, string] => [relation, holdersOf(subject, action, relation)])
    const lines = grouped(held.filter(([, roles]) => roles !== '')).map(
      ([relations, roles]) => `    ${relations}: ${roles}`,
    )
    return [action, lines.join('\n')]
  })
  return grouped(rights).map(([actions, lines]) => `  ${actions}\n${lines}`)
}

function table(): string {
  return SUBJECTS.flatMap(subject => [subject, ...linesOf(subject)]).join('\n')
}

function allowed(role: Role): string[] {
  const [of] = abilities.filter(each => each.role === role)
  return SUBJECTS.flatMap(subject =>
    ACTIONS[subject].flatMap(action =>
      RELATIONS.filter(relation =>
        isAllowed(
          of?.root ?? abilityOfRoles({ roles: [], isRoot: false }),
          action as Action & 'read',
          subject as 'Person',
          { relation },
        ),
      ).map(relation => `${subject}.${action}.${relation}`),
    ),
  )
}

describe('the matrix of roles, actions and relations', () => {
  test('says this and no more', () => {
    expect(table()).toMatchInlineSnapshot(`
      "Network
        read
          network: all staff, organisation
      Tenant
        read, list
          own, superior, network: all staff, organisation
        open
          own, superior: director of the root, tenantAdmin of the root
        suspend, resume, merge, reparent
          superior: director of the root, tenantAdmin of the root
      TenantHistory
        read, list
          own, superior, network: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
      Operator
        read, list
          own, superior: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
        appoint
          own: director of the root, tenantAdmin of the root
          superior: director, tenantAdmin
      Capability
        read, list
          own, superior: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
          network: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin, organisation
        declareCapability
          own: director, tenantAdmin
      ResponseRecord
        read, list
          own, superior, network: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
      Organisation
        read, list
          own, superior, grantee: director, caseWorker, referralDesk, finance, reviewer, auditor
          organisation: organisation
        register, update, grow
          own: director, caseWorker
        refer
          own, grantee: director, caseWorker, referralDesk
        export
          own, superior, grantee: director, caseWorker, referralDesk
        merge, manageAccounts
          own: director
      OrganisationServing
        read, list
          own, superior, grantee: director, caseWorker, referralDesk, finance, reviewer, auditor
          organisation: organisation
      DossierSection
        read
          own, superior, grantee: director, caseWorker, referralDesk, finance, reviewer
          organisation: organisation
        update
          own: director, caseWorker
      OrganisationPerson
        read
          own, superior, grantee: director, caseWorker, referralDesk, finance, reviewer
          organisation: organisation
        readUnmasked
          own, grantee: director, caseWorker, referralDesk
          organisation: organisation
        unmask
          superior: director, caseWorker
        create, update, delete
          own: director, caseWorker
      OrganisationNote
        read, list, writeNote
          own: director, caseWorker, referralDesk
      Attachment
        read, list
          own, superior, sender, target, grantee: director, caseWorker, referralDesk, finance, reviewer
          organisation: organisation
        create
          own: director, caseWorker, referralDesk
      DocumentCheck
        read, list
          own, superior, grantee: director, caseWorker, referralDesk, finance, reviewer
          organisation: organisation
        create, revoke
          own, grantee: director, caseWorker, referralDesk
      Filing
        read, list
          own, superior: director, caseWorker, referralDesk, finance, reviewer, auditor
          organisation: organisation
        export
          own, superior: director, caseWorker, referralDesk
        apply
          own: director, caseWorker
          organisation: organisation
        decide, end
          own: director
        renew
          own: director, caseWorker
      StaffMember
        read, list
          own: director, caseWorker, referralDesk, finance, reviewer, tenantAdmin
          superior: director, caseWorker, referralDesk, finance, reviewer
        readUnmasked, create, update, end
          own: director, tenantAdmin
      Premises
        read, list
          own: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
          superior: director, caseWorker, referralDesk, finance, reviewer, auditor
        create, update, delete
          own: director, tenantAdmin
      Activity
        read, list
          own, superior: director, caseWorker, referralDesk, finance, reviewer
        record, update
          own: director, caseWorker
      Upkeep
        read, list
          own: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
          superior: director, caseWorker, referralDesk, finance, reviewer, auditor
        keepParty
          own: director, tenantAdmin
      ImportJob
        read, list
          own: director, caseWorker, auditor
        importRows
          own: director, caseWorker
      Referral
        read, list
          sender: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
          target, desk: director, caseWorker, referralDesk, finance, reviewer, auditor
          organisation: organisation
        export
          sender, target, desk: director, caseWorker, referralDesk
        create, edit, discard, requestConsent, sendForApproval, uploadPaperConsent, answerInformation, reroute
          sender: director, caseWorker, referralDesk
        signConsent, refuseConsent
          organisation: organisation
        approve, sendBack, confirmVoid
          sender: director
        withdraw, confirmClosure, dispute
          sender: director
          organisation: organisation
        acknowledge, begin, progress, requestInformation, hold, resume
          target: director, caseWorker, referralDesk
        accept, decline, reportOutcome, waitlist, keepWaiting, requestReturn, reportFailure, object
          target: director
        revokeConsent
          sender: director, caseWorker, referralDesk
          organisation: organisation
        acceptReturn, refuseReturn
          sender, desk: director
        rule
          desk: director
        reopen
          sender, target: director
        assign, dispatch
          desk: director, referralDesk
        settle
          sender: director, caseWorker, referralDesk
          desk: director, referralDesk
        proposeVoid
          sender: tenantAdmin
        cancelVoid
          sender: director, tenantAdmin
      ReferralSnapshot
        read
          sender, grantee: director, caseWorker, referralDesk
          organisation: organisation
      ReferralRating
        read
          sender, target: director, caseWorker, referralDesk, finance, reviewer
          organisation: organisation
        create
          organisation: organisation
      ReferralEvent
        read
          sender: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
          target, desk: director, caseWorker, referralDesk, finance, reviewer, auditor
          organisation: organisation
      Consent
        read, list
          sender, grantee: director, caseWorker, referralDesk, finance, reviewer, auditor
          organisation: organisation
      Agreement
        read, list
          superior, sender, target: director, caseWorker, referralDesk, auditor
        export
          superior, sender, target: director, caseWorker, referralDesk
        create, edit, propose, withdraw
          sender: director
        sign, end, pause, resume
          sender, target: director
        decline
          target: director
      Enquiry
        read, list
          sender: director, caseWorker, referralDesk, auditor
        export, create, choose, giveUp, withdraw
          sender: director, caseWorker, referralDesk
      EnquiryTarget
        read, list
          sender, target: director, caseWorker, referralDesk, auditor
        export
          target: director, caseWorker, referralDesk
        answer
          target: director, referralDesk
      ReferralBatch
        read, list
          sender: director, caseWorker, referralDesk, auditor
        create, begin
          sender: director, caseWorker, referralDesk
      ReferralRequest
        read, list
          own: director, caseWorker, referralDesk, auditor
        export
          own: director, caseWorker, referralDesk
        create
          own: director, referralDesk
      IncubationCall
        read, list
          own, superior, network: all staff, organisation
        publish, change
          own: director
      IncubationCase
        read, list
          own, superior, desk: director, caseWorker, referralDesk, finance, reviewer, auditor, supervisingUnit, leadingOffice
          organisation: organisation
        export
          own, superior, desk: director, caseWorker, referralDesk
        create, edit, submit, withdraw
          own: director, caseWorker
          organisation: organisation
        operate, answer, recordService
          own: director, caseWorker
        supervise
          own, desk: supervisingUnit
        lead
          own, desk: leadingOffice
        sign
          own: director
          organisation: organisation
        warn, terminate, extend, openExit, archive
          own: director
      Expert
        read, list
          own, network: director, caseWorker, referralDesk, finance, reviewer, auditor
        add, change, retire
          own: director, caseWorker
      Panel
        read
          own, superior: director, caseWorker, referralDesk, finance, reviewer, auditor, supervisingUnit, leadingOffice
          self: reviewer
        call, draw
          own: director, caseWorker
        callOff
          own: director
      PanelSeat
        read
          own, superior: director, caseWorker, referralDesk, finance, reviewer, auditor, supervisingUnit, leadingOffice
          self: reviewer
        list, accept, recuse, score
          self: reviewer
        dismiss
          own: director
      PanelMark
        read
          own: director, caseWorker, referralDesk, finance, reviewer
          self: reviewer
      DossierGrant
        read, list
          sender, grantee: director, caseWorker, referralDesk, finance, reviewer, auditor
          organisation: organisation
      DossierAccess
        read, list
          own: director, caseWorker, referralDesk, finance, reviewer, auditor
          organisation: organisation
      Notice
        read, list, markRead
          own: director, caseWorker, referralDesk, finance, reviewer, tenantAdmin, supervisingUnit, leadingOffice
          organisation: organisation
      AuditEntry
        read, list, export
          own, superior: auditor, auditAdmin
      Membership
        read, list
          own: director, auditor, tenantAdmin, securityAdmin
          self: all staff, organisation
        endOthers
          own: tenantAdmin, securityAdmin
        add, change, end, renewPassword
          own: tenantAdmin
      Person
        read
          self: all staff, organisation
      Session
        read, list, end
          self: all staff, organisation
      SavedView
        read, list, create, delete
          self: all staff, organisation
      MailSetting
        read, change
          self: director, caseWorker, referralDesk, finance, reviewer, tenantAdmin, supervisingUnit, leadingOffice, organisation
      WebhookEndpoint
        read, list, create, change, delete
          own: tenantAdmin
      Dashboard
        read, export
          own, superior: director, caseWorker, referralDesk, finance, reviewer, auditor
      JointDashboard
        read, export
          network: jointMeetingMember
      JointSeat
        read, list
          own: director, caseWorker, referralDesk, finance, reviewer, auditor
          self: jointMeetingMember
        keep
          own: director of the root
      JointMeeting
        read, list
          own, target: director, caseWorker, referralDesk, finance, reviewer, auditor
          self: jointMeetingMember
        plan, lead
          own: director of the root
      JointAgendaItem
        read, list
          own, superior: director, caseWorker, referralDesk, finance, reviewer, auditor
          self: jointMeetingMember
        raise
          own: director
        settle
          own, superior: director of the root
      Assignment
        read, list
          own, superior, sender, target: director, caseWorker, referralDesk, finance, reviewer, auditor
        export
          own, superior, sender, target: director, caseWorker, referralDesk
        issue, confirm, sendBack, withdraw
          own, sender: director
        acknowledge, report
          own, target: director
      Partner
        read, list
          own, network: director, caseWorker, referralDesk, finance, reviewer, auditor, tenantAdmin
        propose, answer, end, offer
          own: director of the root, tenantAdmin of the root
      ProfileVersion
        read, list
          own, network: all staff, organisation
        edit, schedule, rollBack, move
          own: director of the root, tenantAdmin of the root
      CalendarLoad
        read, list, propose, confirm, discard
          own: systemAdmin of the root"
    `)
  })

  test('gives every action of the closed list to somebody', () => {
    const given = new Set(ROLES.flatMap(allowed).map(line => line.slice(0, line.lastIndexOf('.'))))
    const wanted = SUBJECTS.flatMap(subject => ACTIONS[subject].map(action => `${subject}.${action}`))
    expect(wanted.filter(action => !given.has(action))).toEqual([])
  })

  test('allows nobody anything on a row outside the wall', () => {
    expect(ROLES.flatMap(allowed).filter(line => line.endsWith('.none'))).toEqual([])
  })

  test('keeps the three administrators away from business data', () => {
    const business = [
      'Organisation',
      'Dossier',
      'Attachment',
      'DocumentCheck',
      'Filing',
      'StaffMember',
      'Premises',
      'Upkeep',
      'Import',
      'Referral',
      'Consent',
      'Agreement',
      'Notice',
      'Dashboard',
      'Joint',
      'Assignment',
    ]
    const touched = (['systemAdmin', 'securityAdmin', 'auditAdmin'] as const)
      .flatMap(allowed)
      .filter(line => business.some(subject => line.startsWith(subject)))
    expect(touched).toEqual([])
  })

  test('lets the auditor change nothing and read no section, no named person, no paper', () => {
    const lines = allowed('auditor').filter(line => !line.endsWith('.self'))
    expect(lines.filter(line => !/\.(read|list|export)\./.test(line))).toEqual([])
    expect(
      lines.filter(line =>
        /^(DossierSection|OrganisationPerson|OrganisationNote|Attachment|DocumentCheck|ReferralSnapshot)\./.test(line),
      ),
    ).toEqual([])
  })

  test('lets a joint-meeting member see figures across the tiers and what the meeting speaks of, and no row beyond that and what everyone has', () => {
    const everyone = new Set(allowed('systemAdmin'))
    expect(allowed('jointMeetingMember').filter(line => !everyone.has(line))).toEqual([
      'JointDashboard.read.network',
      'JointDashboard.export.network',
      ...['JointSeat', 'JointMeeting', 'JointAgendaItem'].flatMap(of => [`${of}.read.self`, `${of}.list.self`]),
    ])
  })

  test('lets an office of two, a case worker and a director, go the whole way of a referral', () => {
    const both = new Set([...allowed('caseWorker'), ...allowed('director')])
    // Consent is the organisation's; voiding what was made by mistake begins with an administrator.
    const others: readonly string[] = ['signConsent', 'refuseConsent', 'proposeVoid']
    const staffsPart = ACTIONS.Referral.filter(action => !others.includes(action))
    const missing = staffsPart.filter(action => ![...both].some(line => line.startsWith(`Referral.${action}.`)))
    expect(missing).toEqual([])
  })

  test('lets a director do all that the desk and a case worker do', () => {
    const director = new Set(allowed('director'))
    expect([...allowed('referralDesk'), ...allowed('caseWorker')].filter(line => !director.has(line))).toEqual([])
  })

  test('shows personal data in full to the tenant’s own officers, the organisation and those it consented to; to a superior by a reason only', () => {
    const lines = ROLES.flatMap(allowed).filter(line => /OrganisationPerson\.(readUnmasked|unmask)\./.test(line))
    expect([...new Set(lines)].sort()).toEqual([
      'OrganisationPerson.readUnmasked.grantee',
      'OrganisationPerson.readUnmasked.organisation',
      'OrganisationPerson.readUnmasked.own',
      'OrganisationPerson.unmask.superior',
    ])
  })
})
