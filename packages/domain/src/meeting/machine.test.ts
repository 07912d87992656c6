import { describe, expect, test } from 'vitest'
import {
  AGENDA_TRANSITIONS,
  availableMeetingActions,
  decideMeeting,
  MEETING_ACTIONS,
  MEETING_STATES,
  type MeetingAction,
  type MeetingFacts,
} from './index.ts'

const now = new Date('2026-03-02T10:00:00+08:00')
const facts: MeetingFacts = {
  ...{ state: 'planned', version: 1, hasMinutes: false, seats: 3 },
  meetsAt: new Date('2026-03-02T14:00:00+08:00'),
}
const centre = { viewer: { isCentre: true, roles: ['director'] }, now } as const
const decide = (action: MeetingAction, over: Partial<MeetingFacts> = {}) =>
  decideMeeting({ ...facts, ...over }, { action, expectedVersion: 1 }, centre)

describe('[B-18] the machine of a joint meeting', () => {
  test('goes from planned to convened, held and closed, and no other way', () => {
    const ways = MEETING_STATES.flatMap(state =>
      MEETING_ACTIONS.flatMap(action => {
        const decision = decide(action, { state, hasMinutes: true })
        return decision.ok && decision.next !== state ? [`${state} ${action} ${decision.next}`] : []
      }),
    )
    expect(ways).toEqual(['planned convene convened', 'convened hold held', 'held close closed'])
  })

  test('refuses by name: another hand, another version, another state, before its day, without seats, without minutes', () => {
    const refused = (decision: ReturnType<typeof decide>) => (decision.ok ? null : decision.refusal)
    const by = (isCentre: boolean, roles: ['director'] | ['caseWorker']) =>
      refused(decideMeeting(facts, { action: 'convene', expectedVersion: 1 }, { viewer: { isCentre, roles }, now }))
    expect([by(false, ['director'])?.code, by(true, ['caseWorker'])?.code]).toEqual([
      'MEETING_NOT_YOURS',
      'MEETING_NOT_YOURS',
    ])
    expect(refused(decideMeeting(facts, { action: 'convene', expectedVersion: 2 }, centre))).toEqual({
      code: 'MEETING_VERSION_CONFLICT',
      params: { state: 'planned', version: 1 },
    })
    expect(refused(decide('close'))?.code).toBe('MEETING_WRONG_STATE')
    expect(refused(decide('hold', { state: 'convened', meetsAt: new Date('2026-03-03T00:30:00+08:00') }))?.code).toBe(
      'MEETING_NOT_YET',
    )
    expect(refused(decide('convene', { seats: 0 }))?.code).toBe('MEETING_NO_SEATS')
    expect(refused(decide('close', { state: 'held' }))?.code).toBe('MEETING_MINUTES_MISSING')
  })

  test('offers the centre what has its place now with the reason where it waits, and others nothing', () => {
    const offered = availableMeetingActions({ ...facts, state: 'held' }, centre)
    expect(offered.map(({ action, refusal }) => [action, refusal?.code ?? null])).toEqual([
      ['addPaper', null],
      ['keepMinutes', null],
      ['resolve', null],
      ['close', 'MEETING_MINUTES_MISSING'],
    ])
    expect(availableMeetingActions({ ...facts, state: 'closed' }, centre)).toEqual([])
    expect(availableMeetingActions(facts, { viewer: { isCentre: false, roles: ['director'] }, now })).toEqual([])
  })

  test('lets an item be taken that was set aside, and nothing be set aside that was taken', () => {
    expect(AGENDA_TRANSITIONS.take.from).toContain('setAside')
    expect(AGENDA_TRANSITIONS.setAside.from).toEqual(['raised'])
  })
})
