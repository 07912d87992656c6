import type { Tx } from '@fuqiao/db'
import { createHash } from 'node:crypto'
import { findKey, keepAnswer, takeKey } from './answer-store.ts'
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
  const { personId, key, procedure, now } = request
  const requestDigest = createHash('sha256').update(JSON.stringify(request.input)).digest('hex')
  if (!(await takeKey(tx, { personId, key, procedure, requestDigest, at: now }))) {
    const known = await findKey(tx, personId, key)
    if (!known || known.procedure !== procedure || known.requestDigest !== requestDigest || known.response === null)
      throw new AppError('KEY_REUSED')
    return JSON.parse(known.response) as T
  }
  const answer = await run()
  await keepAnswer(tx, personId, key, JSON.stringify(answer))
  return answer
}

/** Whether a request was answered already: what its first sending had to prove is not asked again, since nothing is done again. */
export async function isAnswered(tx: Tx, personId: string, key: string): Promise<boolean> {
  const known = await findKey(tx, personId, key)
  return known !== undefined && known.response !== null
}
