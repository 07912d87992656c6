import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { instantAt } from '../calendar/civil-date.ts'
import { parseProfile, type Profile } from '../profile/index.ts'
import { addMonths, conditionsAt, verdictsAfterLook, verdictsOnApplying, weighted } from './index.ts'
import { PlayedCase } from './played.ts'

const folder = new URL('../../../../db/profiles/', import.meta.url)
const profiles = new Map<string, Profile>()
for (const file of ['beijing-2017.json', ...readdirSync(folder).filter(name => name !== 'beijing-2017.json')]) {
  const parsed = parseProfile(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), profiles)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  profiles.set(parsed.profile.id, parsed.profile)
}
const rulesOf = (id: string) => profiles.get(id)!.incubation
const monday = instantAt('2026-03-02', '09:00')
const begin = (id: string) => {
  const played = new PlayedCase(rulesOf(id), monday)
  played.do({ action: 'submit', missing: [], isCallOpen: true })
  return played
}
const completion = { reason: '符合', verdicts: [], marks: {}, place: '201', records: {} }

/** Completes what is open first, by another hand each time. */
function next(played: PlayedCase, how: { result?: 'pass' | 'fail' | 'sentBack'; reason?: string } = {}) {
  const [task] = played.open()
  if (!task) throw new Error('nothing is open')
  const { rules } = played
  played.hand += 1
  if (task.kind === 'agreement') {
    played.do({ action: 'sign', side: 'tenant' })
    return played.do({ action: 'sign', side: 'organisation' }, { signed: { byTenant: true, byOrganisation: false } })
  }
  const step = rules.steps.find(({ id }) => id === task.stepId)
  return played.do(
    {
      action: 'complete',
      taskId: task.id,
      result: 'pass',
      ...completion,
      records: Object.fromEntries((step?.records ?? []).map(({ id }) => [id, '已记'])),
      marks: Object.fromEntries(rules.assessment.criteria.map(({ id }) => [id, 80])),
      verdicts:
        task.kind === 'exit' ? rules.exit.criteria.map(({ id }) => ({ id, verdict: 'met' as const, reason: '' })) : [],
      ...how,
    },
    { signed: { byTenant: true, byOrganisation: true } },
  )
}
function enter(played: PlayedCase) {
  while (played.facts.state === 'entry') expect(next(played)).toMatchObject({ ok: true })
  return played
}

describe.each([...profiles.keys()])('a case under %s', id => {
  test('goes from the application through every step in its order to residency, assessments, exit and follow-up, and ends', () => {
    const played = begin(id)
    const { rules } = played
    const passed: string[] = []
    while (played.facts.state === 'entry') {
      const [task] = played.open()
      expect(played.open()).toHaveLength(1)
      passed.push(task!.stepId ?? task!.kind)
      expect(next(played)).toMatchObject({ ok: true })
    }
    const links = rules.approval.length
    expect(passed).toEqual(
      rules.steps.flatMap(step =>
        step.kind === 'approval' ? Array.from({ length: links }, () => step.id) : [step.id],
      ),
    )
    expect(played.facts).toMatchObject({ state: 'resident', admittedOn: '2026-03-02' })
    const days = [...new Set(played.tasks.flatMap(({ opensOn }) => opensOn ?? []))].sort()
    for (const day of days) {
      played.moveTo(instantAt(day, '09:00'))
      while (played.open().length > 0) expect(next(played)).toMatchObject({ ok: true })
    }
    expect(played.outcome).toBe('graduated')
    for (const task of played.tasks.filter(({ kind, state }) => kind === 'followUp' && state === 'planned')) {
      played.moveTo(instantAt(task.opensOn ?? '', '09:00'))
      expect(next(played)).toMatchObject({ ok: true })
    }
    expect(played.facts.state).toBe('ended')
    expect(played.tasks.filter(({ state }) => state === 'open' || state === 'planned')).toEqual([])
  })

  test('ends wherever it is refused on its way in, with a reason, and nothing is left to do', () => {
    const steps = rulesOf(id).steps.length
    for (let at = 0; at < steps; at++) {
      const played = begin(id)
      for (let n = 0; n < at; n++) next(played)
      if (played.facts.state !== 'entry') continue
      if (played.open()[0]?.kind === 'agreement') continue
      expect(next(played, { result: 'fail', reason: '' })).toMatchObject({ refusal: { code: 'CASE_REASON_MISSING' } })
      expect(next(played, { result: 'fail', reason: '不符合' })).toMatchObject({ ok: true })
      expect([played.facts.state, played.outcome, played.open()]).toEqual(['ended', 'declined', []])
    }
  })
})

