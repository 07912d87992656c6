/** Characters of a password, at least and at most. */
export const PASSWORD_LIMITS = { shortest: 10, longest: 200 } as const

/** How long one can sign in with a password that somebody else gave, in hours. */
export const INITIAL_PASSWORD_HOURS = 72

/** Why a password cannot be taken: too short, too long, too easily guessed, the login name or the name in it, the one before. */
export type PasswordFault =
  'PASSWORD_TOO_SHORT' | 'PASSWORD_TOO_LONG' | 'PASSWORD_TOO_PLAIN' | 'PASSWORD_HAS_NAME' | 'PASSWORD_UNCHANGED'

/** What the lists of guessed passwords are made of, and what everybody here would think of. */
const guessed = [
  ...['password', 'passw0rd', 'p@ssw0rd', 'p@ssword', 'qwertyuiop', 'qwerty', 'asdfghjkl', 'asdfgh', 'zxcvbnm'],
  ...['1q2w3e4r5t', '1q2w3e4r', '1qaz2wsx3edc', '1qaz2wsx', 'qazwsxedc', 'qazwsx', 'iloveyou', 'welcome', 'letmein'],
  ...['administrator', 'admin', 'root', 'user', 'test', 'abc123', 'abcdef', 'monkey', 'dragon', 'master', 'sunshine'],
  ...['woaini', '5201314', 'fuqiao', 'fuhua', 'shehui', 'zuzhi', 'jiedao', 'zhongxin', 'minzheng', 'beijing', 'china'],
]

const digits = '01234567890'

/** What is left of a password without the parts that are guessed first: known words, runs of digits, the same sign again and again, years. */
function unguessed(password: string): string {
  let left = password.toLowerCase()
  for (const word of guessed) left = left.replaceAll(word, '')
  for (let from = 0; from + 4 <= digits.length; from++) {
    const run = digits.slice(from, from + 4)
    left = left.replaceAll(run, '').replaceAll([...run].reverse().join(''), '')
  }
  return left.replace(/(.)\1{2,}/g, '').replace(/(19|20)\d\d/g, '')
}

/** Signs of different kinds: small letters, capitals, digits, others. */
const kindsOf = (password: string) => [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter(kind => kind.test(password)).length

/**
 * Why a password cannot be chosen; null when it can. Three kinds of signs, or sixteen signs of two: what 等保 asks for, without forcing tricks on
 * whoever writes a sentence.
 */
export function faultOfPassword(password: string, of: { loginName: string; before?: string }): PasswordFault | null {
  const length = [...password].length
  if (length < PASSWORD_LIMITS.shortest) return 'PASSWORD_TOO_SHORT'
  if (length > PASSWORD_LIMITS.longest) return 'PASSWORD_TOO_LONG'
  if (password === of.before) return 'PASSWORD_UNCHANGED'
  const lowered = password.toLowerCase()
  if (of.loginName.split(/[._-]/).some(part => part.length >= 4 && lowered.includes(part))) return 'PASSWORD_HAS_NAME'
  const left = unguessed(password)
  const kinds = kindsOf(password)
  if (left.length < 6 || new Set(left).size < 5 || kinds < 2 || (kinds < 3 && length < 16)) return 'PASSWORD_TOO_PLAIN'
  return null
}
