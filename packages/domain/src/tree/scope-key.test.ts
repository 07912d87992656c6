import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MAX_NETWORK_NUMBER,
  MAX_SLOT,
  ancestorKeys,
  childKey,
  contains,
  depthOf,
  escalationDeskKey,
  lowestCommonSuperiorKey,
  networkNumberOf,
  rootKey,
  scopeHigh,
  spanOf,
  treeDistance,
} from './scope-key.ts'
import type { TreePlace } from './scope-key.ts'

const slots = fc.array(fc.integer({ min: 1, max: MAX_SLOT }), { maxLength: 4 })
const network = fc.integer({ min: 1, max: MAX_NETWORK_NUMBER })

function placeAt(networkNumber: number, path: readonly number[]): TreePlace {
  return path.reduce<TreePlace>((parent, slot) => ({ key: childKey(parent, slot), depth: parent.depth + 1 }), {
    key: rootKey(networkNumber),
    depth: 0,
  })
}

const place = fc.tuple(network, slots).map(([n, path]) => ({ ...placeAt(n, path), path, n }))
/** Two nodes of one network that often share the way from the root. */
const pair = fc
  .tuple(network, slots, slots, slots)
  .map(([n, shared, a, b]) => [[...shared, ...a].slice(0, 4), [...shared, ...b].slice(0, 4), n] as const)
  .map(([a, b, n]) => ({ a: { ...placeAt(n, a), path: a }, b: { ...placeAt(n, b), path: b }, n }))

const sharedLength = (a: readonly number[], b: readonly number[]) => {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}

describe('scope keys', () => {
  it('fit a signed 64-bit column at both ends', () => {
    const last = placeAt(MAX_NETWORK_NUMBER, [MAX_SLOT, MAX_SLOT, MAX_SLOT, MAX_SLOT])
    expect(last.key).toBe(2n ** 63n - 1n)
    expect(scopeHigh(rootKey(MAX_NETWORK_NUMBER), 0)).toBe(2n ** 63n - 1n)
    expect(rootKey(1)).toBe(1n << 48n)
  })

  it('span 2^48 keys for a network and one for a node at the deepest level', () => {
    expect([0, 1, 2, 3, 4].map(spanOf)).toEqual([2n ** 48n, 2n ** 36n, 2n ** 24n, 2n ** 12n, 1n])
  })

  it('tell their depth and their network', () => {
    fc.assert(
      fc.property(place, ({ key, depth, n }) => {
        expect(depthOf(key)).toBe(depth)
        expect(networkNumberOf(key)).toBe(n)
      }),
    )
  })

  it('are different for different places, and a subtree holds a node exactly when its root is on the way to it', () => {
    fc.assert(
      fc.property(pair, ({ a, b }) => {
        const onTheWay = sharedLength(a.path, b.path) === a.path.length
        expect(contains(a, b.key)).toBe(onTheWay)
        expect(a.key === b.key).toBe(a.path.join() === b.path.join())
      }),
    )
  })

  it('never let one network into the range of another', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        fc.pre(a.n !== b.n)
        expect(contains({ key: rootKey(a.n), depth: 0 }, b.key)).toBe(false)
        expect(lowestCommonSuperiorKey(a.key, b.key)).toBeNull()
        expect(escalationDeskKey(a.key, b.key)).toBeNull()
        expect(treeDistance(a.key, b.key)).toBeNull()
      }),
    )
  })

  it.each([0, -1, 1.5, MAX_NETWORK_NUMBER + 1, Number.NaN])('refuse the network number %s', n => {
    expect(() => rootKey(n)).toThrow(RangeError)
  })

  it.each([0, -1, 2.5, MAX_SLOT + 1])('refuse the slot %s', slot => {
    expect(() => childKey({ key: rootKey(1), depth: 0 }, slot)).toThrow(RangeError)
  })

  it('refuse a child below the deepest level', () => {
    expect(() => childKey(placeAt(1, [1, 1, 1, 1]), 1)).toThrow(RangeError)
  })
})

describe('superiors', () => {
  it('are the places on the way from the root, nearest first', () => {
    fc.assert(
      fc.property(place, ({ key, depth, path, n }) => {
        const expected = path.map((_, index) => placeAt(n, path.slice(0, path.length - 1 - index)).key)
        expect(ancestorKeys(key, depth)).toEqual(expected)
      }),
    )
  })

  it('of two nodes, the lowest common one ends the way that both share, in either order', () => {
    fc.assert(
      fc.property(pair, ({ a, b, n }) => {
        const common = placeAt(n, a.path.slice(0, sharedLength(a.path, b.path)))
        expect(lowestCommonSuperiorKey(a.key, b.key)).toEqual(common)
        expect(lowestCommonSuperiorKey(b.key, a.key)).toEqual(common)
      }),
    )
  })

  it('take an overdue referral to a desk that is no party, unless a party is the root', () => {
    fc.assert(
      fc.property(pair, ({ a, b }) => {
        const desk = escalationDeskKey(a.key, b.key)
        if (desk === null) throw new Error('one network has a desk')
        expect(contains(desk, a.key) && contains(desk, b.key)).toBe(true)
        if (desk.depth > 0) expect([a.key, b.key]).not.toContain(desk.key)
      }),
    )
  })

  it('take a referral from a street to its own district to the city, and between two districts to the city too', () => {
    const city = placeAt(1, [])
    const [district, street] = [placeAt(1, [3]), placeAt(1, [3, 7])]
    expect(escalationDeskKey(street.key, district.key)).toEqual(city)
    expect(escalationDeskKey(district.key, placeAt(1, [4]).key)).toEqual(city)
    expect(escalationDeskKey(street.key, placeAt(1, [3, 8]).key)).toEqual(district)
    expect(escalationDeskKey(street.key, city.key)).toEqual(city)
  })
})

describe('the distance in the tree', () => {
  it('is a metric', () => {
    fc.assert(
      fc.property(network, slots, slots, slots, (n, x, y, z) => {
        const [a, b, c] = [placeAt(n, x).key, placeAt(n, y).key, placeAt(n, z).key]
        const between = (p: bigint, q: bigint) => treeDistance(p, q) ?? Number.NaN
        expect(between(a, a)).toBe(0)
        expect(between(a, b)).toBe(between(b, a))
        expect(between(a, c)).toBeLessThanOrEqual(between(a, b) + between(b, c))
        if (a !== b) expect(between(a, b)).toBeGreaterThan(0)
      }),
    )
  })
})