describe('the way in', () => {
  test('is not begun after the call closed, nor with answers missing, which are named', () => {
    const played = new PlayedCase(rulesOf('jilin-2014'), monday)
    expect(played.do({ action: 'submit', missing: [], isCallOpen: false })).toMatchObject({
      refusal: { code: 'CASE_CALL_NOT_OPEN' },
    })
    expect(played.do({ action: 'submit', missing: ['charter'], isCallOpen: true })).toMatchObject({
      refusal: { code: 'CASE_APPLICATION_INCOMPLETE', params: { missing: 'charter' } },
    })
    expect(played.facts.state).toBe('draft')
  })

  test('stops at a condition that is not met, by name; what was only claimed must be looked at', () => {
    const played = begin('jilin-2014')
    const facts = { verdicts: [{ id: 'startUp', verdict: 'unmet' as const, reason: '', measured: 'mature' }] }
    const [task] = played.open()
    const pass = { action: 'complete' as const, taskId: task!.id, result: 'pass' as const, ...completion }
    expect(played.do(pass, facts)).toMatchObject({
      refusal: { code: 'CASE_CONDITION_UNMET', params: { conditions: 'startUp' } },
    })
    const claimed = { verdicts: [{ id: 'policy', verdict: 'claimed' as const, reason: '' }] }
    expect(played.do(pass, claimed)).toMatchObject({
      refusal: { code: 'CASE_CONDITION_UNDECIDED', params: { conditions: 'policy' } },
    })
    const looked = { ...pass, verdicts: [{ id: 'policy', verdict: 'met' as const, reason: '核实' }] }
    expect(played.do(looked, claimed)).toMatchObject({ ok: true })
  })

  test('goes back to the applicant from its first step alone, and on from there when it was completed', () => {
    const played = begin('jilin-2014')
    expect(next(played, { result: 'sentBack', reason: '缺少章程' })).toMatchObject({ ok: true })
    expect(played.open()).toMatchObject([{ kind: 'completion', holder: 'applicant' }])
    expect(
      played.do({ action: 'complete', taskId: played.open()[0]!.id, result: 'pass', ...completion }),
    ).toMatchObject({
      refusal: { code: 'CASE_TASK_NOT_OPEN' },
    })
    played.do({ action: 'resubmit', missing: [] })
    expect(played.open()).toMatchObject([{ kind: 'acceptance', ordinal: 2 }])
    next(played)
    expect(next(played, { result: 'sentBack', reason: '再补' })).toMatchObject({
      refusal: { code: 'CASE_RESULT_UNKNOWN' },
    })
  })

  test('waits for the panel, and is not passed below its mark', () => {
    const played = begin('jilin-2014')
    next(played)
    next(played)
    const [task] = played.open()
    const { records } = {
      records: Object.fromEntries(
        rulesOf('jilin-2014')
          .steps.find(({ id }) => id === task!.stepId)!
          .records.map(({ id }) => [id, '已记']),
      ),
    }
    const pass = { action: 'complete' as const, taskId: task!.id, result: 'pass' as const, ...completion, records }
    expect(played.do(pass, { panel: null })).toMatchObject({ refusal: { code: 'CASE_PANEL_NOT_CALLED' } })
    expect(played.do(pass, { panel: { marks: 2, expected: 3, mean: 90 } })).toMatchObject({
      refusal: { code: 'CASE_PANEL_INCOMPLETE' },
    })
    expect(played.do(pass, { panel: { marks: 3, expected: 3, mean: 12 } })).toMatchObject({
      refusal: { code: 'CASE_PANEL_FAILED' },
    })
    expect(played.do(pass)).toMatchObject({ ok: true })
    const [notice] = played.open()
    const go = { ...pass, taskId: notice!.id }
    expect(played.do(go, { notice: { isOver: false, unanswered: 0 } })).toMatchObject({
      refusal: { code: 'CASE_NOTICE_RUNNING' },
    })
    expect(played.do(go, { notice: { isOver: true, unanswered: 1 } })).toMatchObject({
      refusal: { code: 'CASE_OBJECTION_UNANSWERED' },
    })
  })

  test('asks each link of the chain of another hand', () => {
    const played = begin('lingwu-2021')
    while (played.open()[0]?.kind !== 'approval') next(played)
    next(played)
    played.hand -= 1
    expect(next(played)).toMatchObject({ refusal: { code: 'CASE_SAME_HAND' } })
    expect(next(played)).toMatchObject({ ok: true })
  })

  test('finds no place where the house is full', () => {
    const played = begin('zhengzhou-2018')
    while (played.open()[0]?.kind !== 'admission') next(played)
    const [task] = played.open()
    const records = Object.fromEntries(
      rulesOf('zhengzhou-2018')
        .steps.at(-1)!
        .records.map(({ id }) => [id, '已记']),
    )
    const pass = { action: 'complete' as const, taskId: task!.id, result: 'pass' as const, ...completion, records }
    expect(played.do(pass, { placesFree: 0 })).toMatchObject({ refusal: { code: 'CASE_NO_PLACE_FREE' } })
    expect(played.do(pass, { placesFree: 1 })).toMatchObject({ ok: true })
  })
})

