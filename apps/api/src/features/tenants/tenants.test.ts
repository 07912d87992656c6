import { asSystem, schema } from '@fuqiao/db'
import { newNetwork, newOrganisation, newTenant, type OrganisationRow, type TenantRow } from '@fuqiao/db/factories'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'

let world: TestWorld
let nextNetwork = 1

beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())

type Network = {
  networkId: number
  city: TenantRow
  districts: [TenantRow, TenantRow]
  street: TenantRow
  other: TenantRow
  organisation: OrganisationRow
  cityDirector: TestPerson
  districtDirectors: [TestPerson, TestPerson]
  streetDirector: TestPerson
}

/** A city with two districts and a street below each; one organisation in the first street. */
async function newNetworkWithStreets(): Promise<Network> {
  const networkId = nextNetwork++
  const made = await asSystem(world.db, async tx => {
    await newNetwork(tx, { id: networkId })
    const city = await newTenant(tx, { networkId, tier: 'city', divisionCode: '1101' })
    const first = await newTenant(tx, { networkId, parentId: city.id, tier: 'district', divisionCode: '110101' })
    const second = await newTenant(tx, { networkId, parentId: city.id, tier: 'district', divisionCode: '110102' })
    const street = await newTenant(tx, { networkId, parentId: first.id, tier: 'street', divisionCode: '110101001' })
    const other = await newTenant(tx, { networkId, parentId: second.id, tier: 'street', divisionCode: '110102001' })
    const organisation = await newOrganisation(tx, { networkId, tenantId: street.id })
    return { city, first, second, street, other, organisation }
  })
  const director = (tenant: TenantRow) => world.person({ networkId, tenantId: tenant.id, roles: ['director'] })
  return {
    networkId,
    city: made.city,
    districts: [made.first, made.second],
    street: made.street,
    other: made.other,
    organisation: made.organisation,
    cityDirector: await director(made.city),
    districtDirectors: [await director(made.first), await director(made.second)],
    streetDirector: await director(made.street),
  }
}

const rowOf = async (id: string) =>
  (await asSystem(world.db, tx => tx.select().from(schema.tenant).where(eq(schema.tenant.id, id))))[0]
const change = (tenant: TenantRow) => ({
  key: randomUUID(),
  tenantId: tenant.id,
  version: tenant.version,
  reason: '区划调整',
})
/** Who directs a tenant that is opened, and administers it too. */
const led = () => ({
  director: { loginName: `zhuren.${randomUUID().slice(0, 8)}`, displayName: '何小满' },
  administrator: null,
})
const appCode = async (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: { body?: { appCode: string }; message?: string }) => error.body?.appCode ?? error.message,
  )
const sees = (person: TestPerson, organisation: OrganisationRow) =>
  appCode(person.api.organisations.get({ id: organisation.id }))

