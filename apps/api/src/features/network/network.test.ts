import { asSystem } from '@fuqiao/db'
import { newCapability } from '@fuqiao/db/factories'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'
import { profileOf } from './index.ts'

let world: TestWorld
let city: SmallCity
let street: TestPerson

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  await asSystem(world.db, tx =>
    newCapability(tx, {
      ...city.sector,
      tenantId: city.sector.id,
      functions: ['sectorTraining', 'sectorPartyService'],
      fields: ['elderCare'],
      services: '护理员培训、行业政策解读',
    }),
  )
  street = await city.at(city.otherStreet, 'referralDesk')
})
afterAll(() => world.close())

describe('the vocabulary', () => {
  test('[B-01] names city, district and street as the tiers, top first, with what may stand at each', async () => {
    const { tiers, profileId } = await street.api.network.vocabulary()
    expect(profileId).toBe('beijing-2017')
    expect(tiers.map(({ id, tenantKinds }) => [id, tenantKinds.length])).toEqual([
      ['city', 5],
      ['district', 5],
      ['street', 2],
    ])
  })

  test('[B-04] gives each tier functions of its own, and says to which kinds a function falls', async () => {
    const { functions } = await street.api.network.vocabulary()
    const of = (tier: string) =>
      functions
        .filter(({ tiers, kinds }) => tiers.includes(tier) && kinds.includes('administrative'))
        .map(({ id }) => id)
    expect(of('street')).toContain('filingHelp')
    expect(of('street').filter(id => of('city').includes(id) || of('district').includes(id))).toEqual([])
    expect(functions.find(({ id }) => id === 'sectorTraining')?.kinds).not.toContain('administrative')
  })

  test('is for those who are signed in', async () => {
    expect(await refusalOf(world.anonymous.network.vocabulary())).toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test('of a profile that is not shipped is a fault of the installation', () => {
    expect(() => profileOf(world.deps, { networkId: 1, profileId: 'atlantis-1900' })).toThrow('atlantis-1900')
  })
})

describe('divisions', () => {
  test('open level by level from the network’s own, with real codes and the statistical zones marked', async () => {
    const [top] = await street.api.network.divisions({ parentCode: null })
    expect(top).toMatchObject({ code: '11', name: '北京市', childCount: 16 })
    const daxing = await street.api.network.divisions({ parentCode: '110115' })
    expect(daxing.filter(({ isStatisticalOnly }) => isStatisticalOnly)).toHaveLength(4)
    expect((await street.api.network.divisions({ parentCode: '110101001' })).length).toBeGreaterThan(5)
  })

  test.each(['', '11%', '1101010010010', "11' or 1=1"])('refuse %j as a code', async parentCode => {
    expect(await refusalOf(street.api.network.divisions({ parentCode }))).toMatchObject({ code: 'BAD_REQUEST' })
  })
})

test('[B-12] a sector incubator’s specialties and services are found and read from any street of the network, and from no other', async () => {
  const [found] = await street.api.tenants.search({ text: '助老行业' })
  expect(found).toMatchObject({ id: city.sector.id, kind: 'sectorAuthority', takesReferrals: true })
  const page = await street.api.tenants.get({ tenantId: city.sector.id })
  expect(page.capability).toMatchObject({
    fields: ['elderCare'],
    functions: ['sectorTraining', 'sectorPartyService'],
    services: '护理员培训、行业政策解读',
  })
  const elsewhere = await newSmallCity(world)
  const stranger = await elsewhere.at(elsewhere.city, 'director')
  expect(await refusalOf(stranger.api.tenants.get({ tenantId: city.sector.id }))).toMatchObject({ code: 'NOT_FOUND' })
  expect((await stranger.api.tenants.search({ text: '助老行业' })).map(({ id }) => id)).toEqual([elsewhere.sector.id])
})
