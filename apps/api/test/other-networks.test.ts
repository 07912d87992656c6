import { asSystem, schema } from '@fuqiao/db'
import { newCapability, newDossier, newNetwork, newOrganisation, newTenant } from '@fuqiao/db/factories'
import { parseProfile, type Profile } from '@fuqiao/domain'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Profiles } from '../src/boot/load-profiles.ts'
import { buildTestWorld, type TestPerson, type TestWorld } from './harness.ts'
import { playReferral, type Stage } from './referral-stage.ts'
import { refusalOf } from './small-city.ts'

let world: TestWorld
beforeAll(async () => {
  world = await buildTestWorld()
  const parsed = parseProfile(invented, world.deps.profiles)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  ;(world.deps.profiles as Profiles).set(parsed.profile.id, parsed.profile)
})
afterAll(() => world.close())

const named = (zh: string) => ({ zh, en: zh })
const centre = (zh: string) => [{ kind: 'administrative', name: named(zh) }]
/** A network that no document has: three tiers of other names, and functions of its own. */
const invented = {
  ...{ id: 'invented-2030', basis: 'beijing-2017', name: named('某省网络') },
  source: { title: '某省试行办法', number: '第一号', issuedBy: '某省', date: '2030-01-01' },
  tiers: [
    { id: 'province', name: named('全省'), tenantKinds: centre('总站') },
    { id: 'county', name: named('片区'), tenantKinds: centre('分站') },
    { id: 'community', name: named('点位'), tenantKinds: centre('驿站') },
  ],
  functions: [
    { id: 'lighthouse', name: named('灯塔计划'), tiers: ['province'] },
    { id: 'tea', name: named('茶话'), tiers: ['county', 'community'] },
  ],
  referral: { maxHops: 2 },
}

type Tier = Profile['tiers'][number]['id']
type Step = { tier: Tier; division: string }
/** The divisions of a line from the top of each network down, and beside it of a second line. */
const lines: Record<string, { root: Step; first: readonly Step[]; second: readonly Step[] }> = {
  'beijing-2017': {
    root: { tier: 'city', division: '11' },
    first: [step('district', '110101'), step('street', '110101001')],
    second: [step('district', '110102'), step('street', '110102001')],
  },
  'wuhan-2015': {
    root: { tier: 'city', division: '4201' },
    first: [step('district', '420106'), step('street', '420106003'), step('community', '420106003')],
    second: [step('district', '420102'), step('street', '420102002'), step('community', '420102002')],
  },
  'jilin-2014': {
    root: { tier: 'province', division: '22' },
    first: [step('city', '2201'), step('county', '220122'), step('street', '220122')],
    second: [step('city', '2224'), step('county', '222402'), step('street', '222402')],
  },
  'zhengzhou-2018': {
    root: { tier: 'city', division: '4101' },
    first: [step('district', '410102'), step('street', '410102001')],
    second: [step('district', '410122'), step('street', '410122001')],
  },
  'invented-2030': {
    root: { tier: 'province', division: '42' },
    first: [step('county', '420106'), step('community', '420106003')],
    second: [step('county', '420102'), step('community', '420102002')],
  },
  'lingwu-2021': {
    root: { tier: 'county', division: '640181' },
    first: [step('street', '640181001')],
    second: [step('street', '640181100')],
  },
}
function step(tier: Tier, division: string): Step {
  return { tier, division }
}

type Node = { id: string; director: TestPerson; organisationId: string }
type Network = { networkId: number; root: Node; first: Node[]; second: Node[] }

const kindAt = (given: object) => ({ kind: 'administrative' as const, buildingMode: null, ...given })
function open(at: Node, { tier, division }: Step, more: object = {}) {
  const name = `孵化机构${randomUUID().slice(0, 8)}`
  return at.director.api.tenants.open({
    ...{ key: randomUUID(), parentId: at.id, tier, divisionCode: division, name, shortName: name.slice(0, 12) },
    ...{ reason: '按文件设立', administrator: null },
    director: { loginName: `zhuren.${randomUUID().slice(0, 8)}`, displayName: '何小满' },
    ...kindAt(more),
  })
}

async function nodeAt(networkId: number, tenantId: string): Promise<Node> {
  const organisation = await asSystem(world.db, tx => newOrganisation(tx, { networkId, tenantId }))
  const director = await world.person({ networkId, tenantId, roles: ['director'] })
  return { id: tenantId, director, organisationId: organisation.id }
}

