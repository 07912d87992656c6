import { describe, expect, test } from 'vitest'
import { faultOfPassword } from './password.ts'

const of = { loginName: 'wang.fang', before: 'Old-and-tried 7' }

describe('a password', () => {
  test.each([['Lotus-41-bridge'], ['three small boats in a row'], ['桥上的风吹过三座小城 7a'], ['kR7!mwq2Zt']])(
    '%s is taken',
    password => expect(faultOfPassword(password, of)).toBeNull(),
  )

  test.each([
    ['Sh0rt-one', 'PASSWORD_TOO_SHORT'],
    [`aB3-${'x'.repeat(200)}`, 'PASSWORD_TOO_LONG'],
    ['Password2026!', 'PASSWORD_TOO_PLAIN'],
    ['Fuqiao@123456', 'PASSWORD_TOO_PLAIN'],
    ['Admin-Admin-1', 'PASSWORD_TOO_PLAIN'],
    ['aaaaaaaaaaaaaaaaaaB1', 'PASSWORD_TOO_PLAIN'],
    ['onlysmallletters', 'PASSWORD_TOO_PLAIN'],
    ['abcabcabcabcabc1A', 'PASSWORD_TOO_PLAIN'],
    ['My-wang-is-7-long', 'PASSWORD_HAS_NAME'],
    ['Old-and-tried 7', 'PASSWORD_UNCHANGED'],
  ])('%s is refused: %s', (password, fault) => expect(faultOfPassword(password, of)).toBe(fault))
})
