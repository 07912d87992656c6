import { ROLES } from '@fuqiao/domain/profile'
import { describe, expect, test } from 'vitest'
import { abilityOfRoles, isAllowed, type Relation, RELATIONS, SUBJECTS } from '../src/index.ts'

describe('a decision', () => {
  const director = abilityOfRoles({ roles: ['director'], isRoot: false })

  test('without a relation is an error, never an answer', () => {
    const standing = {} as { relation: Relation }
    expect(() => isAllowed(director, 'read', 'Organisation', standing)).toThrow(TypeError)
    expect(() => isAllowed(director, 'read', 'Organisation', { relation: ['own'] as unknown as Relation })).toThrow(
      TypeError,
    )
  })

  test('takes several roles together', () => {
    const both = abilityOfRoles({ roles: ['jointMeetingMember', 'auditor'], isRoot: false })
    expect(isAllowed(both, 'read', 'JointDashboard', { relation: 'network' })).toBe(true)
    expect(isAllowed(both, 'read', 'AuditEntry', { relation: 'own' })).toBe(true)
  })

  test('of nobody’s roles is no', () => {
    const nobody = abilityOfRoles({ roles: [], isRoot: true })
    expect(
      SUBJECTS.filter(subject =>
        RELATIONS.some(relation => isAllowed(nobody, 'read', subject as 'Person', { relation })),
      ),
    ).toEqual([])
  })
})

test('[B-08] the centre at the top of the network changes the tree and no other tenant does', () => {
  const tree = ['open', 'suspend', 'resume', 'merge', 'reparent'] as const
  const may = (isRoot: boolean) =>
    ROLES.filter(role => {
      const ability = abilityOfRoles({ roles: [role], isRoot })
      return tree.some(action => isAllowed(ability, action, 'Tenant', { relation: 'superior' }))
    })
  expect(may(false)).toEqual([])
  expect(may(true)).toEqual(['director', 'tenantAdmin'])
})
