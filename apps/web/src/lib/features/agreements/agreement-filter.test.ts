import { expect, test } from 'vitest'
import { agreementFilterIn, exportHref, sortOf } from './agreement-filter.ts'

const other = '01931e7a-0000-7000-8000-000000000001'

test('the file of agreements is asked for with the filter, the order and the columns shown, and without the page', () => {
  const params = new URLSearchParams(`state=inForce&other=${other}&text=&sort=-term&after=x~y&cols=number`)
  expect(exportHref(params, ['title', 'number'])).toBe(
    `/agreements/export?state=inForce&other=${other}&sort=-term&columns=title&columns=number`,
  )
})

test('an address filters by the other side, and one that names none still shows a list', () => {
  expect(agreementFilterIn(new URLSearchParams(`other=${other}`))).toEqual({ otherTenantId: other })
  expect(agreementFilterIn(new URLSearchParams('other=nonsense&whose=ours'))).toEqual({ whose: 'ours' })
})

test('a head’s direction is the API’s order', () => {
  expect(['term', '-term', 'updated', '-updated', 'title', null].map(sortOf)).toEqual([
    'ending',
    'endingLast',
    'leastChanged',
    'changed',
    'changed',
    'changed',
  ])
})
