import { civilDateOf } from '../calendar/civil-date.ts'
import type { Role } from '../profile/vocabulary.ts'
import { enquiryDue } from './clock.ts'
import {
  type AnswerCommand,
  ENQUIRY_ACTIONS,
  type EnquiryAction,
  type EnquiryAnswer,
  type EnquiryClockAction,
  type EnquiryCommand,
  type EnquiryFacts,
  type EnquiryOutcome,
  type EnquiryRefusal,
  type EnquiryRefusalCode,
  type EnquirySetting,
  type EnquiryState,
  type SheetFacts,
} from './facts.ts'

type Row = { readonly from: readonly EnquiryState[]; readonly by: 'sender' | 'clock' }

const running: readonly EnquiryState[] = ['open', 'toChoose']

/** The machine as one table. Every deed of the sender's settles the enquiry. */
export const ENQUIRY_TRANSITIONS: Readonly<Record<EnquiryAction | EnquiryClockAction, Row>> = {
  choose: { from: running, by: 'sender' },
  giveUp: { from: running, by: 'sender' },
  withdraw: { from: running, by: 'sender' },
  remind: { from: running, by: 'clock' },
  endTerm: { from: ['open'], by: 'clock' },
  lapse: { from: ['toChoose'], by: 'clock' },
}

/** Who asks and chooses, and who answers for those asked. */
export const ENQUIRY_ROLES: Readonly<Record<'sender' | 'target', readonly Role[]>> = {
  sender: ['director', 'caseWorker', 'referralDesk'],
  target: ['director', 'referralDesk'],
}

/** What becomes of an enquiry, and what those asked are told; null: nothing. */
export type EnquiryDecision =
  | { readonly ok: true; readonly next: EnquiryState; readonly outcomeOf: (tenantId: string) => EnquiryOutcome | null }
  | { readonly ok: false; readonly refusal: EnquiryRefusal }

/** What the sender may do now. */
export type AvailableEnquiryAction = { readonly action: EnquiryAction; readonly refusal: EnquiryRefusal | null }

const no = (code: EnquiryRefusalCode, params: EnquiryRefusal['params'] = {}): EnquiryRefusal => ({ code, params })

/** Decides what the sender or the worker asks to be done to an enquiry. */
export function decideEnquiry(facts: EnquiryFacts, command: EnquiryCommand, setting: EnquirySetting): EnquiryDecision {
  const { state, version } = facts
  const refusal =
    checkSide(command.action, setting) ??
    (command.expectedVersion === version ? null : no('ENQUIRY_VERSION_CONFLICT', { state, version })) ??
    checkNow(facts, command.action, setting) ??
    checkCommand(facts, command)
  if (refusal) return { ok: false, refusal }
  return { ok: true, next: nextState(facts, command.action), outcomeOf: outcomesAfter(facts, command) }
}

/** What the sender may do, and why not yet; nothing for anyone else. */
export function availableEnquiryActions(facts: EnquiryFacts, setting: EnquirySetting): AvailableEnquiryAction[] {
  return ENQUIRY_ACTIONS.flatMap(action => {
    if (checkSide(action, setting) || checkNow(facts, action, setting)) return []
    const hasChoice = action !== 'choose' || facts.asked.some(({ answer }) => answer === 'can')
    return [{ action, refusal: hasChoice ? null : no('ENQUIRY_CANNOT_BE_CHOSEN', { answer: 'awaited' }) }]
  })
}

/** Decides an answer of one of those asked. It may be put right until the enquiry is settled. */
export function decideAnswer(
  facts: SheetFacts,
  command: AnswerCommand,
  setting: EnquirySetting,
): { readonly ok: true; readonly answer: EnquiryAnswer } | { readonly ok: false; readonly refusal: EnquiryRefusal } {
  const refusal = mayAnswer(facts, setting) ?? checkAnswer(facts, command, setting)
  return refusal ? { ok: false, refusal } : { ok: true, answer: command.answer }
}

/** Why one of those asked may not answer; null when it may. */
export function mayAnswer({ outcome }: SheetFacts, { viewer }: EnquirySetting): EnquiryRefusal | null {
  if (viewer.side !== 'target' || !viewer.roles.some(role => ENQUIRY_ROLES.target.includes(role)))
    return no('ENQUIRY_NOT_YOURS')
  return outcome === null ? null : no('ENQUIRY_SETTLED', { outcome })
}

function checkAnswer(
  { version, answer }: SheetFacts,
  command: AnswerCommand,
  { reasons, now }: EnquirySetting,
): EnquiryRefusal | null {
  if (command.expectedVersion !== version) return no('ENQUIRY_VERSION_CONFLICT', { state: answer, version })
  if (command.answer === 'can')
    return command.from === null || command.from < civilDateOf(now) ? no('ENQUIRY_FROM_PAST') : null
  const reason = reasons.find(({ code }) => code === command.reasonCode)
  if (!reason) return no('ENQUIRY_REASON_UNKNOWN')
  return reason.textRequired && command.words === '' ? no('ENQUIRY_TEXT_MISSING') : null
}

function checkSide(action: EnquiryAction | EnquiryClockAction, { viewer }: EnquirySetting): EnquiryRefusal | null {
  const { by } = ENQUIRY_TRANSITIONS[action]
  if (by !== viewer.side) return no('ENQUIRY_NOT_YOURS')
  return by === 'clock' || viewer.roles.some(role => ENQUIRY_ROLES.sender.includes(role))
    ? null
    : no('ENQUIRY_NOT_YOURS')
}

function checkNow(
  facts: EnquiryFacts,
  action: EnquiryAction | EnquiryClockAction,
  setting: EnquirySetting,
): EnquiryRefusal | null {
  const { from, by } = ENQUIRY_TRANSITIONS[action]
  if (!from.includes(facts.state)) return no('ENQUIRY_WRONG_STATE', { action, state: facts.state })
  return by === 'clock' && enquiryDue(facts, setting) !== action ? no('ENQUIRY_NOT_DUE') : null
}

function checkCommand({ asked }: EnquiryFacts, command: EnquiryCommand): EnquiryRefusal | null {
  switch (command.action) {
    case 'choose': {
      const answer = asked.find(({ tenantId }) => tenantId === command.tenantId)?.answer ?? 'awaited'
      return answer === 'can' ? null : no('ENQUIRY_CANNOT_BE_CHOSEN', { answer })
    }
    case 'withdraw':
      return command.reason === '' ? no('ENQUIRY_REASON_MISSING') : null
    case 'giveUp':
      // Who said that it can is owed a reason; where nobody did the answers are the reason.
      return command.reason === '' && asked.some(({ answer }) => answer === 'can') ? no('ENQUIRY_REASON_MISSING') : null
    default:
      return null
  }
}

function nextState({ state, asked }: EnquiryFacts, action: EnquiryAction | EnquiryClockAction): EnquiryState {
  switch (action) {
    case 'choose':
      return 'chosen'
    case 'withdraw':
      return 'withdrawn'
    case 'giveUp':
    case 'lapse':
      return 'nobody'
    case 'endTerm':
      return asked.some(({ answer }) => answer === 'can') ? 'toChoose' : 'nobody'
    case 'remind':
      return state
  }
}

function outcomesAfter(facts: EnquiryFacts, command: EnquiryCommand): (tenantId: string) => EnquiryOutcome | null {
  const next = nextState(facts, command.action)
  if (running.includes(next)) return () => null
  if (next === 'withdrawn') return () => 'withdrawn'
  return tenantId => (command.action === 'choose' && command.tenantId === tenantId ? 'chosen' : 'settled')
}
