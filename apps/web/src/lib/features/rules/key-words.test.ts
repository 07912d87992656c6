import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../../../../../', import.meta.url)
const parsed = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Record<string, unknown>

/** Every key that a profile is written with, but for those of names. */
function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn)
  if (typeof value !== 'object' || value === null || 'zh' in value) return []
  return Object.entries(value).flatMap(([key, inside]) => [key, ...keysIn(inside)])
}

test.each(['zh', 'en'])(
  'in %s the rules of every network are read in words: no key of theirs is shown as it is stored',
  language => {
    const words = parsed(`apps/web/messages/${language}/rules.json`)
    const profiles = readdirSync(new URL('db/profiles', root)).filter(name => name.endsWith('.json'))
    const keys = new Set(profiles.flatMap(name => keysIn(parsed(`db/profiles/${name}`))))
    // Shown beside what it is said of.
    keys.delete('provision')
    expect(keys.size).toBeGreaterThan(100)
    expect([...keys].filter(key => words[`rules_key_${key}`] === undefined)).toEqual([])
  },
)
