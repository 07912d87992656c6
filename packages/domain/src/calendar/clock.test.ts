import { describe, expect, it } from 'vitest'
import { publishedCalendar } from '../../test/calendar-fixture.ts'
import { instantAt } from './civil-date.ts'
import { clockColour, overdueWorkingDays } from './clock.ts'

const start = instantAt('2026-11-23', '18:00')
const due = instantAt('2026-11-26', '18:00')

describe('a clock', () => {
  it.each([
    ['2026-11-23', '18:00', 'green'],
    ['2026-11-25', '17:59', 'green'],
    ['2026-11-25', '18:00', 'yellow'],
    ['2026-11-26', '18:00', 'yellow'],
    ['2026-11-26', '18:01', 'red'],
  ] as const)('at %s %s is %3$s', (day, time, colour) => {
    expect(clockColour(start, due, instantAt(day, time))).toBe(colour)
  })

  it('counts the working days it is overdue by', () => {
    expect(overdueWorkingDays(publishedCalendar, due, instantAt('2026-11-26', '17:00'))).toBe(0)
    expect(overdueWorkingDays(publishedCalendar, due, instantAt('2026-11-26', '20:00'))).toBe(0)
    expect(overdueWorkingDays(publishedCalendar, due, instantAt('2026-11-30', '09:00'))).toBe(2)
  })

  it('says nothing of overdue days that no loaded list covers', () => {
    expect(overdueWorkingDays(publishedCalendar, due, instantAt('2027-01-02', '09:00'))).toBeNull()
  })
})
