import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { addDays, addWorkingDays, civilDateOf, instantAt, type Term } from '@fuqiao/domain/calendar'
import { addMonths, assessmentsOf, deadlineOf, endOfTerm, exitOf, openingOf } from '@fuqiao/domain/incubation'
import { and, eq, inArray } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseLines, type CaseStage, setCaseStage } from '../../test/case-stage.ts'
import { buildTestWorld, type TestWorld } from '../../test/harness.ts'
import { dispatchOutbox } from './dispatch-outbox.ts'
import { runCases } from './run-cases.ts'

let world: TestWorld
let stage: CaseStage
beforeAll(async () => {
  world = await buildTestWorld()
  world.setNow(instantAt('2021-01-04', '09:00'))
  stage = await setCaseStage(world, caseLines['jilin']!)
})
afterAll(() => world.close())

const { incubationCase, caseTask, caseEvent, notice } = schema
type Task = typeof caseTask.$inferSelect

/** Residents who moved in on forty days of a year, with what is planned of each by the rules. */
async function fortyResidents(): Promise<string[]> {
  const { networkId, tenantId, rules } = stage
  return asSystem(world.db, async tx => {
    const [tenant] = await tx.select().from(schema.tenant).where(eq(schema.tenant.id, tenantId))
    if (!tenant) throw new Error('no tenant')
    const ids: string[] = []
    for (let n = 0; n < 40; n++) {
      const { id: organisationId } = await newOrganisation(tx, { networkId, tenantId })
      const [id, admittedOn, at] = [v7(), addDays('2021-01-01', n * 3), world.deps.now()]
      const endsOn = endOfTerm(rules, admittedOn)
      const place = { networkId, tenantId, scopeKey: tenant.scopeKey, organisationId }
      await tx.insert(incubationCase).values({
        ...{ ...place, id, organisationName: `社${n}`, organisationKind: 'serviceOrganisation', stage: 'startUp' },
        ...{ field: 'elderCare', divisionCode: '220122', number: `IC${n}`, isByOrganisation: false, state: 'resident' },
        ...{ rulesVersion: 0, application: { answers: {}, claims: [] }, verdicts: [], submittedAt: at, createdAt: at },
        ...{ updatedAt: at, admittedOn, endsOn },
      })
      const plans = [...assessmentsOf(rules, { admittedOn, endsOn }), exitOf(rules, endsOn)]
      await tx.insert(caseTask).values(
        plans.map(({ due: _due, opensOn, ...plan }) => ({
          ...{
            ...place,
            ...plan,
            id: v7(),
            caseId: id,
            state: 'planned' as const,
            holder: 'operator' as const,
            opensOn,
          },
          ...{ holderTenantId: tenantId, nextClockAt: openingOf(opensOn ?? '') },
        })),
      )
      ids.push(id)
    }
    return ids
  })
}

const rowsOf = (ids: string[]) =>
  asSystem(world.db, async tx => ({
    tasks: await tx.select().from(caseTask).where(inArray(caseTask.caseId, ids)),
    events: await tx.select().from(caseEvent).where(inArray(caseEvent.caseId, ids)),
    notices: await tx
      .select()
      .from(notice)
      .where(and(eq(notice.networkId, stage.networkId), inArray(notice.caseId, ids))),
  }))

/** The last day of a term that begins on a day, counted one by one. */
function dayAfter(from: string, { days, unit }: Term): string {
  if (unit === 'calendarDay') return addDays(from, days)
  const counted = addWorkingDays(world.deps.calendar(), from, days)
  if (!counted.ok) throw new Error('no calendar')
  return counted.date
}

/** On which days something was done to a task. */
const daysOf = (events: (typeof caseEvent.$inferSelect)[], action: string, { caseId, kind, ordinal, opensOn }: Task) =>
  events
    .filter(one => one.action === action && one.caseId === caseId && one.taskKind === kind)
    .map(({ at }) => civilDateOf(at))
    .filter(day => ordinal > 0 && day >= (opensOn ?? ''))

