import { schema, type Tx } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import { AppError } from './app-error.ts'

/** Whose request, and which. */
export type RequestIdentity = {
  personId: string
  /** The client's key of this request. */
  key: string
  procedure: string
  /** The whole input: the same key with another input is refused. */
  input: unknown
  now: Date
}

/**
 * Gives the same answer to the same request key without a second effect, also when both come at once or the first answer was lost:
 * the key is taken in the transaction of the effect, so a second request waits for the first and then reads its answer.
 * @throws AppError KEY_REUSED when the key belongs to another request
 */
export async function answerOnce<T>(tx: Tx, request: RequestIdentity, run: () => Promise<T>): Promise<T> {
  const { idempotencyKey } = schema
  const requestDigest = createHash('sha256').update(JSON.stringify(request.input)).digest('hex')
  const mine = and(eq(idempotencyKey.personId, request.personId), eq(idempotencyKey.key, request.key))
  const taken = await tx
    .insert(idempotencyKey)
    .values({ personId: request.personId, key: request.key, procedure: request.procedure, requestDigest, at: request.now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKey.key })
  if (taken.length === 0) {
    const [known] = await tx.select().from(idempotencyKey).where(mine)
    if (!known || known.procedure !== request.procedure || known.requestDigest !== requestDigest || known.response === null) throw new AppError('KEY_REUSED')
    return JSON.parse(known.response) as T
  }
  const answer = await run()
  await tx.update(idempotencyKey).set({ response: JSON.stringify(answer) }).where(mine)
  return answer
}
