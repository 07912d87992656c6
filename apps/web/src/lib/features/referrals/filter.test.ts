import { describe, expect, test } from 'vitest'
import { filterQuery, parseFilter, sortOf } from './filter.ts'

describe('the filter of a list of referrals, kept in its address', () => {
  test('reads states, direction, mode, overdue, unconfirmed and number', () => {
    const params = new URLSearchParams(
      'state=submitted&state=acknowledged&direction=up&mode=handOver&overdue=1&unconfirmed=1&number=2026-',
    )
    expect(parseFilter(params)).toEqual({
      states: ['submitted', 'acknowledged'],
      direction: 'up',
      mode: 'handOver',
      overdue: true,
      unconfirmed: true,
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

  test('an export is asked for with the filter and the order and without the page', () => {
    expect(
      filterQuery(new URLSearchParams('state=submitted&after=x~y&cols=number&number=&sort=clock')).toString(),
    ).toBe('state=submitted&sort=clock')
  })

  test('a head’s direction is the API’s order; one that there is not shows the list’s own', () => {
    expect(['clock', 'submittedAt', '-submittedAt', 'updatedAt'].map(sortOf)).toEqual([
      'due',
      'firstSubmitted',
      'submitted',
      'leastChanged',
    ])
    expect(['-clock', '-updatedAt', 'number', null].map(sortOf)).toEqual(Array(4).fill('changed'))
  })
})
