import { describe, expect, test } from 'vitest'
import { filterQuery, parseFilter } from './filter.ts'

describe('the filter of a list of referrals, kept in its address', () => {
  test('reads states, direction, mode, overdue and number', () => {
    const params = new URLSearchParams(
      'state=submitted&state=acknowledged&direction=up&mode=handOver&overdue=1&number=2026-',
    )
    expect(parseFilter(params)).toEqual({
      states: ['submitted', 'acknowledged'],
      direction: 'up',
      mode: 'handOver',
      overdue: true,
      number: '2026-',
    })
  })

  test('leaves out what is no filter, so that a tampered address still shows a list', () => {
    expect(parseFilter(new URLSearchParams('state=nonsense&direction=sideways&mode=handOver'))).toEqual({
      mode: 'handOver',
    })
  })

  test('an empty address narrows nothing', () => {
    expect(parseFilter(new URLSearchParams('state=&number=&cols=subject'))).toEqual({})
  })

  test('an export is asked for with the filter and without the page', () => {
    expect(filterQuery(new URLSearchParams('state=submitted&after=x~y&cols=number&number=')).toString()).toBe(
      'state=submitted',
    )
  })
})
