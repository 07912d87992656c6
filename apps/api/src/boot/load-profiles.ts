import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Profile, parseProfile } from '@fuqiao/domain'

const folder = fileURLToPath(new URL('../../../../db/profiles', import.meta.url))

/** Every profile the product ships, parsed once. @throws Error naming the file, the place and the reason of each fault */
export function loadProfiles(): ReadonlyMap<string, Profile> {
  const profiles = new Map<string, Profile>()
  for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
    const parsed = parseProfile(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))
    if (!parsed.ok)
      throw new Error(`${file}: ${parsed.faults.map(fault => `${fault.path}: ${fault.reason}`).join('; ')}`)
    profiles.set(parsed.profile.id, parsed.profile)
  }
  return profiles
}
