import { describe, expect, it } from 'vitest'
import { MONDAY, factsIn, onVersion, people, settingOf, signed } from '../../test/referral-fixture.ts'
import type { ReferralCommandBody } from './commands.ts'
import { CLOCK_VIEWER } from './facts.ts'
import type { ReferralFacts, Viewer } from './facts.ts'
import { furtherToShare } from './guards.ts'
import { availableActions, decide } from './machine.ts'

const { sender, target, organisation } = people
const ask = { action: 'requestFurtherConsent', personal: false } as const
const sign = { action: 'signFurtherConsent', method: 'account', reason: '' } as const
const answer = { action: 'answerInformation', answer: '见补充内容' } as const

/** A question about finance, which was not consented to, and what came of it. */
const asking = (
  state: NonNullable<ReferralFacts['furtherConsent']>['state'] | null,
  over: Parameters<typeof factsIn>[1] = {},
) =>
  factsIn('informationRequested', {
    askedSection: 'finance',
    furtherConsent: state && { state, sections: ['finance'], personal: false },
    ...over,
  })

function result(facts: ReferralFacts, body: ReferralCommandBody, viewer: Viewer) {
  const decision = decide(facts, onVersion(body), settingOf(viewer))
  return decision.ok ? decision : decision.refusal.code
}

describe('a question about what was not consented to', () => {
  it('is the sender’s to bring before the organisation; the question stays open and its term runs on', () => {
    expect(result(asking(null), ask, sender)).toMatchObject({
      ...{ next: 'informationRequested', holder: 'sender', effects: [] },
      ...{ clock: { change: 'keep' }, expiry: 'keep' },
    })
  })

  it('is signed by the organisation, or by the sender on paper with the reason; nothing goes to the target by that', () => {
    const recorded = { ok: true, next: 'informationRequested', effects: ['recordFurtherConsent'] }
    expect(result(asking('asked'), sign, organisation)).toMatchObject(recorded)
    const paper = { ...sign, method: 'paper', reason: '没有账号' } as const
    expect(result(asking('asked'), paper, sender)).toMatchObject(recorded)
    expect(result(asking('asked'), { ...paper, reason: '' }, sender)).toBe('REASON_MISSING')
    expect(result(asking('asked'), sign, sender)).toBe('CONSENT_METHOD_WRONG')
  })

  it('is answered with what was signed, in words alone after a refusal, and without what nobody answered yet', () => {
    expect(result(asking('signed'), answer, sender)).toMatchObject({
      next: 'acknowledged',
      effects: ['sealSupplement'],
    })
    expect(result(asking('refused'), answer, sender)).toMatchObject({ next: 'acknowledged', effects: [] })
    expect(result(asking('asked'), answer, sender)).toMatchObject({ effects: ['setAsideFurtherConsent'] })
    expect(result(asking(null), answer, sender)).toMatchObject({ effects: [] })
  })

  it('that lapses sends nothing, whatever was signed', () => {
    const late = settingOf(CLOCK_VIEWER, { now: new Date(MONDAY.getTime() + 20 * 86_400_000) })
    const lapsed = decide(asking('signed'), onVersion({ action: 'lapseInformation' }), late)
    expect(lapsed).toMatchObject({ ok: true, next: 'acknowledged', effects: ['setAsideFurtherConsent'] })
  })

  it('may be asked again after a refusal, and not while it is asked or once it is signed', () => {
    expect(result(asking('refused'), ask, sender)).toMatchObject({ ok: true })
    expect(result(asking('asked'), ask, sender)).toBe('FURTHER_CONSENT_ASKED')
    expect(result(asking('signed'), ask, sender)).toBe('FURTHER_CONSENT_ASKED')
  })

  it.each([
    ['nobody asked', null],
    ['it is signed', 'signed'],
    ['it was refused', 'refused'],
  ] as const)('is not answered by the organisation where %s', (_, state) => {
    expect(result(asking(state), sign, organisation)).toBe('FURTHER_CONSENT_NOT_ASKED')
    const refuse = { action: 'refuseFurtherConsent', reason: '' } as const
    expect(result(asking(state), refuse, organisation)).toBe('FURTHER_CONSENT_NOT_ASKED')
  })

  it.each([
    ['what the question names is shared already', { askedSection: 'profile' }, 'FURTHER_CONSENT_NEEDLESS'],
    ['the consent itself is gone', { consent: null }, 'CONSENT_MISSING'],
    ['the consent has ended', { consent: { ...signed, until: '2026-11-08' } }, 'CONSENT_ENDED'],
    ['it goes to another network', { crossing: 'sending' }, 'REFERRAL_BETWEEN_NETWORKS'],
    [
      'the sender has the organisation no longer',
      { world: { senderHoldsCustody: false } },
      'REFERRAL_ORGANISATION_NOT_YOURS',
    ],
  ] as const)('is not brought before the organisation where %s', (_, over, code) => {
    expect(result(asking(null, over), ask, sender)).toBe(code)
  })

  it('is nobody else’s: the target brings nothing before the organisation and signs nothing', () => {
    for (const body of [ask, sign, { action: 'refuseFurtherConsent', reason: '' } as const])
      expect(result(asking('asked'), body, target)).toBe('REFERRAL_NOT_YOUR_PART')
    expect(result(asking(null), ask, organisation)).toBe('REFERRAL_NOT_YOUR_PART')
  })

  it('offers the page what may be done, and says why not the rest', () => {
    const offered = (facts: ReferralFacts) =>
      availableActions(facts, settingOf(sender)).find(({ action }) => action === 'requestFurtherConsent')
    expect(offered(asking(null))).toMatchObject({ allowed: true })
    expect(offered(asking('asked'))).toMatchObject({ allowed: false, refusal: { code: 'FURTHER_CONSENT_ASKED' } })
  })
})

describe('named people', () => {
  const asks = (section: 'staff' | 'finance', personal: boolean, over: Partial<ReferralFacts['request']> = {}) =>
    result(asking(null, { askedSection: section, request: over }), { ...ask, personal }, sender)

  it('go with a question about staff alone, and as a line of their own', () => {
    expect(asks('staff', true)).toMatchObject({ ok: true })
    expect(asks('staff', false)).toMatchObject({ ok: true })
    expect(asks('finance', true)).toBe('FURTHER_CONSENT_NEEDLESS')
  })

  it('may be all that is asked for where the section itself is shared', () => {
    const shared = { sections: ['profile', 'projects', 'staff'] } as const
    const facts = { askedSection: 'staff', consent: { ...signed, sections: shared.sections } } as const
    const of = (personal: boolean, isShared = false) =>
      result(asking(null, { ...facts, request: { ...shared, personal: isShared } }), { ...ask, personal }, sender)
    expect(of(true)).toMatchObject({ ok: true })
    expect(of(false)).toBe('FURTHER_CONSENT_NEEDLESS')
  })

  it('are not asked for twice', () => {
    const request = { sections: ['profile'], personal: true } as const
    expect(furtherToShare({ askedSection: 'staff', request })).toEqual({ sections: ['staff'], personal: false })
    expect(furtherToShare({ askedSection: null, request })).toEqual({ sections: [], personal: false })
  })
})
