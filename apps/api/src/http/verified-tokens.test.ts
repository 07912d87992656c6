import { describe, expect, test, vi } from 'vitest'
import { mostRemembered, rememberVerified } from './verified-tokens.ts'

const now = 1_800_000_000
const readerWith = (verify = vi.fn((token: string) => ({ sid: token, iat: now, exp: now + 600 }))) => ({
  verify,
  reader: rememberVerified({ verify, isTimely: ({ exp }, nowSeconds) => nowSeconds < exp }),
})

describe('a verified token', () => {
  test('is verified once, and its claims cannot be changed by whoever got them', () => {
    const { verify, reader } = readerWith()
    const first = reader.claimsOf('a', now)
    expect(reader.claimsOf('a', now)).toBe(first)
    expect(verify).toHaveBeenCalledTimes(1)
    expect(Object.isFrozen(first)).toBe(true)
  })

  test('is refused once it has expired, and is then no longer remembered', () => {
    const { reader } = readerWith()
    expect(reader.claimsOf('a', now)).not.toBeNull()
    expect(reader.claimsOf('a', now + 599.9)).not.toBeNull()
    expect(reader.claimsOf('a', now + 600)).toBeNull()
    expect(reader.size()).toBe(0)
  })

  test('is not remembered when it had expired before', () => {
    const { reader } = readerWith()
    expect(reader.claimsOf('a', now + 700)).toBeNull()
    expect(reader.size()).toBe(0)
  })

  test('says nothing of another text, be it one character longer, shorter or other', () => {
    const { verify, reader } = readerWith()
    reader.claimsOf('abc', now)
    verify.mockImplementation(() => {
      throw new Error('the signature does not hold')
    })
    for (const other of ['ab', 'abcd', 'abC', ' abc', 'abc ', '']) expect(reader.claimsOf(other, now)).toBeNull()
    expect(reader.claimsOf('abc', now)).not.toBeNull()
  })

  test('says nothing to the reader of another key', () => {
    const mine = readerWith()
    const other = readerWith(
      vi.fn(() => {
        throw new Error('another key')
      }),
    )
    expect(mine.reader.claimsOf('a', now)).not.toBeNull()
    expect(other.reader.claimsOf('a', now)).toBeNull()
  })
})

describe('the memory', () => {
  test('keeps no more than its bound, and lets the oldest go first', () => {
    const { verify, reader } = readerWith()
    for (let n = 0; n < mostRemembered + 5; n += 1) reader.claimsOf(`token ${n}`, now)
    expect(reader.size()).toBe(mostRemembered)
    verify.mockClear()
    reader.claimsOf('token 5', now)
    expect(verify).not.toHaveBeenCalled()
    reader.claimsOf('token 4', now)
    expect(verify).toHaveBeenCalledTimes(1)
  })

  test('keeps nothing of wrong tokens, so that they push no right one out', () => {
    const { verify, reader } = readerWith()
    reader.claimsOf('right', now)
    verify.mockImplementation(() => {
      throw new Error('wrong')
    })
    for (let n = 0; n < mostRemembered + 5; n += 1) reader.claimsOf(`wrong ${n}`, now)
    expect(reader.size()).toBe(1)
    expect(reader.claimsOf('right', now)).not.toBeNull()
  })
})
