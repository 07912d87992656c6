import { describe, expect, it } from 'vitest'
import { OPEN_STATES, REFERRAL_STATES, STATE_FACTS, UNDECIDED_STATES } from './states.ts'
import { REFERRAL_ONLOOKERS, sees, visibleParts } from './visibility.ts'
import type { ReferralOnlooker } from './visibility.ts'

const sent = (state: (typeof REFERRAL_STATES)[number]) => ({
  state,
  wasSubmitted: STATE_FACTS[state].stretch !== 'beforeSubmission',
})
/** States in which the target has taken the organisation on. */
const served = OPEN_STATES.filter(state => sent(state).wasSubmitted && !UNDECIDED_STATES.includes(state))
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
    expect(statesWhere('target', 'identity')).toEqual([...served, 'closed', 'returned'])
    expect(statesWhere('target', 'sections')).toEqual(served)
    const preview = ['count', 'number', 'dates', 'route', 'clock', 'preview', 'questions']
    for (const state of UNDECIDED_STATES) expect(visibleParts(sent(state), 'target')).toEqual(preview)
  })

  it('the target keeps of a declined or withdrawn one its number, dates and reason, and no preview', () => {
    for (const state of ['declined', 'withdrawn', 'expired', 'consentRevoked'] as const) {
      expect(visibleParts(sent(state), 'target')).toEqual(['count', 'number', 'dates', 'route', 'reason', 'reasonCode'])
    }
  })

  it('no superior, no member of the joint meeting and no stranger ever sees who it is, a section or a note', () => {
    for (const onlooker of ['commonSuperior', 'otherSuperior', 'jointMeeting', 'other'] as const) {
      for (const part of ['identity', 'sections', 'consent', 'reason', 'workings', 'accessLog'] as const) {
        expect(statesWhere(onlooker, part)).toEqual([])
      }
    }
  })

  it('the lowest common superior sees preview and clock while it is undecided, and the coded outcome at the end', () => {
    expect(statesWhere('commonSuperior', 'preview')).toEqual([...UNDECIDED_STATES, 'disputed', 'expired'])
    const withClock = [...OPEN_STATES.filter(state => sent(state).wasSubmitted), 'expired']
    expect(statesWhere('commonSuperior', 'clock')).toEqual(withClock)
    expect(statesWhere('commonSuperior', 'outcomeCode')).toEqual([
      'outcomeReported',
      'failed',
      'disputed',
      'closed',
      'returned',
    ])
    expect(statesWhere('commonSuperior', 'reasonCode')).toEqual(['declined', 'withdrawn', 'expired', 'consentRevoked'])
  })

  it('the desk reads the preview of what was declined once too often, for it must find another target', () => {
    expect(sees({ ...sent('declined'), holder: 'desk' }, 'commonSuperior', 'preview')).toBe(true)
    expect(sees({ ...sent('declined'), holder: 'sender' }, 'commonSuperior', 'preview')).toBe(false)
  })

  it('a target that served before the consent was revoked keeps its own records, and no section', () => {
    const revoked = { ...sent('consentRevoked'), wasAccepted: true }
    expect(sees(revoked, 'target', 'progress')).toBe(true)
    expect(sees(revoked, 'target', 'sections')).toBe(false)
  })

  it('what was voided is gone for everyone but its sender and the organisation that was asked', () => {
    for (const onlooker of REFERRAL_ONLOOKERS) {
      const parts = visibleParts(sent('voided'), onlooker)
      expect(parts.length > 0).toBe(onlooker === 'sender' || onlooker === 'organisation')
    }
  })

  it('other superiors see a count, the joint meeting an aggregate once submitted, strangers nothing', () => {
    for (const state of REFERRAL_STATES.filter(state => state !== 'voided')) {
      expect(visibleParts(sent(state), 'otherSuperior')).toEqual(['count'])
      expect(visibleParts(sent(state), 'jointMeeting')).toEqual(sent(state).wasSubmitted ? ['aggregate'] : [])
      expect(visibleParts(sent(state), 'other')).toEqual([])
    }
  })

  it('the organisation sees no draft; from then on what is shared and with whom, and who looked once it is accepted', () => {
    expect(visibleParts(sent('draft'), 'organisation')).toEqual([])
    expect(statesWhere('organisation', 'consent')).toEqual(
      REFERRAL_STATES.filter(state => state !== 'draft' && state !== 'voided'),
    )
    expect(statesWhere('organisation', 'accessLog')).toEqual([...served, 'closed', 'returned'])
  })

  it('the organisation is told of an end in neutral words, without the reason', () => {
    for (const state of ['declined', 'withdrawn', 'expired', 'consentRevoked'] as const) {
      expect(sees(sent(state), 'organisation', 'neutralWords')).toBe(true)
      expect(sees(sent(state), 'organisation', 'reason') || sees(sent(state), 'organisation', 'reasonCode')).toBe(false)
    }
  })

  it('the working thoughts behind it are the sender’s alone', () => {
    expect(REFERRAL_ONLOOKERS.filter(onlooker => statesWhere(onlooker, 'workings').length > 0)).toEqual(['sender'])
  })
})
