import { CASE_STEP_KINDS } from '@fuqiao/domain/profile'
import { codeWords, nameWords } from '#lib/features/rules/words.ts'

/** A part of a profile as a form holds it. */
export type Node = { [key: string]: unknown }
type Name = { zh: string; en: string }
type Choice = { value: string; label: string }

export const isName = (value: unknown): value is Name => typeof value === 'object' && value !== null && 'zh' in value
export const isTerm = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'days' in value && 'unit' in value
/** A list whose entries are parts of their own; an empty one takes them too. */
export const isEntryList = (value: unknown): value is Node[] =>
  Array.isArray(value) && value.every(entry => typeof entry === 'object' && entry !== null)

/** Whether a term may remind and climb: those that somebody keeps, not how long something stands. */
export const takesReminder = (path: string): boolean =>
  /\.(due|completion|rectification)$/.test(path) || /^referral\.deadlines\.\w+$/.test(path)

const closed: Readonly<Record<string, readonly string[]>> = {
  weighs: ['condition', 'preference'],
  evidence: ['none', 'words'],
  package: ['basic', 'extended'],
  leadsTo: ['warning', 'termination'],
  place: ['own', 'superior', 'root'],
}
const recordKinds = ['words', 'photo', 'paper', 'date']
/** Lists of the profile that other rules choose among, by the key that names them. */
const lists: Readonly<Record<string, string>> = {
  kinds: 'organisationKinds',
  stages: 'stages',
  fields: 'fields',
  tiers: 'tiers',
  functions: 'functions',
}

const ofEntries = (entries: unknown): Choice[] =>
  (entries as { id: string; name: Name }[]).map(({ id, name }) => ({ value: id, label: nameWords(name) }))

/** What there is to choose at a key; null where anything may be written. */
export function choicesFor(key: string, value: unknown, profile: Node): Choice[] | null {
  if (key === 'actor') return ofEntries((profile['incubation'] as Node)['actors'])
  const list = lists[key]
  if (list && Array.isArray(value)) return ofEntries(profile[list])
  const codes =
    key === 'kind' && typeof value === 'string'
      ? (CASE_STEP_KINDS as readonly string[]).includes(value)
        ? CASE_STEP_KINDS
        : recordKinds
      : closed[key]
  return codes?.map(code => ({ value: code, label: codeWords(code) })) ?? null
}

const blank = (value: unknown): unknown => {
  if (isName(value)) return { zh: '', en: '' }
  if (Array.isArray(value)) return value.every(entry => typeof entry === 'string') ? value : []
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'provision')
      .map(([key, part]) => [key, blank(part)]),
  )
}

/** A list with one more entry, like its last, with names to be written. */
export function addedTo(key: string, list: readonly Node[]): Node[] {
  const like = list.at(-1) ?? {
    id: '',
    name: { zh: '', en: '' },
    ...(key === 'records' ? { kind: 'words' } : {}),
    isRequired: false,
  }
  const entry = blank(plainly(like)) as Node
  const id = `n${Date.now().toString(36)}`
  for (const idKey of ['id', 'code'] as const) if (idKey in entry) entry[idKey] = id
  return [...list, entry]
}

const plainly = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Parts that a document may do without, as they begin when somebody adds them. */
export const optionalParts: Readonly<Record<string, () => Node>> = {
  panel: () => ({
    experts: 3,
    criteria: [{ id: 'overall', name: { zh: '综合评价', en: 'Overall' }, weight: 100 }],
    passMark: 60,
    conflictYears: 3,
  }),
  notice: () => ({ term: { days: 5, unit: 'workingDay' } }),
  entryTerm: () => ({ atLeastMonths: 0, atMostMonths: 6 }),
}

/** The parts of the rules that a version may change, each a piece of the form: where it stands, from the top. */
export const formSections: readonly (readonly string[])[] = [
  ['incubation', 'call'],
  ['incubation', 'application'],
  ['incubation', 'eligibility'],
  ['incubation', 'steps'],
  ['incubation', 'entryTerm'],
  ['incubation', 'panel'],
  ['incubation', 'notice'],
  ['incubation', 'approval'],
  ['incubation', 'agreement'],
  ['incubation', 'term'],
  ['incubation', 'services'],
  ['incubation', 'assessment'],
  ['incubation', 'violations'],
  ['incubation', 'exit'],
  ['incubation', 'followUp'],
  ['phases'],
  ['referral'],
  ['agreement'],
  ['enquiry'],
  ['supervision'],
  ['referralRequest'],
]
