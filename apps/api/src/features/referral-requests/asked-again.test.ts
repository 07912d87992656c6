import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { playReferral, setStage, type Stage } from '../../../test/referral-stage.ts'
import { askingOn } from '../../../test/request-stage.ts'

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

const { work, ask, itself, requestRow, onlyPull, kindsAt } = askingOn(() => ({ world, stage }))
/** How often a deed on a subject stands in the audit trail, and in the outbox. */
const traces = (id: string, deed: string) =>
  asSystem(world.db, async tx => {
    const audit = await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id))
    const events = await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id))
    return [
      audit.filter(({ action }) => action === deed).length,
      events.filter(({ payload }) => deed.endsWith(`.${String(payload['action'])}`)).length,
    ]
  })
/** Plays the draft that was asked for, as its custodian. */
async function complete() {
  const row = await onlyPull()
  const play = playReferral(stage, { to: 'districtC', need: 'venue' })
  play.set({ id: row.id, number: row.number, version: row.version, state: 'draft' })
  return play
}

describe('a referral that its target asks for again before it was sent', () => {
  test('says when its request has ended, and answers the newer one when the same asker asks again', async () => {
    const first = await ask(itself())
    await work()
    const { referrals } = stage.people.streetA.api
    const before = await onlyPull()
    const askedFor = async () => (await referrals.get({ id: before.id })).askedFor
    expect(await askedFor()).toMatchObject({ number: first.number, isEnded: false })
    await work(new Date('2026-03-23T18:00:00+08:00'))
    expect(await requestRow(first.id)).toMatchObject({ state: 'ended' })
    expect(await askedFor()).toMatchObject({ number: first.number, isEnded: true })
    expect((await onlyPull()).version).toBe(before.version)
    const wish = { reason: '又来访', offer: '辅导', need: 'sectorTraining', mode: 'handOver' } as const
    const second = await ask({ ...itself(), ...wish })
    await work(new Date('2026-03-24T09:00:00+08:00'))
    expect(await onlyPull()).toMatchObject({
      ...{ id: before.id, requestId: second.id, version: before.version + 1, need: wish.need, mode: wish.mode },
      dueRule: 'draft',
    })
    expect((await onlyPull()).dueAt?.getTime()).toBeGreaterThan(before.dueAt?.getTime() ?? Infinity)
    const seen = await referrals.get({ id: before.id })
    expect(seen.askedFor).toMatchObject({
      ...{ number: second.number, reason: '又来访', offer: '辅导', dueAt: second.dueAt, isEnded: false },
    })
    expect(seen.timeline.map(({ action, note }) => [action, note])).toEqual([
      ['create', '该组织来访，常驻地在我处'],
      ['askAgain', '又来访'],
    ])
    expect(await kindsAt('streetA')).toEqual(['askedFor', 'askedFor'])
    expect((await traces(before.id, 'referral.askAgain')).map(Number)).toEqual([1, 1])
    const play = await complete()
    await play.onward('draft', 'approve')
    await work(new Date('2026-03-24T10:00:00+08:00'))
    expect(await requestRow(second.id)).toMatchObject({ state: 'referred' })
    expect(await requestRow(first.id)).toMatchObject({ state: 'ended' })
  })

  test('keeps what the custodian has written', async () => {
    await ask(itself())
    await work()
    const play = await complete()
    await play.edit()
    const before = await onlyPull()
    await work(new Date('2026-03-23T18:00:00+08:00'))
    const second = await ask({ ...itself(), mode: 'handOver', need: 'sectorTraining' })
    await work(new Date('2026-03-24T09:00:00+08:00'))
    expect(await onlyPull()).toMatchObject({
      ...{ requestId: second.id, need: before.need, mode: before.mode, sections: before.sections },
    })
  })
})

test('the gate that tells of a request answers the custodian alone, and nobody of an organisation', async () => {
  const asked = await ask(itself())
  await work()
  const { id } = await onlyPull()
  const told = (person: { sessionId: string }) =>
    withSession(world.db, { sessionId: person.sessionId, now: testMonday, readOnly: true }, async tx => [
      ...(await tx.execute<{ number: string }>(sql`select number from app.asked_for(${id})`)),
    ])
  expect(await told(stage.people.streetA)).toEqual([{ number: asked.number }])
  const { districtA, city, districtC, districtB } = stage.people
  for (const person of [districtA, city, districtC, districtB, stage.account]) expect(await told(person)).toEqual([])
})
