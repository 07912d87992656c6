import { withTaken } from './on-basis.ts'
import { type ParsedProfile, parseProfile, type ProfileFault } from './parse-profile.ts'
import type { Profile } from './profile-schema.ts'

/** What a version of a network's rules leaves as it is: rows of the network are written in these words. */
const kept = [
  'id',
  'name',
  'source',
  'basis',
  'tiers',
  'buildingModes',
  'organisationKinds',
  'stages',
  'fields',
  'functions',
  'documentKinds',
] as const satisfies readonly (keyof Profile)[]

/**
 * Reads the stored content of a version. What belongs to the document is the document's, as it is shipped; so are sections that the product learnt since the
 * version was written.
 */
export function parseVersion(content: Readonly<Record<string, unknown>>, shipped: Profile): ParsedProfile {
  const documents = Object.fromEntries(kept.map(section => [section, shipped[section]]))
  const asWritten = parseProfile({ ...content, ...documents }, new Map(), { isWhole: true })
  if (asWritten.ok) return asWritten
  // Only then: what a version leaves out on purpose, such as a panel, is not to come back.
  const whole = { ...withTaken(content, shipped), ...documents }
  return parseProfile({ ...whole, ...reportsOf(content, shipped) }, new Map(), { isWhole: true })
}

/** The document's reports for a version that was written before there were any: of its lines those whose indicators the version has. */
function reportsOf(
  content: Readonly<Record<string, unknown>>,
  { reports }: Profile,
): Partial<Pick<Profile, 'reports'>> {
  const indicators = content['indicators']
  if (content['reports'] !== undefined || !Array.isArray(indicators)) return {}
  const known = new Set(indicators.map(entry => (entry as { id?: unknown }).id))
  const kept = reports.map(kind => ({ ...kind, lines: kind.lines.filter(line => known.has(line)) }))
  return { reports: kept.filter(({ lines }) => lines.length > 0) }
}

/**
 * Why content cannot take the place of a network's rules: faults of the schema, and what a version must leave as it is. Words that records were written in
 * may be renamed and added to, never taken away.
 */
export function parseDraft(content: unknown, shipped: Profile): ParsedProfile {
  const parsed = parseProfile(content, new Map(), { isWhole: true })
  if (!parsed.ok) return parsed
  const faults = [...keptFaults(parsed.profile, shipped)]
  return faults.length > 0 ? { ok: false, faults } : parsed
}

function* keptFaults(draft: Profile, shipped: Profile): Generator<ProfileFault> {
  for (const section of kept)
    if (JSON.stringify(inOrder(draft[section])) !== JSON.stringify(inOrder(shipped[section])))
      yield { path: section, reason: 'this belongs to the document and is not changed by a version' }
  for (const list of ['declineReasons', 'outcomes', 'adviceOutcomes', 'failureCauses'] as const) {
    const codes = new Set<string>(draft.referral[list].map(({ code }) => code))
    for (const { code } of shipped.referral[list])
      if (!codes.has(code)) yield { path: `referral.${list}`, reason: `"${code}" is written in records and stays` }
  }
  const kinds = new Set(draft.reports.map(({ id }) => id))
  for (const { id } of shipped.reports)
    if (!kinds.has(id)) yield { path: 'reports', reason: `"${id}" is written in records and stays` }
  const modes = new Set(draft.referral.modes.map(({ id }) => id))
  for (const { id } of shipped.referral.modes)
    if (!modes.has(id)) yield { path: 'referral.modes', reason: `"${id}" is written in records and stays` }
}

/** The same value with the keys of its objects in one order: storage keeps none. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(
    entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, inOrder(part)]),
  )
}