test('the screening takes no less and no more than the network says', () => {
  const played = begin('lingwu-2021')
  while (played.open()[0]?.kind !== 'admission') next(played)
  const [task] = played.open()
  const records = Object.fromEntries(
    rulesOf('lingwu-2021')
      .steps.at(-1)!
      .records.map(({ id }) => [id, '已记']),
  )
  const pass = { action: 'complete' as const, taskId: task!.id, result: 'pass' as const, ...completion, records }
  const since = (submittedOn: string) => played.do(pass, { submittedOn })
  expect(since('2026-02-01')).toMatchObject({
    refusal: { code: 'CASE_ENTRY_TOO_SOON', params: { from: '2026-04-01' } },
  })
  expect(since('2025-09-01')).toMatchObject({
    refusal: { code: 'CASE_ENTRY_TOO_LATE', params: { until: '2026-03-01' } },
  })
  expect(since('2026-01-02')).toMatchObject({ ok: true })
})

describe('a resident', () => {
  test('is warned as often as the rules say before a breach ends it; a grave one ends it at once', () => {
    const played = enter(begin('zhengzhou-2018'))
    const { list, warningsBeforeTermination: needed } = played.rules.violations
    const light = list.find(({ leadsTo }) => leadsTo === 'warning')!.id
    const grave = list.find(({ leadsTo }) => leadsTo === 'termination')!.id
    const end = { action: 'terminate' as const, reason: '屡犯' }
    expect(played.do({ action: 'warn', violationId: 'sleeping', reason: '无' })).toMatchObject({
      refusal: { code: 'CASE_VIOLATION_UNKNOWN' },
    })
    for (let n = 0; n < needed; n++) {
      expect(played.do({ ...end, violationId: light })).toMatchObject({ refusal: { code: 'CASE_WARNINGS_MISSING' } })
      expect(played.do({ action: 'warn', violationId: light, reason: '转借场地' })).toMatchObject({ ok: true })
    }
    expect(played.open().map(({ kind }) => kind)).toEqual(Array.from({ length: needed }, () => 'rectification'))
    expect(played.do({ ...end, violationId: light })).toMatchObject({ ok: true, change: { outcome: 'terminated' } })
    expect(played.open()).toEqual([])
    const other = enter(begin('zhengzhou-2018'))
    expect(other.do({ ...end, violationId: grave })).toMatchObject({ ok: true })
  })

  test('leaves without graduation when a criterion is not met; graduation with one unmet is refused by name', () => {
    const played = enter(begin('jilin-2014'))
    played.moveTo(instantAt(played.facts.endsOn ?? '', '09:00'))
    const exit = () => played.open().find(({ kind }) => kind === 'exit')!
    const verdicts = played.rules.exit.criteria.map(({ id }, n) => ({
      id,
      verdict: n === 0 ? ('unmet' as const) : ('met' as const),
      reason: '',
    }))
    const go = { action: 'complete' as const, taskId: exit().id, ...completion, verdicts }
    expect(played.do({ ...go, result: 'pass' })).toMatchObject({ refusal: { code: 'CASE_CONDITION_UNMET' } })
    expect(played.do({ ...go, result: 'fail', verdicts: [] })).toMatchObject({
      refusal: { code: 'CASE_CONDITION_UNDECIDED' },
    })
    expect(played.do({ ...go, result: 'fail' })).toMatchObject({ ok: true })
    expect([played.facts.state, played.outcome, played.open()]).toEqual(['ended', 'exited', []])
  })

  test('stays longer once asked, no longer than allowed, and is assessed in that time too', () => {
    const played = enter(begin('beijing-2017'))
    const most = played.rules.term.extensionMonths
    const planned = () =>
      played.tasks.filter(({ state }) => state === 'planned').map(({ kind, opensOn }) => `${kind} ${opensOn}`)
    expect(planned()).toEqual(['assessment 2026-09-02', 'exit 2027-03-01'])
    expect(played.do({ action: 'extend', months: most + 1, reason: '项目未完' })).toMatchObject({
      refusal: { code: 'CASE_EXTENSION_TOO_LONG' },
    })
    expect(played.do({ action: 'extend', months: most, reason: '项目未完' })).toMatchObject({ ok: true })
    expect(planned()).toEqual([
      'assessment 2026-09-02',
      'assessment 2027-03-02',
      `exit ${addMonths('2027-03-01', most)}`,
    ])
  })

  test('is told what is missing of an assessment; what the chain sends back is done again', () => {
    const played = enter(begin('lingwu-2021'))
    const first = played.tasks.find(({ kind }) => kind === 'assessment')!
    played.moveTo(instantAt(first.opensOn ?? '', '09:00'))
    const go = { action: 'complete' as const, taskId: first.id, result: 'pass' as const, ...completion }
    expect(played.do(go)).toMatchObject({ refusal: { code: 'CASE_MARK_MISSING' } })
    next(played)
    expect(played.open()).toMatchObject([{ kind: 'approval', subject: 'assessment', ofTaskId: first.id }])
    expect(next(played, { result: 'fail', reason: '材料不全' })).toMatchObject({ ok: true })
    expect(played.open()).toMatchObject([{ kind: 'assessment', ofTaskId: first.id }])
  })
})

