import { describe, expect, test } from 'vitest'
import { publishedCalendar } from '../../test/calendar-fixture.ts'
import { reference } from '../../test/referral-fixture.ts'
import { instantAt } from '../calendar/civil-date.ts'
import { plainName, requestDue, requestEnd, type RequestFacts, startOfDay, subjectOf } from './request.ts'

const now = instantAt('2026-11-09', '10:00')
const reckoning = { rules: reference.referralRequest, calendar: publishedCalendar, businessDayEnds: '18:00' }
const request = (over: Partial<RequestFacts> = {}): RequestFacts => ({
  ...{ state: 'open', dueAt: instantAt('2026-11-30', '18:00'), nextClockAt: now, isAskerActive: true },
  ...over,
})

describe('a request for an organisation', () => {
  test('[X-05] stands for the working days of the profile, and ends at the end of the last', () => {
    expect(requestEnd(now, reckoning)).toEqual({ ok: true, at: instantAt('2026-11-30', '18:00') })
    const late = instantAt('2026-12-25', '10:00')
    expect(requestEnd(late, reckoning)).toMatchObject({ ok: false, refusal: 'CALENDAR_NOT_LOADED', year: 2027 })
  })

  test('is looked at once, ends with its term or with its asker, and then is left alone', () => {
    const { dueAt } = request()
    expect(requestDue(request(), now)).toBe('seek')
    const passed = request({ nextClockAt: dueAt })
    expect(requestDue(passed, now)).toBeNull()
    expect(requestDue(passed, dueAt)).toBe('end')
    // One that nobody looked at in time ends all the same.
    expect(requestDue(request(), dueAt)).toBe('end')
    expect(requestDue(passed, new Date(dueAt.getTime() - 1))).toBeNull()
    expect(requestDue({ ...passed, isAskerActive: false }, now)).toBe('endWithAsker')
    for (const state of ['referred', 'ended'] as const)
      expect(requestDue(request({ state, nextClockAt: null, isAskerActive: false }), dueAt)).toBeNull()
  })

  test('counts a day in Beijing', () => {
    expect(startOfDay(instantAt('2026-11-09', '00:00'))).toEqual(instantAt('2026-11-09', '00:00'))
    expect(startOfDay(instantAt('2026-11-09', '23:59'))).toEqual(instantAt('2026-11-09', '00:00'))
  })
})

describe('whom it is about', () => {
  test('is its code where it states one, however it is typed; else its full name, in any width and with any blanks', () => {
    expect(subjectOf({ creditCode: '5310 0000 5000 2159-60', name: '某' })).toEqual({
      ...{ isCodeValid: true, creditCode: '531000005000215960', key: '531000005000215960' },
    })
    expect(subjectOf({ creditCode: null, name: ' 爱心 社(筹) ' })).toMatchObject({
      creditCode: null,
      key: '爱心社(筹)',
    })
    expect(plainName('爱心社（筹）')).toBe(plainName('爱心 社(筹)'))
    expect(plainName('爱心社')).not.toBe(plainName('爱心社（筹）'))
  })

  test('is nobody without either, and a code that fails its check is no code', () => {
    expect(subjectOf({ creditCode: null, name: ' ' })).toBeNull()
    expect(subjectOf({ creditCode: '531000005010215960', name: '' })).toMatchObject({ isCodeValid: false })
  })
})
