import { civilDateOf, isCivilDate } from '../calendar/civil-date.ts'
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
      return command.reason === '' ? refusal('REASON_MISSING') : null
    case 'withdraw':
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
      return null
  }
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
