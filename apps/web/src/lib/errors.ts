import { m } from '#lib/paraglide/messages.js'
import {
  kindLabel,
  referralActionLabel,
  referralStateLabel,
  roleLabel,
  tenantStatusLabel,
  unitLabel,
  tierLabel,
} from '#lib/words.ts'

type Params = Record<string, string | number>
type Message = (params: Params) => string

const modules = import.meta.glob<Record<string, Message>>('./paraglide/messages/errors_*.js', { eager: true })
const catalogue = new Map(
  Object.values(modules)
    .flatMap(module => Object.entries(module))
    .filter(([name]) => name.startsWith('errors_')),
)

/** Whether the message catalogue has words for the code. */
export function isKnownError(code: string): boolean {
  return catalogue.has(`errors_${code}`)
}

const stateModules = import.meta.glob<Record<string, () => string>>(
  [
    './paraglide/messages/agreements_state_*.js',
    './paraglide/messages/cases_state_*.js',
    './paraglide/messages/enquiries_state_*.js',
    './paraglide/messages/partners_state_*.js',
    './paraglide/messages/filings_state_*.js',
    './paraglide/messages/operators_state_*.js',
    './paraglide/messages/meetings_state_*.js',
    './paraglide/messages/meetings_agenda_state_*.js',
    './paraglide/messages/assignments_state_*.js',
    './paraglide/messages/reports_state_*.js',
    './paraglide/messages/targets_state_*.js',
  ],
  { eager: true },
)
const stateCatalogue: Record<string, (() => string) | undefined> = Object.fromEntries(
  Object.values(stateModules).flatMap(module => Object.entries(module)),
)
const fromCatalogue = (topic: string) => (state: string) => stateCatalogue[`${topic}_state_${state}`]?.()
const unlessUnnamed = (label: (id: string) => string) => (state: string) =>
  label(state) === state ? undefined : label(state)

/** The words for a state of each thing that has some; one state may be called differently of two. */
const stateWords: Readonly<Record<string, (state: string) => string | undefined>> = {
  agreement: fromCatalogue('agreements'),
  case: fromCatalogue('cases'),
  IncubationCase: fromCatalogue('cases'),
  enquiry: fromCatalogue('enquiries'),
  partner: fromCatalogue('partners'),
  filing: fromCatalogue('filings'),
  operator: fromCatalogue('operators'),
  meeting: fromCatalogue('meetings'),
  agenda: fromCatalogue('meetings_agenda'),
  assignment: fromCatalogue('assignments'),
  report: fromCatalogue('reports'),
  target: fromCatalogue('targets'),
  tenant: unlessUnnamed(tenantStatusLabel),
  referral: unlessUnnamed(referralStateLabel),
}

/** Several identifiers in words; a dash where there is none. */
const listed = (ids: string | number, label: (id: string) => string): string =>
  ids === '' ? '—' : String(ids).split(',').map(label).join(m.dashboards_list_mark())

/** Identifiers among the values become the words the page uses for them; a state without words is left out. */
function inWords(code: string, { of, state, action, kind, role, roles, unit, tiers, ...params }: Params): Params {
  const topic = code.slice(0, code.indexOf('_')).toLowerCase()
  const noun = of === undefined ? (topic in stateWords ? topic : 'referral') : String(of)
  const named = state === undefined ? undefined : stateWords[noun]?.(String(state))
  return {
    ...params,
    ...(named === undefined ? {} : { state: named }),
    ...(action === undefined ? {} : { action: referralActionLabel(String(action)) }),
    ...(unit === undefined ? {} : { unit: unitLabel(String(unit)) }),
    ...(kind === undefined ? {} : { kind: kindLabel(String(kind)) }),
    ...(tiers === undefined ? {} : { tiers: listed(tiers, tierLabel) }),
    ...(role === undefined ? {} : { role: roleLabel(String(role)) }),
    ...(roles === undefined ? {} : { roles: listed(roles, roleLabel) }),
  }
}

/**
 * What to tell the user about an error code of the API, in the language of the page.
 * An unknown code gets the general sentence with the code as reference: never the text of an exception.
 */
export function errorMessage(code: string, given: Params = {}): string {
  const params = inWords(code, given)
  const withState = 'state' in params ? catalogue.get(`errors_${code}_with_state`) : undefined
  const message = withState ?? catalogue.get(`errors_${code}`)
  return message?.(params) ?? m.errors_UNEXPECTED({ reference: code })
}
