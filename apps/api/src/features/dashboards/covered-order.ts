type Value = string | number

/** Rows in the order that a reader chose; without one, as they come. Names go by their reading, and equals keep their place. */
export function orderedBy<Row, Key extends string>(
  rows: readonly Row[],
  order: { by: Key; descending: boolean } | undefined,
  values: Readonly<Record<Key, (row: Row) => Value>>,
): Row[] {
  if (!order) return [...rows]
  const value = values[order.by]
  const compare = (a: Value, b: Value) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh')
  return rows.toSorted((a, b) => (order.descending ? compare(value(b), value(a)) : compare(value(a), value(b))))
}
