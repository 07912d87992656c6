import { OPEN_STATES } from '@fuqiao/domain/referral'
import { expect, test } from 'vitest'
import { countGroups, DESK_GROUPS, deskGroup, deskListIn, statesOfGroup } from './desk-groups.ts'

test('every state in which something can wait at the desk is in exactly one group', () => {
  const grouped = DESK_GROUPS.flatMap(statesOfGroup)
  expect(new Set(grouped).size).toBe(grouped.length)
  expect(new Set(grouped)).toEqual(new Set([...OPEN_STATES, 'expired', 'declined']))
})

test('the groups’ counts together are the desk’s', () => {
  const rows = [
    { state: 'expired', n: 2 },
    { state: 'declined', n: 3 },
    { state: 'disputed', n: 1 },
    { state: 'active', n: 4 },
  ] as const
  expect(countGroups(rows)).toEqual({ all: 10, reassign: 5, rule: 1, return: 0, overdue: 4 })
})

test('an address that names no group asks for all', () => {
  expect(deskGroup('rule')).toBe('rule')
  expect([deskGroup('nonsense'), deskGroup(null)]).toEqual([null, null])
})

test('a list of the desk holds its group, or the states chosen in it, and comes by due date unless sorted otherwise', () => {
  const of = (query: string) => deskListIn(new URLSearchParams(query))
  expect(of('')).toEqual({ filter: {}, sort: 'due' })
  expect(of('wait=rule&mode=handOver')).toEqual({ filter: { states: ['disputed'], mode: 'handOver' }, sort: 'due' })
  expect(of('wait=reassign&state=expired&sort=-updatedAt')).toEqual({
    filter: { states: ['expired'] },
    sort: 'changed',
  })
  expect(of('sort=submittedAt').sort).toBe('firstSubmitted')
})
