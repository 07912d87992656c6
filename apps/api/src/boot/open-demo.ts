import { parseArgs } from 'node:util'
import { hash } from '@node-rs/argon2'
import { type Database, refreshStatistics } from '@fuqiao/db'
import type { Profile } from '@fuqiao/domain'
import type { DemoAccount } from '../deps.ts'
import { networksOf, numbersOf } from './found-network.ts'

/** Which demo networks are to be there, by profile; others that were loaded before stay. */
export type DemoChoice = { now: Date; wanted: readonly string[]; profiles: ReadonlyMap<string, Profile> }

const usual = ['beijing-2017']

/** The demo networks that a command line names: `--network wuhan-2015`, as often as wanted, or `all`; Beijing's where it names none. */
export function demosNamed(args: readonly string[], profiles: ReadonlyMap<string, Profile>): readonly string[] {
  const { values } = parseArgs({
    args: [...args],
    options: { network: { type: 'string', multiple: true } },
    strict: false,
  })
  const named = (values.network ?? []).map(String)
  return named.includes('all') ? [...profiles.keys()] : named.length > 0 ? named : usual
}

/** Thrown for a demo network that does not exist; names those that do. */
export class UnknownDemo extends Error {
  override name = 'UnknownDemo'
}

/**
 * Loads the invented demo networks once and tells the accounts of all that are there; beside a network of the installation's own they have no place.
 * @throws UnknownDemo
 */
export async function openDemo(
  db: Database,
  adminUrl: string,
  { now, wanted, profiles }: DemoChoice,
): Promise<readonly DemoAccount[]> {
  const { demoNetworks, demoPassword } = await import('@fuqiao/db/factories')
  const unknown = wanted.find(id => !profiles.has(id) || !demoNetworks[id])
  if (unknown !== undefined) throw new UnknownDemo(`--network ${unknown}: there are ${[...profiles.keys()].join(', ')}`)
  if ((await networksOf(db)).hasOwn) return []
  const shown = [...profiles.values()].flatMap(profile => {
    const demo = demoNetworks[profile.id]
    return demo ? [{ profile, demo }] : []
  })
  for (const { profile, demo } of shown)
    if (wanted.includes(profile.id)) await demo.load(db, profile, { now, passwordHash: hash })
  await refreshStatistics(adminUrl)
  const numbers = await numbersOf(db)
  return shown
    .filter(({ demo }) => numbers.includes(demo.networkId))
    .flatMap(({ profile, demo }) => demo.accounts(profile))
    .map(({ loginName, displayName, place, roles }) => ({
      loginName,
      password: demoPassword,
      name: displayName,
      roles,
      tenantName: place.zh,
    }))
}
