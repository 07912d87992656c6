import { requestKeySchema } from '@fuqiao/contract'
import { expect, test } from 'vitest'
import { derivedKey } from './derived-key.ts'

test('the key of the same request is the same, that of another is another, and both are keys', () => {
  const key = derivedKey('approve', 'one', 3)
  expect(requestKeySchema.safeParse(key).success).toBe(true)
  expect(derivedKey('approve', 'one', 3)).toBe(key)
  expect(
    new Set([
      key,
      derivedKey('approve', 'one', 4),
      derivedKey('requestConsent', 'one', 3),
      derivedKey('approve', 'one3'),
    ]).size,
  ).toBe(4)
})
