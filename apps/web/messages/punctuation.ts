/** Half-width marks that Chinese text writes full-width, by code point so that no editor or input method can narrow them again. */
const FULL_WIDTH: Record<string, string> = {
  ',': '\uFF0C',
  ';': '\uFF1B',
  ':': '\uFF1A',
  '?': '\uFF1F',
  '!': '\uFF01',
  '(': '\uFF08',
  ')': '\uFF09',
}

const HAN = /\p{Script=Han}/u
const KEPT_OR_MARK = /\d[,:]\d|\{[^}]*\}|[,;:?!()]/g

/** The text with full-width punctuation if it is Chinese; figures (`1,024`, `18:00`) and `{placeholders}` keep theirs. */
export function chinesePunctuation(text: string): string {
  return HAN.test(text) ? text.replace(KEPT_OR_MARK, part => FULL_WIDTH[part] ?? part) : text
}
