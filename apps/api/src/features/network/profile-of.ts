import type { Profile } from '@fuqiao/domain'
import type { Deps } from '../../deps.ts'

/** Whose rules: a network, and the profile it works by. */
export type OfNetwork = { networkId: number; profileId: string }

/**
 * The rules in force in the network that the actor works in: the version that came into force last, else the profile as it is shipped. Known to the server,
 * read anew when the database announces others: no request asks for it.
 * @throws Error when this installation does not ship the profile, or cannot read the version: a fault of the installation, not of the caller
 */
export function profileOf({ profiles }: Pick<Deps, 'profiles'>, { networkId, profileId }: OfNetwork): Profile {
  const inForce = profiles.inForce.get(networkId)
  if (inForce) return inForce.read()
  return shippedProfile({ profiles }, profileId)
}

/** The number of the rules in force: what begins now begins under these. 0: the profile as it is shipped. */
export function currentRulesVersion(
  { profiles }: Pick<Deps, 'profiles'>,
  { networkId }: { networkId: number },
): number {
  return profiles.inForce.get(networkId)?.version ?? 0
}

/** A profile as it is shipped. @throws Error when it is not */
export function shippedProfile({ profiles }: Pick<Deps, 'profiles'>, profileId: string): Profile {
  const profile = profiles.get(profileId)
  if (!profile) throw new Error(`the profile ${profileId} is not among those shipped`)
  return profile
}
