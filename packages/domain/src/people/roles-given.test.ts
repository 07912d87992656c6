import { expect, test } from 'vitest'
import { rolesGivenIn } from './roles-given.ts'

test('the three administrators and the joint meeting are given at the top of a network alone, an organisation’s account nowhere', () => {
  const top = rolesGivenIn({ isRoot: true })
  const below = rolesGivenIn({ isRoot: false })
  expect(top.filter(role => !below.includes(role))).toEqual([
    'jointMeetingMember',
    'systemAdmin',
    'securityAdmin',
    'auditAdmin',
  ])
  expect([...top, ...below]).not.toContain('organisation')
})
