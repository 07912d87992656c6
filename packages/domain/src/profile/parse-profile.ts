import { onBasis } from './on-basis.ts'
import { profileSchema } from './profile-schema.ts'
import type { Profile } from './profile-schema.ts'

/** A fault of a profile: where it is (`referral.deadlines.consent.days`) and what is wrong with it. */
export type ProfileFault = { readonly path: string; readonly reason: string }

/** What came of reading a profile: the rules, or every fault with its place. */
export type ParsedProfile =
  { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly faults: readonly ProfileFault[] }

/**
 * Reads a profile from parsed JSON: the rules, or every fault with its place. One that names another as its `basis` takes from it whatever its own document
 * does not speak of, and says what it took. @param known the profiles that may be named, by id
 */
export function parseProfile(
  json: unknown,
  known: ReadonlyMap<string, Profile> = new Map(),
  /** `isWhole`: nothing is to be taken any more, and `basis` says what was. */
  { isWhole = false } = {},
): ParsedProfile {
  const whole = isWhole ? ({ ok: true, json } as const) : onBasis(json, known)
  if (!whole.ok) return { ok: false, faults: [whole.fault] }
  const parsed = profileSchema.safeParse(whole.json)
  if (parsed.success) return { ok: true, profile: parsed.data }
  return {
    ok: false,
    faults: parsed.error.issues.map(issue => ({ path: issue.path.join('.'), reason: issue.message })),
  }
}
