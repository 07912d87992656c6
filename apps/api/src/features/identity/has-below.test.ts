import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { setStage, type Stage } from '../../../test/referral-stage.ts'

let world: TestWorld
let stage: Stage

beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setStage(world)
})
afterAll(() => world.close())

test('[X-05] a session says whether its incubator has others below it, by the tree and not by its tier', async () => {
  const below = async (place: 'city' | 'districtA' | 'districtC' | 'streetA') =>
    (await stage.people[place].api.identity.me()).hasBelow
  expect([await below('city'), await below('districtA')]).toEqual([true, true])
  expect([await below('districtC'), await below('streetA')]).toEqual([false, false])
  expect((await stage.account.api.identity.me()).hasBelow).toBe(false)
})

test('a session says whether its incubator stands at the top of the network, by the tree and not by its tier', async () => {
  const isRoot = async (place: 'city' | 'districtA' | 'streetA') => (await stage.people[place].api.identity.me()).isRoot
  expect([await isRoot('city'), await isRoot('districtA'), await isRoot('streetA')]).toEqual([true, false, false])
  expect((await stage.account.api.identity.me()).isRoot).toBe(false)
})
