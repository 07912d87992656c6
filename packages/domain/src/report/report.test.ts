import { describe, expect, test } from 'vitest'
import { publishedCalendar } from '../../test/calendar-fixture.ts'
import {
  decideReport,
  isReportLate,
  lastStretchBefore,
  makesReport,
  nextReportLook,
  REPORT_ACTIONS,
  REPORT_STATES,
  type ReportAction,
  type ReportClock,
  reportDue,
  type ReportFacts,
  reportTerm,
  type ReportViewer,
} from './index.ts'

const whole: ReportFacts = {
  ...{ state: 'draft', version: 1, isRoot: false, openBelow: 0, missing: [], openChecks: 0, isCompiled: true },
}
const maker: ReportViewer = { side: 'maker', roles: ['director'] }
const superior: ReportViewer = { side: 'superior', roles: ['director'] }
const decide = (facts: Partial<ReportFacts>, action: ReportAction, viewer: ReportViewer, words = '意见') =>
  decideReport({ ...whole, ...facts }, { action, expectedVersion: 1, words }, viewer)

describe('[Z-18] the machine of a report', () => {
  const wayOf = (viewer: ReportViewer, isRoot = false) =>
    REPORT_STATES.flatMap(state =>
      REPORT_ACTIONS.flatMap(action => {
        const decision = decide({ state, isRoot }, action, viewer)
        return decision.ok ? [`${state} ${action} ${decision.next}`] : []
      }),
    )

  test('each hand does its own part in its own state, nobody anything else; at the top it is closed', () => {
    expect(wayOf(maker)).toEqual(['draft submit submitted', 'returned submit submitted'])
    expect(wayOf(superior)).toEqual([
      ...[
        'draft excuse excused',
        'submitted accept accepted',
        'submitted sendBack returned',
        'returned excuse excused',
      ],
    ])
    expect(wayOf(maker, true)).toEqual(['draft close accepted', 'returned close accepted'])
    expect(wayOf({ side: null, roles: ['director'] })).toEqual([])
    expect(wayOf({ side: 'maker', roles: ['caseWorker'] })).toEqual([])
  })

  test.each([
    ['not compiled', { isCompiled: false }, 'submit', maker, 'REPORT_NOT_COMPILED', {}],
    ['with parts that are not written', { missing: ['work'] }, 'submit', maker, 'REPORT_PARTS_MISSING', { count: 1 }],
    ['before those below', { openBelow: 3 }, 'submit', maker, 'REPORT_CHILDREN_OPEN', { count: 3 }],
    ['closed before those below', { openBelow: 2, isRoot: true }, 'close', maker, 'REPORT_CHILDREN_OPEN', { count: 2 }],
    [
      'past what was drawn',
      { state: 'submitted', openChecks: 2 },
      'accept',
      superior,
      'REPORT_CHECK_OPEN',
      { count: 2 },
    ],
    ['as another saw it', { version: 2 }, 'submit', maker, 'REPORT_VERSION_CONFLICT', { state: 'draft', version: 2 }],
  ] as const)('a report is not sent or accepted %s', (...[, facts, action, viewer, code, params]) => {
    expect(decide(facts, action, viewer)).toEqual({ ok: false, refusal: { code, params } })
  })

  test('whoever returns or excuses says why; whoever returns is not kept by what was drawn', () => {
    for (const [action, state] of [
      ['sendBack', 'submitted'],
      ['excuse', 'draft'],
    ] as const)
      expect(decide({ state }, action, superior, '')).toMatchObject({ refusal: { code: 'REPORT_WORDS_MISSING' } })
    expect(decide({ state: 'submitted', openChecks: 1 }, 'sendBack', superior)).toMatchObject({ ok: true })
  })
})

describe('the round of a report', () => {
  test('is of the stretch that ended last; on its last day that of before', () => {
    const last = (['quarter', 'halfYear', 'midYear', 'year'] as const).map(cadence =>
      ['2026-06-30', '2026-07-01', '2027-01-01'].map(day => lastStretchBefore(cadence, day)),
    )
    expect(last).toEqual([
      ['2026-Q1', '2026-Q2', '2026-Q4'],
      ['2025-H2', '2026-H1', '2026-H2'],
      ['2025-H1', '2026-H1', '2026-H1'],
      ['2025', '2025', '2026'],
    ])
  })

  test('is made by the centres unless the rules name others', () => {
    const street = { tier: 'street', kind: 'administrative' } as const
    expect(makesReport({}, street)).toBe(true)
    expect(makesReport({}, { ...street, kind: 'social' })).toBe(false)
    expect(makesReport({ makers: { tiers: ['county'] } }, street)).toBe(false)
    expect(makesReport({ makers: { kinds: ['social'] } }, { ...street, kind: 'social' })).toBe(true)
  })

  test('runs from the end of its stretch, or from the day it is asked for; a year that is not loaded is refused by name', () => {
    const rules = { due: { days: 10, unit: 'workingDay' }, remindBefore: { days: 2, unit: 'workingDay' } } as const
    const term = (askedOn: string, bucket = '2026-Q1') =>
      reportTerm(rules, { bucket, askedOn }, { calendar: publishedCalendar, businessDayEnds: '18:00' })
    const [inTime, later] = [term('2026-04-01'), term('2026-05-11')]
    expect([inTime, later]).toMatchObject([
      { dueAt: new Date('2026-04-15T18:00:00+08:00'), remindAt: new Date('2026-04-13T18:00:00+08:00') },
      { dueAt: new Date('2026-05-25T18:00:00+08:00') },
    ])
    expect(term('2031-04-01', '2031-Q1')).toMatchObject({ ok: false, year: 2031 })
  })
})

test('the clock of a report reminds once and climbs once, while it is with whoever makes it', () => {
  const at = (day: string) => new Date(`2026-04-${day}T18:00:00+08:00`)
  const clock: ReportClock = { state: 'draft', remindAt: at('13'), dueAt: at('15'), isReminded: false, level: 0 }
  expect([reportDue(clock, at('12')), reportDue(clock, at('13')), reportDue(clock, at('16'))]).toEqual([
    ...[null, 'remind', 'escalate'],
  ])
  expect(reportDue({ ...clock, isReminded: true }, at('14'))).toBeNull()
  expect(nextReportLook({ ...clock, isReminded: true })).toEqual(at('15'))
  for (const over of [{ level: 1 }, { state: 'submitted' }, { state: 'accepted' }, { state: 'excused' }] as const)
    expect(nextReportLook({ ...clock, ...over })).toBeNull()
  expect([isReportLate(clock, at('15')), isReportLate(clock, at('16'))]).toEqual([false, true])
})
