import { addDays, civilDateOf, isCivilDate } from '../calendar/civil-date.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import { dueInstant } from '../calendar/working-calendar.ts'
import type { DossierSection } from '../profile/vocabulary.ts'
import type { CreationFacts } from './commands.ts'
import type { ReferralFacts, ReferralRules, Setting } from './facts.ts'
import { KIND_FACTS } from './kinds.ts'
import { refusal } from './refusals.ts'
import type { ReferralRefusal } from './refusals.ts'

/** Looks at the facts alone; null when it has nothing against the action. */
export type FactGuard = (facts: ReferralFacts, setting: Setting) => ReferralRefusal | null

/** Custody or a live grant; and to hand over, custody. */
export function standingOf(facts: Omit<CreationFacts, 'cameFromPartner'>): ReferralRefusal | null {
  if (!facts.senderHoldsCustody && !facts.senderHoldsGrant) return refusal('REFERRAL_ORGANISATION_NOT_YOURS')
  if (facts.mode === 'handOver' && !facts.senderHoldsCustody) return refusal('REFERRAL_NOT_CUSTODIAN')
  return null
}

/** What comes from a partner network is not sent on while it runs: the far end would not know where it went. */
export function arrivalOf({ cameFromPartner }: CreationFacts): ReferralRefusal | null {
  return cameFromPartner === true ? refusal('REFERRAL_ARRIVED_FROM_PARTNER') : null
}

/** A guard that has nothing to look at where no organisation is named, or only there. */
const named =
  (guard: FactGuard): FactGuard =>
  (facts, setting) =>
    KIND_FACTS[facts.kind].namesOrganisation ? guard(facts, setting) : null
const nameless =
  (guard: FactGuard): FactGuard =>
  (facts, setting) =>
    KIND_FACTS[facts.kind].namesOrganisation ? null : guard(facts, setting)

const standing = named(facts => standingOf({ mode: facts.mode, ...facts.world }))

const complete: FactGuard = ({ targetTenantId, request }) => {
  if (targetTenantId === null) return refusal('REFERRAL_TARGET_MISSING')
  return request.need === null ? refusal('REFERRAL_NEED_MISSING') : null
}

const question = nameless(({ request }) => {
  if (request.question === '') return refusal('REFERRAL_QUESTION_MISSING')
  return request.isDescribed ? null : refusal('REFERRAL_CASE_UNDESCRIBED')
})

const sharing = named((facts, { rules, now }) => {
  const { request } = facts
  if (request.purpose === '') return refusal('REFERRAL_PURPOSE_MISSING')
  if (request.sections.length === 0) return refusal('REFERRAL_SECTIONS_MISSING')
  if (!rules.modes.some(mode => mode.id === facts.mode)) return refusal('REFERRAL_MODE_UNKNOWN')
  if (!isTermAllowed(request.grantUntil, rules, now)) {
    return refusal('REFERRAL_TERM_INVALID', { maxMonths: rules.grantMonths.max })
  }
  return null
})

// Who asked for it was not chosen among others.
const choice: FactGuard = ({ kind, request }) =>
  !KIND_FACTS[kind].isAskedFor && !request.suggestionTaken && request.otherTargetReason === ''
    ? refusal('REFERRAL_OTHER_TARGET_REASON_MISSING')
    : null

const targetFree: FactGuard = ({ targetTenantId, senderTenantId, mode, world }) => {
  if (targetTenantId === senderTenantId) return refusal('REFERRAL_TARGET_IS_SENDER')
  if (!world.targetTakesReferrals) return refusal('REFERRAL_TARGET_TAKES_NONE')
  if (targetTenantId !== null && world.chainTenantIds.includes(targetTenantId))
    return refusal('REFERRAL_TARGET_IN_CHAIN')
  if (world.openWithTarget) return refusal('REFERRAL_TARGET_HAS_ONE_OPEN')
  if (mode === 'handOver' && world.otherHandOverOpen) return refusal('REFERRAL_HAND_OVER_OPEN')
  return null
}

const chainShort: FactGuard = ({ kind, hop, world }, { rules }) =>
  hop > rules.maxHops && !KIND_FACTS[kind].isAssigned && !world.senderIsSuperiorOfChain
    ? refusal('REFERRAL_CHAIN_TOO_LONG', { max: rules.maxHops })
    : null

/** What must hold before a draft is made for a target that asks for an organisation (调入): the rest is its sender's to fill in. */
export const mayBeAskedFor: readonly FactGuard[] = [standing, targetFree, chainShort]

