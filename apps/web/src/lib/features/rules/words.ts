import type { RuleLineView } from '@fuqiao/contract'
import type { ApiOutputs } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import { kindLabel } from '#lib/words.ts'

const modules = import.meta.glob<Record<string, (params?: object) => string>>('../../paraglide/messages/rules_*.js', {
  eager: true,
})
/** Only the words of rules, so that no other page carries them. */
const catalogue: Record<string, ((params?: object) => string) | undefined> = Object.fromEntries(
  Object.values(modules).flatMap(module => Object.entries(module)),
)

type Place = RuleLineView['place']
type Said = RuleLineView['said']
type Name = { zh: string; en: string }

const isName = (said: unknown): said is Name => typeof said === 'object' && said !== null && 'zh' in said

/** A key of the rules in words. */
export const keyWords = (key: string): string => catalogue[`rules_key_${key}`]?.() ?? key
/** A word of the product that rules choose among. */
export const codeWords = (code: string): string => catalogue[`rules_code_${code}`]?.() ?? (kindLabel(code) || code)
export const nameWords = (name: Name): string => name[getLocale()]

/** Where a rule stands, in words, from the widest to the narrowest. */
export function placeWords(place: Place): string {
  return place.map(({ key, name }) => (name ? nameWords(name) : keyWords(key))).join(' › ')
}

/** What a rule says, in words. */
export function saidWords(said: Said | null): string {
  if (said === null) return '—'
  if (typeof said === 'boolean') return said ? m.rules_yes() : m.rules_no()
  if (typeof said === 'number') return String(said)
  if (typeof said === 'string') return codeWords(said)
  if (Array.isArray(said)) return said.map(each => (isName(each) ? nameWords(each) : codeWords(each))).join('、')
  if (isName(said)) return nameWords(said)
  return said.unit === 'workingDay' ? m.rules_term_working({ n: said.days }) : m.rules_term_calendar({ n: said.days })
}

const faults: readonly [RegExp, string][] = [
  [/^the weights make (\d+), not 100$/, 'weights'],
  [/^"(.+)" is listed twice$/, 'twice'],
  [/^the network has no actor "(.+)"$/, 'actor'],
  [/^the chain goes in a circle: it comes back to "(.+)"$/, 'circle'],
  [/^there is no chain to approve/, 'noChain'],
  [/^there is one "(.+)" already$/, 'oneStep'],
  [/^the last step is the admission$/, 'lastStep'],
  [/^the agreement is signed right before/, 'agreementStep'],
  [/^a step is a panel/, 'noPanel'],
  [/^a step is a public notice/, 'noNotice'],
  [/^the first visit comes after/, 'visit'],
  [/^the least is longer/, 'least'],
  [/^the reminder comes no earlier/, 'reminder'],
  [/^the default is longer/, 'default'],
  [/^the business day ends/, 'day'],
  [/^the phase ends before/, 'phaseEnds'],
  [/^the phase begins before the one/, 'phaseOverlap'],
  [/^the network has no function "(.+)"$/, 'function'],
  [/^"(.+)" is switched on already$/, 'switched'],
  [/^this belongs to the document/, 'document'],
  [/^"(.+)" is written in records/, 'kept'],
  [/^Too small/, 'small'],
  [/^Too big/, 'big'],
  [/^Invalid/, 'type'],
]

/** Why a place of a draft was refused, in the reader's words; the schema's own where there are none. */
export function reasonWords(reason: string): string {
  for (const [pattern, name] of faults) {
    const found = pattern.exec(reason)
    if (found) return catalogue[`rules_fault_${name}`]?.({ a: codeWords(found[1] ?? '') }) ?? reason
  }
  return reason
}

/** Where a fault is, in the words of what was written there: `incubation.steps.2.due.days`. */
export function faultPlace(path: string, content: unknown): string {
  const words: string[] = []
  let at: unknown = content
  for (const part of path.split('.')) {
    const inside = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined
    const named =
      typeof inside === 'object' && inside !== null
        ? ((inside as { name?: unknown }).name ?? (inside as { text?: unknown }).text)
        : undefined
    words.push(/^\d+$/.test(part) ? (isName(named) ? nameWords(named) : String(Number(part) + 1)) : keyWords(part))
    at = inside
  }
  return words.join(' › ')
}

/** A version, in words. */
export const versionWords = (number: number): string =>
  number === 0 ? m.rules_version_shipped() : m.rules_version({ n: number })

type Evidence = NonNullable<ApiOutputs['rules']['clauses']['clauses'][number]['rules'][number]['evidence']>

/** What shows that a rule is lived by: records, when the last was made. */
export function evidenceWords({ what, records, last, isInSight }: Evidence): string {
  if (!isInSight) return m.rules_evidence_hidden()
  if (records === 0) return m.rules_evidence_nothing()
  const counted = catalogue[`rules_evidence_${what}`]?.({ n: records }) ?? String(records)
  return last ? `${counted}，${m.rules_evidence_last({ on: last })}` : counted
}

/** Breaches, in words; null where there are none. */
export function breachWords({ breach, breaches, isInSight }: Evidence): string | null {
  if (!isInSight || breach === null || breaches === 0) return null
  return catalogue[`rules_breach_${breach}`]?.({ n: breaches }) ?? String(breaches)
}
