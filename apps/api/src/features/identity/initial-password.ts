import { hash } from '@node-rs/argon2'
import { INITIAL_PASSWORD_HOURS } from '@fuqiao/domain/people'
import { createHmac, randomBytes } from 'node:crypto'

/** A password that is given to a person and told once: its text, its hash, and until when one can sign in with it. */
export type GivenPassword = { text: string; hash: string; until: Date }

/** Read aloud and typed from paper: no sign looks like another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const groups = [4, 4, 4, 4]

/** 16 signs of 31: some 79 bits. */
function textFrom(bytes: Uint8Array): string {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  const signs = groups.map(length =>
    Array.from({ length }, () => {
      const sign = alphabet[Number(number % BigInt(alphabet.length))] ?? ''
      number /= BigInt(alphabet.length)
      return sign
    }).join(''),
  )
  return signs.join('-')
}

async function given(bytes: Uint8Array, now: Date): Promise<GivenPassword> {
  const text = textFrom(bytes)
  return { text, hash: await hash(text), until: new Date(now.getTime() + INITIAL_PASSWORD_HOURS * 3_600_000) }
}

/**
 * The initial password that belongs to a request: made of its key, so that an answer that was lost is given again, and the text itself is kept nowhere.
 * Slow on purpose: never inside a transaction.
 */
export function passwordOfRequest(
  secret: string,
  request: { personId: string; key: string; loginName: string },
  now: Date,
): Promise<GivenPassword> {
  const { personId, key, loginName } = request
  return given(createHmac('sha256', secret).update(`initial password|${personId}|${key}|${loginName}`).digest(), now)
}

/** An initial password that nobody can ask for again. Slow on purpose: never inside a transaction. */
export function newInitialPassword(now: Date): Promise<GivenPassword> {
  return given(randomBytes(32), now)
}
