import { asSystem, schema } from '@fuqiao/db'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../test/harness.ts'
import { setStage } from '../../test/referral-stage.ts'
import { forgetPassed } from './forget-passed.ts'

let world: TestWorld
let person: TestPerson
let networkId: number
beforeAll(async () => {
  world = await buildTestWorld()
  const stage = await setStage(world)
  person = stage.people.streetA
  networkId = stage.networkId
})
afterAll(() => world.close())

const daysAgo = (days: number) => new Date(testMonday.getTime() - days * 86_400_000)

/** One row of each kind, so old. */
async function leave(days: number, name: string): Promise<void> {
  const at = daysAgo(days)
  await asSystem(world.db, async tx => {
    await tx.insert(schema.signInThrottle).values({ key: name, failures: 1, windowStart: at })
    await tx
      .insert(schema.idempotencyKey)
      .values({ personId: person.personId, key: randomUUID(), procedure: name, requestDigest: 'x', at })
    await tx
      .insert(schema.refreshToken)
      .values({ id: randomUUID(), sessionId: person.sessionId, digest: Buffer.from(name), createdAt: at })
    await tx
      .insert(schema.outbox)
      .values({ networkId, topic: name, subjectId: randomUUID(), payload: {}, at, doneAt: at })
  })
}
const left = () =>
  asSystem(world.db, async tx => ({
    guesses: (await tx.select().from(schema.signInThrottle)).map(({ key }) => key).sort(),
    requests: (await tx.select().from(schema.idempotencyKey)).map(({ procedure }) => procedure).sort(),
    tokens: (await tx.select().from(schema.refreshToken)).map(({ digest }) => Buffer.from(digest).toString()).sort(),
    events: (await tx.select().from(schema.outbox)).map(({ topic }) => topic).sort(),
  }))

test('what has served is forgotten each at its time, and what serves still stays', async () => {
  await leave(0.2, 'fresh')
  await leave(5, 'days')
  await leave(40, 'old')
  await asSystem(world.db, tx =>
    tx
      .insert(schema.outbox)
      .values({ networkId, topic: 'open', subjectId: randomUUID(), payload: {}, at: daysAgo(90) }),
  )
  expect(await forgetPassed(world.deps, testMonday)).toBe(6)
  expect(await left()).toEqual({
    guesses: ['fresh'],
    requests: ['days', 'fresh'],
    tokens: ['fresh'],
    events: ['days', 'fresh', 'open'],
  })
  expect(await forgetPassed(world.deps, testMonday)).toBe(0)
})

test('a guesser who is still kept out is not forgotten', async () => {
  await asSystem(world.db, tx =>
    tx
      .insert(schema.signInThrottle)
      .values({ key: 'kept out', failures: 50, windowStart: daysAgo(3), blockedUntil: daysAgo(-1) }),
  )
  await forgetPassed(world.deps, testMonday)
  expect((await left()).guesses).toContain('kept out')
})
