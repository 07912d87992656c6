import type { CaseTaskView, CaseView } from '@fuqiao/contract'
import { clockColour, type ClockColour, civilDateOf, daysBetween } from '@fuqiao/domain/calendar'
import type { IncubationRules } from '@fuqiao/domain/profile'
import { isoMinute } from '#lib/format.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import { fieldLabel, organisationKindLabel, stageLabel } from '#lib/words.ts'

type State = CaseView['state']
type Outcome = NonNullable<CaseView['outcome']>
type Result = NonNullable<CaseTaskView['result']>
type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'ended'

/** What the network calls something, in the language of the page. */
export const named = (name: { zh: string; en: string }): string => name[getLocale()]

/** What the network calls whoever holds a task, in the language of the page. */
export function holderIn({ actors }: Pick<IncubationRules, 'actors'>, holder: CaseTaskView['holder']): string {
  const actor = actors.find(({ id }) => id === holder)
  return actor ? named(actor.name) : m.cases_applicant()
}

const states: Readonly<Record<State, () => string>> = {
  draft: m.cases_state_draft,
  entry: m.cases_state_entry,
  resident: m.cases_state_resident,
  followUp: m.cases_state_followUp,
  ended: m.cases_state_ended,
}
const outcomes: Readonly<Record<Outcome, () => string>> = {
  declined: m.cases_outcome_declined,
  withdrawn: m.cases_outcome_withdrawn,
  terminated: m.cases_outcome_terminated,
  graduated: m.cases_outcome_graduated,
  exited: m.cases_outcome_exited,
}
const results: Readonly<Record<Result, () => string>> = {
  pass: m.cases_result_pass,
  fail: m.cases_result_fail,
  sentBack: m.cases_result_sentBack,
}
const tones: Readonly<Record<State, Tone>> = {
  draft: 'neutral',
  entry: 'info',
  resident: 'good',
  followUp: 'good',
  ended: 'ended',
}

/** A state in words. */
export const stateLabel = (state: State): string => states[state]()

/** What became of a case, in words. */
export const outcomeLabel = (outcome: Outcome): string => outcomes[outcome]()

/** What a task came to, in words. */
export const resultLabel = (result: Result): string => results[result]()

/** How a case stands, as a tag: of one that is over, what became of it. */
export function caseTag({ state, outcome }: Pick<CaseView, 'state' | 'outcome'>): { label: string; tone: Tone } {
  if (state === 'ended' && outcome !== null)
    return {
      label: outcomes[outcome](),
      tone: outcome === 'graduated' ? 'good' : outcome === 'terminated' ? 'bad' : 'ended',
    }
  return { label: states[state](), tone: tones[state] }
}

/** What is left of a term, or by how much it is over, in days of the calendar; with its colour. */
export function clockOf(
  { startedAt, dueAt }: { startedAt: string | null; dueAt: string },
  now: string,
): { level: ClockColour; text: string; due: string } {
  const [due, at] = [new Date(dueAt), new Date(now)]
  return { level: clockColour(new Date(startedAt ?? dueAt), due, at), text: leftWords(due, at), due: dueAt }
}

function leftWords(due: Date, now: Date): string {
  const days = daysBetween(civilDateOf(now), civilDateOf(due))
  if (due < now) {
    if (days === 0) return m.cases_clock_over_today()
    return days === -1 ? m.cases_clock_over_one() : m.cases_clock_over({ days: -days })
  }
  if (days === 0) return m.cases_clock_today({ time: isoMinute(due).slice(11) })
  return days === 1 ? m.cases_clock_left_one() : m.cases_clock_left_days({ days })
}

const verdictWords: Readonly<Record<CaseView['verdicts'][number]['verdict'], () => string>> = {
  met: m.cases_verdict_met,
  unmet: m.cases_verdict_unmet,
  claimed: m.cases_verdict_claimed,
}

/** A verdict on a condition, as a tag. */
export function verdictTag(verdict: CaseView['verdicts'][number]['verdict']): { label: string; tone: Tone } {
  return { label: verdictWords[verdict](), tone: verdict === 'met' ? 'good' : verdict === 'unmet' ? 'bad' : 'neutral' }
}

type Check = IncubationRules['eligibility'][number]['check']

/** What was counted of a condition, in words. */
export function measuredWords({ by }: Check, measured: string): string {
  const [have = '', of = ''] = measured.split('/')
  switch (by) {
    case 'organisationKind':
      return organisationKindLabel(measured)
    case 'stage':
      return stageLabel(measured)
    case 'field':
      return fieldLabel(measured)
    case 'fullTimeStaff':
      return m.cases_measured_staff({ have, need: of })
    case 'certifiedShare':
      return m.cases_measured_share({ have, all: of })
    default:
      return measured
  }
}