test('[J-09] [X-05] a year and a half of forty residents: every assessment and exit opens once on its day; those that nobody does are reminded of once and climb once, on the right working day, whatever runs beside', async () => {
  const ids = await fortyResidents()
  const punctual = new Set(ids.filter((_, n) => n % 4 !== 0))
  for (let day = '2021-01-04'; day <= '2022-08-31'; day = addDays(day, 1)) {
    // At the end of business and a minute later: what is due at six is due then.
    world.setNow(instantAt(day, '18:00'))
    await Promise.all([runCases(world.deps, world.deps.now()), runCases(world.deps, world.deps.now())])
    if (day.endsWith('5')) await completeOpenOf(punctual)
  }
  await dispatchOutbox(world.deps, world.deps.now())
  const { tasks, events, notices } = await rowsOf(ids)
  expect(tasks.filter(({ state }) => state === 'planned' && punctual.size > 0).map(({ kind }) => kind)).not.toContain(
    'assessment',
  )
  const assessments = tasks.filter(({ kind }) => kind === 'assessment')
  expect(assessments).toHaveLength(40)
  for (const task of assessments) {
    const due = deadlineOf(stage.rules, task)
    const [opensOn, dueOn] = [task.opensOn ?? '', dayAfter(task.opensOn ?? '', due)]
    expect([task.caseId, daysOf(events, 'open', task)[0]]).toEqual([task.caseId, opensOn])
    expect(task.dueAt?.toISOString()).toBe(instantAt(dueOn, '18:00').toISOString())
    if (punctual.has(task.caseId)) continue
    const reminder = due.reminderAfter ? dayAfter(opensOn, due.reminderAfter) : dueOn
    const climb = due.escalateAfter && (due.escalateAfter.days === 0 ? dueOn : dayAfter(dueOn, due.escalateAfter))
    expect([opensOn, daysOf(events, 'remind', task)]).toEqual([opensOn, expect.arrayContaining([reminder])])
    expect([opensOn, task.level, task.state]).toEqual([opensOn, climb ? 1 : 0, 'open'])
    if (climb) expect(daysOf(events, 'escalate', task)).toContain(climb)
  }
  // One line for each thing that came to be, and of each line one notice a party.
  const lines = events.filter(({ action }) => ['open', 'remind', 'escalate'].includes(action))
  const keyOf = ({ caseId, action, taskKind, at }: (typeof lines)[number]) =>
    [caseId, action, taskKind, at.toISOString()].join()
  expect(new Set(lines.map(keyOf)).size).toBe(lines.length)
  for (const id of ids) {
    const count = (action: string, kind: string) =>
      lines.filter(one => one.caseId === id && one.action === action && one.taskKind === kind).length
    expect([count('open', 'assessment'), count('open', 'exit')]).toEqual([1, 1])
    expect(count('remind', 'assessment')).toBeLessThanOrEqual(1)
    expect(count('escalate', 'assessment')).toBe(punctual.has(id) ? 0 : 1)
  }
  expect(new Set(notices.map(({ sourceKey }) => sourceKey)).size).toBe(notices.length)
  expect(notices.some(({ kind }) => kind === 'caseEscalated')).toBe(true)
}, 240_000)

/** The incubator's officer does what is open of some cases: marks for an assessment, graduation at the exit, words after a visit. */
async function completeOpenOf(ids: ReadonlySet<string>): Promise<void> {
  const open = await asSystem(world.db, tx =>
    tx
      .select()
      .from(caseTask)
      .where(and(inArray(caseTask.caseId, [...ids]), eq(caseTask.state, 'open'))),
  )
  for (const { id: taskId, caseId: id, kind } of open) {
    const { version } = await stage.officer.api.cases.get({ id })
    await stage.officer.api.cases.complete({
      ...{ key: randomUUID(), id, version, taskId, result: 'pass', reason: '运行正常' },
      marks: kind === 'assessment' ? Object.fromEntries(stage.rules.assessment.criteria.map(one => [one.id, 85])) : {},
      verdicts:
        kind === 'exit'
          ? stage.rules.exit.criteria.map(one => ({ id: one.id, verdict: 'met' as const, reason: '' }))
          : [],
    })
  }
}

test('the day a term ends is the day before the same day a year later', () => {
  expect(endOfTerm(stage.rules, '2021-01-04')).toBe(addDays(addMonths('2021-01-04', stage.rules.term.months), -1))
})
