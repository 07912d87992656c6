import type { CivilDate } from '../calendar/civil-date.ts'
import type { OrganisationField } from '../profile/vocabulary.ts'

/** An earlier or present service to an organisation; `until` null: it goes on. */
export type ExpertService = { readonly name: string; readonly until: CivilDate | null }

/** An expert of the pool as a draw knows them. */
export type Candidate = {
  readonly id: string
  readonly fields: readonly OrganisationField[]
  readonly employer: string
  readonly isActive: boolean
  /** Somebody who can sign in and score stands behind it. */
  readonly hasAccount: boolean
  /** As the pool has them: services to any organisation, by name. */
  readonly services: readonly ExpertService[]
  /** Ties to this very organisation that are on record: an account of it, work on its cases and referrals. */
  readonly ties: readonly { readonly kind: 'employer' | 'service'; readonly until: CivilDate | null }[]
}

/** What a draw knows of the case. */
export type PanelCase = {
  readonly field: OrganisationField
  /** The organisation's names, present and former. */
  readonly names: readonly string[]
  /** Experts of whom somebody knows a conflict, with the words it was declared in. */
  readonly declared: ReadonlyMap<string, string>
  readonly today: CivilDate
}

/** How an expert stands to a draw; all but the first are not in the lot. Conflicts come before what else keeps somebody out. */
export const CANDIDATE_STANDINGS = [
  'qualified',
  'retired',
  'declared',
  'sameEmployer',
  'earlierService',
  'otherField',
  'noAccount',
] as const
export type CandidateStanding = (typeof CANDIDATE_STANDINGS)[number]

/** Names are told apart by what is said, not by spaces, brackets or width. */
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s()·•,.、。]/gu, '')

/** The same day so many years before; of a leap day, the last of February. */
function yearsBefore(day: CivilDate, years: number): CivilDate {
  const before = `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`
  const exists = !before.endsWith('02-29') || new Date(`${before}T00:00:00Z`).getUTCDate() === 29
  return exists ? before : `${before.slice(0, 8)}28`
}

/** How one expert stands to the draw for a case. `conflictYears`: for how long an earlier service bars; one that goes on bars always. */
export function standingOf(
  candidate: Candidate,
  { field, names, declared, today }: PanelCase,
  conflictYears: number,
): CandidateStanding {
  const known = new Set(names.map(plain))
  const since = yearsBefore(today, conflictYears)
  const bars = ({ until }: { until: CivilDate | null }) => until === null || (conflictYears > 0 && until >= since)
  if (!candidate.isActive) return 'retired'
  if (declared.has(candidate.id)) return 'declared'
  if (known.has(plain(candidate.employer)) || candidate.ties.some(({ kind }) => kind === 'employer'))
    return 'sameEmployer'
  const services = candidate.services.filter(({ name }) => known.has(plain(name)))
  if ([...services, ...candidate.ties].some(bars)) return 'earlierService'
  if (!candidate.fields.includes(field)) return 'otherField'
  return candidate.hasAccount ? 'qualified' : 'noAccount'
}
