import { asSystem, schema } from '@fuqiao/db'
import { loadReferenceData, readCalendarLists } from '@fuqiao/db/reference-data'
import { addDays, isWeekend } from '@fuqiao/domain/calendar'
import { and, eq } from 'drizzle-orm'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { followCalendar, type FollowedCalendar } from '../../boot/follow-calendar.ts'
import { moveDeadlines, tryCalendars } from '../../jobs/move-deadlines.ts'

const at = (instant: string) => new Date(`${instant}:00+08:00`)
type Row = [string, 'work' | 'off', string]

describe('an administrator loads a calendar', () => {
  let world: TestWorld
  let stage: Stage
  let elsewhere: Stage
  let admin: TestPerson
  let followed: FollowedCalendar

  const administrator = (of: Stage, place: 'city' | 'districtA' = 'city') =>
    world.person({ networkId: of.networkId, tenantId: of.tenants[place].id, roles: ['systemAdmin'] })

  beforeAll(async () => {
    world = await buildTestWorld()
    followed = await followCalendar(world.db, error => {
      throw error
    })
    world.deps.calendar = () => followed.current()
  })
  beforeEach(async () => {
    world.setNow(testMonday)
    await asSystem(world.db, async tx => {
      // The calendar is the installation's: what other tests left is none of this one's.
      await tx.update(schema.referral).set({ dueAt: null, nextClockAt: null })
      await tx.update(schema.calendarLoad).set({ state: 'discarded' })
      await tx.update(schema.calendarYear).set({ source: 'file', version: 'old' })
    })
    await loadReferenceData(world.db, { now: testMonday })
    await expect.poll(() => followed.current().exceptions.has('2026-03-04')).toBe(false)
    stage = await setStage(world)
    elsewhere = await setStage(world)
    admin = await administrator(stage)
  })
  afterAll(async () => {
    await followed.stop()
    await world.close()
  })

  const listOf = async (year: number) =>
    (await asSystem(world.db, readCalendarLists)).find(list => list.year === year)?.rows ?? []
  const json = (rows: unknown) => Buffer.from(JSON.stringify(rows))
  const offDay: Row = ['2026-03-04', 'off', '临时放假']
  /** Proposes 2026 with 4 March off, and reckons what it moves. */
  async function proposed(person = admin, more: Row[] = [offDay]) {
    const content = json([...(await listOf(2026)), ...more])
    const { id } = await person.api.calendar.propose({
      key: key(),
      year: 2026,
      reason: '国务院办公厅更正',
      fileName: '2026.json',
      content,
    })
    await tryCalendars(world.deps, world.deps.now())
    return id ?? ''
  }
  const confirm = (id: string, person = admin) => person.api.calendar.confirm({ key: key(), id })
  const submitted = async (of: Stage) =>
    playReferral(of, { to: 'streetB', need: 'venue', ...(await anotherOrganisation(world, of)) }).until('approve')
  const rowOf = (id: string) =>
    asSystem(world.db, async tx => (await tx.select().from(schema.referral).where(eq(schema.referral.id, id)))[0]!)
  const linesOf = (id: string) =>
    asSystem(world.db, async tx => ({
      events: await tx
        .select()
        .from(schema.referralEvent)
        .where(and(eq(schema.referralEvent.referralId, id), eq(schema.referralEvent.action, 'calendar'))),
      audit: await tx
        .select()
        .from(schema.auditEntry)
        .where(and(eq(schema.auditEntry.subjectId, id), eq(schema.auditEntry.action, 'referral.calendar'))),
      outbox: (await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id))).filter(
        ({ payload }) => payload['action'] === 'calendar',
      ),
    }))
  const move = (most?: number) => moveDeadlines(world.deps, world.deps.now(), most)

  test('every bad line is named and nothing is kept', async () => {
    const content = Buffer.from('日期,休/班,名称\n2027-01-01,休,元旦\n2027-13-01,休,元旦\n2027-07-05,班,上班\n')
    const answer = await admin.api.calendar.propose({ key: key(), year: 2027, reason: '', fileName: 'a.csv', content })
    expect(answer).toEqual({
      id: null,
      faults: [
        { row: 3, fault: 'notADay', text: '2027-13-01' },
        { row: 4, fault: 'weekdayWork', text: '2027-07-05' },
      ],
    })
    expect((await admin.api.calendar.read({})).loads).toEqual([])
  })

  test('the year must follow, a correction says why and changes something, and what is no list is refused', async () => {
    const rows = await listOf(2026)
    const refused = async (year: number, content: Uint8Array, reason = '') =>
      (await refusal(admin.api.calendar.propose({ key: key(), year, content, reason, fileName: 'a.json' }))).appCode
    const june = Array.from({ length: 20 }, (_, day) => addDays('2028-06-05', day)).filter(day => !isWeekend(day))
    expect(await refused(2026, json(rows), '更正')).toBe('CALENDAR_UNCHANGED')
    expect(await refused(2026, json([...rows, offDay]))).toBe('INPUT_INVALID')
    expect(await refused(2027, Buffer.from('[oops'))).toBe('CALENDAR_FILE_UNREADABLE')
    expect(await refused(2028, json(june.map(day => [day, 'off', '假'])))).toBe('CALENDAR_YEAR_NOT_NEXT')
    expect((await admin.api.calendar.read({})).loads).toEqual([])
  })

  test('a system administrator of the centre at the top alone: others are refused, and nothing is decided', async () => {
    const id = await proposed()
    const { city } = stage.tenants
    const others = [
      [stage.people.city, 'NOT_ALLOWED'],
      [await administrator(stage, 'districtA'), 'NOT_FOUND'],
      [await world.person({ networkId: stage.networkId, tenantId: city.id, roles: ['securityAdmin'] }), 'NOT_ALLOWED'],
      [await administrator(elsewhere), 'NOT_FOUND'],
    ] as const
    for (const [person, code] of others) {
      expect((await refusal(confirm(id, person))).appCode).toMatch(
        code === 'NOT_FOUND' ? /NOT_FOUND|NOT_ALLOWED/ : code,
      )
      expect((await refusal(person.api.calendar.discard({ key: key(), id }))).appCode).toMatch(/NOT_FOUND|NOT_ALLOWED/)
      expect((await refusal(person.api.calendar.trial({ id }))).appCode).toMatch(/NOT_FOUND|NOT_ALLOWED/)
    }
    expect((await admin.api.calendar.trial({ id })).load.state).toBe('proposed')
    expect(followed.current().exceptions.has('2026-03-04')).toBe(false)
  })

  test('[X-05] the trial tells which due dates would move, other networks’ as numbers alone, and moves nothing', async () => {
    const mine = await submitted(stage)
    await submitted(elsewhere)
    const before = await rowOf(mine.id)
    const id = await proposed()
    const { load, moves, byTenant } = await admin.api.calendar.trial({ id })
    expect(load).toMatchObject({ isTried: true, ownMoves: 1, otherMoves: 1, otherNetworks: 1, moved: 0 })
    expect(moves).toMatchObject([
      {
        number: mine.number,
        rule: 'acknowledge',
        dueBefore: at('2026-03-04T18:00').toISOString(),
        dueAfter: at('2026-03-05T18:00').toISOString(),
        movedAt: null,
      },
    ])
    expect(byTenant).toEqual([{ tenantId: stage.tenants.streetB.id, tenantName: stage.tenants.streetB.name, moves: 1 }])
    expect(await rowOf(mine.id)).toEqual(before)
  })

  test('[X-05] once confirmed every server counts on it, and open clocks move once, with a line, an audit entry and an event each', async () => {
    const mine = await submitted(stage)
    const theirs = await submitted(elsewhere)
    const late = await submitted(stage)
    await asSystem(world.db, tx =>
      tx
        .update(schema.referral)
        .set({ dueAt: at('2026-02-27T18:00'), clockStartedAt: at('2026-02-25T09:00'), escalationLevel: 1 })
        .where(eq(schema.referral.id, late.id)),
    )
    const id = await proposed()
    await confirm(id)
    await expect.poll(() => followed.current().exceptions.get('2026-03-04')).toBe('off')
    const both = await Promise.all([move(1), move(1)])
    expect(both[0] + both[1]).toBe(3)
    await move()
    for (const { id: referralId, version } of [mine, theirs]) {
      expect(await rowOf(referralId)).toMatchObject({
        dueAt: at('2026-03-05T18:00'),
        state: 'submitted',
        escalationLevel: 0,
        version: version + 1,
        calendarVersion: followed.current().version,
      })
      const { events, audit, outbox } = await linesOf(referralId)
      expect([events.length, audit.length, outbox.length]).toEqual([1, 1, 1])
    }
    // Past due it stays; what ends it undecided lay ahead and moved.
    expect(await rowOf(late.id)).toMatchObject({ dueAt: at('2026-02-27T18:00'), escalationLevel: 1 })
    const { load, moves } = await admin.api.calendar.trial({ id })
    expect(load).toMatchObject({ state: 'confirmed', moved: 3, isFinished: true })
    expect(moves.every(({ movedAt }) => movedAt !== null)).toBe(true)
    expect((await submitted(stage)).state).toBe('submitted')
    expect(await move()).toBe(0)
  })

  test('a restart keeps what an administrator brought into force', async () => {
    await confirm(await proposed())
    await loadReferenceData(world.db, { now: testMonday })
    expect((await listOf(2026)).some(([day]) => day === '2026-03-04')).toBe(true)
  })

  test.each([
    ['in a batch', 'moving:batch', [0, 0, 0]],
    ['between two batches', 'moved:batch', [0, 0, 1]],
  ])(
    '[X-05] a server killed by SIGKILL %s leaves the rest to the next, and nothing moves twice',
    async (_when, point, left) => {
      const all = [await submitted(stage), await submitted(stage), await submitted(stage)]
      await confirm(await proposed())
      const script = path.join(import.meta.dirname, '../../../test/doomed-mover.ts')
      const worker = spawn(process.execPath, [script, world.adminUrl, world.deps.now().toISOString(), point], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      expect((await once(worker, 'exit'))[1]).toBe('SIGKILL')
      const counts = async () => {
        const lines = await Promise.all(all.map(({ id }) => linesOf(id)))
        for (const { events, audit, outbox } of lines)
          expect([audit.length, outbox.length]).toEqual([events.length, events.length])
        return lines.map(({ events }) => events.length).toSorted()
      }
      expect(await counts()).toEqual(left)
      // What the dead server held is free again once its connection is gone.
      await expect.poll(async () => (await move(1), counts()), { timeout: 15_000 }).toEqual([1, 1, 1])
      expect(await move(1)).toBe(0)
      expect(await counts()).toEqual([1, 1, 1])
    },
  )

  test('of two administrators one wins and the other is told; a later list waits until the dates have moved', async () => {
    await submitted(stage)
    const second = await administrator(stage)
    const [one, other] = [await proposed(), await proposed(second, [['2026-03-05', 'off', '临时放假']])]
    const answers = await Promise.allSettled([confirm(one), confirm(other, second)])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const lost = answers[0]?.status === 'rejected' ? one : other
    expect((await refusal(confirm(lost))).appCode).toBe('CALENDAR_CHANGED')
    expect((await refusal(confirm(lost === one ? other : one))).appCode).toBe('VERSION_CONFLICT')
    const next = await proposed(admin, [['2026-03-06', 'off', '临时放假']])
    expect((await refusal(confirm(next))).appCode).toBe('CALENDAR_MOVING')
    await move()
    await confirm(next)
  })
})
