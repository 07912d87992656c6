import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CellSum, type CountCell, hideLinkedCells } from './linked-cells.ts'
import { suppressSmallCells } from './small-cells.ts'

const count = fc.integer({ min: 0, max: 12 })

/** One total cut by rows, by columns and cell by cell, as a two-way table with its margins. */
function twoWay(grid: readonly (readonly number[])[]): { cells: CountCell[]; sums: CellSum[] } {
  const width = grid[0]?.length ?? 0
  const rows = grid.map(row => row.reduce((all, value) => all + value, 0))
  const columns = Array.from({ length: width }, (_, c) => grid.reduce((all, row) => all + (row[c] ?? 0), 0))
  const inner = grid.flatMap((row, r) => row.map((value, c) => ({ key: `${r}.${c}`, value })))
  return {
    cells: [
      ...inner,
      ...rows.map((value, r) => ({ key: `row ${r}`, value })),
      ...columns.map((value, c) => ({ key: `column ${c}`, value })),
      { key: 'all', value: rows.reduce((all, value) => all + value, 0) },
    ],
    sums: [
      ...rows.map((_, r) => ({ whole: `row ${r}`, parts: columns.map((__, c) => `${r}.${c}`) })),
      ...columns.map((_, c) => ({ whole: `column ${c}`, parts: rows.map((__, r) => `${r}.${c}`) })),
      { whole: 'all', parts: rows.map((_, r) => `row ${r}`) },
      { whole: 'all', parts: columns.map((_, c) => `column ${c}`) },
    ],
  }
}

/** Every way to fill the hidden cells of a two-way table, each from 1, that agrees with what is shown: what an attacker is left with. */
function solutions(
  grid: readonly (readonly number[])[],
  shown: ReadonlyMap<string, number | null>,
  most: number,
): number[][] {
  const flat = grid.flatMap((row, r) => row.map((value, c) => ({ key: `${r}.${c}`, value })))
  const choices = flat.map(({ key, value }) =>
    shown.get(key) === null ? Array.from({ length: most }, (_, i) => i + 1) : [value],
  )
  const all = choices.reduce<number[][]>(
    (made, options) => made.flatMap(one => options.map(option => [...one, option])),
    [[]],
  )
  const width = grid[0]?.length ?? 1
  return all.filter(values => {
    const guess = grid.map((_, r) => values.slice(r * width, (r + 1) * width))
    return twoWay(guess).cells.every(({ key, value }) => shown.get(key) === null || shown.get(key) === value)
  })
}

describe('linked tables', () => {
  it('show no count from 1 to 4, and no zero is hidden', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(count, count, count), { minLength: 1, maxLength: 4 }), grid => {
        const { cells, sums } = twoWay(grid)
        const shown = hideLinkedCells(cells, sums, 5)
        for (const { key, value } of cells) {
          if (value === 0) expect(shown.get(key)).toBe(0)
          else if (value < 5) expect(shown.get(key)).toBeNull()
          else expect([value, null]).toContain(shown.get(key))
        }
      }),
    )
  })

  it('leave more than one value for every hidden small count, whatever is added up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 })), {
          minLength: 2,
          maxLength: 2,
        }),
        grid => {
          const { cells, sums } = twoWay(grid)
          const shown = hideLinkedCells(cells, sums, 5)
          const possible = solutions(grid, shown, 14)
          for (const [index, value] of grid.flat().entries()) {
            const key = `${Math.floor(index / 2)}.${index % 2}`
            if (value === 0 || value >= 5) continue
            expect([key, new Set(possible.map(one => one[index])).size]).not.toEqual([key, 1])
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  it('hide in one table at least what the plain rule hides', () => {
    fc.assert(
      fc.property(fc.array(count, { minLength: 1, maxLength: 6 }), values => {
        const rows = values.map((value, index) => ({ key: `r${index}`, value }))
        const plain = suppressSmallCells(rows, 5)
        const total = values.reduce((all, value) => all + value, 0)
        const linked = hideLinkedCells(
          [...rows, { key: 'total', value: total }],
          [{ whole: 'total', parts: rows.map(({ key }) => key) }],
          5,
        )
        for (const row of plain.rows) if (row.value === null) expect(linked.get(row.key)).toBeNull()
        if (plain.total === null) expect(linked.get('total')).toBeNull()
      }),
    )
  })

  it('hide a second cell in the other cut when the shared total would betray the first', () => {
    const cells = [
      { key: 'a', value: 3 },
      { key: 'b', value: 0 },
      { key: 'total', value: 3 },
      { key: 'x', value: 3 },
    ]
    const shown = hideLinkedCells(
      cells,
      [
        { whole: 'total', parts: ['a', 'b'] },
        { whole: 'total', parts: ['x'] },
      ],
      5,
    )
    expect([...shown]).toEqual([
      ['a', null],
      ['b', 0],
      ['total', null],
      ['x', null],
    ])
  })

  it('keep what the reader knows and do not count on it for protection', () => {
    const cells = [
      { key: 'own', value: 2, isKnown: true },
      { key: 'other', value: 3 },
      { key: 'third', value: 40 },
      { key: 'total', value: 45 },
    ]
    const shown = hideLinkedCells(cells, [{ whole: 'total', parts: ['own', 'other', 'third'] }], 5)
    expect(shown.get('own')).toBe(2)
    expect(shown.get('other')).toBeNull()
    expect(shown.get('third')).toBeNull()
    expect(shown.get('total')).toBe(45)
  })
})
