import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NAME_MAX_CHARACTERS, bigrams, normaliseName } from './name.ts'

const nameOf = (text: string) => {
  const answer = normaliseName(text)
  return answer.ok ? answer.name : answer.refusal
}

describe('a name', () => {
  it.each([
    ['line breaks and tabs', ' 朝阳区\r\n长者\t服务中心\n', '朝阳区 长者 服务中心'],
    ['old line breaks', '甲\u0085乙\u2028丙\u2029丁\u000B戊', '甲 乙 丙 丁 戊'],
    ['full-width and hard spaces', '\u3000甲\u3000\u00A0乙\u3000', '甲 乙'],
    ['direction marks', '\u202E甲\u2066乙\u2069\u200F丙\u061C', '甲乙丙'],
    ['zero-width characters', '甲\u200B乙\u200D丙\uFEFF\u2060', '甲乙丙'],
    ['control characters', '甲\u0000乙\u0007丙\u001B\u007F', '甲乙丙'],
    ['half characters', '甲\uD86D乙\uDF4E', '甲乙'],
  ])('is stored without %s', (_, text, name) => {
    expect(nameOf(text)).toBe(name)
  })

  it('keeps rare characters whole', () => {
    for (const name of ['金𬭎基金会', '䶮㛃峣𬭎中心', '𰻞面协会', '葛\u{E0100}城']) expect(nameOf(name)).toBe(name)
  })

  it('is stored in composed form', () => {
    expect(nameOf('Cafe\u0301')).toBe('Caf\u00E9')
  })

  it.each(['', ' \n\t', '\u200B\u202E\u0000', '\u3000'])('%j is refused as empty', text => {
    expect(normaliseName(text)).toEqual({ ok: false, refusal: 'NAME_EMPTY' })
  })

  it('is counted in characters as people see them: 100 rare ones pass, 101 are refused', () => {
    expect(nameOf('𬭎'.repeat(NAME_MAX_CHARACTERS))).toBe('𬭎'.repeat(NAME_MAX_CHARACTERS))
    expect(normaliseName('𬭎'.repeat(101))).toEqual({ ok: false, refusal: 'NAME_TOO_LONG', characters: 101, max: 100 })
    expect(normaliseName('甲'.repeat(200))).toMatchObject({ refusal: 'NAME_TOO_LONG', characters: 200 })
  })

  it('does not change when cleaned twice, and holds nothing that breaks a line or a store', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        const answer = normaliseName(text)
        if (!answer.ok) return
        expect(normaliseName(answer.name)).toEqual(answer)
        expect(answer.name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|^ | $| {2}/u)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the pieces a name is found by', () => {
  it('are its pairs of neighbours, each once, small letters, without spaces', () => {
    expect(bigrams('朝阳区 朝阳门AB')).toEqual(['朝阳', '阳区', '区朝', '阳门', '门a', 'ab'])
  })

  it('never cut a rare character in two', () => {
    expect(bigrams('金𬭎会')).toEqual(['金𬭎', '𬭎会'])
  })

  it('are the character itself for a single one, and none for nothing', () => {
    expect(bigrams('𬭎')).toEqual(['𬭎'])
    expect(bigrams(' ')).toEqual([])
  })

  it('lower each character to one, as the database does', () => {
    expect(bigrams('İA')).toEqual(['ia'])
    expect(bigrams('ΑΣ')).toEqual(['ασ'])
  })

  it('of any two neighbours in a name are among the pieces of the name', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'朝阳𬭎社区Ab 中心'), { minLength: 2, maxLength: 12 }), characters => {
        const visible = characters.filter(character => character !== ' ')
        const pieces = bigrams(characters.join(''))
        for (const [index, second] of visible.slice(1).entries()) {
          expect(pieces).toContain(`${visible[index] ?? ''}${second}`.toLowerCase())
        }
      }),
    )
  })
})
