import type { CaseView } from '@fuqiao/contract'
import { civilDateOf, daysBetween } from '@fuqiao/domain/calendar'
import type { IncubationRules } from '@fuqiao/domain/profile'
import { named, resultLabel } from '#lib/features/cases/words.ts'
import { m } from '#lib/paraglide/messages.js'
import { fieldLabel, organisationKindLabel, stageLabel } from '#lib/words.ts'

type Condition = IncubationRules['eligibility'][number]

/** How many days a call still takes applications, in words. */
export function daysLeft(closesOn: string, now: string): string {
  const days = daysBetween(civilDateOf(new Date(now)), closesOn)
  if (days < 0) return m.mycases_call_not_open()
  if (days === 0) return m.mycases_call_left_today()
  return days === 1 ? m.mycases_call_left_one() : m.mycases_call_left({ days })
}

/** A term of the rules, in words. */
export const withinDays = ({ days, unit }: { days: number; unit: 'workingDay' | 'calendarDay' }): string =>
  unit === 'workingDay' ? m.mycases_call_within_working({ days }) : m.mycases_call_within_calendar({ days })

/** What was counted of a condition, in words; as it was measured. */
export function measuredWords({ check }: Pick<Condition, 'check'>, measured: string): string {
  const [count = '', all = ''] = measured.split('/')
  switch (check.by) {
    case 'organisationKind':
      return organisationKindLabel(measured)
    case 'stage':
      return stageLabel(measured)
    case 'field':
      return fieldLabel(measured)
    case 'fullTimeStaff':
      return m.mycases_measured_staff({ count })
    case 'certifiedShare':
      return m.mycases_measured_certified({ count, all })
    case 'answer':
      return ''
  }
}

type Event = CaseView['events'][number]

const plainEvents: Readonly<Record<string, () => string>> = {
  submit: m.mycases_event_submit,
  resubmit: m.mycases_event_resubmit,
  sign: m.mycases_event_sign,
  withdraw: m.mycases_event_withdraw,
  openExit: m.mycases_event_openExit,
  warn: m.mycases_event_warn,
  terminate: m.mycases_event_terminate,
  extend: m.mycases_event_extend,
  recordService: m.mycases_event_recordService,
  archive: m.mycases_event_archive,
  handOver: m.mycases_event_handOver,
  rules: m.cases_event_rules,
  callPanel: m.cases_event_callPanel,
  drawPanel: m.cases_event_drawPanel,
  dismissExpert: m.cases_event_dismissExpert,
  callOffPanel: m.cases_event_callOffPanel,
  completePanel: m.cases_event_completePanel,
}

/** A line of a case's history, in words. */
export function eventTitle({ action, name, result }: Pick<Event, 'action' | 'name' | 'result'>): string {
  const step = name ? named(name) : ''
  if (action === 'complete') return m.mycases_event_complete({ name: step, result: result ? resultLabel(result) : '' })
  if (action === 'open') return m.mycases_event_open({ name: step })
  if (action === 'remind') return m.mycases_event_remind({ name: step })
  if (action === 'escalate') return m.mycases_event_escalate({ name: step })
  return plainEvents[action]?.() ?? step
}

/** How a line of the history is marked. */
export function eventTone({ action, result }: Pick<Event, 'action' | 'result'>): 'plain' | 'good' | 'warn' | 'bad' {
  if (result === 'fail' || action === 'terminate') return 'bad'
  if (result === 'sentBack' || action === 'warn' || action === 'escalate') return 'warn'
  return result === 'pass' ? 'good' : 'plain'
}
