import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkKindAtTier, functionsOf } from './network-rules.ts'
import { parseProfile } from './parse-profile.ts'
import { TENANT_KINDS } from './vocabulary.ts'

const folder = new URL('../../../../db/profiles/', import.meta.url)
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
const shipped = readdirSync(folder).filter(file => file.endsWith('.json'))

const reference = () => {
  const parsed = parseProfile(read('beijing-2017.json'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.profile
}

/** The profiles that others stand on. */
const known = () => new Map([['beijing-2017', reference()]])

/** The reference profile with one place changed: `referral.deadlines.consent.days`. */
function changed(path: string, value: unknown): unknown {
  const profile = structuredClone(read('beijing-2017.json')) as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const parent = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, profile)
  parent[last] = value
  return profile
}

describe('a profile', () => {
  it.each(shipped)('%s is read without a fault and bears its file name', file => {
    expect(parseProfile(read(file), known())).toMatchObject({ ok: true, profile: { id: file.replace('.json', '') } })
  })

  it('takes whatever its document is silent about from its basis, by whole sections or parts of one it names, and says what it took', () => {
    const { tiers, functions, smallCell, referral } = reference()
    const own = {
      id: 'invented-2030',
      basis: 'beijing-2017',
      name: { zh: '某', en: 'Some' },
      source: reference().source,
    }
    const parsed = parseProfile(
      { ...own, tiers: tiers.slice(0, 2), functions: functions.slice(0, 1), referral: { maxHops: 2 } },
      known(),
    )
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
    expect(parsed.profile.tiers).toHaveLength(2)
    expect(parsed.profile).toMatchObject({ smallCell, referral: { maxHops: 2, deadlines: referral.deadlines } })
    expect(parsed.profile.basis?.profile).toBe('beijing-2017')
    expect(parsed.profile.basis?.taken).toEqual(expect.arrayContaining(['smallCell', 'fields', 'referral.deadlines']))
    for (const said of ['tiers', 'functions', 'referral.maxHops', 'name', 'referral'])
      expect(parsed.profile.basis?.taken).not.toContain(said)
  })

  it.each([
    ['nowhere-2000', 'there is no profile "nowhere-2000"'],
    [7, 'there is no profile 7'],
    ['wuhan-2015', '"wuhan-2015" stands on another profile itself'],
  ])('on the basis %j is refused at that place, with the reason', (basis, reason) => {
    const wuhan = parseProfile(read('wuhan-2015.json'), known())
    if (!wuhan.ok) throw new Error(JSON.stringify(wuhan.faults))
    const all = new Map([...known(), ['wuhan-2015', wuhan.profile]])
    expect(parseProfile({ ...(read('lingwu-2021.json') as object), basis }, all)).toEqual({
      ok: false,
      faults: [{ path: 'basis', reason }],
    })
  })

  it.each([
    ['referral.deadlines.consent.days', 0, 'referral.deadlines.consent.days'],
    ['referral.deadlines.consent.unit', 'week', 'referral.deadlines.consent.unit'],
    [
      'referral.deadlines.consent.reminderAfter',
      { days: 7, unit: 'workingDay' },
      'referral.deadlines.consent.reminderAfter',
    ],
    ['referral.grantMonths.default', 60, 'referral.grantMonths.default'],
    ['referral.declineReasons.0.code', 'other', 'referral.declineReasons.7'],
    ['functions.0.tiers', ['community'], 'functions.0.tiers.0'],
    ['functions.1.id', 'informationRelease', 'functions.1'],
    ['filing.tiers', ['community'], 'filing.tiers.0'],
    ['functions.0.provision', 'Q-01', 'functions.0.provision'],
    ['tiers.0.tenantKinds.0.kind', 'office', 'tiers.0.tenantKinds.0.kind'],
    ['tiers.0.name', { zh: '市' }, 'tiers.0.name.en'],
    ['businessDayEnds', '08:00', 'businessDayEnds'],
    ['businessDayEnds', '25:00', 'businessDayEnds'],
    ['smallCell', 1, 'smallCell'],
  ])('with a wrong %s is refused at that place, with the reason', (path, value, place) => {
    const parsed = parseProfile(changed(path, value))
    if (parsed.ok) throw new Error('read without a fault')
    expect(parsed.faults.map(fault => fault.path)).toContain(place)
    expect(parsed.faults.every(fault => fault.reason !== '')).toBe(true)
  })

  it.each(['extra', 'referral.extra', 'referral.deadlines.extra', 'tiers.0.extra', 'functions.0.extra'])(
    'with the unknown key %s is refused by name',
    path => {
      const parsed = parseProfile(changed(path, 1))
      expect(parsed).toMatchObject({ ok: false, faults: [{ reason: expect.stringContaining('extra') as string }] })
    },
  )

  it.each([null, 'text', [], 7])('%j is refused', json => {
    expect(parseProfile(json).ok).toBe(false)
  })
})

describe('the reference network', () => {
  it('lets no sector incubator stand at a street and says who may', () => {
    expect(checkKindAtTier(reference(), 'street', 'sectorAuthority')).toEqual({
      ok: false,
      refusal: 'KIND_NOT_AT_TIER',
      kinds: ['administrative', 'social'],
    })
    expect(checkKindAtTier(reference(), 'district', 'massOrganisation')).toEqual({ ok: true })
  })

  it('has no communities as a tier', () => {
    expect(checkKindAtTier(reference(), 'community', 'administrative')).toMatchObject({
      refusal: 'TIER_NOT_IN_NETWORK',
    })
  })

  it('gives every kind at every tier where it may stand a function of its own', () => {
    const profile = reference()
    for (const tier of profile.tiers) {
      for (const { kind } of tier.tenantKinds) expect(functionsOf(profile, tier.id, kind)).not.toEqual([])
    }
  })

  it('has, with the others that are shipped, a place for every kind of incubator', () => {
    const all = shipped.map(file => parseProfile(read(file), known()))
    for (const kind of TENANT_KINDS)
      expect(
        all.some(one => one.ok && one.profile.tiers.some(tier => checkKindAtTier(one.profile, tier.id, kind).ok)),
        kind,
      ).toBe(true)
  })

  it('gives its tiers different functions', () => {
    const ids = (tier: 'city' | 'district' | 'street') =>
      functionsOf(reference(), tier, 'administrative').map(({ id }) => id)
    expect(ids('city').filter(id => ids('district').includes(id))).toEqual(['partyBuildingGuidance'])
    expect(ids('street').filter(id => ids('district').includes(id) || ids('city').includes(id))).toEqual([])
  })
})
