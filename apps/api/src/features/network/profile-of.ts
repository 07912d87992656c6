import type { Profile } from '@fuqiao/domain'
import type { Deps } from '../../deps.ts'

/**
 * The rules of the network that the actor works in.
 * @throws Error when this installation does not ship the profile: a fault of the installation, not of the caller
 */
export function profileOf(deps: Pick<Deps, 'profiles'>, actor: { profileId: string }): Profile {
  const profile = deps.profiles.get(actor.profileId)
  if (!profile) throw new Error(`the profile ${actor.profileId} is not among those shipped`)
  return profile
}
