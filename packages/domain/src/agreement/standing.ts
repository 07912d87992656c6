import { civilDateOf, instantAt } from '../calendar/civil-date.ts'
import type { OrganisationField, ReferralMode } from '../profile/vocabulary.ts'
import type { AgreementFacts } from './machine.ts'
import { pauseCause } from './machine.ts'
import type { AgreementRules, AgreementSide, StandingTerms } from './terms.ts'

/** What of a referral an agreement looks at; `from` and `to` are sides of the agreement, null where the party is neither. */
export type StandingReferral = {
  readonly from: AgreementSide | null
  readonly to: AgreementSide | null
  readonly mode: ReferralMode
  readonly field: OrganisationField | null
  readonly divisionCode: string | null
}

/** Referrals accepted under the agreement: in the calendar month of the instant, and in all. Counted, never kept. */
export type StandingUsage = { readonly inMonth: number; readonly inAll: number }

/** Why a referral is not accepted by the agreement and waits for people. */
export const STANDING_REFUSALS = [
  'notInForce',
  'noStandingTerms',
  /** Between others, or the way in which the agreement does not accept. */
  'otherDirection',
  'paused',
  'modeNotCovered',
  'fieldNotCovered',
  'areaNotCovered',
  'quotaUsed',
  'capacityFull',
  'recordLow',
  /** Organisations of the accepting side look the same: somebody has to look. */
  'possibleDuplicates',
  /** The referral's own rules say no: consent, custody, or a calendar that is not loaded. */
  'notReady',
] as const
export type StandingRefusal = (typeof STANDING_REFUSALS)[number]

/** The agreement's answer to a referral. */
export type StandingAnswer = { readonly accepts: true } | { readonly accepts: false; readonly reason: StandingRefusal }

const refuse = (reason: StandingRefusal): StandingAnswer => ({ accepts: false, reason })

/** Whether an agreement accepts a referral by itself at an instant, or why it leaves it to people. */
export function standingAccepts(
  agreement: AgreementFacts,
  referral: StandingReferral,
  usage: StandingUsage,
  { rules, now }: { rules: AgreementRules; now: Date },
): StandingAnswer {
  const { terms, pausedBy } = agreement
  const { standing } = terms
  if (!isInForce(agreement, now)) return refuse('notInForce')
  if (standing === null) return refuse('noStandingTerms')
  const sending = standing.accepting === 'first' ? 'second' : 'first'
  if (referral.from !== sending || referral.to !== standing.accepting) return refuse('otherDirection')
  if (pausedBy !== null) return refuse('paused')
  const outside = notCovered(standing, referral)
  if (outside !== null) return refuse(outside)
  const used = standing.quotaPer === 'month' ? usage.inMonth : usage.inAll
  if (used >= standing.quota) return refuse('quotaUsed')
  const cause = pauseCause(agreement, rules)
  if (cause === null) return { accepts: true }
  return refuse(cause === 'capacity' ? 'capacityFull' : 'recordLow')
}

/** Whether an agreement holds on the day of an instant, also before the worker has seen that its last day is past. */
export function isInForce({ state, terms }: Pick<AgreementFacts, 'state' | 'terms'>, now: Date): boolean {
  const today = civilDateOf(now)
  return state === 'inForce' && today >= terms.from && today <= terms.until
}

function notCovered(
  { modes, fields, divisionCodes }: StandingTerms,
  { mode, field, divisionCode }: StandingReferral,
): StandingRefusal | null {
  if (!modes.includes(mode)) return 'modeNotCovered'
  if (fields.length > 0 && !(field !== null && fields.includes(field))) return 'fieldNotCovered'
  return isInArea(divisionCodes, divisionCode) ? null : 'areaNotCovered'
}

function isInArea(codes: readonly string[], divisionCode: string | null): boolean {
  return codes.length === 0 || (divisionCode !== null && codes.some(code => divisionCode.startsWith(code)))
}

/** The calendar month of an instant, in Shanghai: from its first moment to the first of the next. */
export function monthOf(now: Date): { from: Date; until: Date } {
  const [year = 0, month = 1] = civilDateOf(now).split('-').map(Number)
  const firstDay = (at: number) => new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 10)
  return { from: instantAt(firstDay(month - 1), '00:00'), until: instantAt(firstDay(month), '00:00') }
}