describe('[B-08] the city centre changes the tree', () => {
  test('[B-08] opens a tenant that is at work at once, with a first line of history', async () => {
    const network = await newNetworkWithStreets()
    const opened = await network.cityDirector.api.tenants.open({
      key: randomUUID(),
      parentId: network.districts[0].id,
      tier: 'street',
      kind: 'administrative',
      buildingMode: 'convertedPublicRooms',
      name: '景山街道社会组织培育孵化中心',
      shortName: '景山街道',
      divisionCode: '110101002',
      reason: '新设街道平台',
      ...led(),
    })
    const page = await network.streetDirector.api.tenants.get({ tenantId: opened.id })
    expect(page).toMatchObject({ status: 'active', tier: 'street', buildingMode: 'convertedPublicRooms' })
    expect(page.superiors.map(({ id }) => id)).toEqual([network.city.id, network.districts[0].id])
    expect(page.history).toHaveLength(1)
    expect(page.history[0]).toMatchObject({ change: 'opened', reason: '新设街道平台', to: null })
  })

  test('[B-08] a moved tenant is seen by its new superior and no longer by the old one, with all its rows, and the history tells both', async () => {
    const network = await newNetworkWithStreets()
    const [oldSuperior, newSuperior] = network.districtDirectors
    expect(await sees(oldSuperior, network.organisation)).toBe('no error')
    expect(await sees(newSuperior, network.organisation)).toBe('NOT_FOUND')
    await network.cityDirector.api.tenants.reparent({ ...change(network.street), parentId: network.districts[1].id })
    expect(await sees(oldSuperior, network.organisation)).toBe('NOT_FOUND')
    expect(await sees(newSuperior, network.organisation)).toBe('no error')
    expect(await sees(network.streetDirector, network.organisation)).toBe('no error')
    const page = await network.cityDirector.api.tenants.get({ tenantId: network.street.id })
    expect(page.history[0]).toMatchObject({ change: 'reparented', to: null })
    expect(page.superiors.at(-1)?.id).toBe(network.districts[1].id)
  })

  test('[B-08] a whole subtree moves and keeps its shape, also to another depth', async () => {
    const network = await newNetworkWithStreets()
    const { networkId } = network
    const station = await asSystem(world.db, tx =>
      newTenant(tx, { networkId, parentId: network.street.id, tier: 'community', divisionCode: '110101001001' }),
    )
    await network.cityDirector.api.tenants.reparent({
      ...change(network.street),
      version: (await rowOf(network.street.id))?.version ?? 0,
      parentId: network.city.id,
    })
    const [street, below] = [await rowOf(network.street.id), await rowOf(station.id)]
    expect(street?.depth).toBe(1)
    expect(below?.depth).toBe(2)
    expect(below && street && below.scopeKey > street.scopeKey && below.scopeHigh <= street.scopeHigh).toBe(true)
  })

  test("[B-08] a suspended tenant's people act nowhere from the next request on; its rows stay with its superiors; resumed, they are back", async () => {
    const network = await newNetworkWithStreets()
    await network.cityDirector.api.tenants.suspend(change(network.street))
    expect(await sees(network.streetDirector, network.organisation)).toBe('TENANT_NOT_ACTIVE')
    expect(await sees(network.districtDirectors[0], network.organisation)).toBe('no error')
    const row = await rowOf(network.street.id)
    await network.cityDirector.api.tenants.resume({ ...change(network.street), version: row?.version ?? 0 })
    expect(await sees(network.streetDirector, network.organisation)).toBe('no error')
  })

  test("[B-08] a merged tenant's organisations go into its successor's custody, nothing is lost, nobody else sees them", async () => {
    const network = await newNetworkWithStreets()
    const heir = await world.person({ networkId: network.networkId, tenantId: network.other.id, roles: ['director'] })
    expect(await sees(heir, network.organisation)).toBe('NOT_FOUND')
    await network.cityDirector.api.tenants.merge({ ...change(network.street), successorId: network.other.id })
    expect(await sees(heir, network.organisation)).toBe('no error')
    expect(await sees(network.streetDirector, network.organisation)).toBe('TENANT_NOT_ACTIVE')
    expect(await sees(network.districtDirectors[0], network.organisation)).toBe('NOT_FOUND')
    expect(await rowOf(network.street.id)).toMatchObject({ status: 'merged', successorId: network.other.id })
  })

  test('the same request twice opens one tenant', async () => {
    const network = await newNetworkWithStreets()
    const input = {
      key: randomUUID(),
      parentId: network.districts[0].id,
      tier: 'street' as const,
      kind: 'social' as const,
      buildingMode: null,
      name: '某某社会力量孵化基地',
      shortName: '基地',
      divisionCode: '110101002',
      reason: '社会力量兴办',
      ...led(),
    }
    const [one, two] = await Promise.all([
      network.cityDirector.api.tenants.open(input),
      network.cityDirector.api.tenants.open(input),
    ])
    expect(one.id).toBe(two.id)
  })
})

