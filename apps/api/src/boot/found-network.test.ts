import { asSystem, schema } from '@fuqiao/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld } from '../../test/harness.ts'
import { digestOfTables } from '../../test/every-call.ts'
import { buildHttpWorld, callMutation, cookiesOf, type HttpWorld } from '../../test/http-world.ts'
import { type Founding, FoundingRefused, foundNetwork, networksOf } from './found-network.ts'
import { loadProfiles } from './load-profiles.ts'
import { openDemo } from './open-demo.ts'

let http: HttpWorld
const given: Founding = {
  ...{ name: '某某市社会组织孵化网络', profile: 'beijing-2017', division: '11' },
  ...{ centre: '某某市社会组织发展服务中心', short: '市中心', adminName: '张敏', adminLogin: 'zhang.min' },
}

beforeAll(async () => {
  http = await buildHttpWorld()
})
afterAll(() => http.close())

const found = (more: Partial<Founding> = {}) =>
  foundNetwork(http.world.db, { ...given, ...more }, { now: http.world.deps.now(), profiles: loadProfiles() })

test('an installation without a network gets its first, once, however many ask, and its administrator opens the rest', async () => {
  expect(await networksOf(http.world.db)).toEqual({ hasAny: false, hasOwn: false })
  const empty = await digestOfTables(http.world.db)
  await expect(found({ profile: 'nowhere' })).rejects.toThrow(/profile: there are beijing-2017/)
  await expect(found({ division: '999999' })).rejects.toThrow(/division/)
  expect(await digestOfTables(http.world.db)).toEqual(empty)

  const outcomes = await Promise.allSettled([found(), found({ adminLogin: 'li.min' })])
  const made = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  expect(made).toHaveLength(1)
  const [first] = made
  if (!first) throw new Error('no network')
  const one = await digestOfTables(http.world.db)
  await expect(found()).rejects.toThrow(FoundingRefused)
  // a plain start of the embedded database would bring the demo: not beside somebody's own
  expect(
    await openDemo(http.world.db, http.world.adminUrl, {
      ...{ now: http.world.deps.now(), wanted: ['beijing-2017', 'wuhan-2015'], profiles: loadProfiles() },
    }),
  ).toEqual([])
  expect(await digestOfTables(http.world.db)).toEqual(one)
  expect(await networksOf(http.world.db)).toEqual({ hasAny: true, hasOwn: true })

  const { loginName, initialPassword } = first
  const cookies = cookiesOf(await callMutation(http.app, 'identity.signIn', { loginName, password: initialPassword }))
  const chosen = { oldPassword: initialPassword, newPassword: 'Lotus-41-bridge' }
  expect((await callMutation(http.app, 'identity.changePassword', chosen, { cookies })).statusCode).toBe(200)
  const me = await http.app.inject({ url: '/trpc/identity.me', cookies })
  expect(me.json().result.data).toMatchObject({
    isRoot: true,
    acting: { tenantName: given.centre, roles: ['tenantAdmin'] },
  })
  const opened = await callMutation(
    http.app,
    'tenants.open',
    {
      ...{ key: crypto.randomUUID(), parentId: me.json().result.data.acting.tenantId, tier: 'district' },
      ...{ kind: 'administrative', buildingMode: null, name: '东城区社会组织发展服务中心', shortName: '东城区' },
      ...{ divisionCode: '110101', reason: '新设', administrator: null },
      director: { loginName: 'dongcheng.zhuren', displayName: '何小满' },
    },
    { cookies },
  )
  expect(opened.statusCode).toBe(200)
})

test.each([
  ['wuhan-2015', '4201', 'city'],
  ['jilin-2014', '22', 'province'],
  ['lingwu-2021', '640181', 'county'],
])(
  'an installation may be founded on %s in the division %s: its centre stands at the top tier of those rules, the %s',
  async (profile, division, tier) => {
    const world = await buildTestWorld()
    try {
      await foundNetwork(world.db, { ...given, profile, division }, { now: world.deps.now(), profiles: loadProfiles() })
      const { tenant, network } = schema
      const [centres, networks] = await asSystem(world.db, tx =>
        Promise.all([tx.select().from(tenant), tx.select().from(network)]),
      )
      expect(networks).toMatchObject([{ profileId: profile, divisionCode: division }])
      expect(centres).toMatchObject([{ tier, kind: 'administrative', divisionCode: division, depth: 0 }])
    } finally {
      await world.close()
    }
  },
)
