import { expect, test } from 'vitest'
import { isSameView, viewHref, viewQuery } from './view-query.ts'

test('a kept view leads back to the same filters and never into the middle of the list', () => {
  const query = viewQuery('?kinds=foundation&kinds=association&q=&sort=-name&after=x~1&/saveView=')
  expect(query).toEqual({ kinds: 'foundation,association', sort: '-name' })
  expect(viewHref('/organisations', query)).toBe('/organisations?kinds=foundation&kinds=association&sort=-name')
  expect(viewHref('/organisations', {})).toBe('/organisations')
})

test('a kept view is marked as the one shown, whatever the order of its conditions and the page of the list', () => {
  const kept = { state: 'active', overdue: '1' }
  expect(isSameView('?overdue=1&state=active&direction=', kept)).toBe(true)
  expect(isSameView('?state=active&overdue=1&after=abc', kept)).toBe(true)
  expect(isSameView('?state=active', kept)).toBe(false)
  expect(isSameView('?state=active&overdue=1&mode=handOver', kept)).toBe(false)
})
