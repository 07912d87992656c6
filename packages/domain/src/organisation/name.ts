/** The longest name, in characters as people count them (code points). */
export const NAME_MAX_CHARACTERS = 100

/** A name fit to store, or why there is none. */
export type NameCheck =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly refusal: 'NAME_EMPTY' }
  | { readonly ok: false; readonly refusal: 'NAME_TOO_LONG'; readonly characters: number; readonly max: number }

/**
 * Cleans a typed, pasted or imported name: composed form, line breaks and tabs as spaces, control characters,
 * direction marks and zero-width characters gone, spaces single and none at the ends. Rare characters such as 𬭎 stay whole.
 */
export function normaliseName(text: string): NameCheck {
  const name = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\s/gu, ' ')
    // U+0085 is a line break that \s does not know; U+FFFD is what a broken half character became.
    .replaceAll('\u0085', ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\uFFFD]/gu, '')
    .replaceAll(/ +/g, ' ')
    .trim()
  const characters = [...name].length
  if (characters === 0) return { ok: false, refusal: 'NAME_EMPTY' }
  if (characters > NAME_MAX_CHARACTERS)
    return { ok: false, refusal: 'NAME_TOO_LONG', characters, max: NAME_MAX_CHARACTERS }
  return { ok: true, name }
}

/**
 * The distinct pairs of neighbouring characters of a name, lower case and without spaces, in order of first appearance:
 * what a search from two characters on is indexed by. A single character is its own piece. Equal, as a set, to
 * `app.bigrams(text)` of the database.
 */
export function bigrams(name: string): string[] {
  const characters = [...name].filter(character => !/\s/u.test(character)).map(lowerCharacter)
  if (characters.length < 2) return characters
  return [...new Set(characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`))]
}

/** One character to one, as PostgreSQL's C.UTF-8 does: JavaScript lowers İ to two. */
function lowerCharacter(character: string): string {
  const [first = character] = character.toLowerCase()
  return first
}
