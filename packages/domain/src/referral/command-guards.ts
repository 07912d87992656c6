import { addDays, civilDateOf, isCivilDate } from '../calendar/civil-date.ts'
import type { ReferralCommand } from './commands.ts'
import type { ReferralFacts, Setting } from './facts.ts'
import { refusal } from './refusals.ts'
import type { ReferralRefusal } from './refusals.ts'
import { clockDue } from './clock.ts'
import { CLOCK_ACTIONS } from './states.ts'
import type { ClockAction } from './states.ts'

type Of<Action extends ReferralCommand['action']> = Extract<ReferralCommand, { action: Action }>

/** Looks at what came with a command; null when it is in order, or when nothing came with it. */
export function checkCommand(facts: ReferralFacts, command: ReferralCommand, setting: Setting): ReferralRefusal | null {
  if (isOfClock(command)) return checkClock(facts, command.action, setting)
  switch (command.action) {
    case 'signConsent':
      return checkSignature(command, setting)
    case 'sendBack':
    case 'refuseReturn':
    case 'dispatch':
    case 'object':
    case 'settle':
    case 'proposeVoid':
    case 'dispute':
      return command.reason === '' ? refusal('REASON_MISSING') : null
    case 'withdraw':
    case 'revokeConsent':
      // An organisation owes nobody a reason.
      return command.reason === '' && setting.viewer.relation === 'sender' ? refusal('REASON_MISSING') : null
    case 'accept':
      return checkAcceptance(facts, command, setting)
    case 'decline':
      return checkDecline(command, setting)
    case 'begin':
      return isPastOrToday(command.contactedOn, setting) ? null : refusal('FIRST_CONTACT_NOT_YET')
    case 'progress':
      return command.note === '' ? refusal('NOTE_MISSING') : null
    case 'reportOutcome':
      return checkOutcome(command, setting)
    default:
      return checkBesideThePath(facts, command, setting)
  }
}

/** What comes with the commands that lead off the main path. */
function checkBesideThePath(facts: ReferralFacts, command: ReferralCommand, setting: Setting): ReferralRefusal | null {
  switch (command.action) {
    case 'requestInformation':
      if (!facts.request.sections.includes(command.section)) return refusal('INFORMATION_SECTION_NOT_SHARED')
      return command.question === '' ? refusal('QUESTION_MISSING') : null
    case 'answerInformation':
      return command.answer === '' ? refusal('ANSWER_MISSING') : null
    case 'waitlist':
    case 'keepWaiting':
      return command.reason === '' ? refusal('REASON_MISSING') : checkWait(facts, command, setting)
    case 'hold':
      return command.reason === '' ? refusal('REASON_MISSING') : checkPause(command, setting)
    case 'requestReturn':
      if (command.reason === '') return refusal('REASON_MISSING')
      return command.handOverSheet === '' ? refusal('HAND_OVER_SHEET_MISSING') : null
    case 'reportFailure':
      return checkFailure(command, setting)
    case 'rule':
      return command.text === '' ? refusal('REASON_MISSING') : null
    case 'reopen':
      return command.reason === '' ? refusal('REASON_MISSING') : checkReopening(facts, command, setting)
    default:
      return null
  }
}

function checkWait(
  facts: ReferralFacts,
  command: Of<'waitlist' | 'keepWaiting'>,
  { now, rules }: Setting,
): ReferralRefusal | null {
  const last = addDays(civilDateOf(facts.history.waitlistedAt ?? now), rules.waitlistAtMost.days)
  return isBetween(command.expectedOn, civilDateOf(now), last) ? null : refusal('WAIT_DATE_INVALID', { until: last })
}

function checkPause(command: Of<'hold'>, { now, rules }: Setting): ReferralRefusal | null {
  const today = civilDateOf(now)
  const maxDays = rules.deadlines.hold.days
  const fits = isBetween(command.resumeOn, addDays(today, 1), addDays(today, maxDays))
  return fits ? null : refusal('HOLD_DATE_INVALID', { maxDays })
}

function checkFailure(command: Of<'reportFailure'>, { rules }: Setting): ReferralRefusal | null {
  if (!rules.failureCauses.some(({ code }) => code === command.causeCode)) return refusal('FAILURE_CAUSE_UNKNOWN')
  return command.text === '' ? refusal('REASON_MISSING') : null
}

/** The grant anew ends no later than the organisation consented to. */
function checkReopening(
  { consent }: ReferralFacts,
  command: Of<'reopen'>,
  { now, rules }: Setting,
): ReferralRefusal | null {
  const last = consent?.until ?? civilDateOf(now)
  return isBetween(command.grantUntil, civilDateOf(now), last)
    ? null
    : refusal('REFERRAL_TERM_INVALID', { maxMonths: rules.grantMonths.max })
}

function isBetween(date: string, first: string, last: string): boolean {
  return isCivilDate(date) && date >= first && date <= last
}

function isOfClock(command: ReferralCommand): command is Of<ClockAction> {
  return CLOCK_ACTIONS.some(action => action === command.action)
}

function checkSignature(command: Of<'signConsent'>, { viewer }: Setting): ReferralRefusal | null {
  const byOrganisation = viewer.relation === 'organisation'
  if ((command.method === 'account') !== byOrganisation) return refusal('CONSENT_METHOD_WRONG')
  return command.method === 'paper' && command.reason === '' ? refusal('REASON_MISSING') : null
}

function checkAcceptance(facts: ReferralFacts, command: Of<'accept'>, { now }: Setting): ReferralRefusal | null {
  if (command.leadName === '') return refusal('LEAD_MISSING')
  if (!isCivilDate(command.firstContactOn) || command.firstContactOn < civilDateOf(now)) {
    return refusal('FIRST_CONTACT_DATE_INVALID')
  }
  const { grantUntil } = facts.request
  if (
    command.plannedEndOn !== undefined &&
    !isBetween(command.plannedEndOn, command.firstContactOn, grantUntil ?? command.firstContactOn)
  ) {
    return refusal('PLANNED_END_INVALID')
  }
  const unanswered = facts.world.possibleDuplicates > 0 && command.duplicateAnswer === ''
  return unanswered ? refusal('DUPLICATES_UNANSWERED', { found: facts.world.possibleDuplicates }) : null
}

function checkDecline(command: Of<'decline'>, { rules }: Setting): ReferralRefusal | null {
  const reason = rules.declineReasons.find(({ code }) => code === command.reasonCode)
  if (reason === undefined) return refusal('DECLINE_REASON_UNKNOWN')
  return reason.textRequired && command.text === '' ? refusal('REASON_MISSING') : null
}

function checkOutcome(command: Of<'reportOutcome'>, { rules }: Setting): ReferralRefusal | null {
  if (!rules.outcomes.some(({ code }) => code === command.outcomeCode)) return refusal('OUTCOME_UNKNOWN')
  return command.servicesDelivered === '' ? refusal('SERVICES_MISSING') : null
}

function checkClock(facts: ReferralFacts, action: ClockAction, setting: Setting): ReferralRefusal | null {
  return clockDue(facts, setting).actions.includes(action) ? null : refusal('CLOCK_NOT_DUE')
}

function isPastOrToday(date: string, { now }: Setting): boolean {
  return isCivilDate(date) && date <= civilDateOf(now)
}
