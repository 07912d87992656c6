import { OPEN_STATES } from '@fuqiao/domain/referral'
import { expect, test } from 'vitest'
import { DESK_GROUPS, deskGroup, statesOfGroup } from './desk-groups.ts'

test('every state in which something can wait at the desk is in exactly one group', () => {
  const grouped = DESK_GROUPS.flatMap(statesOfGroup)
  expect(new Set(grouped).size).toBe(grouped.length)
  expect(new Set(grouped)).toEqual(new Set([...OPEN_STATES, 'expired', 'declined']))
})

test('an address that names no group asks for all', () => {
  expect(deskGroup('rule')).toBe('rule')
  expect([deskGroup('nonsense'), deskGroup(null)]).toEqual([null, null])
})
