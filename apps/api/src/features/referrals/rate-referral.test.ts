import { asSystem, schema, withSession } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { makePartners, playAcross } from '../../../test/partner-stage.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { runClocks } from '../../jobs/run-clocks.ts'

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

/** From the first street to the second district, so that the desk is the city's and no party's. */
const play = () => playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
const rate = (person: TestPerson, at: { id: string; version: number }, over: object = {}) =>
  person.api.referrals.rate({
    ...{ key: key(), id: at.id, version: at.version, grade: 'satisfied', words: '老师很耐心' },
    ...over,
  })
const stored = (id: string) =>
  asSystem(world.db, tx => tx.select().from(schema.referralRating).where(eq(schema.referralRating.referralId, id)))
const shown = async (person: TestPerson, id: string) => {
  const { rating, mayRate } = await person.api.referrals.get({ id })
  return { grade: rating?.grade ?? null, words: rating?.words ?? null, mayRate }
}

describe('how an organisation found a service', () => {
  test('is said by its own account when the referral is closed, and read by both sides, while the desk reads nothing of it', async () => {
    const at = await play().until('close')
    const { streetA, districtB, city, districtC } = stage.people
    expect(await shown(stage.account, at.id)).toEqual({ grade: null, words: null, mayRate: true })
    await rate(stage.account, at)
    for (const reader of [stage.account, streetA, districtB])
      expect(await shown(reader, at.id)).toEqual({ grade: 'satisfied', words: '老师很耐心', mayRate: false })
    expect(await shown(city, at.id)).toEqual({ grade: null, words: null, mayRate: false })
    expect(await refusal(shown(districtC, at.id))).toMatchObject({ appCode: 'NOT_FOUND' })
    const behindWall = ({ sessionId }: TestPerson) =>
      withSession(world.db, { sessionId, now: testMonday, readOnly: true }, tx =>
        tx.select().from(schema.referralRating),
      )
    for (const outsider of [city, stage.people.districtA, districtC]) expect(await behindWall(outsider)).toEqual([])
  })

  test('is said of a referral that was closed unconfirmed too', async () => {
    const at = await play().until('report')
    world.setNow(new Date('2026-04-15T09:00:00+08:00'))
    await runClocks(world.deps, world.deps.now())
    const { state, version, isUnconfirmed } = await stage.account.api.referrals.get({ id: at.id })
    expect([state, isUnconfirmed]).toEqual(['closed', true])
    await rate(stage.account, { id: at.id, version })
    expect(await stored(at.id)).toMatchObject([{ grade: 'satisfied' }])
  })

  test('stands once: with its entry in the trail and one event, both sides are told, the same key has no second effect and another word is refused', async () => {
    const at = await play().until('close')
    await dispatchOutbox(world.deps, world.deps.now())
    const request = { key: key(), id: at.id, version: at.version, grade: 'verySatisfied' as const, words: '' }
    const answer = await stage.account.api.referrals.rate(request)
    expect(await stage.account.api.referrals.rate(request)).toEqual(answer)
    expect(await refusal(rate(stage.account, at))).toMatchObject({ appCode: 'RATING_GIVEN' })
    expect(await stored(at.id)).toMatchObject([{ grade: 'verySatisfied', words: '' }])
    const { auditEntry, outbox } = schema
    const [trail, events] = await asSystem(world.db, tx =>
      Promise.all([
        tx
          .select()
          .from(auditEntry)
          .where(and(eq(auditEntry.subjectId, at.id), eq(auditEntry.action, 'referral.rate'))),
        tx
          .select()
          .from(outbox)
          .where(and(eq(outbox.subjectId, at.id), eq(outbox.topic, 'rating'))),
      ]),
    )
    expect(trail).toMatchObject([{ details: { grade: 'verySatisfied' } }])
    expect(events).toHaveLength(1)
    await dispatchOutbox(world.deps, world.deps.now())
    const { streetA, districtB, city } = stage.people
    const told = async (person: TestPerson) =>
      (await person.api.notifications.list({})).rows.filter(({ kind }) => kind === 'rated').length
    expect([await told(streetA), await told(districtB), await told(city), await told(stage.account)]).toEqual([
      1, 1, 0, 0,
    ])
  })

  test('of two that come at once one stands', async () => {
    const at = await play().until('close')
    const came = await Promise.allSettled([
      rate(stage.account, at),
      rate(stage.account, at, { grade: 'fairlySatisfied' }),
    ])
    expect(came.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await stored(at.id)).toHaveLength(1)
  })

  test('takes a reason with the two lowest grades', async () => {
    const at = await play().until('close')
    for (const grade of ['dissatisfied', 'veryDissatisfied'])
      expect(await refusal(rate(stage.account, at, { grade, words: ' ' }))).toMatchObject({
        fields: { words: 'INPUT_RATING_REASON' },
      })
    expect(await stored(at.id)).toEqual([])
    await rate(stage.account, at, { grade: 'veryDissatisfied', words: '没有人来' })
    expect(await stored(at.id)).toMatchObject([{ grade: 'veryDissatisfied', words: '没有人来' }])
  })

  test('is said by nobody else, not before closure and not of another state than was seen', async () => {
    const played = play()
    const reported = await played.until('report')
    expect(await refusal(rate(stage.account, reported))).toMatchObject({ appCode: 'RATING_NOT_YET' })
    const at = await played.onward('report', 'close')
    expect(await refusal(rate(stage.account, reported))).toMatchObject({ appCode: 'VERSION_CONFLICT' })
    const { streetA, districtB, city, districtC } = stage.people
    for (const party of [streetA, districtB, city, districtC])
      expect(await refusal(rate(party, at))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    const { account: stranger } = await anotherOrganisation(world, stage)
    expect(await refusal(rate(stranger, at))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await stored(at.id)).toEqual([])
  })
})

test('[X-08] how an organisation found a service in another network is read there too, and its incubator told', async () => {
  const pair = await makePartners(world)
  await pair.confirm()
  const across = playAcross(pair)
  await across.until('close')
  const { a, b } = pair
  const { version } = await a.account.api.referrals.get({ id: across.id() })
  await rate(a.account, { id: across.id(), version })
  await dispatchOutbox(world.deps, world.deps.now())
  expect(await shown(a.people.streetA, across.id())).toMatchObject({ grade: 'satisfied' })
  expect(await shown(b.people.streetA, across.farId())).toMatchObject({ grade: 'satisfied', words: '老师很耐心' })
  const { rows } = await b.people.streetA.api.notifications.list({})
  expect(rows.filter(({ kind }) => kind === 'rated')).toHaveLength(1)
  expect(await shown(b.people.city, across.farId())).toMatchObject({ grade: null })
})
