import { schema, type Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'

const { numberCounter } = schema

/** The next value of a tenant's counter in a year, from 1. */
export async function nextNumber(
  tx: Tx,
  counter: { networkId: number; tenantId: string; name: string; year: number },
): Promise<number> {
  const [row] = await tx
    .insert(numberCounter)
    .values({ ...counter, value: 1 })
    .onConflictDoUpdate({
      target: [numberCounter.networkId, numberCounter.tenantId, numberCounter.name, numberCounter.year],
      set: { value: sql`${numberCounter.value} + 1` },
    })
    .returning({ value: numberCounter.value })
  if (!row) throw new Error(`no counter ${counter.name}`)
  return row.value
}
