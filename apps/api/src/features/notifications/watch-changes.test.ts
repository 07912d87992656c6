import type { ChangeNews } from '@fuqiao/contract'
import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { playAgreement } from '../../../test/agreement-stage.ts'
import { playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { mostSubscriptions, openChanges } from './watch-changes.ts'

describe('live updates', () => {
  let world: TestWorld
  let stage: Stage
  beforeAll(async () => {
    world = await buildTestWorld()
  })
  beforeEach(async () => {
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  /** Hears what a person hears, from now on. */
  const listen = async (person: TestPerson, checkEveryMs?: number) => {
    const stop = new AbortController()
    const heard: ChangeNews[] = []
    const every = checkEveryMs ? { checkEveryMs } : {}
    const stream = await openChanges({ deps: world.deps, sessionId: person.sessionId, signal: stop.signal, ...every })
    const run = (async () => {
      for await (const { news } of stream) heard.push(news)
    })()
    return { heard, run, stop: () => stop.abort() }
  }
  const until = async (what: () => boolean) => expect.poll(what, { timeout: 15_000 }).toBe(true)

  test('the parties hear of a referral as far as they see it; a third district, the draft’s outsiders and another network hear nothing', async () => {
    const elsewhere = await setStage(world)
    const ears = {
      sender: await listen(stage.people.streetA),
      target: await listen(stage.people.districtB),
      desk: await listen(stage.people.city),
      third: await listen(stage.people.districtC),
      superior: await listen(stage.people.districtA),
      account: await listen(stage.account),
      elsewhere: await listen(elsewhere.people.city),
    }
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('edit')
    await until(() => ears.sender.heard.length === 2)
    expect([ears.target.heard, ears.desk.heard, ears.account.heard]).toEqual([[], [], []])
    await play.onward('edit', 'close')
    const { id } = play.now()
    // Every event of this referral has been heard by those who see it last; the others have been asked about each of them before.
    await until(
      // At least: one who is asked late about an early step may see by then what they did not see before.
      () => ears.sender.heard.length >= 12 && ears.account.heard.length >= 10 && ears.target.heard.length >= 8,
    )
    const last = await playReferral(elsewhere).until('draft')
    const probe = await listen(elsewhere.people.streetA)
    await elsewhere.people.streetA.api.referrals.discard({
      key: crypto.randomUUID(),
      id: last.id,
      version: last.version,
    })
    for (const ear of [ears.third, ears.superior, ears.elsewhere]) expect(ear.heard).toEqual([])
    expect(ears.target.heard.every(({ topic, referralId }) => topic === 'referral' && referralId === id)).toBe(true)
    for (const ear of [...Object.values(ears), probe]) ear.stop()
    await Promise.all([...Object.values(ears), probe].map(({ run }) => run))
  })

  test('both sides of an agreement hear of it and of the notice, once it is proposed; neither a third district nor another network does', async () => {
    const elsewhere = await setStage(world)
    const ears = {
      first: await listen(stage.people.streetA),
      second: await listen(stage.people.districtB),
      third: await listen(stage.people.districtC),
      account: await listen(stage.account),
      elsewhere: await listen(elsewhere.people.districtB),
    }
    const play = playAgreement(stage, { second: 'districtB' })
    await play.draft()
    await until(() => ears.first.heard.length === 1)
    expect(ears.second.heard).toEqual([])
    await play.propose()
    await dispatchOutbox(world.deps, world.deps.now())
    const topics = ({ heard }: { heard: ChangeNews[] }) => new Set(heard.map(({ topic }) => topic))
    await until(() => topics(ears.second).has('notice'))
    expect(topics(ears.second)).toEqual(new Set(['agreement', 'notice']))
    expect([...ears.first.heard, ...ears.second.heard].every(({ referralId }) => referralId === null)).toBe(true)
    for (const ear of [ears.third, ears.account, ears.elsewhere]) expect(ear.heard).toEqual([])
    for (const ear of Object.values(ears)) ear.stop()
    await Promise.all(Object.values(ears).map(({ run }) => run))
  })

  test('a session that ends is told nothing more, and its stream ends with the next event', async () => {
    const ear = await listen(stage.people.streetA)
    await playReferral(stage).until('draft')
    await until(() => ear.heard.length === 1)
    await asSystem(world.db, tx =>
      tx
        .update(schema.session)
        .set({ endedAt: world.deps.now() })
        .where(eq(schema.session.id, stage.people.streetA.sessionId)),
    )
    const other = await world.person({
      networkId: stage.networkId,
      tenantId: stage.tenants.streetA.id,
      roles: ['director'],
    })
    await other.api.referrals.create({
      key: crypto.randomUUID(),
      organisationId: stage.organisation.id,
      mode: 'coService',
    })
    await ear.run
    expect(ear.heard).toHaveLength(1)
  })

  test('a session that ends while nothing happens ends its stream at the next look', async () => {
    const ear = await listen(stage.people.streetB, 20)
    await asSystem(world.db, tx =>
      tx
        .update(schema.session)
        .set({ endedAt: world.deps.now() })
        .where(eq(schema.session.id, stage.people.streetB.sessionId)),
    )
    await ear.run
    expect(ear.heard).toEqual([])
  })

  test('a person holds so many streams and no more; one that ends makes room', async () => {
    const person = stage.people.districtC
    const ears = await Promise.all(Array.from({ length: mostSubscriptions }, () => listen(person)))
    const oneMore = () =>
      openChanges({ deps: world.deps, sessionId: person.sessionId, signal: new AbortController().signal })
    expect(await refusal(oneMore())).toEqual({ appCode: 'TOO_MANY_SUBSCRIPTIONS', params: { most: mostSubscriptions } })
    ears[0]!.stop()
    await ears[0]!.run
    const again = await listen(person)
    for (const ear of [...ears, again]) ear.stop()
    await Promise.all([...ears, again].map(({ run }) => run))
  })

  test('nobody listens without a live session', async () => {
    const open = openChanges({
      deps: world.deps,
      sessionId: crypto.randomUUID(),
      signal: new AbortController().signal,
    })
    expect(await refusal(open)).toMatchObject({ appCode: 'NOT_SIGNED_IN' })
  })
})
