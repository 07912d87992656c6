import { asSystem, schema } from '@fuqiao/db'
import { readCalendarLists } from '@fuqiao/db/reference-data'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyAt } from '../../../test/case-rows.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { key, setStage, type Stage } from '../../../test/referral-stage.ts'
import { followCalendar, type FollowedCalendar } from '../../boot/follow-calendar.ts'
import { moveDeadlines, tryCalendars } from '../../jobs/move-deadlines.ts'

const at = (instant: string) => new Date(`${instant}:00+08:00`)

let world: TestWorld
let stage: Stage
let admin: TestPerson
let followed: FollowedCalendar

beforeAll(async () => {
  world = await buildTestWorld()
  followed = await followCalendar(world.db, error => {
    throw error
  })
  world.deps.calendar = () => followed.current()
  world.setNow(testMonday)
  stage = await setStage(world)
  const { networkId, tenants } = stage
  admin = await world.person({ networkId, tenantId: tenants.city.id, roles: ['systemAdmin'] })
})
afterAll(async () => {
  await followed.stop()
  await world.close()
})

const stored = (id: string) =>
  asSystem(world.db, async tx => {
    const [row] = await tx.select().from(schema.incubationCase).where(eq(schema.incubationCase.id, id))
    const tasks = await tx.select().from(schema.caseTask).where(eq(schema.caseTask.caseId, id))
    const open = tasks.find(({ state }) => state === 'open')
    if (!row || !open) throw new Error('nothing is due')
    return { row, open, others: tasks.filter(({ state }) => state !== 'open') }
  })
const traces = (id: string) =>
  asSystem(world.db, async tx => {
    const { auditEntry, caseEvent, outbox } = schema
    const moved = and(eq(auditEntry.subjectId, id), eq(auditEntry.action, 'incubationCase.calendar'))
    const events = await tx.select().from(caseEvent).where(eq(caseEvent.caseId, id))
    const told = await tx.select().from(outbox).where(eq(outbox.subjectId, id))
    return [
      (await tx.select().from(auditEntry).where(moved)).length,
      events.filter(({ action }) => action === 'calendar').length,
      told.filter(({ payload }) => payload['action'] === 'calendar').length,
    ]
  })

test('[X-05] what is due of a case is tried and moved with a new calendar like a referral, once; what is done or planned stays, and whoever is at it loses nothing', async () => {
  const { id } = await applyAt({ world, director: stage.people.streetA }, stage.account)
  const before = await stored(id)
  expect(before.open.dueAt).toEqual(at('2026-03-05T18:00'))
  const lists = await asSystem(world.db, readCalendarLists)
  const rows = [...(lists.find(({ year }) => year === 2026)?.rows ?? []), ['2026-03-04', 'off', '临时放假']]
  const { id: loadId } = await admin.api.calendar.propose({
    ...{ key: key(), year: 2026, reason: '国务院办公厅更正', fileName: '2026.json' },
    content: Buffer.from(JSON.stringify(rows)),
  })
  await tryCalendars(world.deps, testMonday)
  const tried = await admin.api.calendar.trial({ id: loadId ?? '' })
  expect(tried.load).toMatchObject({ ownMoves: 1, moved: 0 })
  expect(tried.moves).toMatchObject([
    {
      ...{ subjectId: before.open.id, subjectKind: 'caseTask', rule: `case.${before.open.kind}`, movedAt: null },
      ...{ tenantName: stage.tenants.streetA.name, dueAfter: at('2026-03-06T18:00').toISOString() },
    },
  ])
  expect(await stored(id)).toEqual(before)

  await admin.api.calendar.confirm({ key: key(), id: loadId ?? '' })
  await expect.poll(() => followed.current().exceptions.get('2026-03-04')).toBe('off')
  const both = await Promise.all([1, 1].map(most => moveDeadlines(world.deps, testMonday, most)))
  expect((both[0] ?? 0) + (both[1] ?? 0) + (await moveDeadlines(world.deps, testMonday))).toBe(1)
  const after = await stored(id)
  const dueAt = at('2026-03-06T18:00')
  expect(after.open).toMatchObject({ dueAt, calendarVersion: followed.current().version, level: 0 })
  expect(after.open.nextClockAt?.getTime()).toBeLessThanOrEqual(dueAt.getTime())
  expect(after.row).toEqual({ ...before.row, nextDueAt: dueAt })
  expect(after.others).toEqual(before.others)
  expect(await traces(id)).toEqual([1, 1, 1])
  const { load, moves } = await admin.api.calendar.trial({ id: loadId ?? '' })
  expect([load.isFinished, moves.map(({ movedAt }) => movedAt !== null)]).toEqual([true, [true]])
  const seen = await stage.people.streetA.api.cases.list({})
  expect(seen.rows.find(row => row.id === id)).toMatchObject({ task: { dueAt: dueAt.toISOString() } })
})