describe('conditions', () => {
  const facts = {
    kind: 'serviceOrganisation',
    stage: 'startUp',
    field: 'elderCare',
    fullTimeStaff: 3,
    certifiedFullTimeStaff: 1,
  } as const

  test('are computed where data say: one of three is a third, none of nobody is none', () => {
    const certified = (full: number, certifiedOnes: number) =>
      verdictsOnApplying(rulesOf('zhengzhou-2018'), 'district', {
        facts: { ...facts, fullTimeStaff: full, certifiedFullTimeStaff: certifiedOnes },
        claims: [],
      }).find(({ id }) => id === 'certified')
    expect(certified(3, 1)).toMatchObject({ verdict: 'met', measured: '1/3' })
    expect(certified(4, 1)).toMatchObject({ verdict: 'unmet' })
    expect(certified(0, 0)).toMatchObject({ verdict: 'unmet' })
  })

  test('differ by tier where the document says so', () => {
    const ids = (tier: 'district' | 'community') => conditionsAt(rulesOf('wuhan-2015'), tier).map(({ id }) => id)
    expect(ids('district')).toContain('sustainable')
    expect(ids('community')).toContain('grassRoots')
    expect(ids('community')).not.toContain('sustainable')
  })

  test('that were counted are seen otherwise with a reason alone', () => {
    const counted = [{ id: 'fullTimePerson', verdict: 'unmet' as const, reason: '', measured: '0/1' }]
    const look = (reason: string) => verdictsAfterLook(counted, [{ id: 'fullTimePerson', verdict: 'met', reason }])
    expect(look('')).toEqual(counted)
    expect(look('成立后聘用一人')).toMatchObject([{ verdict: 'met', measured: '0/1' }])
  })
})

test('months end on the last day where the day does not exist, and a mark is weighted to a tenth', () => {
  expect(['2026-08-31', '2026-03-02', '2026-11-30'].map((day, n) => addMonths(day, [6, 12, 3][n]!))).toEqual([
    '2027-02-28',
    '2027-03-02',
    '2027-02-28',
  ])
  expect(
    weighted(
      [
        { id: 'a', weight: 25 },
        { id: 'b', weight: 75 },
      ],
      { a: 80, b: 91 },
    ),
  ).toBe(88.3)
})
