import { expect, test } from 'vitest'
import { viewHref, viewQuery } from './view-query.ts'

test('a kept view leads back to the same filters and never into the middle of the list', () => {
  const query = viewQuery('?kinds=foundation&kinds=association&q=&sort=-name&after=x~1&/saveView=')
  expect(query).toEqual({ kinds: 'foundation,association', sort: '-name' })
  expect(viewHref('/organisations', query)).toBe('/organisations?kinds=foundation&kinds=association&sort=-name')
  expect(viewHref('/organisations', {})).toBe('/organisations')
})
