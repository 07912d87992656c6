import { expect, test } from 'vitest'
import { columnsIn } from '#lib/ui/table-column.ts'
import { countedExportHref, countedHome, orderIn, orderOf } from './counted-address.ts'

const columns = ['need', 'value'] as const

test('one parameter orders the rows or the counts, never both', () => {
  expect(orderIn(new URLSearchParams('sort=-count-value'), columns)).toEqual({
    sort: 'changed',
    countOrder: { by: 'value', descending: true },
  })
  expect(orderIn(new URLSearchParams('sort=clock'), columns)).toEqual({ sort: 'due' })
  expect(orderIn(new URLSearchParams('sort=count-state'), columns)).toEqual({ sort: 'changed' })
})

test('a file is asked for with the filter, the order and the columns shown, whatever page of the list is open', () => {
  const url = new URL('http://a/dashboards/unmet/list?need=venue&sort=clock&cols=state&after=x')
  const href = countedExportHref(url, { rows: ['number', 'state'], counts: ['need'] })
  expect(href).toBe(
    '/dashboards/unmet/list/export?need=venue&sort=clock&columns=number&columns=state&countColumns=need',
  )
  const asked = new URL(href, url).searchParams
  expect(columnsIn(asked, 'countColumns', columns)).toEqual(['need'])
  expect(columnsIn(new URLSearchParams('countColumns=x'), 'countColumns', columns)).toEqual(['need', 'value'])
})

test('without its filter a list is still the same incubator’s and of the same time', () => {
  expect(countedHome(new URL('http://a/list?tenant=t&period=year&need=venue&alone=true'))).toBe(
    '/list?tenant=t&period=year',
  )
  expect(countedHome(new URL('http://a/list?need=venue'))).toBe('/list')
})

test('a list of one table is ordered by a column that orders it, and by nothing else', () => {
  const of = (query: string) => orderOf(new URLSearchParams(query), ['name', 'openedOn'])
  expect(of('sort=-openedOn')).toEqual({ order: { by: 'openedOn', descending: true } })
  expect([of('sort=kind'), of('')]).toEqual([{}, {}])
})
