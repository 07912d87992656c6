import { profileSchema } from './profile-schema.ts'
import type { Profile } from './profile-schema.ts'

/** A fault of a profile: where it is (`referral.deadlines.consent.days`) and what is wrong with it. */
export type ProfileFault = { readonly path: string; readonly reason: string }

/** Reads a profile from parsed JSON: the rules, or every fault with its place. */
export function parseProfile(
  json: unknown,
): { readonly ok: true; readonly profile: Profile } | { readonly ok: false; readonly faults: readonly ProfileFault[] } {
  const parsed = profileSchema.safeParse(json)
  if (parsed.success) return { ok: true, profile: parsed.data }
  return {
    ok: false,
    faults: parsed.error.issues.map(issue => ({ path: issue.path.join('.'), reason: issue.message })),
  }
}
