import { civilDateOf, isCivilDate } from '../calendar/civil-date.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import type { CreationFacts } from './commands.ts'
import type { ReferralFacts, ReferralRules, Setting } from './facts.ts'
import { refusal } from './refusals.ts'
import type { ReferralRefusal } from './refusals.ts'

/** Looks at the facts alone; null when it has nothing against the action. */
export type FactGuard = (facts: ReferralFacts, setting: Setting) => ReferralRefusal | null

/** Custody or a live grant; and to hand over, custody. */
export function standingOf(facts: CreationFacts): ReferralRefusal | null {
  if (!facts.senderHoldsCustody && !facts.senderHoldsGrant) return refusal('REFERRAL_ORGANISATION_NOT_YOURS')
  if (facts.mode === 'handOver' && !facts.senderHoldsCustody) return refusal('REFERRAL_NOT_CUSTODIAN')
  return null
}

const standing: FactGuard = facts => standingOf({ mode: facts.mode, ...facts.world })

const complete: FactGuard = (facts, { rules, now }) => {
  const { request } = facts
  if (facts.targetTenantId === null) return refusal('REFERRAL_TARGET_MISSING')
  if (request.need === null) return refusal('REFERRAL_NEED_MISSING')
  if (request.purpose === '') return refusal('REFERRAL_PURPOSE_MISSING')
  if (request.sections.length === 0) return refusal('REFERRAL_SECTIONS_MISSING')
  if (!rules.modes.some(mode => mode.id === facts.mode)) return refusal('REFERRAL_MODE_UNKNOWN')
  if (!isTermAllowed(request.grantUntil, rules, now)) {
    return refusal('REFERRAL_TERM_INVALID', { maxMonths: rules.grantMonths.max })
  }
  if (!request.suggestionTaken && request.otherTargetReason === '') {
    return refusal('REFERRAL_OTHER_TARGET_REASON_MISSING')
  }
  return null
}

const targetFree: FactGuard = ({ targetTenantId, senderTenantId, mode, world }) => {
  if (targetTenantId === senderTenantId) return refusal('REFERRAL_TARGET_IS_SENDER')
  if (!world.targetTakesReferrals) return refusal('REFERRAL_TARGET_TAKES_NONE')
  if (targetTenantId !== null && world.chainTenantIds.includes(targetTenantId))
    return refusal('REFERRAL_TARGET_IN_CHAIN')
  if (world.openWithTarget) return refusal('REFERRAL_TARGET_HAS_ONE_OPEN')
  if (mode === 'handOver' && world.otherHandOverOpen) return refusal('REFERRAL_HAND_OVER_OPEN')
  return null
}

const chainShort: FactGuard = ({ hop, world }, { rules }) =>
  hop > rules.maxHops && !world.senderIsSuperiorOfChain
    ? refusal('REFERRAL_CHAIN_TOO_LONG', { max: rules.maxHops })
    : null

/** The consent must be there, live, for this very target and for all that would be shared. */
export const consentHolds: FactGuard = (facts, { now }) => {
  const { consent, request } = facts
  if (consent === null) return refusal('CONSENT_MISSING')
  if (consent.revokedAt !== null) return refusal('CONSENT_REVOKED')
  if (consent.until < civilDateOf(now)) return refusal('CONSENT_ENDED')
  if (consent.targetTenantId !== facts.targetTenantId) return refusal('CONSENT_OTHER_TARGET')
  const consented = request.sections.every(section => consent.sections.includes(section))
  if (!consented || (request.personal && !consent.personal)) return refusal('CONSENT_TOO_NARROW')
  return null
}

/** What must hold before the organisation is asked. */
export const mayAskConsent: readonly FactGuard[] = [standing, complete, targetFree, chainShort]
/** What must hold at the moment a referral reaches its target. */
export const maySubmit: readonly FactGuard[] = [...mayAskConsent, consentHolds]

/** A hand-over takes custody from whoever holds it: that must still be the sender. */
export const custodyStands: FactGuard = facts =>
  facts.mode === 'handOver' && !facts.world.senderHoldsCustody ? refusal('REFERRAL_NOT_CUSTODIAN') : null

/** Each side confirms once. */
export const notConfirmedYet: FactGuard = ({ confirmed }, { viewer }) => {
  const done = viewer.relation === 'organisation' ? confirmed.organisation : confirmed.sender
  return done ? refusal('ALREADY_CONFIRMED') : null
}

/** The longest last day of sight that the profile allows, counted from today. */
export function latestGrantEnd(rules: ReferralRules, now: Date, months: number = rules.grantMonths.max): CivilDate {
  const [year = 0, month = 1, day = 1] = civilDateOf(now).split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth))).toISOString().slice(0, 10)
}

function isTermAllowed(until: CivilDate | null, rules: ReferralRules, now: Date): boolean {
  return until !== null && isCivilDate(until) && until >= civilDateOf(now) && until <= latestGrantEnd(rules, now)
}
