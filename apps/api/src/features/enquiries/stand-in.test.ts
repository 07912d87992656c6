import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { playEnquiry } from '../../../test/enquiry-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { key, type Place, setStage, type Stage } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { runEnquiries } from '../../jobs/run-enquiries.ts'
import { sqlStateOf } from '../../rpc/error-format.ts'

let world: TestWorld
let stage: Stage

beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  stage = await setStage(world)
})
afterAll(() => world.close())

const change = (place: Place) => ({
  ...{ key: key(), tenantId: stage.tenants[place].id, version: stage.tenants[place].version, reason: '机构调整' },
})
const suspend = (place: Place) => stage.people.city.api.tenants.suspend(change(place))
const merge = (place: Place, into: Place) =>
  stage.people.city.api.tenants.merge({ ...change(place), successorId: stage.tenants[into].id })
const rowOf = (id: string) =>
  asSystem(world.db, async tx => (await tx.select().from(schema.enquiry).where(eq(schema.enquiry.id, id)))[0]!)
const seen = (id: string, place: Place = 'streetA') => stage.people[place].api.enquiries.get({ id })
const slots = ({ targets }: Awaited<ReturnType<typeof seen>>) =>
  targets.map(({ tenant, answer }) => [tenant.id, answer]).toSorted()
const deeds = ({ history }: Awaited<ReturnType<typeof seen>>) =>
  history.filter(({ action }) => action === 'standIn').map(({ result, tenantName }) => [result, tenantName])
const nameOf = (place: Place) => stage.tenants[place].shortName
const kindsAt = async (place: Place) => {
  await dispatchOutbox(world.deps, world.deps.now())
  const { rows } = await stage.people[place].api.notifications.list({})
  return rows.map(({ kind }) => kind).sort()
}
const auditOf = (id: string) =>
  asSystem(world.db, async tx =>
    (await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id))).map(({ action }) => action),
  )

