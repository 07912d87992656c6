import { describe, expect, it } from 'vitest'
import { OPEN_STATES, REFERRAL_STATES, STATE_FACTS } from './states.ts'
import { REFERRAL_ONLOOKERS, sees, visibleParts } from './visibility.ts'
import type { ReferralOnlooker } from './visibility.ts'

const sent = (state: (typeof REFERRAL_STATES)[number]) => ({
  state,
  wasSubmitted: STATE_FACTS[state].stretch !== 'beforeSubmission',
})
const statesWhere = (onlooker: ReferralOnlooker, part: Parameters<typeof sees>[2]) =>
  REFERRAL_STATES.filter(state => sees(sent(state), onlooker, part))

describe('what is seen of a referral', () => {
  it('the target sees nothing of it before it is submitted, nor of what ended before', () => {
    for (const state of ['draft', 'awaitingConsent', 'awaitingApproval'] as const) {
      expect(visibleParts(sent(state), 'target')).toEqual([])
    }
    expect(visibleParts({ state: 'withdrawn', wasSubmitted: false }, 'target')).toEqual([])
    expect(visibleParts({ state: 'withdrawn', wasSubmitted: false }, 'commonSuperior')).toEqual(['count'])
  })

  it('the target sees who it is and the sections only from acceptance, and no sections after the close', () => {
    expect(statesWhere('target', 'identity')).toEqual(['accepted', 'active', 'outcomeReported', 'closed'])
    expect(statesWhere('target', 'sections')).toEqual(['accepted', 'active', 'outcomeReported'])
    expect(visibleParts(sent('submitted'), 'target')).toEqual(['count', 'number', 'dates', 'route', 'clock', 'preview'])
  })

  it('the target keeps of a declined or withdrawn one its number, dates and reason, and no preview', () => {
    for (const state of ['declined', 'withdrawn'] as const) {
      expect(visibleParts(sent(state), 'target')).toEqual(['count', 'number', 'dates', 'route', 'reason', 'reasonCode'])
    }
  })

  it('no superior, no member of the joint meeting and no stranger ever sees who it is, a section or a note', () => {
    for (const onlooker of ['commonSuperior', 'otherSuperior', 'jointMeeting', 'other'] as const) {
      for (const part of ['identity', 'sections', 'consent', 'progress', 'outcome', 'reason', 'workings'] as const) {
        expect(statesWhere(onlooker, part)).toEqual([])
      }
    }
  })

  it('the lowest common superior sees preview and clock while it is undecided, and the coded outcome at the end', () => {
    expect(statesWhere('commonSuperior', 'preview')).toEqual(['submitted', 'acknowledged'])
    expect(statesWhere('commonSuperior', 'clock')).toEqual(OPEN_STATES.filter(state => sent(state).wasSubmitted))
    expect(statesWhere('commonSuperior', 'outcomeCode')).toEqual(['outcomeReported', 'closed'])
    expect(statesWhere('commonSuperior', 'reasonCode')).toEqual(['declined', 'withdrawn'])
  })

  it('other superiors see a count, the joint meeting an aggregate once submitted, strangers nothing', () => {
    for (const state of REFERRAL_STATES) {
      expect(visibleParts(sent(state), 'otherSuperior')).toEqual(['count'])
      expect(visibleParts(sent(state), 'jointMeeting')).toEqual(sent(state).wasSubmitted ? ['aggregate'] : [])
      expect(visibleParts(sent(state), 'other')).toEqual([])
    }
  })

  it('the organisation sees no draft; from then on what is shared and with whom, and who looked once it is accepted', () => {
    expect(visibleParts(sent('draft'), 'organisation')).toEqual([])
    expect(statesWhere('organisation', 'consent')).toEqual(REFERRAL_STATES.filter(state => state !== 'draft'))
    expect(statesWhere('organisation', 'accessLog')).toEqual(['accepted', 'active', 'outcomeReported', 'closed'])
  })

  it('the organisation is told of an end in neutral words, without the reason', () => {
    for (const state of ['declined', 'withdrawn'] as const) {
      expect(sees(sent(state), 'organisation', 'neutralWords')).toBe(true)
      expect(sees(sent(state), 'organisation', 'reason') || sees(sent(state), 'organisation', 'reasonCode')).toBe(false)
    }
  })

  it('the working thoughts behind it are the sender’s alone', () => {
    expect(REFERRAL_ONLOOKERS.filter(onlooker => statesWhere(onlooker, 'workings').length > 0)).toEqual(['sender'])
  })
})