/** The consent must be there, live, for this very target and for all that would be shared. */
export const consentHolds = named((facts, { now }) => {
  const { consent, request } = facts
  if (consent === null) return refusal('CONSENT_MISSING')
  if (consent.revokedAt !== null) return refusal('CONSENT_REVOKED')
  if (consent.until < civilDateOf(now)) return refusal('CONSENT_ENDED')
  if (consent.targetTenantId !== facts.targetTenantId) return refusal('CONSENT_OTHER_TARGET')
  const consented = request.sections.every(section => consent.sections.includes(section))
  if (!consented || (request.personal && !consent.personal)) return refusal('CONSENT_TOO_NARROW')
  return null
})

/** What must hold before the organisation is asked, or the director where there is none. */
export const mayAskConsent: readonly FactGuard[] = [
  standing,
  complete,
  question,
  sharing,
  choice,
  targetFree,
  chainShort,
]
/** For what would take a superior above both ends, or write anew what was handed across: not done between networks. */
export const withinNetwork: FactGuard = ({ crossing = null }) =>
  crossing === null ? null : refusal('REFERRAL_BETWEEN_NETWORKS')

/** Named people are a line of their own, and this the section that speaks of them. */
const PEOPLES_SECTION: DossierSection = 'staff'

/** What of the open question is not shared yet: its section, and whether named people may be asked for with it. Both empty: words must do. */
export function furtherToShare({
  askedSection,
  request,
}: {
  askedSection: ReferralFacts['askedSection']
  request: Pick<ReferralFacts['request'], 'sections' | 'personal'>
}): {
  sections: DossierSection[]
  personal: boolean
} {
  if (askedSection === null) return { sections: [], personal: false }
  return {
    sections: request.sections.includes(askedSection) ? [] : [askedSection],
    personal: askedSection === PEOPLES_SECTION && !request.personal,
  }
}

const somethingFurther: FactGuard = facts => {
  const { sections, personal } = furtherToShare(facts)
  return sections.length > 0 || personal ? null : refusal('FURTHER_CONSENT_NEEDLESS')
}

const furtherUnasked: FactGuard = ({ furtherConsent }) =>
  furtherConsent === null || furtherConsent.state === 'refused' ? null : refusal('FURTHER_CONSENT_ASKED')

/** What must hold before the organisation is asked for more than it consented to: that what it consented to stands, and the question wants more. */
export const mayAskFurther: readonly FactGuard[] = [
  withinNetwork,
  standing,
  consentHolds,
  somethingFurther,
  furtherUnasked,
]

/** Something was asked for beside the consent, and not answered. */
export const furtherAsked: FactGuard = ({ furtherConsent }) =>
  furtherConsent?.state === 'asked' ? null : refusal('FURTHER_CONSENT_NOT_ASKED')

/** What must hold at the moment a referral reaches its target. */
export const maySubmit: readonly FactGuard[] = [...mayAskConsent, consentHolds]

/** A hand-over takes custody from whoever holds it: that must still be the sender. */
export const custodyStands: FactGuard = facts =>
  facts.mode === 'handOver' && !facts.world.senderHoldsCustody ? refusal('REFERRAL_NOT_CUSTODIAN') : null

/** What failed between networks is the sending network's to send on or let rest. */
export const ofSendingNetwork: FactGuard = ({ crossing }) =>
  crossing === 'receiving' ? refusal('REFERRAL_NOT_YOUR_PART') : null

/** Each side confirms once. */
export const notConfirmedYet: FactGuard = ({ confirmed }, { viewer }) => {
  const done = viewer.relation === 'organisation' ? confirmed.organisation : confirmed.sender
  return done ? refusal('ALREADY_CONFIRMED') : null
}

/** The target asks for more so many times, and no more. */
export const roundsLeft: FactGuard = ({ history }, { rules }) =>
  history.informationRounds < rules.informationRounds
    ? null
    : refusal('INFORMATION_ROUNDS_USED', { max: rules.informationRounds })

/** What a superior dispatched is not declined. */
export const notDispatched: FactGuard = ({ kind, history }) =>
  KIND_FACTS[kind].isAssigned || history.dispatchedAt !== null ? refusal('REFERRAL_DISPATCHED_NO_DECLINE') : null

/** What a superior assigned is not thrown away. */
export const notAssigned: FactGuard = ({ kind }) =>
  KIND_FACTS[kind].isAssigned ? refusal('REFERRAL_ASSIGNED_NOT_DISCARDED') : null

