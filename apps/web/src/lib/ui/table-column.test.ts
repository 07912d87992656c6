import { expect, test } from 'vitest'
import { nextSort, parseSort, sortChoices, visibleColumns, type Column } from '#lib/ui/table-column.ts'

const columns: Column<object>[] = [
  { key: 'name', label: '名称', primary: true },
  { key: 'field', label: '领域' },
  { key: 'code', label: '信用代码', optional: true },
]
const keys = (chosen: string[]): string[] => visibleColumns(columns, chosen).map(column => column.key)

test('a head sorts upwards, then downwards, then in the list’s own order', () => {
  expect(nextSort('name', null)).toBe('name')
  expect(nextSort('name', parseSort('name'))).toBe('-name')
  expect(nextSort('name', parseSort('-name'))).toBeNull()
  expect(nextSort('name', parseSort('field'))).toBe('name')
  expect(nextSort('due', parseSort('due'), true)).toBeNull()
})

test('where heads are not seen, each sortable column offers both orders, or the one that it goes in', () => {
  const sortable: Column<object>[] = [
    { key: 'name', label: '名称', sortable: true },
    { key: 'field', label: '领域' },
    { key: 'due', label: '期限', sortable: 'up' },
  ]
  expect(sortChoices(sortable)).toEqual([
    { value: 'name', label: '名称', descending: false },
    { value: '-name', label: '名称', descending: true },
    { value: 'due', label: '期限', descending: false },
  ])
  expect(sortChoices(columns)).toEqual([])
})

test('optional columns appear when chosen and the naming column always stays', () => {
  expect(keys([])).toEqual(['name', 'field'])
  expect(keys(['code'])).toEqual(['name', 'code'])
  expect(keys(['no-such-column'])).toEqual(['name', 'field'])
})
