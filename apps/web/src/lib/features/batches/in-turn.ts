/** What came of one of several: null, or the words in which it was refused. */
export interface Came {
  id: string
  refusal: string | null
}

/**
 * Does something to each of several, one after the other, each a request of its own. One that is refused does not stop the others, nor does a fault:
 * the first fault that nobody foresaw is thrown when all have had their turn.
 * @param refusalOf the words of a refusal; null for a fault
 */
export async function inTurn<Row extends { id: string }>(
  rows: readonly Row[],
  run: (row: Row) => Promise<string | null>,
  refusalOf: (thrown: unknown) => string | null,
): Promise<Came[]> {
  const came: Came[] = []
  const faults: unknown[] = []
  for (const row of rows) {
    try {
      came.push({ id: row.id, refusal: await run(row) })
    } catch (thrown) {
      const refusal = refusalOf(thrown)
      if (refusal === null) faults.push(thrown)
      else came.push({ id: row.id, refusal })
    }
  }
  if (faults.length > 0) throw faults[0]
  return came
}
