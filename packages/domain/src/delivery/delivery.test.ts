import { describe, expect, test } from 'vitest'
import { publishedCalendar } from '../../test/calendar-fixture.ts'
import { instantAt } from '../calendar/civil-date.ts'
import { nextDigestAt } from './digest.ts'
import { MOST_ATTEMPTS, retryDelay } from './retry.ts'

describe('a message that fails', () => {
  test('is tried again after four times as long each time, never longer than six hours, less up to half by chance', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(attempts => retryDelay(attempts, 0))).toEqual(
      [30, 120, 480, 1920, 7680, 21_600, 21_600].map(seconds => seconds * 1000),
    )
    expect(retryDelay(1, 1)).toBe(15_000)
    expect(retryDelay(2, 0.5)).toBe(90_000)
  })

  test('is given up after its last attempt', () => {
    expect(retryDelay(MOST_ATTEMPTS - 1, 0)).not.toBeNull()
    expect(retryDelay(MOST_ATTEMPTS, 0)).toBeNull()
  })
})

describe('the daily digest', () => {
  const next = (day: string, time: string) => nextDigestAt(publishedCalendar, instantAt(day, time), '09:00')

  test.each([
    ['2026-11-23', '08:59', '2026-11-23'],
    ['2026-11-23', '09:00', '2026-11-24'],
    ['2026-11-27', '17:00', '2026-11-30'],
    // 1 to 5 May 2026 are off, 9 May is worked in exchange.
    ['2026-04-30', '12:00', '2026-05-06'],
    ['2026-05-08', '12:00', '2026-05-09'],
  ])('after %s %s goes out at the start of business of %s', (day, time, expected) => {
    expect(next(day, time)).toEqual(instantAt(expected, '09:00'))
  })

  test('goes by the plain week in a year whose list is not loaded: it neither stops nor comes at the weekend', () => {
    expect(next('2026-12-31', '12:00')).toEqual(instantAt('2027-01-01', '09:00'))
    expect(next('2027-01-01', '12:00')).toEqual(instantAt('2027-01-04', '09:00'))
  })
})
