import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestOfTables } from '../../test/every-call.ts'
import { buildHttpWorld, callMutation, cookiesOf, type HttpWorld } from '../../test/http-world.ts'
import type { DemoAccount } from '../deps.ts'
import { networksOf } from './found-network.ts'
import { loadProfiles } from './load-profiles.ts'
import { demosNamed, openDemo, UnknownDemo } from './open-demo.ts'

const profiles = loadProfiles()
const others = [...profiles.keys()].filter(id => id !== 'beijing-2017')
let http: HttpWorld
let accounts: readonly DemoAccount[]

const open = (...wanted: string[]) =>
  openDemo(http.world.db, http.world.adminUrl, { now: http.world.deps.now(), wanted, profiles })
beforeAll(async () => {
  http = await buildHttpWorld()
  accounts = await open(...others)
}, 120_000)
afterAll(() => http.close())

async function signedIn({ loginName, password }: DemoAccount) {
  const answer = await callMutation(http.app, 'identity.signIn', { loginName, password })
  expect([loginName, answer.statusCode]).toEqual([loginName, 200])
  const cookies = cookiesOf(answer)
  return async (path: string, input: object = {}) => {
    const url = `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`
    const found = await http.app.inject({ url, cookies })
    expect([path, found.statusCode]).toEqual([path, 200])
    return found.json().result.data
  }
}

test('each profile has a demo network on real divisions, of its own tiers, with a centre at every one of them and every kind of incubator', async () => {
  const { network, tenant } = schema
  const [networks, tenants] = await asSystem(http.world.db, tx =>
    Promise.all([tx.select().from(network), tx.select().from(tenant)]),
  )
  // None of them is taken for the installation's own.
  expect(await networksOf(http.world.db)).toEqual({ hasAny: true, hasOwn: false })
  expect(networks.map(({ profileId }) => profileId).sort()).toEqual([...others].sort())
  for (const { id, profileId } of networks) {
    const own = tenants.filter(({ networkId }) => networkId === id)
    for (const tier of profiles.get(profileId)!.tiers)
      for (const { kind } of tier.tenantKinds)
        expect([profileId, tier.id, kind, own.some(one => one.tier === tier.id && one.kind === kind)]).toEqual([
          ...[profileId, tier.id, kind, true],
        ])
    expect(own.every(({ name }) => name.endsWith('（演示）'))).toBe(true)
  }
  const wuhan = tenants.filter(({ networkId }) => networkId === 11)
  expect(wuhan.filter(({ tier, kind }) => tier === 'district' && kind === 'administrative')).toHaveLength(13)
  expect(wuhan.map(({ name }) => name)).toContain('武汉市社会组织孵化平台（演示）')
})

test('every account that is shown signs in, directors find referrals in their lists, and the organisation is asked for its consent', async () => {
  expect(accounts.length).toBeGreaterThan(20)
  for (const account of accounts) {
    const read = await signedIn(account)
    expect(await read('identity.me')).toMatchObject({ acting: { roles: account.roles } })
    if (account.roles.includes('organisation')) expect(await read('consents.pending')).toHaveLength(1)
    if (account.loginName.endsWith('.zhuren')) expect((await read('referrals.inbox')).rows.length).toBeGreaterThan(2)
  }
})

test('loading again changes nothing, and a demo that does not exist is refused by name with those that do', async () => {
  const before = await digestOfTables(http.world.db, ['sign_in_throttle'])
  expect(await open(...others)).toEqual(accounts)
  await expect(open('nowhere-2000')).rejects.toThrow(UnknownDemo)
  await expect(open('nowhere-2000')).rejects.toThrow(/nowhere-2000: there are .*wuhan-2015/)
  expect(await digestOfTables(http.world.db, ['sign_in_throttle'])).toEqual(before)
})

test('a command line names the demo networks to load, one, several or all; without a name it is the reference', () => {
  expect(demosNamed(['--dev'], profiles)).toEqual(['beijing-2017'])
  expect(demosNamed(['--network', 'wuhan-2015'], profiles)).toEqual(['wuhan-2015'])
  expect(demosNamed(['--network=jilin-2014', '--network', 'lingwu-2021'], profiles)).toEqual([
    'jilin-2014',
    'lingwu-2021',
  ])
  expect(demosNamed(['--network', 'all'], profiles)).toEqual([...profiles.keys()])
})

test('nobody of one demo network finds a word of another', async () => {
  const [first] = await asSystem(http.world.db, tx =>
    tx.select().from(schema.organisation).where(eq(schema.organisation.networkId, 12)).limit(1),
  )
  const read = await signedIn(accounts.find(({ loginName }) => loginName === 'wuhan2015.zhuren')!)
  expect(await read('organisations.search', { text: first!.name.slice(0, 6) })).toMatchObject({ rows: [] })
})
