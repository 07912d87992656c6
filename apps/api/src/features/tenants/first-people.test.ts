import { asSystem, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOfTables } from '../../../test/every-call.ts'
import { buildHttpWorld, callMutation, cookiesOf, type HttpWorld } from '../../../test/http-world.ts'
import type { TestPerson } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let http: HttpWorld
let city: SmallCity
let centre: TestPerson

beforeAll(async () => {
  http = await buildHttpWorld()
  city = await newSmallCity(http.world)
  centre = await city.at(city.city, 'director')
})
afterAll(() => http.close())

const named = (name = '何小满') => ({ loginName: `ren.${randomUUID().slice(0, 8)}`, displayName: name })
const opening = (more: Partial<Parameters<TestPerson['api']['tenants']['open']>[0]> = {}) => ({
  ...{ key: randomUUID(), parentId: city.district.id, tier: 'street' as const, kind: 'social' as const },
  ...{ buildingMode: null, name: '某某社会力量孵化基地', shortName: '基地', divisionCode: '110101002' },
  ...{ reason: '社会力量兴办', director: named(), administrator: null, ...more },
})
const signIn = (loginName: string, password: string) =>
  callMutation(http.app, 'identity.signIn', { loginName, password })
const rolesAt = (tenantId: string) =>
  asSystem(http.world.db, async tx => {
    const { membership } = schema
    const rows = await tx
      .select()
      .from(membership)
      .where(and(eq(membership.networkId, city.networkId), eq(membership.tenantId, tenantId)))
    return rows.map(({ displayName, roles }) => [displayName, roles])
  })
/** Signs in with what was told once and chooses a password. */
async function getToWork({ loginName, initialPassword }: { loginName: string; initialPassword: string }) {
  const cookies = cookiesOf(await signIn(loginName, initialPassword))
  const input = { oldPassword: initialPassword, newPassword: 'Lotus-41-bridge' }
  expect((await callMutation(http.app, 'identity.changePassword', input, { cookies })).statusCode).toBe(200)
  return cookies
}

async function leavesAll(call: () => Promise<unknown>, appCode: string, but: readonly string[] = []) {
  const before = await digestOfTables(http.world.db, but)
  expect((await refusalOf(call())).body.appCode).toBe(appCode)
  expect(await digestOfTables(http.world.db, but)).toEqual(before)
}

describe('[B-08] a tenant that is opened', () => {
  test('[B-08] has somebody at work at once: the director signs in with what was told once, and opens their inbox', async () => {
    const opened = await centre.api.tenants.open(opening())
    expect(await rolesAt(opened.id)).toEqual([['何小满', ['director', 'tenantAdmin']]])
    const [told] = opened.people
    if (!told) throw new Error('nobody was named')
    const cookies = await getToWork(told)
    const inbox = await http.app.inject({ url: '/trpc/referrals.inbox?input={}', cookies })
    expect(inbox.statusCode).toBe(200)
  })

  test('[B-08] has two people where another is to administer it, and asked again the same two with the same passwords', async () => {
    const input = opening({ director: named('林青'), administrator: named('江一') })
    const opened = await centre.api.tenants.open(input)
    expect(await centre.api.tenants.open(input)).toEqual(opened)
    expect(await rolesAt(opened.id)).toEqual([
      ['林青', ['director']],
      ['江一', ['tenantAdmin']],
    ])
  })

  test('is not opened at all where a name cannot be taken', async () => {
    const first = opening()
    await centre.api.tenants.open(first)
    const director = { ...first.director, displayName: '另一个人' }
    await leavesAll(() => centre.api.tenants.open(opening({ director })), 'LOGIN_NAME_TAKEN', ['sign_in_throttle'])
    const administrator = named()
    await leavesAll(() => centre.api.tenants.open(opening({ administrator, director: administrator })), 'INPUT_INVALID')
  })
})

describe('a tenant in which nobody got to work', () => {
  const name = (tenantId: string, director = named(), by = centre) =>
    by.api.tenants.nameDirector({ key: randomUUID(), tenantId, director, administrator: null })

  test('gets a director named by the centre: one without anybody, and one whose password was not used in time', async () => {
    expect((await centre.api.tenants.get({ tenantId: city.neighbour.id })).isUnstaffed).toBe(true)
    const district = await city.at(city.district, 'director')
    expect((await district.api.tenants.get({ tenantId: city.neighbour.id })).isUnstaffed).toBe(false)
    expect((await name(city.neighbour.id)).people).toHaveLength(1)
    const opened = await centre.api.tenants.open(opening())
    const [late] = opened.people
    if (!late) throw new Error('nobody was named')
    const { people } = await name(opened.id, { loginName: late.loginName, displayName: late.displayName })
    expect(await rolesAt(opened.id)).toHaveLength(1)
    expect((await signIn(late.loginName, late.initialPassword)).statusCode).toBe(401)
    expect((await signIn(late.loginName, people[0]?.initialPassword ?? '')).statusCode).toBe(200)
  })

  test('and no longer once somebody is at work there; nor the centre itself, nor by anybody else', async () => {
    const opened = await centre.api.tenants.open(opening())
    if (opened.people[0]) await getToWork(opened.people[0])
    http.world.setNow(new Date(http.world.deps.now().getTime() + 1000))
    expect((await centre.api.tenants.get({ tenantId: opened.id })).isUnstaffed).toBe(false)
    await leavesAll(() => name(opened.id), 'TENANT_HAS_PEOPLE')
    await leavesAll(() => name(city.city.id), 'TENANT_HAS_PEOPLE')
    const district = await city.at(city.district, 'director', 'tenantAdmin')
    await leavesAll(() => name(city.sector.id, named(), district), 'NOT_ALLOWED')
    const foreign = await newSmallCity(http.world)
    const stranger = await foreign.at(foreign.city, 'director')
    await leavesAll(() => name(city.sector.id, named(), stranger), 'NOT_FOUND')
  })
})
