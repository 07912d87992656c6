import { asSystem, schema } from '@fuqiao/db'
import { loadReferenceData, readCalendarLists } from '@fuqiao/db/reference-data'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { playEnquiry } from '../../../test/enquiry-stage.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { key, setStage, type Stage } from '../../../test/referral-stage.ts'
import { requestForm } from '../../../test/request-stage.ts'
import { followCalendar, type FollowedCalendar } from '../../boot/follow-calendar.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { moveDeadlines, tryCalendars } from '../../jobs/move-deadlines.ts'
import { runEnquiries } from '../../jobs/run-enquiries.ts'
import { runReferralRequests } from '../../jobs/run-referral-requests.ts'

const at = (instant: string) => new Date(`${instant}:00+08:00`)

describe('a calendar moves the terms of what incubators asked each other', () => {
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
  })
  beforeEach(async () => {
    world.setNow(testMonday)
    await asSystem(world.db, async tx => {
      // The calendar is the installation's: what other tests left is none of this one's.
      await tx.update(schema.referral).set({ dueAt: null, nextClockAt: null })
      await tx.delete(schema.referralRequest)
      await tx.update(schema.enquiry).set({ state: 'withdrawn', nextClockAt: null, settledAt: testMonday })
      await tx.update(schema.calendarLoad).set({ state: 'discarded' })
      await tx.update(schema.calendarYear).set({ source: 'file', version: 'old' })
    })
    await loadReferenceData(world.db, { now: testMonday })
    await expect.poll(() => followed.current().exceptions.has('2026-03-04')).toBe(false)
    stage = await setStage(world)
    admin = await world.person({
      ...{ networkId: stage.networkId, tenantId: stage.tenants.city.id, roles: ['systemAdmin'] },
    })
  })
  afterAll(async () => {
    await followed.stop()
    await world.close()
  })

  /** Proposes 2026 with 4 March off, and reckons what it moves. */
  async function proposed() {
    const lists = await asSystem(world.db, readCalendarLists)
    const rows = [...(lists.find(({ year }) => year === 2026)?.rows ?? []), ['2026-03-04', 'off', '临时放假']]
    const { id } = await admin.api.calendar.propose({
      ...{ key: key(), year: 2026, reason: '国务院办公厅更正', fileName: '2026.json' },
      content: Buffer.from(JSON.stringify(rows)),
    })
    await tryCalendars(world.deps, world.deps.now())
    return id ?? ''
  }
  async function inForce() {
    const id = await proposed()
    await admin.api.calendar.confirm({ key: key(), id })
    await expect.poll(() => followed.current().exceptions.get('2026-03-04')).toBe('off')
    return id
  }
  const move = (most?: number) => moveDeadlines(world.deps, world.deps.now(), most)
  const ask = (over: Parameters<typeof requestForm>[0] = {}, of = stage) =>
    of.people.districtC.api.referralRequests.ask(requestForm(over))
  const requestOf = (id: string) =>
    asSystem(
      world.db,
      async tx => (await tx.select().from(schema.referralRequest).where(eq(schema.referralRequest.id, id)))[0]!,
    )
  const enquiryOf = (id: string) =>
    asSystem(world.db, async tx => ({
      row: (await tx.select().from(schema.enquiry).where(eq(schema.enquiry.id, id)))[0]!,
      sheets: await tx.select().from(schema.enquiryTarget).where(eq(schema.enquiryTarget.enquiryId, id)),
    }))
  const linesOf = (id: string, action: string) =>
    asSystem(world.db, async tx => [
      (
        await tx
          .select()
          .from(schema.auditEntry)
          .where(and(eq(schema.auditEntry.subjectId, id), eq(schema.auditEntry.action, action)))
      ).length,
      (await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id))).filter(
        ({ payload }) => payload['action'] === 'calendar',
      ).length,
    ])

  test('[X-05] the trial names requests and enquiries with their dates, other networks’ as numbers alone, and moves nothing', async () => {
    const request = await ask()
    const enquiry = await playEnquiry(stage).ask()
    await ask({}, await setStage(world))
    const before = [await requestOf(request.id), await enquiryOf(enquiry.id)]
    const { load, moves } = await admin.api.calendar.trial({ id: await proposed() })
    expect(load).toMatchObject({ isTried: true, ownMoves: 2, otherMoves: 1, otherNetworks: 1, moved: 0 })
    expect(
      moves.map(({ number, rule, tenantName, dueBefore, dueAfter }) => [number, rule, tenantName, dueBefore, dueAfter]),
    ).toEqual([
      [
        ...[enquiry.number, 'enquiry.answer', stage.tenants.streetA.name],
        ...[at('2026-03-05T18:00').toISOString(), at('2026-03-06T18:00').toISOString()],
      ],
      [
        ...[request.number, 'request', stage.tenants.districtC.name],
        ...[at('2026-03-23T18:00').toISOString(), at('2026-03-24T18:00').toISOString()],
      ],
    ])
    expect([await requestOf(request.id), await enquiryOf(enquiry.id)]).toEqual(before)
  })

  test('[X-05] once confirmed they move once each, with an audit entry and an event, those asked have the new date, and the worker keeps it', async () => {
    const request = await ask()
    const enquiry = await playEnquiry(stage).ask()
    const id = await inForce()
    const both = await Promise.all([move(1), move(1)])
    expect(both[0] + both[1] + (await move())).toBe(2)
    expect(await requestOf(request.id)).toMatchObject({
      ...{ dueAt: at('2026-03-24T18:00'), state: 'open', version: 2, calendarVersion: followed.current().version },
    })
    const { row, sheets } = await enquiryOf(enquiry.id)
    expect(row).toMatchObject({ dueAt: at('2026-03-06T18:00'), nextClockAt: at('2026-03-05T18:00'), version: 2 })
    expect(sheets.map(({ dueAt, version }) => [dueAt, version])).toEqual(sheets.map(() => [row.dueAt, 1]))
    expect(await linesOf(request.id, 'referralRequest.calendar')).toEqual([1, 1])
    expect(await linesOf(enquiry.id, 'enquiry.calendar')).toEqual([1, 1])
    const { load, moves } = await admin.api.calendar.trial({ id })
    expect(load).toMatchObject({ state: 'confirmed', moved: 2, isFinished: true })
    expect(moves.every(({ movedAt }) => movedAt !== null)).toBe(true)
    const { history } = await stage.people.streetA.api.enquiries.get({ id: enquiry.id })
    expect(history.map(({ action }) => action)).toEqual(['ask', 'calendar'])
    await dispatchOutbox(world.deps, testMonday)
    // The old ends pass; the new ones count.
    await runEnquiries(world.deps, at('2026-03-05T18:30'))
    expect((await enquiryOf(enquiry.id)).row).toMatchObject({ state: 'open', remindedAt: at('2026-03-05T18:30') })
    await runEnquiries(world.deps, at('2026-03-06T18:00'))
    expect((await enquiryOf(enquiry.id)).row.state).toBe('nobody')
    await runReferralRequests(world.deps, at('2026-03-23T18:30'))
    expect((await requestOf(request.id)).state).toBe('open')
    await runReferralRequests(world.deps, at('2026-03-24T18:00'))
    expect((await requestOf(request.id)).state).toBe('ended')
    expect(await move()).toBe(0)
  })

  test('what is settled, or has ended, stays as it was', async () => {
    const request = await ask()
    const play = playEnquiry(stage)
    const enquiry = await play.ask()
    await stage.people.streetA.api.enquiries.withdraw({ ...play.next(), reason: '不再需要' })
    await asSystem(world.db, tx =>
      tx
        .update(schema.referralRequest)
        .set({ state: 'ended', settledAt: testMonday, nextClockAt: null })
        .where(eq(schema.referralRequest.id, request.id)),
    )
    const before = [await requestOf(request.id), await enquiryOf(enquiry.id)]
    await inForce()
    expect(await move()).toBe(0)
    expect([await requestOf(request.id), await enquiryOf(enquiry.id)]).toEqual(before)
  })

  test('the time to choose moves as the time to answer did; those asked keep the date they had', async () => {
    const play = playEnquiry(stage, ['districtB'])
    const enquiry = await play.ask()
    await play.can('districtB')
    await runEnquiries(world.deps, testMonday)
    const before = await enquiryOf(enquiry.id)
    expect(before.row).toMatchObject({ state: 'toChoose', dueAt: at('2026-03-09T18:00') })
    await inForce()
    expect(await move()).toBe(1)
    const { row, sheets } = await enquiryOf(enquiry.id)
    expect(row).toMatchObject({ state: 'toChoose', dueAt: at('2026-03-10T18:00') })
    expect(sheets).toEqual(before.sheets)
  })

  test('[B-11] the asker is told of its request the same, whether there is such an organisation or not', async () => {
    const found = await ask({ creditCode: null, name: stage.organisation.name })
    const none = await ask()
    await runReferralRequests(world.deps, testMonday)
    await inForce()
    await move()
    const { rows } = await stage.people.districtC.api.referralRequests.list({})
    const told = (id: string) => {
      const { id: _id, number: _number, name: _name, creditCode: _code, ...rest } = rows.find(row => row.id === id)!
      return rest
    }
    expect(told(found.id)).toEqual(told(none.id))
    expect(told(found.id)).toMatchObject({ dueAt: at('2026-03-24T18:00').toISOString(), state: 'open' })
  })
})
