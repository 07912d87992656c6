import { addDays, civilDateOf, isCivilDate } from '../calendar/civil-date.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import type { Profile } from '../profile/profile-schema.ts'
import type { OrganisationField, ReferralMode } from '../profile/vocabulary.ts'

/** The two sides of an agreement: `first` drafts and proposes it, `second` is asked. */
export const AGREEMENT_SIDES = ['first', 'second'] as const
export type AgreementSide = (typeof AGREEMENT_SIDES)[number]

/** What a quota is counted over: each calendar month, or the whole term. */
export const QUOTA_PERIODS = ['month', 'term'] as const
export type QuotaPeriod = (typeof QUOTA_PERIODS)[number]

/** Which referrals one side accepts from the other by the agreement alone. */
export type StandingTerms = {
  readonly accepting: AgreementSide
  readonly modes: readonly ReferralMode[]
  /** Empty: any field. */
  readonly fields: readonly OrganisationField[]
  /** Empty: any area; else an organisation's division begins with one of these. */
  readonly divisionCodes: readonly string[]
  readonly quota: number
  readonly quotaPer: QuotaPeriod
  /** Who leads what is accepted, on the accepting side. */
  readonly leadName: string
}

/** What both sides sign. */
export type AgreementTerms = {
  readonly title: string
  /** What each side does. */
  readonly firstDuties: string
  readonly secondDuties: string
  /** Its first and its last day. */
  readonly from: CivilDate
  readonly until: CivilDate
  readonly standing: StandingTerms | null
}

/** The rules of agreements of a profile. */
export type AgreementRules = Profile['agreement']

/** A field of the form and what is wrong with it: a code of the pages' words. */
export type TermsFault = { readonly field: string; readonly code: string }

/** What is wrong with terms that are to be drafted, changed or proposed; empty when they may stand. */
export function faultsOfTerms(terms: AgreementTerms, rules: AgreementRules, now: Date): TermsFault[] {
  return [...faultsOfTerm(terms, rules, now), ...(terms.standing ? faultsOfStanding(terms.standing) : [])]
}

function faultsOfTerm({ from, until }: AgreementTerms, rules: AgreementRules, now: Date): TermsFault[] {
  if (!isCivilDate(from)) return [{ field: 'from', code: 'INPUT_DATE_OUT_OF_RANGE' }]
  if (!isCivilDate(until)) return [{ field: 'until', code: 'INPUT_DATE_OUT_OF_RANGE' }]
  if (until < from) return [{ field: 'until', code: 'INPUT_PERIOD_ORDER' }]
  if (until < civilDateOf(now)) return [{ field: 'until', code: 'INPUT_AGREEMENT_TERM_PAST' }]
  return until > latestEnd(from, rules) ? [{ field: 'until', code: 'INPUT_AGREEMENT_TERM_TOO_LONG' }] : []
}

function faultsOfStanding({ modes, quota, leadName, divisionCodes }: StandingTerms): TermsFault[] {
  const faults: TermsFault[] = []
  if (modes.length === 0) faults.push({ field: 'standing.modes', code: 'INPUT_AGREEMENT_MODE_NEEDED' })
  if (!Number.isInteger(quota) || quota < 1) faults.push({ field: 'standing.quota', code: 'INPUT_AGREEMENT_QUOTA' })
  if (leadName === '') faults.push({ field: 'standing.leadName', code: 'INPUT_AGREEMENT_LEAD_NEEDED' })
  if (divisionCodes.some(code => !/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code)))
    faults.push({ field: 'standing.divisionCodes', code: 'INPUT_DIVISION_UNKNOWN' })
  return faults
}

/** The last day that an agreement beginning on a day may have. */
export function latestEnd(from: CivilDate, { maxMonths }: AgreementRules): CivilDate {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month + maxMonths, 0)).getUTCDate()
  const anniversary = new Date(Date.UTC(year, month - 1 + maxMonths, Math.min(day, lastOfMonth)))
  return addDays(anniversary.toISOString().slice(0, 10), -1)
}
