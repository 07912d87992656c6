import { asSystem, schema } from '@fuqiao/db'
import { isNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../test/harness.ts'
import { playReferral, setStage, type Stage } from '../../test/referral-stage.ts'
import { startJobs } from './scheduler.ts'

describe('the scheduler', () => {
  let world: TestWorld
  let stage: Stage
  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  const openEvents = () => asSystem(world.db, tx => tx.select().from(schema.outbox).where(isNull(schema.outbox.doneAt)))

  test('gives events their effects and runs the clocks while the server runs, and nothing after it has stopped', async () => {
    const { id } = await playReferral(stage, { to: 'streetB', need: 'venue' }).until('approve')
    world.setNow(new Date('2026-03-04T18:00:00+08:00'))
    const jobs = startJobs(world.deps)
    await expect
      .poll(async () => (await stage.people.streetB.api.referrals.get({ id })).clock?.level, { timeout: 15_000 })
      .toBe(1)
    await expect.poll(async () => (await openEvents()).length, { timeout: 15_000 }).toBe(0)
    await jobs.stop()
    await stage.people.streetB.api.referrals.acknowledge({
      key: crypto.randomUUID(),
      id,
      version: (await stage.people.streetB.api.referrals.get({ id })).version,
    })
    expect(await openEvents()).toHaveLength(1)
  })
})
