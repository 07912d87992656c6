import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Profile, parseProfile } from '@fuqiao/domain'
import type { RulesInForce } from '../deps.ts'

/** Every profile the product ships, by id; and by network what came into force since. */
export class Profiles extends Map<string, Profile> {
  readonly inForce = new Map<number, RulesInForce>()
}

const folder = fileURLToPath(new URL('../../../../db/profiles', import.meta.url))

/** Every profile the product ships, parsed once; those that stand on another after it. @throws Error naming the file, the place and the reason of each fault */
export function loadProfiles(): Profiles {
  const profiles = new Profiles()
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .map(name => ({ name, json: JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { basis?: unknown } }))
  const inOrder = [...files.filter(({ json }) => !json.basis), ...files.filter(({ json }) => json.basis)]
  for (const { name, json } of inOrder) {
    const parsed = parseProfile(json, profiles)
    if (!parsed.ok)
      throw new Error(`${name}: ${parsed.faults.map(fault => `${fault.path}: ${fault.reason}`).join('; ')}`)
    profiles.set(parsed.profile.id, parsed.profile)
  }
  return profiles
}
