import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantAt } from '../calendar/civil-date.ts'
import { ORGANISATION_FIELDS } from '../profile/vocabulary.ts'
import type { TreeNode } from '../tree/direction.ts'
import { childKey, rootKey } from '../tree/scope-key.ts'
import { reference } from '../../test/referral-fixture.ts'
import { SCORE_PARTS, SCORE_WEIGHTS } from './routing-facts.ts'
import type { Candidate, RoutingReason, ScorePart, Suggestion } from './routing-facts.ts'
import { suggestTargets } from './routing.ts'

const now = instantAt('2026-11-23', '10:00')
const cityPlace = { key: rootKey(1), depth: 0 }
const districtPlace = { key: childKey(cityPlace, 1), depth: 1 }
const node = (tenantId: string, over: Partial<TreeNode>): TreeNode => ({
  tenantId,
  networkId: 1,
  scopeKey: cityPlace.key,
  depth: 0,
  tier: 'city',
  kind: 'administrative',
  ...over,
})
const city = node('city', {})
const district = node('district', { scopeKey: districtPlace.key, depth: 1, tier: 'district' })
const street = node('street', { scopeKey: childKey(districtPlace, 1), depth: 2, tier: 'street' })
const sector = node('sector', { scopeKey: childKey(cityPlace, 2), depth: 1, kind: 'sectorAuthority' })

const candidate = (at: TreeNode, over: Partial<Candidate> = {}): Candidate => ({
  node: at,
  functions: [],
  fields: [],
  capacity: { ceiling: 10, taken: 5, declaredAt: now },
  response: { received: 0, accepted: 0, declined: 0, acknowledgedWorkingHours: null },
  takesReferrals: true,
  isBarred: false,
  ...over,
})
const need = { need: 'sectorTraining', field: 'elderCare' } as const
const setting = { from: street, profile: reference, now }
const only = (over: Partial<Candidate>, at: TreeNode = sector): Suggestion => {
  const [suggestion] = suggestTargets(need, [candidate(at, { functions: ['sectorTraining'], ...over })], setting)
  if (!suggestion) throw new Error('nothing suggested')
  return suggestion
}
const lineOf = (part: ScorePart, over: Partial<Candidate>, at?: TreeNode) => {
  const line = only(over, at).lines.find(entry => entry.part === part)
  return { points: line?.points, ...line?.reason } as { points: number } & RoutingReason
}

