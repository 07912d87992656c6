import { expect, test } from 'vitest'
import { countedDays, isAskedOf, periodAround } from './service-item.ts'

test('[B-19] what is counted lies in the month, quarter or year around a day, and within the term of the item', () => {
  expect(periodAround('month', '2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(periodAround('quarter', '2026-12-31')).toEqual({ from: '2026-10-01', to: '2026-12-31' })
  expect(periodAround('quarter', '2026-04-01')).toEqual({ from: '2026-04-01', to: '2026-06-30' })
  expect(periodAround('year', '2026-07-01')).toEqual({ from: '2026-01-01', to: '2026-12-31' })
  const march = periodAround('month', '2026-03-10')
  expect(countedDays({ from: '2026-03-05', until: null }, march)).toEqual({ from: '2026-03-05', to: '2026-03-31' })
  expect(countedDays({ from: '2020-01-01', until: '2026-03-20' }, march)).toEqual({
    from: '2026-03-01',
    to: '2026-03-20',
  })
  expect(countedDays({ from: '2026-04-01', until: null }, march)).toBeUndefined()
  expect(countedDays({ from: '2020-01-01', until: '2026-02-28' }, march)).toBeUndefined()
})

test('[B-19] an item is asked of all, or of the tiers and kinds that it names', () => {
  const street = { tier: 'street', kind: 'administrative' }
  expect(isAskedOf({ tiers: [], kinds: [] }, street)).toBe(true)
  expect(isAskedOf({ tiers: ['street'], kinds: [] }, street)).toBe(true)
  expect(isAskedOf({ tiers: ['district'], kinds: [] }, street)).toBe(false)
  expect(isAskedOf({ tiers: ['street'], kinds: ['social'] }, street)).toBe(false)
})
