import { describe, expect, test } from 'vitest'
import {
  type Actor,
  type GrantFacts,
  type OrganisationActor,
  relationOf,
  type SectionGrantFacts,
  type TenantActor,
} from '../src/index.ts'

const now = new Date('2026-03-02T10:00:00+08:00')
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
const person = {
  sessionId: 's',
  personId: 'me',
  personName: '甲',
  membershipId: 'm',
  networkId: 1,
  networkName: '',
  profileId: '',
}

const district: TenantActor = {
  kind: 'tenant',
  ...person,
  tenantId: 'district',
  tenantName: '',
  tenantShortName: '',
  tier: 'district',
  tenantKind: 'administrative',
  depth: 1,
  divisionCode: '110101',
  scopeLow: 100n,
  scopeHigh: 199n,
  isRoot: false,
  roles: ['director'],
}
const account: OrganisationActor = {
  kind: 'organisation',
  ...person,
  organisationId: 'aixin',
  organisationName: '',
  roles: ['organisation'],
}

const live: GrantFacts = { tenantId: 'district', from: at(-1), until: at(1), endedAt: null }
const organisation = (tenantId: string, scopeKey: bigint, grants: GrantFacts[] = []) => ({
  networkId: 1,
  id: 'aixin',
  tenantId,
  scopeKey,
  grants,
})
const standing = (actor: Actor, row: ReturnType<typeof organisation>) => relationOf(actor, 'Organisation', row, now)

describe('how an actor stands to an organisation', () => {
  test('as the custodian, a superior, the organisation itself or nobody', () => {
    expect(standing(district, organisation('district', 100n))).toBe('own')
    expect(standing(district, organisation('street', 199n))).toBe('superior')
    expect(standing(district, organisation('other', 200n))).toBe('none')
    expect(standing(account, organisation('other', 200n))).toBe('organisation')
    expect(standing(district, { ...organisation('district', 100n), networkId: 2 })).toBe('none')
  })

  test('[X-03] under a grant from its first instant to before its last, unless it ended', () => {
    const by = (grant: Partial<GrantFacts>) => standing(district, organisation('other', 200n, [{ ...live, ...grant }]))
    expect(by({})).toBe('grantee')
    expect(by({ from: now })).toBe('grantee')
    expect(by({ from: at(1) })).toBe('none')
    expect(by({ until: now })).toBe('none')
    expect(by({ endedAt: at(-1) })).toBe('none')
    expect(by({ tenantId: 'other' })).toBe('none')
  })

  test('as the one it was granted to, before as a superior: consent gives more than supervision', () => {
    expect(standing(district, organisation('street', 150n, [live]))).toBe('grantee')
  })
})

describe('how an actor stands to what a grant opens', () => {
  const held: SectionGrantFacts = { ...live, sections: ['finance'], personal: false }
  const row = { networkId: 1, organisationId: 'aixin', tenantId: 'other', scopeKey: 200n, grants: [held] }

  test('[X-03] line by line: this section and no other, named persons by a line of their own', () => {
    expect(relationOf(district, 'DossierSection', { ...row, section: 'finance' }, now)).toBe('grantee')
    expect(relationOf(district, 'DossierSection', { ...row, section: 'staff' }, now)).toBe('none')
    expect(relationOf(district, 'OrganisationPerson', row, now)).toBe('none')
    expect(relationOf(district, 'OrganisationPerson', { ...row, grants: [{ ...held, personal: true }] }, now)).toBe(
      'grantee',
    )
    expect(relationOf(district, 'Attachment', { ...row, purpose: 'document' }, now)).toBe('none')
  })

  test('a signed consent on paper is its holder’s and the organisation’s alone', () => {
    const paper = { ...row, purpose: 'consentPaper' as const, tenantId: 'street', scopeKey: 150n }
    expect(relationOf(district, 'Attachment', paper, now)).toBe('none')
    expect(relationOf(district, 'Attachment', { ...paper, purpose: 'document' }, now)).toBe('superior')
    expect(relationOf(account, 'Attachment', paper, now)).toBe('organisation')
  })
})

describe('how an actor stands to a referral', () => {
  const referral = {
    networkId: 1,
    organisationId: 'aixin',
    state: 'submitted',
    fromTenantId: 'street',
    toTenantId: 'district',
    deskTenantId: 'city',
    submittedAt: at(-2),
  }

  test('as the target and the desk not before it is submitted, as the organisation not while it is a draft', () => {
    const draft = { ...referral, state: 'draft', submittedAt: null }
    const asked = { ...referral, state: 'awaitingConsent', submittedAt: null }
    expect(relationOf(district, 'Referral', referral, now)).toBe('target')
    expect(relationOf(district, 'Referral', draft, now)).toBe('none')
    expect(relationOf(account, 'Referral', asked, now)).toBe('organisation')
    expect(relationOf(account, 'Referral', draft, now)).toBe('none')
    expect(relationOf({ ...district, tenantId: 'city' }, 'Referral', asked, now)).toBe('none')
    expect(relationOf({ ...district, tenantId: 'city' }, 'Referral', referral, now)).toBe('desk')
  })

  test('a superior of both parties who is not its desk stands nowhere', () => {
    expect(relationOf({ ...district, tenantId: 'root', isRoot: true }, 'Referral', referral, now)).toBe('none')
  })

  test('to a line of its timeline as to the referral, if the line is meant for it', () => {
    expect(relationOf(district, 'ReferralEvent', { audience: ['sender', 'target'], referral }, now)).toBe('target')
    expect(relationOf(district, 'ReferralEvent', { audience: ['sender'], referral }, now)).toBe('none')
  })
})
