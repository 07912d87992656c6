/** A count that may be shown. `isKnown` marks what the reader sees elsewhere anyway (their own rows): it is never hidden and protects nobody. */
export type CountCell = { readonly key: string; readonly value: number; readonly isKnown?: boolean }

/** A sum that a reader can check: the whole is the sum of its parts. All are keys of cells; one cell may stand in several sums. */
export type CellSum = { readonly whole: string; readonly parts: readonly string[] }

const tolerance = 1e-9

/**
 * Hides counts of linked tables (the same whole cut in several ways, totals among them) so that none of 1 up to (not with) the threshold is
 * shown and none follows from what is: neither by one sum nor by several together. A zero says nothing of anyone and stays.
 * Answers every cell's value by key, null where it is hidden.
 */
export function hideLinkedCells(
  cells: readonly CountCell[],
  sums: readonly CellSum[],
  threshold: number,
): ReadonlyMap<string, number | null> {
  const values = new Map(cells.map(cell => [cell.key, cell.value]))
  const open = new Set(cells.filter(cell => cell.value > 0 && !cell.isKnown).map(cell => cell.key))
  const small = cells.filter(cell => open.has(cell.key) && cell.value < threshold).map(cell => cell.key)
  const hidden = new Set(small)
  const valueOf = (key: string) => values.get(key) ?? 0
  for (;;) {
    const betrayed = sums.find(sum => !isSafe(sum, hidden, valueOf, threshold)) ?? determinedIn(sums, hidden, small)
    if (!betrayed) break
    const next = protectorOf(betrayed, open, hidden, valueOf) ?? protectorAnywhere(sums, open, hidden, valueOf)
    if (next === undefined) break
    hidden.add(next)
  }
  return new Map(cells.map(cell => [cell.key, hidden.has(cell.key) ? null : cell.value]))
}

/** With the whole shown, the sum of the hidden parts is known: they must be two at least, not small together, nor each fixed at 1. */
function isSafe(
  { whole, parts }: CellSum,
  hidden: ReadonlySet<string>,
  valueOf: (key: string) => number,
  threshold: number,
): boolean {
  const covered = parts.filter(key => hidden.has(key))
  if (hidden.has(whole)) return covered.length > 0
  if (covered.length === 0) return true
  const sum = covered.reduce((all, key) => all + valueOf(key), 0)
  return covered.length >= 2 && sum >= threshold && sum > covered.length
}

/** The smallest cell of the sum still shown, parts before the whole. */
function protectorOf(
  { whole, parts }: CellSum,
  open: ReadonlySet<string>,
  hidden: ReadonlySet<string>,
  valueOf: (key: string) => number,
): string | undefined {
  const free = (key: string) => open.has(key) && !hidden.has(key)
  const smallest = parts.filter(free).toSorted((a, b) => valueOf(a) - valueOf(b))[0]
  return smallest ?? (free(whole) ? whole : undefined)
}

/** Where a sum's own cells cannot protect it, the smallest cell shown of any sum; so in the end everything is hidden before anything is betrayed. */
function protectorAnywhere(
  sums: readonly CellSum[],
  open: ReadonlySet<string>,
  hidden: ReadonlySet<string>,
  valueOf: (key: string) => number,
): string | undefined {
  const keys = new Set(sums.flatMap(sum => [sum.whole, ...sum.parts]))
  return [...keys].filter(key => open.has(key) && !hidden.has(key)).toSorted((a, b) => valueOf(a) - valueOf(b))[0]
}

/** A sum that holds a small hidden cell which all sums together leave only one value; undefined when there is none. */
function determinedIn(
  sums: readonly CellSum[],
  hidden: ReadonlySet<string>,
  small: readonly string[],
): CellSum | undefined {
  const unknowns = [...hidden]
  const fixed = new Set(determinedColumns(sums.map(sum => equationOf(sum, unknowns))).map(column => unknowns[column]))
  const betrayed = small.find(key => fixed.has(key))
  return betrayed === undefined
    ? undefined
    : sums.find(({ whole, parts }) => whole === betrayed || parts.includes(betrayed))
}

function equationOf({ whole, parts }: CellSum, unknowns: readonly string[]): number[] {
  return unknowns.map(key => (parts.includes(key) ? 1 : 0) - (key === whole ? 1 : 0))
}

/** Columns of a linear system that have only one solution: after elimination their row holds nothing else. */
function determinedColumns(rows: readonly (readonly number[])[]): number[] {
  const reduced = eliminate(rows)
  return reduced.flatMap(row => {
    const filled = row.flatMap((value, column) => (Math.abs(value) > tolerance ? [column] : []))
    return filled.length === 1 ? filled : []
  })
}

/** Reduced row echelon form. */
function eliminate(rows: readonly (readonly number[])[]): number[][] {
  const left = rows.map(row => [...row])
  const done: number[][] = []
  const width = rows[0]?.length ?? 0
  for (let column = 0; column < width; column += 1) {
    const index = left.findIndex(row => Math.abs(row[column] ?? 0) > tolerance)
    const [pivot] = index === -1 ? [] : left.splice(index, 1)
    if (!pivot) continue
    const lead = pivot[column] ?? 1
    const unit = pivot.map(value => value / lead)
    for (const row of [...left, ...done]) subtract(row, unit, row[column] ?? 0)
    done.push(unit)
  }
  return done
}

function subtract(row: number[], unit: readonly number[], times: number): void {
  for (const [column, value] of unit.entries()) row[column] = (row[column] ?? 0) - value * times
}
