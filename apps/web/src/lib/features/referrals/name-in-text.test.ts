import { describe, expect, test } from 'vitest'
import { personalNumbersIn } from './name-in-text.ts'

describe('free text of a referral', () => {
  test('a mobile number is noticed, also with blanks and dashes in it', () => {
    expect(personalNumbersIn('请联系 138-0013 8000')).toBe(true)
  })

  test('an identity card number is noticed', () => {
    expect(personalNumbersIn('证号 11010519491231002X')).toBe(true)
  })

  test('a landline, a sum and a credit code are let alone', () => {
    expect(personalNumbersIn('电话 010-65555555,经费 1300000 元,代码 52110105MJ0000001K')).toBe(false)
  })
})
