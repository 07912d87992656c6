import { m } from '#lib/paraglide/messages.js'
import { kindLabel, modeLabel, referralActionLabel, referralStateLabel, roleLabel } from '#lib/words.ts'

const modules = import.meta.glob<Record<string, () => string>>('../../paraglide/messages/audit_*.js', { eager: true })
/** Only the trail's own words, so that no other page carries them. */
const catalogue: Record<string, (() => string) | undefined> = Object.fromEntries(
  Object.values(modules).flatMap(module => Object.entries(module)),
)

/** A deed in words; the code itself where it has none. */
export function actionWords(action: string): string {
  const [topic = '', verb = ''] = action.split('.')
  const known = catalogue[`audit_do_${topic}_${verb}`]?.()
  if (known) return known
  const words = topic === 'referral' ? referralActionLabel(verb) : verb
  return words === verb ? action : words
}

/** The kind of a deed in words. */
export function topicWords(topic: string): string {
  return catalogue[`audit_topic_${topic}`]?.() ?? topic
}

/** What a deed was done to, in words. */
export function subjectWords(kind: string): string {
  const name = kind.slice(0, 1).toLowerCase() + kind.slice(1)
  return catalogue[`audit_subject_${name}`]?.() ?? kind
}

const pages: Record<string, string> = {
  organisation: '/organisations',
  referral: '/referrals',
  agreement: '/agreements',
  enquiry: '/enquiries',
  referralBatch: '/referrals/batches',
  enquiryTarget: '/enquiries/asked',
  tenant: '/tenants',
  incubationCase: '/cases',
  incubationCall: '/calls',
  jointMeeting: '/meetings',
  assignment: '/assignments',
  report: '/reports',
  targetShare: '/targets',
  standard: '/standards',
  serviceItem: '/service-items',
  publication: '/publishing',
}

/** The subject's page; undefined where it has none. */
export function subjectHref(kind: string, id: string | null): string | undefined {
  const page = pages[kind.slice(0, 1).toLowerCase() + kind.slice(1)]
  return page && id ? `${page}/${id}` : undefined
}

const order = ['number', 'from', 'to']
const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)

/** Details as `name value` pairs, the number and the states first; nested ones as they are written. */
export function detailWords(details: Record<string, unknown>): string {
  return Object.entries(details)
    .toSorted(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => `${catalogue[`audit_detail_${name}`]?.() ?? name} ${wordsOf(name, value)}`)
    .join(' · ')
}

/** A state: the trail's own words first, for what is no referral. */
const standingWords = (code: string) => catalogue[`audit_value_${code}`]?.() ?? referralStateLabel(code)

/** Values that are codes, in words. */
const valueWords: Record<string, ((code: string) => string | undefined) | undefined> = {
  from: standingWords,
  to: standingWords,
  state: referralStateLabel,
  kind: kindLabel,
  mode: modeLabel,
  roles: roleLabel,
  rolesBefore: roleLabel,
  method: code => catalogue[`audit_value_${code}`]?.(),
  sha256: digest => digest.slice(0, 8),
}

function wordsOf(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? m.ui_yes() : m.ui_no()
  if (Array.isArray(value)) return value.map(one => wordsOf(name, one)).join(m.dashboards_list_mark())
  if (typeof value !== 'string') return value === null ? m.ui_none() : JSON.stringify(value)
  return valueWords[name]?.(value) ?? value
}
