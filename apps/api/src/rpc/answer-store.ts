import { schema, type Tx } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'

const { idempotencyKey } = schema

/** A request key as it was taken, with the answer once it is there. */
export type TakenKey = typeof idempotencyKey.$inferSelect

const keyOf = (personId: string, key: string) => and(eq(idempotencyKey.personId, personId), eq(idempotencyKey.key, key))

/** Takes a key for a request; false when it is taken. A key that another transaction is taking makes this one wait for its end. */
export async function takeKey(tx: Tx, row: Omit<TakenKey, 'response'>): Promise<boolean> {
  const taken = await tx.insert(idempotencyKey).values(row).onConflictDoNothing().returning({ key: idempotencyKey.key })
  return taken.length > 0
}

/** The key as it was taken, or undefined. */
export async function findKey(tx: Tx, personId: string, key: string): Promise<TakenKey | undefined> {
  const [row] = await tx.select().from(idempotencyKey).where(keyOf(personId, key))
  return row
}

/** Keeps the answer with its key, in the transaction of the effect. */
export async function keepAnswer(tx: Tx, personId: string, key: string, response: string): Promise<void> {
  await tx.update(idempotencyKey).set({ response }).where(keyOf(personId, key))
}
