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
  test('says what stands in matrix.txt, and no more', async () => {
    await expect(table()).toMatchFileSnapshot('./matrix.txt')
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
      'Report',
      'TargetShare',
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
