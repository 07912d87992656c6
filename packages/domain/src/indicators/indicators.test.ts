import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { giniOf, percentile } from './distribution.ts'
import { suppressSmallCells } from './small-cells.ts'

const table = (...values: number[]) => values.map((value, index) => ({ key: `k${index}`, value }))
const shown = (...values: number[]) => {
  const { rows, total } = suppressSmallCells(table(...values), 5)
  return { values: rows.map(row => row.value), total }
}

/** All ways to write a sum as so many counts of at least one. */
function* fillings(sum: number, cells: number): Generator<number[]> {
  if (cells === 1) {
    if (sum >= 1) yield [sum]
    return
  }
  for (let first = 1; first <= sum - cells + 1; first += 1) {
    for (const rest of fillings(sum - first, cells - 1)) yield [first, ...rest]
  }
}

describe('small cells', () => {
  it.each([
    ['a large table stays as it is', [5, 9, 20], [5, 9, 20], 34],
    ['zeros stay', [0, 9, 20], [0, 9, 20], 29],
    ['one small count takes the next smallest with it', [3, 9, 20], [null, null, 20], 32],
    ['two small counts protect each other', [3, 4, 20], [null, null, 20], 27],
    ['two counts of one would be read from the total', [1, 1, 20, 30], [null, null, null, 30], 52],
    ['nothing left to protect with: the total goes', [3, 0, 0], [null, 0, 0], null],
    ['all counts of one: the total goes', [1, 1, 1, 1, 1], [null, null, null, null, null], null],
  ])('%s', (_, values, cells, total) => {
    expect(shown(...values)).toEqual({ values: cells, total })
  })

  it('of an empty table are none', () => {
    expect(shown()).toEqual({ values: [], total: 0 })
  })

  it('are never shown, and no hidden count can be worked out from what is shown', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 5 })
    fc.assert(
      fc.property(values, counts => {
        const published = shown(...counts)
        expect(published.values.every(value => value === null || value === 0 || value >= 5)).toBe(true)
        const hidden = published.values.filter(value => value === null).length
        if (hidden === 0 || published.total === null) return
        const rest = published.total - published.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
        const ways = [...fillings(rest, hidden)]
        for (let cell = 0; cell < hidden; cell += 1) {
          expect(new Set(ways.map(way => way[cell])).size).toBeGreaterThan(1)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the disparity index', () => {
  it.each([
    [[], null],
    [[0, 0, 0], 0],
    [[4, 4, 4, 4], 0],
    [[0, 0, 0, 10], 0.75],
    [[1, 2, 3, 4], 0.25],
  ])('of %j is %s', (values, index) => {
    const answer = giniOf(values)
    if (index === null) expect(answer).toBeNull()
    else expect(answer).toBeCloseTo(index, 10)
  })

  it('lies between 0 and 1, and neither order nor unit matters', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }), values => {
        const index = giniOf(values) ?? Number.NaN
        expect(index).toBeGreaterThanOrEqual(-1e-9)
        expect(index).toBeLessThan(1)
        expect(giniOf(values.toReversed())).toBeCloseTo(index, 9)
        expect(giniOf(values.map(value => value * 7))).toBeCloseTo(index, 9)
      }),
    )
  })
})

describe('a percentile', () => {
  it.each([
    [[], 0.5, null],
    [[7], 0.9, 7],
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4, 5], 0.9, 4.6],
    [[1, 2], 0, 1],
    [[1, 2], 1, 2],
  ])('of %j at %s is %s', (values, p, expected) => {
    const answer = percentile(values, p)
    if (expected === null) expect(answer).toBeNull()
    else expect(answer).toBeCloseTo(expected, 10)
  })

  it('outside 0 to 1 is a fault of the caller', () => {
    expect(() => percentile([1], 1.1)).toThrow(RangeError)
  })
})
