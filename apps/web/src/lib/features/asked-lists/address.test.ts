import { expect, test } from 'vitest'
import { askedExportHref, askedFilterIn, askedSortOf } from './address.ts'

test('the file of a list is asked for with its box, filter, order and columns, and without the page', () => {
  const params = new URLSearchParams('box=asked&state=can&need=&sort=clock&after=x~y&cols=number')
  expect(askedExportHref('/enquiries', params, ['need', 'number'])).toBe(
    '/enquiries/export?box=asked&state=can&sort=clock&columns=need&columns=number',
  )
})

test('an address filters by the states that the list knows and by a need, and one that names none still shows a list', () => {
  const known = ['open', 'toChoose', 'chosen'] as const
  const filterOf = (query: string) => askedFilterIn(new URLSearchParams(query), known)
  expect(filterOf('state=toChoose&state=open&need=venue')).toEqual({ states: ['open', 'toChoose'], need: 'venue' })
  expect(filterOf(`state=nonsense&need=${'x'.repeat(61)}`)).toEqual({})
})

test('a head’s direction is the API’s order', () => {
  expect(['at', '-at', 'updated', '-updated', 'clock', '-clock', 'need', null].map(askedSortOf)).toEqual([
    'firstAsked',
    'asked',
    'leastChanged',
    'changed',
    'due',
    'asked',
    'asked',
    'asked',
  ])
})
