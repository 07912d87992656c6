import { dueInstant } from '../calendar/working-calendar.ts'
import type { CalendarRefusal, Term } from '../calendar/working-calendar.ts'
import type { EnquiryClockAction, EnquiryFacts, EnquiryReckoning, EnquiryState } from './facts.ts'

/** A term as it is stored: absolute, with the calendar it was counted on and the instant of its next look. */
export type EnquiryTerm = {
  readonly ok: true
  readonly startedAt: Date
  readonly dueAt: Date
  readonly nextAt: Date
  readonly calendarVersion: string
}

/** The rule whose term runs in a state; null where none does. */
const ruleOf: Readonly<Record<EnquiryState, 'answer' | 'choose' | null>> = {
  open: 'answer',
  toChoose: 'choose',
  chosen: null,
  nobody: null,
  withdrawn: null,
}

/** The term of a state that begins now; null where none runs. Refused by name when a year it needs is not loaded. */
export function enquiryTerm(
  state: EnquiryState,
  now: Date,
  reckoning: EnquiryReckoning,
): EnquiryTerm | CalendarRefusal | null {
  const rule = ruleOf[state]
  if (rule === null) return null
  const { reminderAfter, ...term } = reckoning.rules[rule]
  const due = after(now, term, reckoning)
  if (!due.ok) return due
  const reminder = reminderAfter ? after(now, reminderAfter, reckoning) : due
  if (!reminder.ok) return reminder
  return {
    ok: true,
    startedAt: now,
    dueAt: due.at,
    nextAt: reminder.at < due.at ? reminder.at : due.at,
    calendarVersion: reckoning.calendar.version,
  }
}

/** What the worker has to do to an enquiry at an instant; null when nothing. Whoever all have answered waits for no term. */
export function enquiryDue(
  facts: EnquiryFacts,
  { now, ...reckoning }: EnquiryReckoning & { readonly now: Date },
): EnquiryClockAction | null {
  const { state, clock, isReminded, asked } = facts
  const rule = ruleOf[state]
  if (rule === null || clock === null) return null
  const hasAnswered = asked.every(({ answer }) => answer !== 'awaited')
  if (clock.dueAt <= now || (state === 'open' && hasAnswered)) return state === 'open' ? 'endTerm' : 'lapse'
  const { reminderAfter } = reckoning.rules[rule]
  if (isReminded || !reminderAfter) return null
  const reminder = after(clock.startedAt, reminderAfter, reckoning)
  return reminder.ok && reminder.at <= now ? 'remind' : null
}

/** The rule that a running state's term is counted by, as the profile has it; null where none runs. */
export const enquiryRule = (state: EnquiryState): 'answer' | 'choose' | null => ruleOf[state]

/** When the worker looks at an enquiry next, whose term runs until an instant: to remind of it, else at its end. */
export function nextLook(
  {
    state,
    isReminded,
    clock,
  }: Pick<EnquiryFacts, 'state' | 'isReminded'> & { clock: { startedAt: Date; dueAt: Date } },
  reckoning: EnquiryReckoning,
): Date {
  const rule = ruleOf[state]
  const reminderAfter = rule && reckoning.rules[rule].reminderAfter
  if (isReminded || !reminderAfter) return clock.dueAt
  const reminder = after(clock.startedAt, reminderAfter, reckoning)
  return reminder.ok && reminder.at < clock.dueAt ? reminder.at : clock.dueAt
}

function after(from: Date, term: Term, { calendar, businessDayEnds }: EnquiryReckoning) {
  return dueInstant(calendar, from, { ...term, ...(businessDayEnds === undefined ? {} : { businessDayEnds }) })
}
