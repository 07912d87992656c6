import type { Profile } from './profile-schema.ts'

type Name = { readonly zh: string; readonly en: string }

/** What a rule says at one place: a figure, a word of the product, a name or names of the profile, a term. */
export type Said =
  | string
  | number
  | boolean
  | Name
  | readonly Name[]
  | readonly string[]
  | { readonly days: number; readonly unit: 'workingDay' | 'calendarDay' }

/** A part of a place: a key of the schema, or an entry of a list with its name. */
export type PlacePart = { readonly key: string; readonly name?: Name }

/** One thing that the rules say, and where. */
export type RuleLine = {
  /** Keys and ids: `incubation.steps.panel.due`. */
  readonly path: string
  readonly place: readonly PlacePart[]
  readonly said: Said
  /** The entry of a list itself: what lies below it comes and goes with it. */
  readonly isEntry: boolean
  /** The provision that it, or what it is part of, carries out. */
  readonly provision: string | null
  /** The place that names the provision; null where none does. */
  readonly rule: string | null
}

/** A place of the profile that names a provision. */
export type ProvisionPlace = { readonly path: string; readonly place: readonly PlacePart[]; readonly provision: string }

/** A difference between two versions of rules, at the smallest place that has one. */
export type RuleDifference = {
  readonly path: string
  readonly place: readonly PlacePart[]
  readonly change: 'changed' | 'added' | 'removed' | 'order'
  readonly before: Said | null
  readonly after: Said | null
}

type Rules = Readonly<Record<string, unknown>>
type At = {
  readonly path: readonly string[]
  readonly place: readonly PlacePart[]
  readonly provision: string | null
  readonly rule: string | null
}

const isRules = (value: unknown): value is Rules => typeof value === 'object' && value !== null && !Array.isArray(value)
const isName = (value: unknown): value is Name =>
  isRules(value) && typeof value['zh'] === 'string' && typeof value['en'] === 'string'
const isTerm = (value: Rules) => typeof value['days'] === 'number' && typeof value['unit'] === 'string'

/** What names an entry within its list. */
const keysOfEntry = ['id', 'code', 'actor', 'kind'] as const
const entryKeyOf = (entry: Rules) => keysOfEntry.find(key => typeof entry[key] === 'string')
const nameOf = (entry: Rules): Name | undefined => [entry['name'], entry['text']].find(isName)

/** Lists of the profile whose ids a rule may name: said with their names. */
function namesOf(profile: Profile): Readonly<Record<string, ReadonlyMap<string, Name>>> {
  const byId = (entries: readonly { id: string; name: Name }[]) =>
    new Map(entries.map((entry): [string, Name] => [entry.id, entry.name]))
  const actors = byId(profile.incubation.actors)
  return {
    actor: actors,
    kinds: byId(profile.organisationKinds),
    stages: byId(profile.stages),
    fields: byId(profile.fields),
    tiers: byId(profile.tiers),
    tier: byId(profile.tiers),
    functions: byId(profile.functions),
    indicator: byId(profile.indicators),
  }
}

/** What a profile says, line by line, in its order. Its name, source and basis are no rules. */
export function ruleLines(profile: Profile): RuleLine[] {
  return walked(profile).lines
}

/** Where a profile names provisions, in its order; also where all that is said stands in parts with provisions of their own. */
export function provisionPlaces(profile: Profile): ProvisionPlace[] {
  return walked(profile).places
}

