import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { asSystem } from '@fuqiao/db'
import { newNetwork, newTenant } from '@fuqiao/db/factories'
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

test('a session, of a tenant and of an organisation, tells what the network’s own document calls its tiers', async () => {
  const jilin = await asSystem(world.db, async tx => {
    const { id: networkId } = await newNetwork(tx, { profileId: 'jilin-2014', divisionCode: '22' })
    return newTenant(tx, { networkId, divisionCode: '22', parentId: null })
  })
  const person = await world.person({ networkId: jilin.networkId, tenantId: jilin.id, roles: ['director'] })
  const namesFor = async ({ api }: Pick<typeof person, 'api'>) => (await api.identity.me()).network.tierNames
  expect(await namesFor(person)).toMatchObject({ city: { zh: '市(州)', en: 'Prefecture' }, street: { zh: '街道(镇)' } })
  expect(await namesFor(stage.people.city)).toMatchObject({ city: { zh: '市', en: 'City' } })
  expect(await namesFor(stage.account)).toEqual(await namesFor(stage.people.city))
})
