import { asSystem } from '@fuqiao/db'
import { addDays, civilDateOf, instantAt } from '@fuqiao/domain/calendar'
import { daysOfBucket } from '@fuqiao/domain/indicators'
import { isReportLate, lastStretchBefore } from '@fuqiao/domain/report'
import type { Deps } from '../deps.ts'
import { profileOf } from '../features/network/index.ts'
import { foldFacts } from '../jobs/fold-facts.ts'
import { openReportRounds } from '../jobs/run-reports.ts'
import {
  type DemoFigures,
  type DemoReport,
  figuresOfAll,
  hasReports,
  readDemoReports,
  skipRound,
  storeTold,
  type ToldReport,
} from './demo-report-store.ts'

const network = { networkId: 1, profileId: 'beijing-2017' }
const writer = '演示填报人'
const officer = '演示审核人'
const narrative = {
  work: '开展入驻辅导、财务托管和能力培训，走访入驻组织，协助办理登记和备案。（演示）',
  problems: '专职人员不足，场地在周末较为紧张。（演示）',
  plans: '下半年继续举办培训，联系辖区单位拓展项目资源。（演示）',
}
const remarks = '请补充存在的问题，并写明下一步的时间安排。（演示）'

type State = DemoReport['state']

/** How far the reports of two districts came; all others were accepted, and the city's is still to be written. */
const unfinished: Readonly<Record<string, State>> = {
  ...{ '11': 'draft', '110101': 'draft', '110101001': 'draft', '110101002': 'submitted', '110101003': 'returned' },
  ...{ '110101004': 'excused', '110105': 'draft', '110105001': 'draft' },
}

/**
 * Tells the demo network's mid-year reports as they stand at `end`: asked for on the morning after the half, most of them accepted, some in every other state, so
 * that whoever opens it finds each part of the way. Does nothing where there are reports. Answers how many there are then.
 */
export async function playDemoReports(deps: Deps, end: Date): Promise<number> {
  const [midYear, yearEnd] = profileOf(deps, network).reports
  if (!midYear || !yearEnd) return 0
  const { networkId } = network
  const today = civilDateOf(end)
  const isTold = await asSystem(deps.db, async tx => {
    if (await hasReports(tx, networkId)) return true
    await skipRound(tx, networkId, { kind: yearEnd.id, bucket: lastStretchBefore(yearEnd.cadence, today) }, end)
    return false
  })
  if (isTold) return 0
  await foldFacts(deps)
  const asked = instantAt(addDays(daysOfBucket(lastStretchBefore(midYear.cadence, today)).to, 1), '08:30')
  await openReportRounds(deps, asked, networkId)
  return asSystem(deps.db, async tx => {
    const reports = await readDemoReports(tx, networkId, midYear.id)
    const { lines } = midYear
    const profile = profileOf(deps, network)
    const told: ToldReport[] = []
    for (const [days, some] of Map.groupBy(reports, daysToHandIn)) {
      const knownOn = civilDateOf(daysAfter(asked, days))
      const figures = await figuresOfAll(tx, reports, { profile, lines, asOf: knownOn })
      for (const report of some) {
        const of = figures.get(report.tenantId)
        if (of) told.push(tell(report, { figures: of, knownOn, asked, end }))
      }
    }
    await storeTold(tx, networkId, told)
    return reports.length
  })
}

/** A street hands in first: a district waits for it. */
const daysToHandIn = ({ divisionCode }: DemoReport): number => (divisionCode.length > 6 ? 5 : 10)
const daysAfter = (instant: Date, days: number) => new Date(instant.getTime() + days * 86_400_000)

type Told = { figures: DemoFigures; knownOn: string; asked: Date; end: Date }
const sent: ReadonlySet<State> = new Set(['submitted', 'returned', 'accepted'])
const settled: ReadonlySet<State> = new Set(['accepted', 'excused'])

/** What became of one report, the later the higher it stands. */
function tell(report: DemoReport, { figures, knownOn, asked, end }: Told): ToldReport {
  const { networkId, id, tenantId, scopeKey, divisionCode, dueAt } = report
  const state = unfinished[divisionCode] ?? 'accepted'
  const first = daysToHandIn(report)
  const [handedIn, decided] = [daysAfter(asked, first), daysAfter(asked, first + 2)]
  const deeds = deedsOf(report, { state, handedIn, decided })
  const isLate = isReportLate({ state, dueAt }, end)
  const seq = 1 + deeds.length
  const climb = {
    ...{ networkId, reportId: id, action: 'escalate', toState: state, at: dueAt, actorName: '', note: '' },
  }
  const events = isLate ? [...deeds, { ...climb, seq: seq + 1, actorTenantId: null, actorSide: null }] : deeds
  const of = { networkId, reportId: id }
  const written = { figures, knownOn, compiledAt: handedIn, narrative, personName: writer }
  const wasSent = sent.has(state)
  return {
    ...{ id, events },
    columns: {
      ...{ state, version: 1 + events.length, updatedAt: (events.at(-1) ?? { at: asked }).at },
      ...{ remarks: notes[state] ?? '', level: isLate ? 1 : 0 },
      submittedAt: wasSent ? handedIn : null,
      settledAt: settled.has(state) ? decided : null,
    },
    draft: wasSent ? { ...of, tenantId, scopeKey, ...written, updatedAt: handedIn } : null,
    submission: wasSent ? { ...of, seq: 2, ...written, at: handedIn } : null,
  }
}

const notes: Partial<Record<State, string>> = { returned: remarks, excused: '上半年场地修缮，暂停服务。（演示）' }
const decisions: Partial<Record<State, string>> = { accepted: 'accept', returned: 'sendBack', excused: 'excuse' }

/** What people did to it. */
function deedsOf(
  { networkId, id: reportId, tenantId, parentId }: DemoReport,
  { state, handedIn, decided }: { state: State; handedIn: Date; decided: Date },
): ToldReport['events'] {
  const of = { networkId, reportId }
  const submit = { ...of, seq: 2, at: handedIn, action: 'submit', toState: 'submitted' }
  const submitted = sent.has(state)
    ? [{ ...submit, actorTenantId: tenantId, actorSide: 'maker' as const, actorName: writer, note: '' }]
    : []
  const action = decisions[state]
  if (action === undefined) return submitted
  const decision = { ...of, seq: 2 + submitted.length, at: decided, action, toState: state, note: notes[state] ?? '' }
  return [...submitted, { ...decision, actorTenantId: parentId, actorSide: 'superior' as const, actorName: officer }]
}