/** A network by a document's rules: its top from the beginning, each place below opened by the top through the API. */
async function found(profileId: string): Promise<Network> {
  const line = lines[profileId]
  if (!line) throw new Error(`no divisions for ${profileId}`)
  const { root, first, second } = line
  const made = await asSystem(world.db, async tx => {
    const { id: networkId } = await newNetwork(tx, { profileId, divisionCode: root.division })
    return newTenant(tx, { networkId, tier: root.tier, divisionCode: root.division })
  })
  const top = await nodeAt(made.networkId, made.id)
  const below = async (steps: readonly Step[]) => {
    const nodes: Node[] = []
    for (const one of steps) {
      const { id } = await open({ ...top, id: nodes.at(-1)?.id ?? top.id }, one)
      nodes.push(await nodeAt(made.networkId, id))
    }
    return nodes
  }
  return { networkId: made.networkId, root: top, first: await below(first), second: await below(second) }
}

const seesOrganisation = ({ director }: Node, { organisationId }: Node) =>
  director.api.organisations.get({ id: organisationId }).then(
    () => true,
    () => false,
  )

/** Each sees its own and what lies below it, and nothing beside or above. */
async function holdsScope({ root, first, second }: Network): Promise<void> {
  for (const [line, beside] of [
    [first, second],
    [second, first],
  ] as const)
    for (const [at, node] of [root, ...line].entries())
      for (const [below, other] of [root, ...line].entries()) {
        expect([at, below, await seesOrganisation(node, other)]).toEqual([at, below, below >= at])
        const strange = beside[below]
        if (at > 0 && strange) expect(await seesOrganisation(node, strange)).toBe(false)
      }
}

test('[W-01] a network of four tiers is opened down to the community, and every tier sees its own and what lies below it alone', async () => {
  const wuhan = await found('wuhan-2015')
  expect(wuhan.first).toHaveLength(3)
  await holdsScope(wuhan)
  const { rows } = await wuhan.root.director.api.organisations.list({ within: 'below' })
  expect(rows).toHaveLength(7)
})

test('[J-02] a network has a province at its top, prefectures, county centres and stations below it, each seeing its own and below alone', async () => {
  const jilin = await found('jilin-2014')
  await holdsScope(jilin)
  const page = await jilin.root.director.api.tenants.get({ tenantId: jilin.first[2]!.id })
  expect(page.superiors.map(({ id }) => id)).toEqual([jilin.root.id, jilin.first[0]!.id, jilin.first[1]!.id])
})

test.each(['zhengzhou-2018', 'lingwu-2021', 'invented-2030'])(
  'the network of %s is opened tier by tier and keeps its scopes',
  async profile => {
    await holdsScope(await found(profile))
  },
)

/** The lowest place of the first line and the top as the two sides of a referral of an organisation that is new. */
async function stageOf({ networkId, root, first }: Network): Promise<Stage> {
  const lowest = first.at(-1)
  if (!lowest) throw new Error('a network of one')
  const { tenants, organisation } = await asSystem(world.db, async tx => {
    const rows = await tx.select().from(schema.tenant).where(eq(schema.tenant.networkId, networkId))
    const tenantOf = (id: string) => rows.find(row => row.id === id)!
    const made = await newOrganisation(tx, { networkId, tenantId: lowest.id })
    await newDossier(tx, { organisation: made })
    const { id: tenantId, scopeKey } = tenantOf(root.id)
    await newCapability(tx, { networkId, tenantId, scopeKey })
    return { tenants: { streetA: tenantOf(lowest.id), city: tenantOf(root.id) }, organisation: made }
  })
  const account = await world.account({ networkId, organisationId: organisation.id })
  const people = { streetA: lowest.director, city: root.director }
  return { networkId, tenants, people, organisation, account } as unknown as Stage
}

test.each(Object.keys(lines))(
  'in the network of %s an organisation is referred from the lowest tier to the top for what the top is there for, whose outcome the sender learns; the second line sees nothing of it',
  async profileId => {
    const network = await found(profileId)
    const stage = await stageOf(network)
    const profile = world.deps.profiles.get(profileId)!
    const need =
      profile.functions.find(({ tiers, kinds }) => !kinds && tiers.includes(lines[profileId]!.root.tier)) ??
      profile.functions.find(({ tiers }) => tiers.includes(lines[profileId]!.root.tier))
    const { id } = await playReferral(stage, { need: need!.id }).until('close')
    const read = await stage.people.streetA.api.referrals.get({ id })
    expect(read).toMatchObject({ state: 'closed', direction: 'up', need: need!.id, outcome: { code: 'served' } })
    for (const { director } of network.second)
      expect((await refusalOf(director.api.referrals.get({ id }))).body.appCode).toBe('NOT_FOUND')
  },
)

