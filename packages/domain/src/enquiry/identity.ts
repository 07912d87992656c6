/** What in a text tells who the organisation is. */
export const IDENTITY_MARKS = ['name', 'creditCode', 'phone', 'mail'] as const
export type IdentityMark = (typeof IDENTITY_MARKS)[number]

/** By what an organisation is known. */
export type KnownBy = { readonly names: readonly string[]; readonly creditCode: string | null }

/** The parts of a name that say where it is and not who it is: 北京市朝阳区…; 社区 is no district. */
const place = /^(?:[\p{Script=Han}]{2,8}?(?:省|市|自治区|(?<!社)区|县|旗|街道|镇|乡))+/u
/** A name without its place counts from this length on: shorter ones are words of every day. */
const shortestCore = 6
const creditCode = /(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])/
const phone = /(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}\d{7,8})(?!\d)/
const mail = /[^\s@]+@[^\s@]+\.[^\s@]+/

/**
 * What in a text would tell those who read it which organisation it is about: its name (also a former one, also without its place, however spaced
 * or punctuated), a credit code, a telephone number, a mail address. Null where nothing of that was found; it is no proof that nobody can guess.
 */
export function identityIn(text: string, known: KnownBy): IdentityMark | null {
  const plain = text.normalize('NFKC').toUpperCase()
  const folded = fold(text)
  if (known.names.some(name => namesFor(name).some(one => folded.includes(one)))) return 'name'
  const together = plain.replaceAll(/[\s\-‐–—_.·]/gu, '')
  if (creditCode.test(together) || (known.creditCode !== null && folded.includes(fold(known.creditCode))))
    return 'creditCode'
  if (phone.test(plain.replaceAll(/(?<=[\d)])[\s\-‐–—_.·()]+(?=\d)/gu, ''))) return 'phone'
  return mail.test(plain) ? 'mail' : null
}

function namesFor(name: string): string[] {
  const whole = fold(name)
  const core = whole.replace(place, '')
  return [whole, ...(core !== whole && [...core].length >= shortestCore ? [core] : [])].filter(one => one !== '')
}

/** Compatible forms as one, capital letters, nothing but letters and digits. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}
