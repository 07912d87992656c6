import type { Profile } from './profile-schema.ts'

type Rules = Record<string, unknown>

/** What every profile says for itself. */
const own: ReadonlySet<string> = new Set(['id', 'name', 'source', 'basis'])
/** And what no document takes from another: one that aims at nothing does not aim at what another does. */
const ownAims: ReadonlySet<string> = new Set([...own, 'targets'])

const isRules = (value: unknown): value is Rules => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A profile's JSON with what its document is silent about taken from the profile that it names: whole sections, or parts of a section that it names itself.
 * Lists are never mixed. `basis.taken` keeps the places: nobody mistakes for a rule of this document what is another's.
 */
export function onBasis(
  json: unknown,
  known: ReadonlyMap<string, Profile>,
):
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly fault: { path: string; reason: string } } {
  if (!isRules(json) || json['basis'] === undefined) return { ok: true, json }
  const { basis } = json
  const base = typeof basis === 'string' ? known.get(basis) : undefined
  if (!base) return { ok: false, fault: { path: 'basis', reason: `there is no profile ${JSON.stringify(basis)}` } }
  if (base.basis)
    return { ok: false, fault: { path: 'basis', reason: `"${base.id}" stands on another profile itself` } }
  const taken: string[] = []
  const whole = filled(json, base, { taken, but: ownAims })
  return { ok: true, json: { ...whole, basis: { profile: base.id, taken } } }
}

/** An earlier version of a network's rules with whatever the product did not know then taken from its own document, the aims too. */
export const withTaken = (given: Rules, base: Profile): Rules => filled(given, base, { taken: [], but: own })

function filled(given: Rules, base: Profile, { taken, but }: { taken: string[]; but: ReadonlySet<string> }): Rules {
  const whole: Rules = { ...given }
  for (const [section, rules] of Object.entries(base)) {
    if (but.has(section)) continue
    const said = given[section]
    if (said === undefined) {
      whole[section] = rules
      taken.push(section)
    } else if (isRules(said) && isRules(rules)) {
      const missing = Object.keys(rules).filter(part => said[part] === undefined && part !== 'provision')
      whole[section] = { ...Object.fromEntries(missing.map(part => [part, (rules as Rules)[part]])), ...said }
      taken.push(...missing.map(part => `${section}.${part}`))
    }
  }
  return whole
}