describe('suggested targets', () => {
  it('put the sector incubator of the field before the centres of the tree for a need of the field', () => {
    const suggestions = suggestTargets(
      need,
      [
        candidate(city, { functions: ['oneStopService'] }),
        candidate(district, { functions: ['sectorTraining'] }),
        candidate(sector, { functions: ['sectorTraining'], fields: ['elderCare'] }),
      ],
      setting,
    )
    expect(suggestions.map(({ tenantId }) => tenantId)).toEqual(['sector', 'district'])
  })

  it('put the tier first whose function it is, by the catalogue', () => {
    const all = [city, district, sector].map(at => candidate(at, { functions: ['residencyIncubation'] }))
    const [first] = suggestTargets({ need: 'residencyIncubation', field: 'industry' }, all, setting)
    expect(first?.tenantId).toBe('district')
  })

  it('leave out the sender, other networks, those that take none, those barred and those that cannot', () => {
    const can = { functions: ['sectorTraining'] }
    const others = [
      candidate(street, can),
      candidate({ ...sector, tenantId: 'far', networkId: 2, scopeKey: rootKey(2) }, can),
      candidate({ ...sector, tenantId: 'shut' }, { ...can, takesReferrals: false }),
      candidate({ ...sector, tenantId: 'visited' }, { ...can, isBarred: true }),
      candidate(city, { functions: ['oneStopService'] }),
    ]
    expect(suggestTargets(need, others, setting)).toEqual([])
  })

  it('say of each part why it counts', () => {
    expect(only({ fields: ['elderCare'] }).lines).toEqual([
      { part: 'capability', points: 35, max: 35, reason: { code: 'DECLARES_FUNCTION', need: 'sectorTraining' } },
      {
        part: 'tierFunction',
        points: 20,
        max: 20,
        reason: { code: 'FUNCTION_OF_TIER', tier: 'city', kind: 'sectorAuthority' },
      },
      { part: 'field', points: 15, max: 15, reason: { code: 'FIELD_SPECIALIST', field: 'elderCare' } },
      { part: 'capacity', points: 5, max: 10, reason: { code: 'CAPACITY_FREE', free: 5, ceiling: 10, weeksOld: 0 } },
      { part: 'response', points: 5, max: 10, reason: { code: 'RESPONSE_NO_RECORD' } },
      { part: 'distance', points: 7.1, max: 10, reason: { code: 'DISTANCE', steps: 3 } },
    ])
  })

  it('trust a claim of free places less with each week since it was made', () => {
    const points = [0, 1, 4, 12, 52].map(weeks => {
      const declaredAt = new Date(now.getTime() - weeks * 7 * 86_400_000)
      return lineOf('capacity', { capacity: { ceiling: 10, taken: 0, declaredAt } })
    })
    expect(points.map(line => line.points)).toEqual([10, 9, 6.6, 2.8, 0])
    expect(points[2]).toMatchObject({ code: 'CAPACITY_FREE', weeksOld: 4 })
  })

  it('give nothing for places that are full, overfull or undeclared, and say which', () => {
    expect(lineOf('capacity', { capacity: { ceiling: 5, taken: 5, declaredAt: now } })).toMatchObject({
      points: 0,
      code: 'CAPACITY_FULL',
    })
    expect(lineOf('capacity', { capacity: { ceiling: 5, taken: 9, declaredAt: now } })).toMatchObject({
      points: 0,
      code: 'CAPACITY_FULL',
    })
    expect(lineOf('capacity', { capacity: { ceiling: 0, taken: 0, declaredAt: now } })).toMatchObject({
      points: 0,
      code: 'CAPACITY_FULL',
    })
    expect(lineOf('capacity', { capacity: null })).toMatchObject({ points: 0, code: 'CAPACITY_UNKNOWN' })
  })

  it('prefer who answers soon and accepts, and do not let one answer decide', () => {
    const record = (accepted: number, declined: number, acknowledgedWorkingHours: number) =>
      lineOf('response', { response: { received: accepted + declined, accepted, declined, acknowledgedWorkingHours } })
    expect(record(20, 0, 1).points).toBeGreaterThan(record(1, 0, 1).points)
    expect(record(1, 0, 1).points).toBeGreaterThan(record(0, 1, 1).points)
    expect(record(5, 5, 2).points).toBeGreaterThan(record(5, 5, 17).points)
    expect(record(0, 50, 40).points).toBeCloseTo(0.1, 5)
    expect(record(3, 1, 4.4)).toMatchObject({
      code: 'RESPONSE_RECORD',
      acceptedPercent: 75,
      decided: 4,
      workingHours: 4,
    })
  })

  it('prefer a specialist to a generalist, and a generalist to a specialist of another field', () => {
    expect(lineOf('field', { fields: ['elderCare'] })).toMatchObject({ points: 15, code: 'FIELD_SPECIALIST' })
    expect(lineOf('field', { fields: [] })).toMatchObject({ points: 6, code: 'FIELD_GENERALIST' })
    expect(lineOf('field', { fields: ['education'] })).toMatchObject({ points: 0, code: 'FIELD_OTHER' })
  })

  it('prefer the nearer of two alike', () => {
    expect(lineOf('distance', {}, district)).toMatchObject({ points: 10, steps: 1 })
    expect(lineOf('distance', {}, city)).toMatchObject({ points: 8.6, steps: 2 })
  })

  const anyCandidate = fc
    .record({
      slot: fc.integer({ min: 1, max: 50 }),
      kind: fc.constantFrom('administrative', 'sectorAuthority', 'social'),
      functions: fc.subarray(reference.functions.map(({ id }) => id)),
      fields: fc.subarray([...ORGANISATION_FIELDS]),
      ceiling: fc.integer({ min: 0, max: 40 }),
      taken: fc.integer({ min: 0, max: 60 }),
      weeks: fc.integer({ min: -2, max: 60 }),
      accepted: fc.nat(40),
      declined: fc.nat(40),
      hours: fc.option(fc.double({ min: 0, max: 200, noNaN: true })),
    })
    .map(given =>
      candidate(
        node(`t${given.slot}`, {
          scopeKey: childKey(cityPlace, given.slot),
          depth: 1,
          tier: 'district',
          kind: given.kind,
        }),
        {
          functions: given.functions,
          fields: given.fields,
          capacity: {
            ceiling: given.ceiling,
            taken: given.taken,
            declaredAt: new Date(now.getTime() - given.weeks * 7 * 86_400_000),
          },
          response: {
            received: given.accepted + given.declined,
            accepted: given.accepted,
            declined: given.declined,
            acknowledgedWorkingHours: given.hours,
          },
        },
      ),
    )
  const candidates = fc.uniqueArray(anyCandidate, { selector: ({ node: { tenantId } }) => tenantId, maxLength: 12 })

  it('come in the same order however the candidates are listed', () => {
    fc.assert(
      fc.property(candidates, given => {
        const forward = suggestTargets(need, given, setting)
        expect(suggestTargets(need, given.toReversed(), setting)).toEqual(forward)
        expect(forward.map(({ score }) => score)).toEqual(forward.map(({ score }) => score).toSorted((a, b) => b - a))
      }),
    )
  })

  it('have a score that is the sum of its six parts, each within its weight', () => {
    expect(SCORE_PARTS.reduce((sum, part) => sum + SCORE_WEIGHTS[part], 0)).toBe(100)
    fc.assert(
      fc.property(candidates, given => {
        for (const { score, lines } of suggestTargets(need, given, setting)) {
          expect(lines.map(({ part }) => part)).toEqual([...SCORE_PARTS])
          expect(lines.every(({ points, max }) => points >= 0 && points <= max)).toBe(true)
          expect(lines.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 6)
        }
      }),
    )
  })
})
