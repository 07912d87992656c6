import type { CaseView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'
import { named, resultLabel } from './words.ts'

type Event = CaseView['events'][number]

const deeds: Readonly<Record<string, (name: string) => string>> = {
  submit: () => m.cases_event_submit(),
  resubmit: () => m.cases_event_resubmit(),
  complete: name => m.cases_event_complete({ name }),
  sign: () => m.cases_event_sign(),
  withdraw: () => m.cases_event_withdraw(),
  openExit: () => m.cases_event_openExit(),
  warn: () => m.cases_event_warn(),
  terminate: () => m.cases_event_terminate(),
  extend: () => m.cases_event_extend(),
  archive: () => m.cases_event_archive(),
  recordService: () => m.cases_event_recordService(),
  open: name => m.cases_event_open({ name }),
  remind: name => m.cases_event_remind({ name }),
  escalate: name => m.cases_event_escalate({ name }),
  object: () => m.cases_event_object(),
  handOver: () => m.cases_event_handOver(),
  standIn: () => m.cases_event_standIn(),
  callPanel: () => m.cases_event_callPanel(),
  drawPanel: () => m.cases_event_drawPanel(),
  completePanel: () => m.cases_event_completePanel(),
  callOffPanel: () => m.cases_event_callOffPanel(),
  calendar: name => m.cases_event_calendar({ name }),
  rules: () => m.cases_event_rules(),
  dismissExpert: () => m.cases_event_dismissExpert(),
}
const tones = { pass: 'good', fail: 'bad', sentBack: 'warn' } as const
const warned: ReadonlySet<string> = new Set(['warn', 'remind'])
const bad: ReadonlySet<string> = new Set(['terminate', 'escalate', 'withdraw'])

function toneOf({ action, result }: Event) {
  if (result) return tones[result]
  if (bad.has(action)) return 'bad' as const
  return warned.has(action) ? ('warn' as const) : ('plain' as const)
}

/** What was done to a case as a timeline shows it, the latest first. */
export function historyItems({ events }: Pick<CaseView, 'events'>) {
  return events.toReversed().map(event => {
    const { id, at, action, name, result, note, actorName } = event
    const said = deeds[action]?.(name ? named(name) : '') ?? action
    return {
      ...{ id, at, tone: toneOf(event), text: note || undefined },
      title: result ? `${said} · ${resultLabel(result)}` : said,
      actor: actorName || m.cases_by_system(),
    }
  })
}
