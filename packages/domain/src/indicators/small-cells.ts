/** A row of a one-dimensional table of counts. */
export type CountRow<Key extends string> = { readonly key: Key; readonly value: number }

/** A table fit to show: null is a hidden figure. It does not tell which were hidden for being small and which to protect them. */
export type SuppressedTable<Key extends string> = {
  readonly rows: readonly { readonly key: Key; readonly value: number | null }[]
  readonly total: number | null
}

/**
 * Hides the counts from 1 up to (not with) the threshold, and as many of the next smallest as it takes that no hidden
 * count follows from the total. A zero says nothing of anyone and stays. Where nothing else can protect the hidden
 * counts, the total goes too.
 */
export function suppressSmallCells<Key extends string>(
  rows: readonly CountRow<Key>[],
  threshold: number,
): SuppressedTable<Key> {
  const total = rows.reduce((sum, row) => sum + row.value, 0)
  const ascending = rows.filter(row => row.value > 0).toSorted((a, b) => a.value - b.value)
  const hidden = ascending.filter(row => row.value < threshold)
  const spare = ascending.slice(hidden.length)
  while (hidden.length > 0 && !isSafe(hidden, threshold)) {
    const next = spare.shift()
    if (next === undefined) break
    hidden.push(next)
  }
  const keys = new Set(hidden.map(row => row.key))
  return {
    rows: rows.map(row => ({ key: row.key, value: keys.has(row.key) ? null : row.value })),
    total: hidden.length === 0 || isSafe(hidden, threshold) ? total : null,
  }
}

/** The sum of the hidden counts is what a reader can work out from the total: it must not be small, nor fix each count at 1. */
function isSafe(hidden: readonly CountRow<string>[], threshold: number): boolean {
  const sum = hidden.reduce((all, row) => all + row.value, 0)
  return hidden.length >= 2 && sum >= threshold && sum > hidden.length
}