describe('[B-08] when an incubator goes while an enquiry is open', () => {
  test('a merged one’s answer stands for its successor, which was not asked before; it can be chosen', async () => {
    const play = playEnquiry(stage, ['streetB', 'sector'])
    const { id } = await play.ask()
    await play.can('streetB')
    await merge('streetB', 'districtC')
    const view = await seen(id)
    expect(slots(view)).toEqual(
      [
        [stage.tenants.districtC.id, 'can'],
        [stage.tenants.sector.id, 'awaited'],
      ].toSorted(),
    )
    expect(deeds(view)).toEqual([['carried', nameOf('districtC')]])
    expect(view.history.find(({ action }) => action === 'answer')?.tenantName).toBe(nameOf('streetB'))
    expect(await kindsAt('streetA')).toEqual(['enquiryAnswered', 'enquiryStoodIn'])
    expect(await kindsAt('districtC')).toEqual(['enquiryAsked'])
    expect(await auditOf(id)).toEqual(['enquiry.ask', 'enquiry.standIn'])
    play.set({ ...play.now(), version: view.version })
    expect(await play.choose('districtC')).toMatchObject({ state: 'chosen' })
  })

  test('a suspended one’s superior is asked anew, and answers for itself', async () => {
    const play = playEnquiry(stage, ['streetB', 'sector'])
    const { id } = await play.ask()
    await play.can('streetB')
    await suspend('streetB')
    const view = await seen(id)
    expect(slots(view)).toEqual(
      [
        [stage.tenants.districtB.id, 'awaited'],
        [stage.tenants.sector.id, 'awaited'],
      ].toSorted(),
    )
    expect(deeds(view)).toEqual([['askedAnew', nameOf('districtB')]])
    expect(await kindsAt('districtB')).toEqual(['enquiryAsked'])
    await play.can('districtB')
    play.set({ ...play.now(), version: view.version })
    expect(await play.choose('districtB')).toMatchObject({ state: 'chosen' })
  })

  test('a slot that only the asker or another of those asked could take is closed, and the enquiry does not wait for it', async () => {
    const play = playEnquiry(stage, ['districtB', 'streetB'])
    const { id } = await play.ask()
    await play.cannot('districtB')
    await suspend('streetB')
    const view = await seen(id)
    expect(slots(view)).toEqual(
      [
        [stage.tenants.districtB.id, 'cannot'],
        [stage.tenants.streetB.id, 'unanswered'],
      ].toSorted(),
    )
    expect(deeds(view)).toEqual([['closed', nameOf('streetB')]])
    await runEnquiries(world.deps, testMonday)
    expect((await rowOf(id)).state).toBe('nobody')
  })

  test('a suspended asker’s enquiry is taken back; those asked are told so, and no clock is left', async () => {
    const play = playEnquiry(stage, ['districtB', 'sector'])
    const { id } = await play.ask()
    await play.can('districtB')
    await suspend('streetA')
    expect(await rowOf(id)).toMatchObject({ state: 'withdrawn', nextClockAt: null, settledAt: testMonday, version: 2 })
    for (const place of ['districtB', 'sector'] as const) {
      expect((await play.sheetAt(place)).outcome).toBe('withdrawn')
      expect(await kindsAt(place)).toEqual(['enquiryAsked', 'enquiryWithdrawn'])
    }
    await runEnquiries(world.deps, new Date('2026-03-20T09:00:00+08:00'))
    expect((await rowOf(id)).version).toBe(2)
  })

  test('a merged asker’s successor goes on, with the organisation, and does not answer itself', async () => {
    const play = playEnquiry(stage, ['districtB', 'sector'])
    const { id } = await play.ask()
    await play.can('sector')
    await merge('streetA', 'districtB')
    const view = await seen(id, 'districtB')
    expect(slots(view)).toEqual(
      [
        [stage.tenants.districtB.id, 'unanswered'],
        [stage.tenants.sector.id, 'can'],
      ].toSorted(),
    )
    expect(deeds(view).toSorted()).toEqual([
      ['asker', null],
      ['closed', nameOf('districtB')],
    ])
    expect(await stage.people.sector.api.enquiries.asked({})).toMatchObject({
      rows: [{ from: { id: stage.tenants.districtB.id } }],
    })
    const { referralId } = await stage.people.districtB.api.enquiries.choose({
      ...{ key: key(), id, version: view.version, mode: 'coService', tenantId: stage.tenants.sector.id },
    })
    expect(await stage.people.districtB.api.referrals.get({ id: referralId })).toMatchObject({
      from: { id: stage.tenants.districtB.id },
      to: { id: stage.tenants.sector.id },
    })
  })

  test('what is settled stays as it was', async () => {
    const play = playEnquiry(stage, ['streetB', 'sector'])
    const { id } = await play.ask()
    await play.can('sector')
    await play.choose('sector')
    const before = await rowOf(id)
    await merge('streetB', 'districtC')
    expect(await rowOf(id)).toEqual(before)
    expect((await stage.people.districtC.api.enquiries.asked({})).rows).toEqual([])
  })

  test('the gates answer the centre at the top alone, and nothing changes', async () => {
    const { id } = await playEnquiry(stage, ['districtB', 'sector']).ask()
    const before = await rowOf(id)
    const ids = sql`${stage.tenants.sector.id}::uuid, ${stage.tenants.districtC.id}::uuid`
    const plans = JSON.stringify([{ id, version: 1, becomes: 'withdrawn', isAskerReplaced: false, slots: [] }])
    for (const place of ['streetA', 'districtB', 'districtC', 'districtA'] as const)
      for (const query of [
        sql`select 1 from app.enquiries_of_retiring(${ids})`,
        sql`select app.stand_in_enquiries(${ids}, '某', ${plans}::text::jsonb)`,
      ]) {
        const { sessionId } = stage.people[place]
        const call = withSession(world.db, { sessionId, now: testMonday }, tx => tx.execute(query))
        expect(await call.then(() => 'answered', sqlStateOf)).toBe('42501')
      }
    expect(await rowOf(id)).toEqual(before)
  })
})
