import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkCreditCode, composeCreditCode, creditCodeCheckCharacter } from './credit-code.ts'

const list = z.array(z.string()).min(1)
const vectors = z
  .object({ valid: list, invalid: list, registeredYetFailing: list })
  .parse(JSON.parse(readFileSync(new URL('../../test/credit-code-vectors.json', import.meta.url), 'utf8')))

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
const parts = fc.record({
  prefix: fc.constantFrom('51', '52', '53'),
  divisionCode: fc.constantFrom('110000', '110105', '420103'),
  serial: fc.array(fc.constantFrom(...ALPHABET), { minLength: 8, maxLength: 8 }).map(characters => characters.join('')),
})

describe('a credit code', () => {
  it.each(vectors.valid)('%s is valid', code => {
    expect(checkCreditCode(code)).toEqual({ code, hint: null, outcome: 'valid' })
  })

  it.each(vectors.invalid)('%s is warned of', code => {
    expect(checkCreditCode(code).outcome).toBe('warning')
  })

  it.each(vectors.registeredYetFailing)('%s, which is registered, is warned of by its check character', code => {
    expect(checkCreditCode(code)).toMatchObject({ outcome: 'warning', reason: 'CREDIT_CODE_CHECK_CHARACTER' })
  })

  it('is valid when composed, also where the check character is 0', () => {
    let zeros = 0
    fc.assert(
      fc.property(parts, given => {
        const code = composeCreditCode(given)
        if (code.endsWith('0')) zeros += 1
        expect(checkCreditCode(code)).toEqual({ code, hint: null, outcome: 'valid' })
      }),
      { numRuns: 1000 },
    )
    expect(zeros).toBeGreaterThan(0)
  })

  it('is warned of when any one character is changed for another', () => {
    fc.assert(
      fc.property(parts, fc.nat(17), fc.constantFrom(...ALPHABET), (given, at, other) => {
        const code = composeCreditCode(given)
        fc.pre(code.charAt(at) !== other)
        expect(checkCreditCode(code.slice(0, at) + other + code.slice(at + 1)).outcome).toBe('warning')
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['53100000500021596', 'CREDIT_CODE_LENGTH'],
    ['', 'CREDIT_CODE_LENGTH'],
    ['53100000500021596I', 'CREDIT_CODE_ALPHABET'],
    ['53100000500021596S', 'CREDIT_CODE_ALPHABET'],
    ['5310X0005000215960', 'CREDIT_CODE_ALPHABET'],
    ['531000005000215961', 'CREDIT_CODE_CHECK_CHARACTER'],
  ])('%j is warned of for the right reason', (code, reason) => {
    expect(checkCreditCode(code)).toMatchObject({ reason })
  })

  it('with a right check character but a wrong organisation digit is warned of for the latter', () => {
    const body = '53100000500021597'
    const code = body + creditCodeCheckCharacter(body)
    expect(checkCreditCode(code)).toMatchObject({ reason: 'CREDIT_CODE_ORGANISATION_DIGIT' })
  })

  it('is read as people type it: small letters, full width, spaces, hyphens, invisible marks', () => {
    expect(checkCreditCode(' 53100000 mj00-6504 9e\u200B')).toMatchObject({
      code: '53100000MJ0065049E',
      outcome: 'valid',
    })
    expect(checkCreditCode('５３１０００００ＭＪ００６５０４９Ｅ')).toMatchObject({ outcome: 'valid' })
  })

  it('of another authority stays valid and gets a hint', () => {
    const code = composeCreditCode({ prefix: '91', divisionCode: '110105', serial: '50002159' })
    expect(checkCreditCode(code)).toMatchObject({ outcome: 'valid', hint: 'CREDIT_CODE_OTHER_AUTHORITY' })
  })
})
