import type { CivilDate } from '../calendar/civil-date.ts'
import { hasFunction } from './phases.ts'
import type { Profile } from './profile-schema.ts'
import type { TenantKind, Tier } from './vocabulary.ts'

/** One entry of a network's function catalogue (B-04). */
export type NetworkFunction = Profile['functions'][number]

/** Whether an incubator of this kind may stand at this tier of the network (B-02); the refusal names the kinds that may. */
export function checkKindAtTier(
  profile: Profile,
  tier: Tier,
  kind: TenantKind,
):
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: 'TIER_NOT_IN_NETWORK'; readonly tiers: readonly Tier[] }
  | { readonly ok: false; readonly refusal: 'KIND_NOT_AT_TIER'; readonly kinds: readonly TenantKind[] } {
  const found = profile.tiers.find(entry => entry.id === tier)
  if (!found) return { ok: false, refusal: 'TIER_NOT_IN_NETWORK', tiers: profile.tiers.map(entry => entry.id) }
  const kinds: readonly TenantKind[] = found.tenantKinds.map(entry => entry.kind)
  return kinds.includes(kind) ? { ok: true } : { ok: false, refusal: 'KIND_NOT_AT_TIER', kinds }
}

/** Whether the catalogue gives this function to incubators of this tier and kind. */
export function isFunctionOf(entry: NetworkFunction, tier: Tier, kind: TenantKind): boolean {
  const kinds: readonly TenantKind[] = entry.kinds ?? ['administrative']
  return entry.tiers.includes(tier) && kinds.includes(kind)
}

/** The functions that the catalogue gives to incubators of this tier and kind; with a date, those that are switched on then (L-04). */
export function functionsOf(profile: Profile, tier: Tier, kind: TenantKind, on?: CivilDate): NetworkFunction[] {
  return profile.functions.filter(
    entry => isFunctionOf(entry, tier, kind) && (on === undefined || hasFunction(profile, entry.id, on)),
  )
}
