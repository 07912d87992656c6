/** Why a unified social credit code (GB 32100-2015) is doubtful. A warning, never a refusal: registered codes exist that fail the check. */
export const CREDIT_CODE_WARNINGS = [
  /** Not 18 characters. */
  'CREDIT_CODE_LENGTH',
  /** A character outside the 31 of the standard (I, O, S, V and Z are not used), or no digits in the division part. */
  'CREDIT_CODE_ALPHABET',
  /** The 18th character does not fit the first 17. */
  'CREDIT_CODE_CHECK_CHARACTER',
  /** The 17th character does not fit the organisation code in positions 9–16 (GB 11714-1997). */
  'CREDIT_CODE_ORGANISATION_DIGIT',
] as const
export type CreditCodeWarning = (typeof CREDIT_CODE_WARNINGS)[number]

/** Something to look at in a code that is otherwise sound. */
export type CreditCodeHint =
  /** The first two characters are not 51, 52 or 53, those of social organisations registered by a civil-affairs department. */
  'CREDIT_CODE_OTHER_AUTHORITY'

/** `code` is the cleaned text: upper case, half width, without spaces and hyphens. */
export type CreditCodeCheck = { readonly code: string; readonly hint: CreditCodeHint | null } & (
  { readonly outcome: 'valid' } | { readonly outcome: 'warning'; readonly reason: CreditCodeWarning }
)

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const SHAPE = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** The first two characters that a kind of social organisation is registered under. */
export const CREDIT_CODE_PREFIXES = { association: '51', serviceOrganisation: '52', foundation: '53' } as const

/** The 18th character for the first 17. Throws RangeError on a character outside the standard's alphabet. */
export function creditCodeCheckCharacter(first17: string): string {
  let sum = 0
  let weight = 1
  for (const character of first17) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) throw new RangeError(`${character} is not a character of a credit code`)
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** The ninth character of an organisation code for its first eight (GB 11714-1997): a digit or X. */
export function organisationCodeCheckCharacter(first8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (all, weight, index) => all + weight * Number.parseInt(first8.charAt(index), 36),
    0,
  )
  const value = (11 - (sum % 11)) % 11
  return value === 10 ? 'X' : String(value)
}

/** A whole code from its parts, with both check characters: for invented organisations of a demonstration. */
export function composeCreditCode(parts: { prefix: string; divisionCode: string; serial: string }): string {
  const body = parts.prefix + parts.divisionCode + parts.serial + organisationCodeCheckCharacter(parts.serial)
  return body + creditCodeCheckCharacter(body)
}

/** Looks at a code as typed. Says the first thing that is wrong; the caller lets an officer override it with a reason. */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}-]/gu, '')
    .toUpperCase()
  const hint = /^5[123]/.test(code) ? null : 'CREDIT_CODE_OTHER_AUTHORITY'
  const reason = warningOf(code)
  return reason === null ? { code, hint, outcome: 'valid' } : { code, hint, outcome: 'warning', reason }
}

function warningOf(code: string): CreditCodeWarning | null {
  if ([...code].length !== 18) return 'CREDIT_CODE_LENGTH'
  if (!SHAPE.test(code)) return 'CREDIT_CODE_ALPHABET'
  if (creditCodeCheckCharacter(code.slice(0, 17)) !== code.charAt(17)) return 'CREDIT_CODE_CHECK_CHARACTER'
  if (organisationCodeCheckCharacter(code.slice(8, 16)) !== code.charAt(16)) return 'CREDIT_CODE_ORGANISATION_DIGIT'
  return null
}