function walked(profile: Profile): { lines: RuleLine[]; places: ProvisionPlace[] } {
  const names = namesOf(profile)
  const lines: RuleLine[] = []
  const places: ProvisionPlace[] = []
  const say = (at: At, said: Said, isEntry = false) =>
    lines.push({ path: at.path.join('.'), place: at.place, said, isEntry, provision: at.provision, rule: at.rule })

  const walk = (value: unknown, at: At): void => {
    if (Array.isArray(value)) return list(value, at)
    if (isName(value)) return void say(at, value)
    if (isRules(value)) return section(value, at)
    if (value !== undefined) say(at, one(value as string | number | boolean, at))
  }
  const one = (value: string | number | boolean, { path }: At): Said =>
    names[path.at(-1) ?? '']?.get(String(value)) ?? value

  const list = (values: readonly unknown[], at: At) => {
    const entries = values.filter(isRules)
    if (entries.length < values.length) {
      const known = names[at.path.at(-1) ?? '']
      const said = values.map(value => known?.get(String(value)))
      return void say(at, said.every(name => name !== undefined) ? said : values.map(String))
    }
    for (const entry of entries) {
      const key = entryKeyOf(entry)
      if (key === undefined) continue
      const id = String(entry[key])
      const name = nameOf(entry) ?? names[key]?.get(id)
      const inside = within(at, id, entry, name)
      say(inside, name ?? id, true)
      section(entry, inside, new Set([key, 'name', 'text']))
    }
  }

  const section = (rules: Rules, at: At, but: ReadonlySet<string> = new Set()) => {
    const provision = provisionOf(rules)
    if (provision !== null) places.push({ path: at.path.join('.'), place: at.place, provision })
    if (isTerm(rules)) say(at, { days: rules['days'] as number, unit: rules['unit'] as 'workingDay' | 'calendarDay' })
    for (const [key, value] of Object.entries(rules)) {
      if (key === 'provision' || but.has(key) || (isTerm(rules) && (key === 'days' || key === 'unit'))) continue
      walk(value, within(at, key, value))
    }
  }

  for (const [key, value] of Object.entries(profile)) {
    if (['id', 'name', 'source', 'basis'].includes(key)) continue
    walk(value, within({ path: [], place: [], provision: null, rule: null }, key, value))
  }
  return { lines, places }
}

const provisionOf = (value: unknown): string | null =>
  isRules(value) && typeof value['provision'] === 'string' ? value['provision'] : null

function within({ path, place, provision, rule }: At, key: string, value: unknown, name?: Name): At {
  const own = provisionOf(value)
  return {
    path: [...path, key],
    place: [...place, name ? { key, name } : { key }],
    provision: own ?? provision,
    rule: own === null ? rule : [...path, key].join('.'),
  }
}

/** Lists whose order is a rule. */
const ordered = ['incubation.steps', 'incubation.approval'] as const

/** What differs between two versions of rules, in the order in which the second says it, what is gone at the end. */
export function ruleDifferences(before: Profile, after: Profile): RuleDifference[] {
  const [was, is] = [ruleLines(before), ruleLines(after)]
  return [...ordered.flatMap(list => orderDifference(list, was, is)), ...lineDifferences(was, is)]
}

function lineDifferences(was: readonly RuleLine[], is: readonly RuleLine[]): RuleDifference[] {
  const [old, fresh] = [byPath(was), byPath(is)]
  const found: RuleDifference[] = []
  const whole = new Set<string>()
  for (const { path, place, said, isEntry } of is) {
    const before = old.get(path)
    if (before && same(before.said, said)) continue
    if (!before && isBelow(path, whole)) continue
    if (!before && isEntry) whole.add(path)
    found.push({ path, place, change: before ? 'changed' : 'added', before: before?.said ?? null, after: said })
  }
  for (const { path, place, said, isEntry } of was) {
    if (fresh.has(path) || isBelow(path, whole)) continue
    if (isEntry) whole.add(path)
    found.push({ path, place, change: 'removed', before: said, after: null })
  }
  return found
}

function orderDifference(list: string, was: readonly RuleLine[], is: readonly RuleLine[]): RuleDifference[] {
  const entriesOf = (lines: readonly RuleLine[]) =>
    lines.filter(
      ({ path, isEntry }) => isEntry && path.startsWith(`${list}.`) && !path.slice(list.length + 1).includes('.'),
    )
  const [old, fresh] = [entriesOf(was), entriesOf(is)]
  const [had, has] = [byPath(old), byPath(fresh)]
  const [before, after] = [old.filter(({ path }) => has.has(path)), fresh.filter(({ path }) => had.has(path))]
  if (before.every(({ path }, index) => after[index]?.path === path)) return []
  const names = (lines: readonly RuleLine[]) => lines.map(({ said }) => said).filter(isName)
  const place = list.split('.').map(key => ({ key }))
  return [{ path: list, place, change: 'order', before: names(before), after: names(after) }]
}

const byPath = (lines: readonly RuleLine[]) => new Map(lines.map(line => [line.path, line]))
const same = (one: Said, other: Said) => JSON.stringify(one) === JSON.stringify(other)

function isBelow(path: string, whole: ReadonlySet<string>): boolean {
  const parts = path.split('.')
  return parts.some((_, index) => index > 0 && whole.has(parts.slice(0, index).join('.')))
}
