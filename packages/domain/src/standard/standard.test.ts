import { expect, test } from 'vitest'
import { buildCalendar } from '../calendar/working-calendar.ts'
import { acknowledgeBy, acknowledgingStanding, lateIfKnownBy } from './acknowledging.ts'
import { publishFault, standingOf, versionInForce, type VersionFacts } from './machine.ts'

const version = (number: number, inForceFrom: string, state: 'draft' | 'published' = 'published'): VersionFacts => ({
  ...{ number, inForceFrom, state },
})

test('[B-09] a version holds from its day until the day of the next, and a draft never', () => {
  const versions = [version(1, '2026-01-01'), version(2, '2026-03-01'), version(3, '2026-02-01', 'draft')]
  const holding = (day: string) => versionInForce(versions, day)?.number
  expect(['2025-12-31', '2026-01-01', '2026-02-28', '2026-03-01'].map(holding)).toEqual([undefined, 1, 1, 2])
  const standings = (day: string) => versions.map(one => standingOf(one, versions, day))
  expect(standings('2025-12-31')).toEqual(['announced', 'announced', 'draft'])
  expect(standings('2026-02-01')).toEqual(['inForce', 'announced', 'draft'])
  expect(standings('2026-03-01')).toEqual(['superseded', 'inForce', 'draft'])
  // Of two from the same day the later holds.
  expect(versionInForce([version(1, '2026-01-01'), version(2, '2026-01-01')], '2026-01-01')?.number).toBe(2)
})

test('[B-09] a draft is published with words and services, for today or later, and not before its predecessor', () => {
  const draft = { inForceFrom: '2026-03-02', sections: 1, services: 1 }
  const on = (previousFrom: string | null) => ({ today: '2026-03-02', previousFrom })
  expect(publishFault(draft, on(null))).toBeNull()
  expect(publishFault(draft, on('2026-03-02'))).toBeNull()
  expect(publishFault(draft, on('2026-03-03'))).toBe('beforePrevious')
  expect(publishFault({ ...draft, inForceFrom: '2026-03-01' }, on(null))).toBe('dayPast')
  expect(publishFault({ ...draft, sections: 0 }, on(null))).toBe('noSections')
  expect(publishFault({ ...draft, services: 0 }, on(null))).toBe('noServices')
})

test('[B-09] an acknowledgement is due so many working days after it was made known or the incubator opened; one day says of all which are late', () => {
  const calendar = buildCalendar({ version: 'v', years: [2025, 2026], rows: [] })
  const terms = {
    ...{ calendar, rules: { acknowledge: { days: 5, unit: 'workingDay' as const } }, businessDayEnds: '18:00' },
  }
  const monday = new Date('2026-03-02T10:00:00+08:00')
  expect(acknowledgeBy(monday, '2020-01-01', terms)?.toISOString()).toBe('2026-03-09T10:00:00.000Z')
  expect(acknowledgeBy(monday, '2026-03-04', terms)?.toISOString()).toBe('2026-03-11T10:00:00.000Z')
  expect(acknowledgeBy(new Date('2026-12-30T10:00:00+08:00'), '2020-01-01', terms)).toBeNull()
  for (const hour of ['09:00', '18:01']) {
    const now = new Date(`2026-03-09T${hour}:00+08:00`)
    const late = lateIfKnownBy(now, terms)
    for (const known of ['2026-02-26', '2026-02-27', '2026-03-01', '2026-03-02', '2026-03-03']) {
      const dueAt = acknowledgeBy(new Date(`${known}T12:00:00+08:00`), '2020-01-01', terms)
      const isLate = acknowledgingStanding({ givenAt: null, dueAt }, now) === 'overdue'
      expect([hour, known, isLate]).toEqual([hour, known, known <= late])
    }
  }
  expect(acknowledgingStanding({ givenAt: monday, dueAt: monday }, new Date('2027-01-01'))).toBe('given')
})
