import { organisationFilterSchema } from '@fuqiao/contract'
import { expect, test } from 'vitest'
import { cursorFrom, cursorText, exportHref, filtersIn, LIST_PARAMS, SINGLE_PARAMS, sortOf } from './list-address.ts'

test('the export holds the filters, the order and the columns of the list, and not the place in it', () => {
  const params = new URLSearchParams(
    'kinds=foundation&kinds=association&fields=&tenantId=t&sort=-name&after=x~1&cols=name&within=own',
  )
  expect(exportHref(params, 'below', ['name', 'kind'])).toBe(
    '/files/organisations.xlsx?within=below&sort=nameBackwards&kinds=foundation&kinds=association&tenantId=t&columns=name&columns=kind',
  )
})

test('an address can hold every filter of the list', () => {
  expect([...LIST_PARAMS, ...SINGLE_PARAMS].toSorted()).toEqual(Object.keys(organisationFilterSchema.shape).toSorted())
})

test('an unknown order is the usual one', () => {
  expect([null, 'name', '-name', 'updatedAt', '-updatedAt', 'phone'].map(sortOf)).toEqual([
    'changed',
    'name',
    'nameBackwards',
    'leastChanged',
    'changed',
    'changed',
  ])
})

test('a cursor survives the address, whatever the name holds', () => {
  const cursor = { value: 'cháng~ qīng 1', id: '01968fbc-d780-7933-8217-1eadd21ad722' }
  expect(cursorFrom(cursorText(cursor))).toEqual(cursor)
  expect(cursorFrom('tampered')).toBeUndefined()
})

test('empty filters are none', () => {
  expect(filtersIn(new URLSearchParams('kinds=&within=&divisionCode=110101'))).toEqual({ divisionCode: '110101' })
})
