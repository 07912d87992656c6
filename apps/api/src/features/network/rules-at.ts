import type { Tx } from '@fuqiao/db'
import { parseVersion, type Profile } from '@fuqiao/domain'
import type { Deps } from '../../deps.ts'
import { type OfNetwork, shippedProfile } from './profile-of.ts'
import { readVersionContent } from './rules-store.ts'

/** Which rules: a version of a network; 0 is its profile as it is shipped. */
export type RulesKey = OfNetwork & { version: number }
/** What a version is read with: a transaction that sees it, for one that this server has not met. */
export type RulesReader = { tx: Tx; deps: Pick<Deps, 'profiles'> }

/** Versions that were read, by network and number: what was announced never changes. For each set of profiles its own, so that two servers share nothing. */
const read = new WeakMap<Deps['profiles'], Map<string, Profile>>()
/** A bound, should an installation keep ever more versions in use. */
const most = 2000

/**
 * The rules of a certain version: what a running case goes on under. Parsed once a server; a query only for a version that it has not met.
 * @throws Error when there is no such version, or it cannot be read
 */
export async function rulesAt({ tx, deps }: RulesReader, key: RulesKey): Promise<Profile> {
  const { networkId, profileId, version } = key
  if (version === 0) return shippedProfile(deps, profileId)
  const inForce = deps.profiles.inForce.get(networkId)
  if (inForce?.version === version) return inForce.read()
  const known = read.get(deps.profiles) ?? new Map<string, Profile>()
  read.set(deps.profiles, known)
  const name = `${networkId}:${version}`
  const found = known.get(name)
  if (found) return found
  const parsed = parseVersion(await readVersionContent(tx, networkId, version), shippedProfile(deps, profileId))
  if (!parsed.ok)
    throw new Error(
      `version ${version} of network ${networkId}: ${parsed.faults.map(({ path, reason }) => `${path}: ${reason}`).join('; ')}`,
    )
  known.set(name, parsed.profile)
  if (known.size > most) known.delete(known.keys().next().value ?? '')
  return parsed.profile
}

/** The rules of several versions of one network, by number: for lists of what runs under different ones. */
export async function rulesByVersion(
  reader: RulesReader,
  of: OfNetwork,
  versions: Iterable<number>,
): Promise<ReadonlyMap<number, Profile>> {
  const found = new Map<number, Profile>()
  for (const version of new Set(versions)) found.set(version, await rulesAt(reader, { ...of, version }))
  return found
}
