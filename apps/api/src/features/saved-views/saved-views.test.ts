import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
})
afterAll(() => world.close())

test("a kept view is its keeper's alone: a colleague neither sees nor removes it", async () => {
  const [keeper, colleague] = [await city.at(city.street, 'caseWorker'), await city.at(city.street, 'director')]
  const { id } = await keeper.api.savedViews.create({
    page: 'organisations',
    name: '养老类',
    query: { field: 'elderCare' },
  })
  expect(await keeper.api.savedViews.list({ page: 'organisations' })).toEqual({
    rows: [{ id, name: '养老类', query: { field: 'elderCare' } }],
  })
  expect(await keeper.api.savedViews.list({ page: 'audit' })).toEqual({ rows: [] })
  expect(await colleague.api.savedViews.list({ page: 'organisations' })).toEqual({ rows: [] })
  expect((await refusalOf(colleague.api.savedViews.remove({ id }))).code).toBe('NOT_FOUND')
  expect((await keeper.api.savedViews.list({ page: 'organisations' })).rows).toHaveLength(1)
  await keeper.api.savedViews.remove({ id })
  expect((await keeper.api.savedViews.list({ page: 'organisations' })).rows).toEqual([])
})

test('nobody keeps views without a name, beyond twenty of a page, or without a session', async () => {
  const keeper = await city.at(city.street, 'caseWorker')
  const keep = (name: string) => keeper.api.savedViews.create({ page: 'organisations', name, query: {} })
  expect((await refusalOf(keep(' '))).body.appCode).toBe('INPUT_INVALID')
  for (let at = 0; at < 20; at += 1) await keep(`第${at}个`)
  expect((await refusalOf(keep('第二十一个'))).body.fields).toEqual({ name: 'INPUT_TOO_MANY_VIEWS' })
  expect((await refusalOf(world.anonymous.savedViews.list({ page: 'organisations' }))).code).toBe('UNAUTHORIZED')
})
