import { referralActionLabel } from '#lib/words.ts'

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

const pages: Record<string, string> = { organisation: '/organisations', referral: '/referrals', tenant: '/tenants' }

/** The subject's page; undefined where it has none. */
export function subjectHref(kind: string, id: string | null): string | undefined {
  const page = pages[kind.slice(0, 1).toLowerCase() + kind.slice(1)]
  return page && id ? `${page}/${id}` : undefined
}

/** Details as `name: value` pairs; nested ones as they are written. */
export function detailWords(details: Record<string, unknown>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
}
