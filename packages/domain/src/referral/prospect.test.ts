import { describe, expect, test } from 'vitest'
import { factsIn, people, settingOf } from '../../test/referral-fixture.ts'
import { availableActions } from './machine.ts'
import { emptySections, type Prospect, refusalOfProspect } from './prospect.ts'

type Over = Partial<Omit<Prospect, 'request' | 'world'>> & {
  request?: Partial<Prospect['request']>
  world?: Partial<Prospect['world']>
}

function prospect({ request, world, ...over }: Over = {}): Prospect {
  const { mode, hop, senderTenantId, targetTenantId, ...draft } = factsIn('draft')
  return {
    ...{ mode, hop, senderTenantId, targetTenantId, cameFromPartner: false, filledSections: ['profile'], ...over },
    request: { ...draft.request, ...request },
    world: { ...draft.world, chainTenantIds: [], ...world },
  }
}
const refused = (over: Over, by = people.sender) => refusalOfProspect(prospect(over), settingOf(by))?.code ?? null

describe('a referral that nobody has begun yet', () => {
  test('has nothing against it where the draft would have nothing against it', () => {
    expect(refused({})).toBeNull()
  })

  const worlds: [string, Over][] = [
    ['REFERRAL_ORGANISATION_NOT_YOURS', { world: { senderHoldsCustody: false } }],
    ['REFERRAL_NOT_CUSTODIAN', { mode: 'handOver', world: { senderHoldsCustody: false, senderHoldsGrant: true } }],
    ['REFERRAL_TARGET_HAS_ONE_OPEN', { world: { openWithTarget: true } }],
    ['REFERRAL_HAND_OVER_OPEN', { mode: 'handOver', world: { otherHandOverOpen: true } }],
    ['REFERRAL_TARGET_TAKES_NONE', { world: { targetTakesReferrals: false } }],
    ['REFERRAL_TARGET_IN_CHAIN', { world: { chainTenantIds: ['city'] } }],
    ['REFERRAL_TARGET_IS_SENDER', { targetTenantId: 'street' }],
    ['REFERRAL_CHAIN_TOO_LONG', { hop: 9 }],
    ['REFERRAL_OTHER_TARGET_REASON_MISSING', { request: { suggestionTaken: false } }],
    ['REFERRAL_PURPOSE_MISSING', { request: { purpose: '' } }],
    ['REFERRAL_TERM_INVALID', { request: { grantUntil: '2026-01-01' } }],
    ['REFERRAL_NEED_MISSING', { request: { need: null } }],
  ]
  test.each(worlds)('is refused by the machine’s own name: %s', (code, over) => {
    expect(refused(over)).toBe(code)
    const { request = {}, world, mode = 'coService', hop = 1, targetTenantId = 'city' } = over
    const draft = factsIn('draft', { mode, hop, targetTenantId, request, world: { chainTenantIds: [], ...world } })
    const ask = availableActions(draft, settingOf(people.sender)).find(({ action }) => action === 'requestConsent')
    expect(ask).toMatchObject({ allowed: false, refusal: { code } })
  })

  test('is refused where it came from a partner network and still runs', () => {
    expect(refused({ cameFromPartner: true })).toBe('REFERRAL_ARRIVED_FROM_PARTNER')
  })

  test('is begun by the sender’s staff alone', () => {
    expect(refused({}, { relation: 'sender', roles: ['auditor'] })).toBe('REFERRAL_ROLE_MISSING')
    expect(refused({}, people.target)).toBe('REFERRAL_NOT_YOUR_PART')
  })

  test('is refused where nothing is written in any of the sections, and names those that are empty where something is', () => {
    const sections = ['profile', 'finance'] as const
    expect(refused({ request: { sections: [...sections] }, filledSections: ['staff'] })).toBe(
      'REFERRAL_SECTIONS_UNWRITTEN',
    )
    expect(refused({ request: { sections: [...sections] }, filledSections: ['profile'] })).toBeNull()
    expect(emptySections(prospect({ request: { sections: [...sections] } }))).toEqual(['finance'])
  })
})
