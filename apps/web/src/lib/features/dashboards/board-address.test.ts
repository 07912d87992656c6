import { describe, expect, test } from 'vitest'
import { boardIn, drillHref, periodIn, periodQuery } from './board-address.ts'

const params = (query: string) => new URLSearchParams(query)

describe('the address of a board', () => {
  test.each([
    ['', { kind: 'quarter' }],
    ['period=month', { kind: 'month' }],
    ['period=range&from=2026-01-05&to=2026-02-01', { kind: 'range', from: '2026-01-05', to: '2026-02-01' }],
    ['period=range&from=2026-02-05&to=2026-02-01', { kind: 'quarter' }],
    ['period=range', { kind: 'quarter' }],
    ['period=decade', { kind: 'quarter' }],
  ])('%j asks for the period %j', (query, period) => {
    expect(periodIn(params(query))).toEqual(period)
    expect(periodIn(params(new URLSearchParams(periodQuery(periodIn(params(query)))).toString()))).toEqual(period)
  })

  test('with an id that is none asks for nothing', () => {
    expect(boardIn(params('tenant=1%20or%201'))).toBeNull()
    expect(boardIn(params('tenant=01900000-0000-7000-8000-000000000000'))).toMatchObject({
      tenantId: '01900000-0000-7000-8000-000000000000',
    })
  })
})

describe('a figure', () => {
  const period = { kind: 'month' } as const

  test('leads to its list under the filter that counts it', () => {
    expect(drillHref({ page: 'organisations', query: { within: 'below', stages: 'startUp' } }, period)).toBe(
      '/organisations?within=below&stages=startUp',
    )
    expect(drillHref({ page: 'inbox', query: { state: 'submitted' } }, period)).toBe('/referrals/inbox?state=submitted')
  })

  test('leads from board to board within the same period', () => {
    expect(drillHref({ page: 'board', query: { tenantId: 'a' } }, period)).toBe('/dashboards?tenant=a&period=month')
    expect(drillHref({ page: 'referralList', query: { side: 'holder' } }, { kind: 'quarter' })).toBe(
      '/dashboards/referrals/list?side=holder',
    )
    expect(drillHref({ page: 'incubators', query: { tenantId: 'a', quiet: 'true' } }, period)).toBe(
      '/dashboards/incubators?tenant=a&period=month&quiet=true',
    )
  })

  test('that has its own time keeps it', () => {
    expect(
      drillHref(
        { page: 'needList', query: { tenantId: 'a', from: '2026-02-01', to: '2026-02-28', need: 'venue' } },
        period,
      ),
    ).toBe('/dashboards/unmet/list?tenant=a&period=range&from=2026-02-01&to=2026-02-28&need=venue')
  })

  test('of foreign rows leads nowhere', () => {
    expect(drillHref(null, period)).toBeUndefined()
  })
})
