import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { playReferral, setStage, type Stage } from '../../../test/referral-stage.ts'

describe('the main path of a referral', () => {
  let world: TestWorld
  let stage: Stage
  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  test('[B-11] hands an organisation from a street to the city centre', async () => {
    const play = playReferral(stage)
    const closed = await play.until('close')
    expect(closed.state).toBe('closed')
  })
})
