import { ROLES } from '@fuqiao/domain/profile'
import { describe, expect, test } from 'vitest'
import { abilityFor, type Actor, exportsOf, menuOf, type Role } from '../src/index.ts'

const person = {
  sessionId: 's',
  personId: 'p',
  personName: '甲',
  membershipId: 'm',
  networkId: 1,
  networkName: '北京',
  profileId: 'beijing-2017',
}

function at(roles: readonly Role[]): Actor {
  if (roles.includes('organisation')) {
    return { kind: 'organisation', ...person, organisationId: 'o', organisationName: '爱心社', roles: ['organisation'] }
  }
  return {
    kind: 'tenant',
    ...person,
    tenantId: 't',
    tenantName: '街道',
    tenantShortName: '街道',
    tier: 'street',
    tenantKind: 'administrative',
    depth: 2,
    divisionCode: '110101001',
    scopeLow: 1n,
    scopeHigh: 1n,
    isRoot: false,
    roles,
  }
}

const menu = (...roles: Role[]) => menuOf(abilityFor(at(roles)), at(roles)).join(' ')

describe('the navigation', () => {
  test('shows each role the pages that its rules open', () => {
    const lines = ROLES.map(role => `${role}: ${menu(role)}`).join('\n')
    expect(lines).toMatchInlineSnapshot(`
      "director: workbench organisations organisationsImport filings referralsInbox referralsOutbox referralsCompose enquiries referralRequests agreements assignments reports targets meetings experts cases calls caseCalendar standards serviceItems publishing tenants capability dashboard indicators activities upkeep staff premises members rules notices
      caseWorker: workbench organisations organisationsImport filings referralsInbox referralsOutbox referralsCompose enquiries referralRequests agreements assignments reports targets meetings experts cases calls caseCalendar standards serviceItems publishing tenants capability dashboard indicators activities upkeep staff premises rules notices
      referralDesk: workbench organisations filings referralsInbox referralsOutbox referralsCompose enquiries referralRequests agreements assignments reports targets meetings experts cases calls caseCalendar standards serviceItems publishing tenants capability dashboard indicators activities upkeep staff premises rules notices
      finance: workbench organisations filings referralsInbox referralsOutbox assignments reports targets meetings experts cases calls caseCalendar standards serviceItems publishing tenants capability dashboard indicators activities upkeep staff premises rules notices
      reviewer: workbench organisations filings referralsInbox referralsOutbox assignments reports targets meetings panels experts cases calls caseCalendar standards serviceItems publishing tenants capability dashboard indicators activities upkeep staff premises rules notices
      auditor: organisations filings referralsInbox referralsOutbox enquiries referralRequests agreements assignments reports targets meetings experts cases calls caseCalendar standards serviceItems publishing tenants capability dashboard indicators audit upkeep premises members rules
      tenantAdmin: workbench referralsOutbox tenants capability webhooks upkeep staff premises members rules notices
      supervisingUnit: cases calls caseCalendar tenants rules notices
      leadingOffice: cases calls caseCalendar tenants rules notices
      jointMeetingMember: meetings tenants jointDashboard rules
      systemAdmin: tenants rules
      securityAdmin: tenants members rules
      auditAdmin: tenants audit rules
      organisation: myReferrals myCases mySharing myNotices"
    `)
  })

  test('joins the pages of several roles, each once', () => {
    expect(menu('auditor', 'jointMeetingMember').split(' ')).toEqual(
      expect.arrayContaining(['audit', 'jointDashboard']),
    )
    expect(new Set(menu('director', 'caseWorker').split(' ')).size).toBe(
      menu('director', 'caseWorker').split(' ').length,
    )
  })

  test('shows nothing to somebody without a role', () => {
    expect(menu()).toBe('')
  })
})

test('a session is told of what each role may take lists away as files', () => {
  const lines = ROLES.map(role => `${role}: ${exportsOf(abilityFor(at([role]))).join(' ')}`).join('\n')
  expect(lines).toMatchInlineSnapshot(`
    "director: Organisation Filing Referral Agreement Enquiry EnquiryTarget ReferralRequest IncubationCase Dashboard Assignment Report
    caseWorker: Organisation Filing Referral Agreement Enquiry EnquiryTarget ReferralRequest IncubationCase Dashboard Assignment Report
    referralDesk: Organisation Filing Referral Agreement Enquiry EnquiryTarget ReferralRequest IncubationCase Dashboard Assignment Report
    finance: Dashboard
    reviewer: Dashboard
    auditor: AuditEntry Dashboard
    tenantAdmin: 
    supervisingUnit: 
    leadingOffice: 
    jointMeetingMember: JointDashboard
    systemAdmin: 
    securityAdmin: 
    auditAdmin: AuditEntry
    organisation: IncubationCase"
  `)
})