/** A target objects to a dispatch once, and within the days for it. */
export const notObjectedYet: FactGuard = ({ history }, setting) => {
  if (history.objectedAt !== null) return refusal('REFERRAL_OBJECTED_ALREADY')
  if (history.dispatchedAt === null) return null
  const { objectionWindow } = setting.rules
  const last = dueInstant(setting.calendar, history.dispatchedAt, {
    ...objectionWindow,
    ...(setting.businessDayEnds === undefined ? {} : { businessDayEnds: setting.businessDayEnds }),
  })
  return last.ok && last.at < setting.now ? refusal('REFERRAL_OBJECTION_LATE', { days: objectionWindow.days }) : null
}

/** Whether the viewer acts for the lowest common superior's desk. */
export const actsForDesk = ({ viewer }: Setting): boolean =>
  viewer.relation === 'commonSuperior' || viewer.isDesk === true

/** An end that somebody still owes an answer for, and the viewer is that somebody. */
export const owesAnswer: FactGuard = ({ holder }, setting) => {
  if (holder === null) return refusal('REFERRAL_SETTLED_ALREADY')
  const isTheirs = holder === 'desk' ? actsForDesk(setting) : setting.viewer.relation === holder
  return isTheirs ? null : refusal('REFERRAL_NOT_YOUR_PART')
}

/** After a decline the sender sends it on, once; after several it is the common superior's. */
const stillWithSender: FactGuard = ({ holder, history, world }) => {
  if (history.isSettled) return refusal('REFERRAL_SETTLED_ALREADY')
  return holder === 'desk' ? refusal('REFERRAL_REROUTE_BY_SUPERIOR', { declines: world.failedBefore + 1 }) : null
}

/** What must hold before the sender makes another referral in the stead of one that was declined or returned. */
export const mayReroute: readonly FactGuard[] = [ofSendingNetwork, stillWithSender]

/** What expired, or was declined once too often, waits for the common superior; what was declined before that is its sender's. */
export const atDesk: FactGuard = ({ holder }) => {
  if (holder === null) return refusal('REFERRAL_SETTLED_ALREADY')
  return holder === 'desk' ? null : refusal('REFERRAL_NOT_YOUR_PART')
}

/** What must hold before a superior sends an expired referral to its target again. */
export const mayDispatch: readonly FactGuard[] = [withinNetwork, owesAnswer, targetFree, consentHolds, custodyStands]

/** What was handed over goes back, or goes on, from the target that keeps it: not once the organisation has moved on from there. */
export const keptByTarget: FactGuard = ({ mode, world }) =>
  mode === 'handOver' && !world.targetHoldsCustody ? refusal('REFERRAL_CUSTODY_ELSEWHERE') : null

/** The sender decides on a return; once its days have passed, the common superior too. */
export const returnIsYours: FactGuard = ({ escalationLevel }, { viewer }) =>
  viewer.relation === 'sender' || escalationLevel === 2 ? null : refusal('REFERRAL_RETURN_WITH_SENDER')

const closedLately: FactGuard = ({ history }, { rules, now }) => {
  const { days } = rules.reopenWithin
  if (history.closedAt === null) return null
  return civilDateOf(now) > addDays(civilDateOf(history.closedAt), days)
    ? refusal('REFERRAL_REOPEN_LATE', { days })
    : null
}

const nothingElseOpen: FactGuard = ({ mode, world }) => {
  if (world.openWithTarget) return refusal('REFERRAL_TARGET_HAS_ONE_OPEN')
  return mode === 'handOver' && world.otherHandOverOpen ? refusal('REFERRAL_HAND_OVER_OPEN') : null
}

/** What must hold before a closed referral is taken up again. */
export const mayReopen: readonly FactGuard[] = [
  withinNetwork,
  closedLately,
  consentHolds,
  keptByTarget,
  nothingElseOpen,
]

/** Whoever was accepted was no mistake. */
export const neverAccepted: FactGuard = ({ history }) =>
  history.wasAccepted ? refusal('REFERRAL_ACCEPTED_ONCE') : null
export const voidUnproposed: FactGuard = ({ history }) =>
  history.voidProposedByPersonId === null ? null : refusal('VOID_PROPOSED_ALREADY')
export const voidProposed: FactGuard = ({ history }) =>
  history.voidProposedByPersonId === null ? refusal('VOID_NOT_PROPOSED') : null
/** Two people void a referral: the administrator who proposed it, and another. */
export const voidProposedByAnother: FactGuard = ({ history }, { viewer }) =>
  history.voidProposedByPersonId === viewer.personId ? refusal('VOID_SECOND_PERSON_NEEDED') : null

/** The last day that a place in line may be expected on, counted from when the waiting began. */
export function lastWaitingDay(waitlistedAt: Date | null, rules: ReferralRules, now: Date): CivilDate {
  return addDays(civilDateOf(waitlistedAt ?? now), rules.waitlistAtMost.days)
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
