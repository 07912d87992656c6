import { expect, test } from 'vitest'
import { membersIn } from './member-list.ts'

const member = (name: string, loginName: string, roles: string[], [from, until]: [string, string?]) => ({
  ...{ name, loginName, roles, liveSessions: name.length },
  ...{ from: new Date(from), until: until === undefined ? null : new Date(until) },
})
const members = [
  member('周予安', 'zhou.ya', ['director'], ['2024-03-01']),
  member('安若溪', 'an.rx', ['caseWorker', 'referralDesk'], ['2025-01-01', '2026-12-31']),
  member('白知', 'bai.z', ['caseWorker'], ['2023-06-01', '2026-11-30']),
]
const names = (query: string) => membersIn(members, new URLSearchParams(query)).map(({ name }) => name)

test('people are found by name, by login name and by what they are', () => {
  expect(names('')).toEqual(['周予安', '安若溪', '白知'])
  expect([names('text=安'), names('text=BAI'), names('role=caseWorker'), names('role=caseWorker&text=溪')]).toEqual([
    ['周予安', '安若溪'],
    ['白知'],
    ['安若溪', '白知'],
    ['安若溪'],
  ])
})

test('people are ordered by name, first day, last day and sessions, both ways; an order that there is not changes nothing', () => {
  expect(names('sort=name')).toEqual(['安若溪', '白知', '周予安'])
  expect(names('sort=-from')).toEqual(['安若溪', '周予安', '白知'])
  expect(names('sort=until')).toEqual(['白知', '安若溪', '周予安'])
  expect(names('sort=liveSessions')[0]).toBe('白知')
  expect(names('sort=loginName')).toEqual(names(''))
})