describe('what is refused, and leaves the tree as it was', () => {
  test('a district director changes nothing, not even below', async () => {
    const network = await newNetworkWithStreets()
    const [director] = network.districtDirectors
    const before = await rowOf(network.street.id)
    expect(await appCode(director.api.tenants.suspend(change(network.street)))).toBe('NOT_ALLOWED')
    expect(
      await appCode(director.api.tenants.merge({ ...change(network.street), successorId: network.other.id })),
    ).toBe('NOT_ALLOWED')
    expect(
      await appCode(director.api.tenants.reparent({ ...change(network.street), parentId: network.districts[1].id })),
    ).toBe('NOT_ALLOWED')
    expect(await rowOf(network.street.id)).toEqual(before)
  })

  test("another network's centre finds no such tenant, as with an id that was never given", async () => {
    const [network, foreign] = [await newNetworkWithStreets(), await newNetworkWithStreets()]
    const before = await rowOf(network.street.id)
    const call = (tenantId: string) =>
      foreign.cityDirector.api.tenants
        .suspend({ ...change(network.street), tenantId })
        .catch((error: { body: unknown }) => error.body)
    expect(await call(network.street.id)).toEqual(await call(randomUUID()))
    expect(await rowOf(network.street.id)).toEqual(before)
  })

  test('a stale version is told the present state', async () => {
    const network = await newNetworkWithStreets()
    await network.cityDirector.api.tenants.suspend(change(network.street))
    const refused = await network.cityDirector.api.tenants
      .suspend(change(network.street))
      .catch((error: { body: unknown }) => error.body)
    expect(refused).toMatchObject({
      appCode: 'VERSION_CONFLICT',
      params: { state: 'suspended', version: network.street.version + 1 },
    })
  })

  test('a tenant is not put below itself, nor a district below a street, nor merged while others stand below it', async () => {
    const network = await newNetworkWithStreets()
    const api = network.cityDirector.api.tenants
    expect(await appCode(api.reparent({ ...change(network.districts[0]), parentId: network.street.id }))).toBe(
      'TENANT_UNDER_ITSELF',
    )
    expect(await appCode(api.reparent({ ...change(network.districts[0]), parentId: network.other.id }))).toBe(
      'TENANT_TIER_ORDER',
    )
    expect(await appCode(api.merge({ ...change(network.districts[0]), successorId: network.districts[1].id }))).toBe(
      'TENANT_HAS_SUBORDINATES',
    )
    expect(await rowOf(network.districts[0].id)).toMatchObject({ status: 'active', parentId: network.city.id })
  })

  test('a second service centre for the same division is refused', async () => {
    const network = await newNetworkWithStreets()
    const input = {
      key: randomUUID(),
      parentId: network.districts[0].id,
      tier: 'street' as const,
      kind: 'administrative' as const,
      buildingMode: null,
      name: '又一个中心',
      shortName: '又一个',
      divisionCode: '110101001',
      reason: '重复设立',
      ...led(),
    }
    expect(await appCode(network.cityDirector.api.tenants.open(input))).toBe('DIVISION_TAKEN')
  })
})

describe('capability', () => {
  const declared = {
    functions: [] as string[],
    fields: ['elderCare' as const],
    services: '法律咨询',
    contactName: '值班电话',
    contactPhone: '010-00000000',
    ceiling: 20,
    takesReferrals: true,
    version: 0,
  }

  test('[B-12] what a tenant declares is seen by the whole network and by no other network', async () => {
    const [network, foreign] = [await newNetworkWithStreets(), await newNetworkWithStreets()]
    const functions = [...(world.deps.profiles.get('beijing-2017')?.functions ?? [])].slice(0, 2).map(({ id }) => id)
    await network.streetDirector.api.tenants.declareCapability({ ...declared, functions })
    const seen = await network.districtDirectors[1].api.tenants.get({ tenantId: network.street.id })
    expect(seen.capability).toMatchObject({ functions, fields: ['elderCare'], version: 1 })
    expect(await appCode(foreign.cityDirector.api.tenants.get({ tenantId: network.street.id }))).toBe('NOT_FOUND')
  })

  test('a function the catalogue does not know is refused by name, and nothing is stored', async () => {
    const network = await newNetworkWithStreets()
    const refused = await network.streetDirector.api.tenants
      .declareCapability({ ...declared, functions: ['flying'] })
      .catch((error: { body: unknown }) => error.body)
    expect(refused).toMatchObject({ appCode: 'INPUT_INVALID', fields: { 'functions.0': 'FUNCTION_UNKNOWN' } })
    expect((await network.streetDirector.api.tenants.get({ tenantId: network.street.id })).capability).toBeNull()
  })
})