describe('[W-02] what a document gives a tier', () => {
  test('[W-02] stands there: a promotion association and a foundation beside a centre of the city and of a district', async () => {
    const wuhan = await found('wuhan-2015')
    for (const [at, one] of [
      [wuhan.root, step('city', '4201')],
      [wuhan.first[0]!, step('district', '420106')],
    ] as const)
      for (const kind of ['promotionAssociation', 'foundation'])
        await expect(open({ ...wuhan.root, id: at.id }, one, { kind })).resolves.toMatchObject({ status: 'active' })
  })

  test.each([
    ['wuhan-2015', 'street', 'promotionAssociation', 'administrative'],
    ['wuhan-2015', 'community', 'foundation', 'administrative'],
    ['wuhan-2015', 'city', 'sectorAuthority', 'administrative,promotionAssociation,foundation'],
    ['jilin-2014', 'city', 'social', 'administrative'],
    ['zhengzhou-2018', 'district', 'social', 'administrative'],
  ] as const)(
    '[W-02] by %s no incubator of another kind: at the tier %s no %s, and the refusal names what may be there',
    async (profile, tier, kind, allowed) => {
      const network = await found(profile)
      const line = lines[profile]!
      const places = [
        { node: network.root, at: line.root },
        ...network.first.map((node, at) => ({ node, at: line.first[at]! })),
      ]
      const place = places.find(({ at }) => at.tier === tier)!
      const before = await countTenants(network.networkId)
      const { body } = await refusalOf(open({ ...network.root, id: place.node.id }, place.at, { kind }))
      expect(body).toMatchObject({ appCode: 'TENANT_KIND_NOT_AT_TIER', params: { kind, tier, allowed } })
      expect(await countTenants(network.networkId)).toBe(before)
    },
  )
})

const countTenants = async (networkId: number) =>
  (await asSystem(world.db, tx => tx.select().from(schema.tenant).where(eq(schema.tenant.networkId, networkId)))).length

test('[J-11] a centre is built on idle premises, in a community centre or by a brand organisation, and in no way that the document does not have', async () => {
  const jilin = await found('jilin-2014')
  const county = { ...jilin.root, id: jilin.first[0]!.id }
  const at = (division: string) => step('county', division)
  for (const [division, buildingMode] of [
    ['220102', 'convertedPublicRooms'],
    ['220103', 'communityCentre'],
    ['220104', 'brandOrganisation'],
  ] as const) {
    const { id } = await open(county, at(division), { buildingMode })
    expect(await jilin.root.director.api.tenants.get({ tenantId: id })).toMatchObject({ buildingMode })
  }
  const { body } = await refusalOf(open(county, at('220105'), { buildingMode: 'projectSubsidy' }))
  expect(body).toMatchObject({ fields: { buildingMode: 'INPUT_BUILDING_MODE_NOT_IN_NETWORK' } })
})

test('five networks and a sixth that is invented stand side by side on one installation, and nobody of one sees a row of another', async () => {
  const networks: Network[] = []
  for (const profileId of Object.keys(lines)) networks.push(await found(profileId))
  for (const one of networks)
    for (const other of networks.filter(({ networkId }) => networkId !== one.networkId))
      for (const reader of [one.root, ...one.first])
        for (const node of [other.root, ...other.first]) {
          expect(await seesOrganisation(reader, node)).toBe(false)
          expect((await refusalOf(reader.director.api.tenants.get({ tenantId: node.id }))).body.appCode).toBe(
            'NOT_FOUND',
          )
        }
})

test('no code asks which profile it is: what differs is data', () => {
  const root = path.resolve(import.meta.dirname, '../../..')
  const folders = ['apps/api/src', 'apps/web/src/lib', 'apps/web/src/routes', 'packages', 'db/src', 'db/schema']
  const files = folders.flatMap(folder =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => /\.(?:ts|svelte)$/.test(file) && !/node_modules|\.test\.|paraglide|(?:^|\/)test\//.test(file))
      .map(file => path.join(root, folder, file)),
  )
  expect(files.length).toBeGreaterThan(500)
  const asks = /(?:profile(?:Id|\.id)?\s*[!=]==?\s*['"`]|case\s+['"`](?:beijing|wuhan|jilin|zhengzhou|lingwu)-\d{4})/
  expect(asks.test("if (profile.id === 'wuhan-2015')")).toBe(true)
  expect(files.filter(file => asks.test(readFileSync(file, 'utf8')))).toEqual([])
})
