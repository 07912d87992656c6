import { describe, expect, test } from 'vitest'
import { publishedCalendar } from '../../test/calendar-fixture.ts'
import {
  ASSIGNMENT_ACTIONS,
  ASSIGNMENT_STATES,
  type AssignmentAction,
  type AssignmentClock,
  assignmentDue,
  type AssignmentFacts,
  assignmentTerm,
  type AssignmentViewer,
  availableAssignmentActions,
  decideAssignment,
  isAssignmentLate,
  nextAssignmentLook,
} from './index.ts'

const duty: AssignmentFacts = { kind: 'duty', state: 'issued', version: 1 }
const issuer: AssignmentViewer = { sides: ['issuer'], roles: ['director'] }
const responsible: AssignmentViewer = { sides: ['responsible'], roles: ['director'] }
const centre: AssignmentViewer = { sides: ['issuer', 'responsible'], roles: ['director'] }
const decide = (facts: AssignmentFacts, action: AssignmentAction, viewer: AssignmentViewer, words = '已办') =>
  decideAssignment(facts, { action, expectedVersion: 1, words }, viewer)

describe('[B-18] the machine of an assignment', () => {
  test('each side does its own part in its own state, and nobody anything else', () => {
    const wayOf = (viewer: AssignmentViewer) =>
      ASSIGNMENT_STATES.flatMap(state =>
        ASSIGNMENT_ACTIONS.flatMap(action => {
          const decision = decide({ ...duty, state }, action, viewer)
          return decision.ok ? [`${state} ${action} ${decision.next}`] : []
        }),
      )
    const ofResponsible = [
      'issued acknowledge acknowledged',
      'acknowledged report reported',
      'sentBack acknowledge acknowledged',
    ]
    expect(wayOf(responsible)).toEqual(ofResponsible)
    const ofIssuer = [
      'issued withdraw withdrawn',
      'acknowledged withdraw withdrawn',
      'reported confirm confirmed',
      'reported sendBack sentBack',
      'reported withdraw withdrawn',
      'sentBack withdraw withdrawn',
    ]
    expect(wayOf(issuer)).toEqual(ofIssuer)
    expect(wayOf(centre).toSorted()).toEqual([...ofResponsible, ...ofIssuer].toSorted())
    expect(wayOf({ sides: [], roles: ['director'] })).toEqual([])
    expect(wayOf({ sides: ['issuer', 'responsible'], roles: ['caseWorker'] })).toEqual([])
  })

  test('a remark is acknowledged and no more', () => {
    const remark: AssignmentFacts = { ...duty, kind: 'remark' }
    expect(availableAssignmentActions(remark, centre)).toEqual(['acknowledge'])
    expect(availableAssignmentActions({ ...remark, state: 'acknowledged' }, centre)).toEqual([])
  })

  test('refuses by name: another version, a report without words, sending back without a reason', () => {
    const codeOf = (decision: ReturnType<typeof decide>) => (decision.ok ? null : decision.refusal.code)
    const stale = decideAssignment(duty, { action: 'acknowledge', expectedVersion: 2, words: '' }, responsible)
    expect(stale).toMatchObject({ refusal: { params: { state: 'issued', version: 1 } } })
    expect(codeOf(decide({ ...duty, state: 'acknowledged' }, 'report', responsible, ''))).toBe(
      'ASSIGNMENT_WORDS_MISSING',
    )
    expect(codeOf(decide({ ...duty, state: 'reported' }, 'sendBack', issuer, ''))).toBe('ASSIGNMENT_WORDS_MISSING')
    expect(codeOf(decide(duty, 'confirm', responsible))).toBe('ASSIGNMENT_NOT_YOURS')
  })
})

describe('[X-05] the term of an assignment', () => {
  const now = new Date('2026-02-09T10:00:00+08:00')
  const reckoning = {
    rules: { remindBefore: { days: 2, unit: 'workingDay' }, climbAfter: { days: 0, unit: 'workingDay' } },
    ...{ calendar: publishedCalendar, businessDayEnds: '18:00' },
  } as const

  test('ends with business on a working day and reminds so many working days before, holidays left out', () => {
    // 2026-02-24 is the first working day after the Spring Festival holidays that begin on the 15th.
    expect(assignmentTerm('2026-02-24', reckoning, now)).toMatchObject({
      ok: true,
      dueAt: new Date('2026-02-24T18:00:00+08:00'),
      remindAt: new Date('2026-02-13T18:00:00+08:00'),
      escalateAt: new Date('2026-02-24T18:00:00+08:00'),
    })
  })

  test('is refused on a day off, in the past, and in a year whose list is not loaded', () => {
    expect(assignmentTerm('2026-02-17', reckoning, now)).toEqual({ ok: false, fault: 'INPUT_ASSIGNMENT_DUE_OFF' })
    expect(assignmentTerm('2026-02-06', reckoning, now)).toEqual({ ok: false, fault: 'INPUT_DATE_PAST' })
    expect(assignmentTerm('2031-02-06', reckoning, now)).toEqual({
      ...{ ok: false, refusal: 'CALENDAR_NOT_LOADED', year: 2031 },
    })
  })

  test('reminds once and climbs once while it is with whoever is responsible, and rests when it was reported', () => {
    const [remindAt, dueAt] = [new Date('2026-02-13T18:00:00+08:00'), new Date('2026-02-24T18:00:00+08:00')]
    const clock: AssignmentClock = {
      ...{ state: 'acknowledged', remindAt, escalateAt: dueAt, isReminded: false, level: 0 },
    }
    const later = new Date('2026-03-01T10:00:00+08:00')
    expect(assignmentDue(clock, now)).toBeNull()
    expect(assignmentDue(clock, remindAt)).toBe('remind')
    expect([assignmentDue({ ...clock, isReminded: true }, remindAt), assignmentDue(clock, later)]).toEqual([
      null,
      'escalate',
    ])
    expect(assignmentDue({ ...clock, level: 1 }, later)).toBeNull()
    expect(assignmentDue({ ...clock, state: 'reported' }, later)).toBeNull()
    expect(nextAssignmentLook({ ...clock, isReminded: true })).toEqual(dueAt)
    expect([
      isAssignmentLate({ state: 'sentBack', dueAt }, later),
      isAssignmentLate({ state: 'reported', dueAt }, later),
    ]).toEqual([true, false])
  })
})
