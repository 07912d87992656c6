import { roleLabel } from '#lib/words.ts'

/** The roles in words, in the order they are held. */
export function roleWords(roles: readonly string[]): string {
  return roles.map(roleLabel).join('、')
}
