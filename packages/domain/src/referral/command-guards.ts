import { addDays, civilDateOf, isCivilDate } from '../calendar/civil-date.ts'
import type { CommandOf, ReferralCommand } from './commands.ts'
import type { ReferralFacts, Setting } from './facts.ts'
import { lastWaitingDay } from './guards.ts'
import { refusal } from './refusals.ts'
import type { ReferralRefusal } from './refusals.ts'
import { clockDue } from './clock.ts'
import { furtherToShare, latestGrantEnd } from './guards.ts'
import { KIND_FACTS } from './kinds.ts'
import { CLOCK_ACTIONS } from './states.ts'
import type { ClockAction } from './states.ts'

type Of<Action extends ReferralCommand['action']> = CommandOf<Action> & Pick<ReferralCommand, 'expectedVersion'>

/** Looks at what came with a command; null when it is in order, or when nothing came with it. */
export function checkCommand(facts: ReferralFacts, command: ReferralCommand, setting: Setting): ReferralRefusal | null {
  if (isOfClock(command)) return checkClock(facts, command.action, setting)
  const check = checks[command.action] as Check<ReferralCommand['action']> | undefined
  return check?.(command, setting, facts) ?? null
}

type Check<Action extends ReferralCommand['action']> = (
  command: Of<Action>,
  setting: Setting,
  facts: ReferralFacts,
) => ReferralRefusal | null

const missing = (text: string, code: ReferralRefusal['code'] = 'REASON_MISSING') => (text === '' ? refusal(code) : null)
const reason = ({ reason: text }: { reason: string }) => missing(text)
// An organisation owes nobody a reason.
const sendersReason = ({ reason: text }: { reason: string }, { viewer }: Setting) =>
  viewer.relation === 'sender' ? missing(text) : null

/** What each command must bring with it; those that bring nothing are not here. */
const checks: { readonly [Action in ReferralCommand['action']]?: Check<Action> } = {
  signConsent: checkSignature,
  signFurtherConsent: checkSignature,
  requestFurtherConsent: ({ personal }, _, facts) => checkFurther(facts, personal),
  discard: ({ reason: text = '' }, _, { kind }) => (KIND_FACTS[kind].isAskedFor ? missing(text) : null),
  sendBack: reason,
  refuseReturn: reason,
  assign: reason,
  dispatch: reason,
  object: reason,
  settle: reason,
  proposeVoid: reason,
  dispute: reason,
  withdraw: sendersReason,
  revokeConsent: sendersReason,
  accept: (command, setting, facts) => checkAcceptance(facts, command, setting),
  decline: checkDecline,
  begin: ({ contactedOn }, setting) => (isPastOrToday(contactedOn, setting) ? null : refusal('FIRST_CONTACT_NOT_YET')),
  progress: ({ note }) => missing(note, 'NOTE_MISSING'),
  reportOutcome: (command, setting, facts) => checkOutcome(facts, command, setting),
  // Any section may be asked about: what was not consented to takes a consent of its own.
  requestInformation: ({ section, question }, _, { kind }) =>
    (section === null) === KIND_FACTS[kind].namesOrganisation
      ? refusal('INFORMATION_SECTION_MISFIT')
      : missing(question, 'QUESTION_MISSING'),
  answerInformation: ({ answer }) => missing(answer, 'ANSWER_MISSING'),
  waitlist: (command, setting, facts) => reason(command) ?? checkWait(facts, command, setting),
  keepWaiting: (command, setting, facts) => reason(command) ?? checkWait(facts, command, setting),
  hold: (command, setting) => reason(command) ?? checkPause(command, setting),
  requestReturn: command => reason(command) ?? missing(command.handOverSheet, 'HAND_OVER_SHEET_MISSING'),
  reportFailure: checkFailure,
  rule: ({ text }) => missing(text),
  reopen: (command, setting, facts) => reason(command) ?? checkReopening(facts, command, setting),
}

function checkWait(
  facts: ReferralFacts,
  command: Of<'waitlist' | 'keepWaiting'>,
  { now, rules }: Setting,
): ReferralRefusal | null {
  const last = lastWaitingDay(facts.history.waitlistedAt, rules, now)
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

function checkFurther(facts: ReferralFacts, personal: boolean): ReferralRefusal | null {
  const further = furtherToShare(facts)
  const isEmpty = further.sections.length === 0 && !personal
  return isEmpty || (personal && !further.personal) ? refusal('FURTHER_CONSENT_NEEDLESS') : null
}

function checkSignature(
  command: Of<'signConsent' | 'signFurtherConsent'>,
  { viewer }: Setting,
): ReferralRefusal | null {
  const byOrganisation = viewer.relation === 'organisation'
  if ((command.method === 'account') !== byOrganisation) return refusal('CONSENT_METHOD_WRONG')
  return command.method === 'paper' && command.reason === '' ? refusal('REASON_MISSING') : null
}

function checkAcceptance(facts: ReferralFacts, command: Of<'accept'>, setting: Setting): ReferralRefusal | null {
  if (command.leadName === '') return refusal('LEAD_MISSING')
  const isNamed = KIND_FACTS[facts.kind].namesOrganisation
  const today = civilDateOf(setting.now)
  const { firstContactOn, plannedEndOn } = command
  const isDated = firstContactOn !== null && isCivilDate(firstContactOn) && firstContactOn >= today
  if (isNamed ? !isDated : firstContactOn !== null) return refusal('FIRST_CONTACT_DATE_INVALID')
  const first = firstContactOn ?? today
  // Advice ends no sight: it is planned within the longest time that a sight could last.
  const last = isNamed ? (facts.request.grantUntil ?? first) : latestGrantEnd(setting.rules, setting.now)
  if (plannedEndOn !== undefined && !isBetween(plannedEndOn, first, last)) return refusal('PLANNED_END_INVALID')
  const unanswered = facts.world.possibleDuplicates > 0 && command.duplicateAnswer === ''
  return unanswered ? refusal('DUPLICATES_UNANSWERED', { found: facts.world.possibleDuplicates }) : null
}

function checkDecline(command: Of<'decline'>, { rules }: Setting): ReferralRefusal | null {
  const reason = rules.declineReasons.find(({ code }) => code === command.reasonCode)
  if (reason === undefined) return refusal('DECLINE_REASON_UNKNOWN')
  return reason.textRequired && command.text === '' ? refusal('REASON_MISSING') : null
}

function checkOutcome(
  { kind }: ReferralFacts,
  command: Of<'reportOutcome'>,
  { rules }: Setting,
): ReferralRefusal | null {
  if (!rules[KIND_FACTS[kind].outcomes].some(({ code }) => code === command.outcomeCode))
    return refusal('OUTCOME_UNKNOWN')
  return command.servicesDelivered === '' ? refusal('SERVICES_MISSING') : null
}

function checkClock(facts: ReferralFacts, action: ClockAction, setting: Setting): ReferralRefusal | null {
  return clockDue(facts, setting).actions.includes(action) ? null : refusal('CLOCK_NOT_DUE')
}

function isPastOrToday(date: string, { now }: Setting): boolean {
  return isCivilDate(date) && date <= civilDateOf(now)
}
