import { describe, expect, it } from 'vitest'
import { FILING_STATES, filingActions, filingNumber, filingValidUntil } from './machine.ts'

const rules = { tiers: ['street' as const], leastMembers: 5, decide: { days: 10, unit: 'workingDay' as const } }

describe('a filing', () => {
  it('is decided on once, renewed and ended while it stands, and grows from either', () => {
    expect(FILING_STATES.map(state => [state, filingActions(state).join(' ')])).toEqual([
      ['applied', 'file refuse grow'],
      ['filed', 'renew end grow'],
      ['refused', ''],
      ['ended', ''],
      ['grown', ''],
    ])
  })

  it('holds for the months of the profile, from its end where it is renewed in time, from today where it is late', () => {
    const now = new Date('2028-02-29T09:00:00+08:00')
    const yearly = { ...rules, validMonths: 12 }
    expect(filingValidUntil(yearly, now)).toBe('2029-02-28')
    expect(filingValidUntil(yearly, now, '2028-06-01')).toBe('2029-06-01')
    expect(filingValidUntil(yearly, now, '2028-01-01')).toBe('2029-02-28')
    expect(filingValidUntil(rules, now)).toBeNull()
  })

  it('bears the division, the year and the count', () => {
    expect(filingNumber({ divisionCode: '110101001', year: 2026, count: 7 })).toBe('110101001-2026-0007')
  })
})
