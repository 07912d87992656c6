import chineseDays from 'chinese-days'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedCalendar, publishedList } from '../../test/calendar-fixture.ts'
import { addDays, civilDateOf, instantAt, isCivilDate } from './civil-date.ts'
import {
  addWorkingDays,
  buildCalendar,
  dueInstant,
  isWorkingDay,
  workingDaysBetween,
  workingHoursBetween,
} from './working-calendar.ts'

const { findWorkday, isWorkday } = chineseDays
const days: string[] = []
for (let day = '2020-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) days.push(day)
const anyDay = fc.constantFrom(...days)

describe('the working-day calendar', () => {
  it('agrees with an independent source on every day from 2020 to 2026', () => {
    const differing = days.filter(day => {
      const answer = isWorkingDay(publishedCalendar, day)
      return !answer.ok || answer.works !== isWorkday(day)
    })
    expect(days).toHaveLength(2557)
    expect(differing).toEqual([])
  })

  it.each(Object.entries(publishedList.workdaysPerYear))('counts the working days of %s', (year, expected) => {
    const before = `${Number(year) - 1}-12-31`
    expect(workingDaysBetween(publishedCalendar, before, `${year}-12-31`)).toEqual({ ok: true, days: expected })
  })

  it.each(publishedList.testVectors)('puts $workdays working days after $start on $due', ({ start, workdays, due }) => {
    expect(addWorkingDays(publishedCalendar, start, workdays)).toEqual({ ok: true, date: due })
  })

  it('finds the same n-th working day as the independent source, or refuses', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 30 }), (day, n) => {
        const answer = addWorkingDays(publishedCalendar, day, n)
        if (answer.ok) expect(answer.date).toBe(findWorkday(n, day))
        else expect(findWorkday(n, day) > '2026-12-31').toBe(true)
      }),
    )
  })

  it('counts back what it counted forward', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 30 }), (day, n) => {
        const there = addWorkingDays(publishedCalendar, day, n)
        fc.pre(there.ok)
        if (there.ok) expect(workingDaysBetween(publishedCalendar, day, there.date)).toEqual({ ok: true, days: n })
      }),
    )
  })

  it('refuses a date past the last loaded year by name and never guesses one', () => {
    const refusal = { ok: false, refusal: 'CALENDAR_NOT_LOADED', year: 2027 }
    expect(isWorkingDay(publishedCalendar, '2027-01-01')).toEqual(refusal)
    expect(addWorkingDays(publishedCalendar, '2026-12-24', 6)).toEqual(refusal)
    expect(workingDaysBetween(publishedCalendar, '2026-12-30', '2027-01-04')).toEqual(refusal)
    const from = instantAt('2026-12-24', '10:00')
    expect(dueInstant(publishedCalendar, from, { days: 6, unit: 'workingDay' })).toEqual(refusal)
    const to = instantAt('2027-01-04', '10:00')
    expect(workingHoursBetween(publishedCalendar, { from, to }, { starts: '09:00', ends: '18:00' })).toEqual(refusal)
  })

  it('does not take a year for loaded because its neighbour lists some of its days', () => {
    expect(publishedCalendar.exceptions.has('2018-12-31')).toBe(true)
    expect(isWorkingDay(publishedCalendar, '2018-12-31')).toMatchObject({ ok: false, year: 2018 })
  })
})

describe('a due instant', () => {
  it('is the end of business on the last day; the day it starts on is not counted', () => {
    const morning = dueInstant(publishedCalendar, instantAt('2026-11-23', '08:00'), { days: 2, unit: 'workingDay' })
    const night = dueInstant(publishedCalendar, instantAt('2026-11-23', '23:59'), { days: 2, unit: 'workingDay' })
    expect(morning).toEqual({ ok: true, at: new Date('2026-11-25T10:00:00Z') })
    expect(night).toEqual(morning)
  })

  it('takes the day from the wall clock in Shanghai, not from UTC', () => {
    const from = new Date('2026-11-23T16:30:00Z')
    expect(civilDateOf(from)).toBe('2026-11-24')
    expect(dueInstant(publishedCalendar, from, { days: 1, unit: 'workingDay', businessDayEnds: '17:00' })).toEqual({
      ok: true,
      at: new Date('2026-11-25T09:00:00Z'),
    })
  })

  it('in calendar days needs no holiday list', () => {
    const bare = buildCalendar({ version: 'none', years: [], rows: [] })
    const from = instantAt('2026-12-20', '12:00')
    expect(dueInstant(bare, from, { days: 30, unit: 'calendarDay' })).toEqual({
      ok: true,
      at: instantAt('2027-01-19', '18:00'),
    })
  })
})

describe('hours of business', () => {
  const hours = { starts: '09:00', ends: '18:00' }
  const between = (from: Date, to: Date) => workingHoursBetween(publishedCalendar, { from, to }, hours)

  it('leave out nights, weekends and holidays', () => {
    expect(between(instantAt('2026-11-20', '17:00'), instantAt('2026-11-23', '10:30'))).toEqual({
      ok: true,
      hours: 2.5,
    })
    expect(between(instantAt('2026-09-30', '18:30'), instantAt('2026-10-08', '08:00'))).toEqual({ ok: true, hours: 0 })
  })

  it('count a Saturday that is worked in exchange', () => {
    expect(between(instantAt('2026-10-10', '09:00'), instantAt('2026-10-10', '18:00'))).toEqual({ ok: true, hours: 9 })
  })
})

describe('civil dates', () => {
  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '26-01-01', ''])('%j is no day', text => {
    expect(isCivilDate(text)).toBe(false)
    expect(() => addDays(text, 1)).toThrow(RangeError)
  })

  it('refuse a time that does not exist', () => {
    expect(() => instantAt('2026-02-30', '18:00')).toThrow(RangeError)
    expect(() => instantAt('2026-02-28', '25:00')).toThrow(RangeError)
  })
})
