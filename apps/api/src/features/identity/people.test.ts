import { asSystem, schema } from '@fuqiao/db'
import { verify } from '@node-rs/argon2'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOfTables } from '../../../test/every-call.ts'
import { buildHttpWorld, callMutation, cookiesOf, givePassword, type HttpWorld } from '../../../test/http-world.ts'
import type { TestPerson } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let http: HttpWorld
let city: SmallCity
let admin: TestPerson
let director: TestPerson
let centre: TestPerson

beforeAll(async () => {
  http = await buildHttpWorld()
  city = await newSmallCity(http.world)
  admin = await city.at(city.street, 'tenantAdmin')
  director = await city.at(city.street, 'director')
  centre = await city.at(city.city, 'tenantAdmin')
})
afterAll(() => http.close())

const key = () => randomUUID()
let count = 0
/** Somebody whom nobody knows yet. */
const someone = () => ({ loginName: `ren.${++count}.${key().slice(0, 8)}`, displayName: '何小满' })
const add = (by: TestPerson, more: Partial<Parameters<TestPerson['api']['identity']['addMember']>[0]> = {}) =>
  by.api.identity.addMember({ key: key(), ...someone(), roles: ['caseWorker'], ...more })
const signIn = (loginName: string, password: string) =>
  callMutation(http.app, 'identity.signIn', { loginName, password })
const me = async (cookies: Record<string, string>) => http.app.inject({ url: '/trpc/identity.me', cookies })
const membershipOf = async (id: string) => {
  const rows = await asSystem(http.world.db, tx =>
    tx.select().from(schema.membership).where(eq(schema.membership.id, id)),
  )
  return rows[0]
}
const personOf = async (loginName: string) => {
  const rows = await asSystem(http.world.db, tx =>
    tx.select().from(schema.person).where(eq(schema.person.loginName, loginName)),
  )
  return rows[0]
}
const membershipsOf = (personId: string) =>
  asSystem(http.world.db, tx => tx.select().from(schema.membership).where(eq(schema.membership.personId, personId)))
const errorOf = (response: { json(): unknown }) =>
  (response.json() as { error: { data: { appCode: string; httpStatus: number } } }).error.data

/** Refused with this code, and no row anywhere changed. */
async function leavesAll(call: () => Promise<unknown>, appCode: string, but: readonly string[] = []) {
  const before = await digestOfTables(http.world.db, but)
  expect((await refusalOf(call())).body.appCode).toBe(appCode)
  expect(await digestOfTables(http.world.db, but)).toEqual(before)
}

describe('an administrator takes a person in', () => {
  test('who signs in with the initial password, acts nowhere before choosing one, and then is at work', async () => {
    const added = await add(admin)
    expect(added.initialPassword).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    const signedIn = await signIn(added.loginName, added.initialPassword)
    expect(signedIn.statusCode).toBe(200)
    const cookies = cookiesOf(signedIn)
    expect((await me(cookies)).json().result.data).toMatchObject({ mustChangePassword: true, acting: null, menu: [] })
    const list = await http.app.inject({ url: '/trpc/organisations.list?input={}', cookies })
    expect([list.statusCode, errorOf(list).appCode]).toEqual([403, 'PASSWORD_IS_INITIAL'])

    const input = { oldPassword: added.initialPassword, newPassword: 'Lotus-41-bridge' }
    expect((await callMutation(http.app, 'identity.changePassword', input, { cookies })).statusCode).toBe(200)
    expect((await me(cookies)).json().result.data).toMatchObject({
      mustChangePassword: false,
      acting: { tenantName: city.street.name, roles: ['caseWorker'] },
    })
    expect((await http.app.inject({ url: '/trpc/organisations.list?input={}', cookies })).statusCode).toBe(200)
    expect(errorOf(await signIn(added.loginName, added.initialPassword)).appCode).toBe('SIGN_IN_FAILED')
    expect((await signIn(added.loginName, 'Lotus-41-bridge')).statusCode).toBe(200)
  })

  test('whose initial password is over after three days, which only whoever knows it is told', async () => {
    const added = await add(admin)
    const now = http.world.deps.now()
    http.world.setNow(new Date(now.getTime() + 72 * 3_600_000))
    const late = await signIn(added.loginName, added.initialPassword)
    expect([late.statusCode, errorOf(late).appCode]).toEqual([401, 'INITIAL_PASSWORD_ENDED'])
    expect(errorOf(await signIn(added.loginName, 'another guess')).appCode).toBe('SIGN_IN_FAILED')
    http.world.setNow(now)
  })

  test('once, however often the request is sent: the same password again, kept nowhere as text', async () => {
    const input = { key: key(), ...someone(), roles: ['caseWorker' as const] }
    const answers = await Promise.all([1, 2, 3].map(() => admin.api.identity.addMember(input)))
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    const person = await personOf(input.loginName)
    expect(await membershipsOf(person?.id ?? '')).toHaveLength(1)
    expect(await verify(person?.passwordHash ?? '', answers[0]?.initialPassword ?? '')).toBe(true)
    const kept = await asSystem(http.world.db, async tx => [
      ...(await tx.select().from(schema.idempotencyKey)),
      ...(await tx.select().from(schema.auditEntry)),
      ...(await tx.select().from(schema.person)),
    ])
    expect(JSON.stringify(kept)).not.toContain(answers[0]?.initialPassword)
  })

  test('who is known in the network: a further membership, the password they have, and the answer as for anybody', async () => {
    const whom = someone()
    await add(admin, whom)
    const before = await personOf(whom.loginName)
    const elsewhere = await city.at(city.otherStreet, 'tenantAdmin')
    const again = await add(elsewhere, whom)
    expect(Object.keys(again).sort()).toEqual(Object.keys(await add(elsewhere)).sort())
    expect(await personOf(whom.loginName)).toEqual(before)
    const memberships = await membershipsOf(before?.id ?? '')
    expect(memberships.map(({ tenantId }) => tenantId).sort()).toEqual([city.street.id, city.otherStreet.id].sort())
    expect(errorOf(await signIn(whom.loginName, again.initialPassword)).appCode).toBe('SIGN_IN_FAILED')
  })

  test('not under a login name that is somebody else’s, here or in another network; whoever goes on asking waits', async () => {
    const whom = someone()
    await add(admin, whom)
    const elsewhere = await city.at(city.neighbour, 'tenantAdmin')
    const foreign = await newSmallCity(http.world)
    const stranger = await foreign.at(foreign.street, 'tenantAdmin')
    await leavesAll(() => add(elsewhere, { ...whom, displayName: '另一个人' }), 'LOGIN_NAME_TAKEN', [
      'sign_in_throttle',
    ])
    await leavesAll(() => add(stranger, whom), 'LOGIN_NAME_TAKEN', ['sign_in_throttle'])
    for (let tries = 1; tries < 5; tries++) await refusalOf(add(elsewhere, { ...whom, displayName: '另一个人' }))
    await leavesAll(() => add(elsewhere), 'TOO_MANY_REQUESTS')
  })

  test('not twice into one incubator, and not with roles that it may not give', async () => {
    const whom = someone()
    await add(admin, whom)
    await leavesAll(() => add(admin, whom), 'ALREADY_MEMBER')
    for (const role of ['systemAdmin', 'securityAdmin', 'auditAdmin', 'jointMeetingMember', 'organisation'] as const)
      await leavesAll(() => add(admin, { roles: [role] }), 'ROLES_NOT_GIVEN_HERE')
    await leavesAll(() => add(centre, { roles: ['organisation'] }), 'ROLES_NOT_GIVEN_HERE')
    expect((await add(centre, { roles: ['jointMeetingMember'] })).membershipId).toBeTruthy()
  })

  test('and nobody else does: not a director, not a security administrator, not for another incubator', async () => {
    const security = await city.at(city.city, 'securityAdmin')
    for (const other of [director, security, await city.at(city.street, 'auditor')])
      await leavesAll(() => add(other), 'NOT_ALLOWED')
  })
})

describe('an administrator changes what a member is', () => {
  test('from the member’s next request on, though the entry was remembered', async () => {
    const member = await city.at(city.street, 'tenantAdmin')
    await member.api.identity.members()
    const [row] = (await admin.api.identity.members()).filter(({ id }) => id === member.membershipId)
    await admin.api.identity.changeMember({
      membershipId: member.membershipId,
      version: row?.version ?? 0,
      roles: ['finance'],
    })
    expect((await refusalOf(member.api.identity.members())).body.appCode).toBe('NOT_ALLOWED')
    expect((await member.api.identity.me()).acting?.roles).toEqual(['finance'])
    expect((await member.api.organisations.list({})).rows).toEqual([])
    const [entry] = await asSystem(http.world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, member.membershipId)),
    )
    expect(entry).toMatchObject({
      action: 'membership.change',
      personId: admin.personId,
      details: { rolesBefore: ['tenantAdmin'], roles: ['finance'] },
    })
  })

  test('not their own membership, not one of another incubator, not with roles that are the centre’s', async () => {
    const other = await city.at(city.neighbour, 'caseWorker')
    const member = await city.at(city.street, 'caseWorker')
    const to = (membershipId: string, roles: ('director' | 'auditAdmin')[] = ['director']) =>
      admin.api.identity.changeMember({ membershipId, version: 1, roles })
    await leavesAll(() => to(admin.membershipId), 'NOT_ALLOWED')
    await leavesAll(() => to(other.membershipId), 'NOT_FOUND')
    await leavesAll(() => to(member.membershipId, ['auditAdmin']), 'ROLES_NOT_GIVEN_HERE')
    await leavesAll(
      () => director.api.identity.changeMember({ membershipId: member.membershipId, version: 1, roles: ['director'] }),
      'NOT_ALLOWED',
    )
  })

  test('an incubator is never left without a director or an administrator, whichever way, also by two at once', async () => {
    const place = city.otherDistrict
    const [first, second] = [await city.at(place, 'tenantAdmin'), await city.at(place, 'tenantAdmin')]
    const head = await city.at(place, 'director', 'caseWorker')
    const on = { membershipId: head.membershipId, version: 1 }
    await leavesAll(() => first.api.identity.changeMember({ ...on, roles: ['caseWorker'] }), 'LAST_OF_ROLE')
    await leavesAll(() => first.api.identity.endMember({ ...on, lastDay: null }), 'LAST_OF_ROLE')
    await leavesAll(() => first.api.identity.endMember({ ...on, lastDay: '2026-12-31' }), 'LAST_OF_ROLE')
    const strip = (by: TestPerson, of: TestPerson) =>
      by.api.identity.changeMember({ membershipId: of.membershipId, version: 1, roles: ['finance'] }).then(
        () => 'done',
        () => 'refused',
      )
    expect((await Promise.all([strip(first, second), strip(second, first)])).sort()).toEqual(['done', 'refused'])
  })

  test('system, security and audit administrator are three people: not in one membership, not in two', async () => {
    const whom = someone()
    const { membershipId } = await add(centre, { ...whom, roles: ['systemAdmin'] })
    const to = (roles: ('systemAdmin' | 'auditAdmin' | 'finance')[]) =>
      centre.api.identity.changeMember({ membershipId, version: 1, roles })
    await leavesAll(() => to(['systemAdmin', 'auditAdmin']), 'THREE_ADMINISTRATORS')
    const foreign = await newSmallCity(http.world)
    const personId = (await personOf(whom.loginName))?.id ?? ''
    const twice = asSystem(http.world.db, tx =>
      tx.insert(schema.membership).values({
        ...{ id: randomUUID(), networkId: foreign.networkId, tenantId: foreign.city.id, personId },
        ...{ displayName: '何小满', roles: ['auditAdmin'], from: new Date('2026-01-01') },
      }),
    )
    await expect(twice).rejects.toThrow()
    expect(await membershipsOf(personId)).toHaveLength(1)
  })
})

describe('an administrator ends a membership', () => {
  test('at once: the session is dead at its next request, and the person is no member any more', async () => {
    const member = await city.at(city.street, 'caseWorker')
    await member.api.organisations.list({})
    await admin.api.identity.endMember({ membershipId: member.membershipId, version: 1, lastDay: null })
    expect((await refusalOf(member.api.organisations.list({}))).body.appCode).toBe('NOT_SIGNED_IN')
    expect((await admin.api.identity.members()).map(({ id }) => id)).not.toContain(member.membershipId)
    const stale = { membershipId: member.membershipId, version: 2, roles: ['finance' as const] }
    await leavesAll(() => admin.api.identity.changeMember(stale), 'MEMBERSHIP_ENDED')
  })

  test('with the end of a day: until then at work, after it not; another day may be named meanwhile', async () => {
    const member = await city.at(city.street, 'caseWorker')
    const end = (version: number, lastDay: string) =>
      admin.api.identity.endMember({ membershipId: member.membershipId, version, lastDay })
    await end(1, '2026-03-02')
    await leavesAll(() => end(1, '2026-03-04'), 'VERSION_CONFLICT')
    await leavesAll(() => end(2, '2026-03-01'), 'INPUT_INVALID')
    await end(2, '2026-03-03')
    expect((await membershipOf(member.membershipId))?.until).toEqual(new Date('2026-03-04T00:00:00+08:00'))
    const now = http.world.deps.now()
    http.world.setNow(new Date('2026-03-03T23:59:59+08:00'))
    expect((await member.api.organisations.list({})).rows).toEqual([])
    http.world.setNow(new Date('2026-03-04T00:00:00+08:00'))
    expect((await refusalOf(member.api.organisations.list({}))).body.appCode).toBe('NOT_SIGNED_IN')
    http.world.setNow(now)
  })

  test('and takes the person in again later', async () => {
    const whom = someone()
    const { membershipId } = await add(admin, whom)
    await admin.api.identity.endMember({ membershipId, version: 1, lastDay: null })
    const again = await add(admin, whom)
    expect(again.membershipId).not.toBe(membershipId)
    expect(await membershipsOf((await personOf(whom.loginName))?.id ?? '')).toHaveLength(2)
  })
})

describe('a forgotten password', () => {
  test('is renewed by the administrator: told once, to be changed, and every session of the person ends', async () => {
    const whom = someone()
    const { membershipId, initialPassword } = await add(admin, whom)
    const cookies = cookiesOf(await signIn(whom.loginName, initialPassword))
    const renewed = await admin.api.identity.renewPassword({ membershipId })
    expect(renewed.loginName).toBe(whom.loginName)
    expect((await me(cookies)).statusCode).toBe(401)
    expect(errorOf(await signIn(whom.loginName, initialPassword)).appCode).toBe('SIGN_IN_FAILED')
    const fresh = cookiesOf(await signIn(whom.loginName, renewed.initialPassword))
    expect((await me(fresh)).json().result.data.mustChangePassword).toBe(true)
  })

  test('of somebody who works elsewhere too is theirs to keep, and the answer does not tell', async () => {
    const whom = someone()
    await add(admin, whom)
    const elsewhere = await city.at(city.neighbour, 'tenantAdmin')
    const { membershipId } = await add(elsewhere, whom)
    const before = await personOf(whom.loginName)
    const answers = [
      await elsewhere.api.identity.renewPassword({ membershipId }),
      await elsewhere.api.identity.renewPassword({ membershipId: (await add(elsewhere)).membershipId }),
    ]
    expect(await personOf(whom.loginName)).toEqual(before)
    expect(new Set(answers.map(answer => Object.keys(answer).sort().join())).size).toBe(1)
  })

  test('is not renewed by whoever has no right to, nor over oneself or another incubator’s people', async () => {
    const member = await city.at(city.street, 'caseWorker')
    const other = await city.at(city.neighbour, 'caseWorker')
    const renew = (by: TestPerson, membershipId: string) => () => by.api.identity.renewPassword({ membershipId })
    await leavesAll(renew(director, member.membershipId), 'NOT_ALLOWED')
    await leavesAll(renew(admin, other.membershipId), 'NOT_FOUND')
    await leavesAll(renew(admin, admin.membershipId), 'NOT_ALLOWED')
  })
})

describe('everybody changes their own password', () => {
  const own = 'Three-boats 7 home'
  const change = (cookies: Record<string, string>, oldPassword: string, newPassword: string) =>
    callMutation(http.app, 'identity.changePassword', { oldPassword, newPassword }, { cookies })

  async function signedInPerson() {
    const person = await city.at(city.street, 'caseWorker')
    const loginName = `own.${key().slice(0, 8)}`
    await givePassword(http.world, person, loginName, own)
    return { person, loginName, cookies: cookiesOf(await signIn(loginName, own)) }
  }

  test('their other sessions end, this one goes on, and it is in the trail', async () => {
    const { person, loginName, cookies } = await signedInPerson()
    const other = cookiesOf(await signIn(loginName, own))
    const changed = await change(cookies, own, 'Lotus-41-bridge')
    expect(changed.json().result.data).toEqual({ endedSessions: 2 })
    expect((await me(cookies)).statusCode).toBe(200)
    expect((await me(other)).statusCode).toBe(401)
    expect((await refusalOf(person.api.identity.me())).body.appCode).toBe('NOT_SIGNED_IN')
    const entries = await asSystem(http.world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.personId, person.personId)),
    )
    expect(entries.map(({ action }) => action)).toContain('session.changePassword')
  })

  test('not without the present one, which cannot be guessed at length', async () => {
    const { loginName, cookies } = await signedInPerson()
    const before = await personOf(loginName)
    for (let tries = 1; tries <= 5; tries++) {
      const wrong = await change(cookies, `guess ${tries}`, 'Lotus-41-bridge')
      expect([wrong.statusCode, errorOf(wrong).appCode]).toEqual([422, 'PASSWORD_WRONG'])
    }
    expect(errorOf(await change(cookies, own, 'Lotus-41-bridge')).appCode).toBe('SIGN_IN_THROTTLED')
    expect(await personOf(loginName)).toEqual(before)
  })

  test('not for one that is plain, the same, or made of their login name', async () => {
    const { loginName, cookies } = await signedInPerson()
    const before = await personOf(loginName)
    for (const plain of ['short', 'Password2026!', own])
      expect((await change(cookies, own, plain)).json().error.data).toMatchObject({
        appCode: 'INPUT_INVALID',
        fields: { newPassword: expect.stringMatching(/^PASSWORD_/) },
      })
    expect(await personOf(loginName)).toEqual(before)
  })

  test('of two changes at once one is made', async () => {
    const { loginName, cookies } = await signedInPerson()
    const outcomes = await Promise.all([
      change(cookies, own, 'Lotus-41-bridge'),
      change(cookies, own, 'Willow-52-river'),
    ])
    expect(outcomes.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422])
    const taken = outcomes[0]?.statusCode === 200 ? 'Lotus-41-bridge' : 'Willow-52-river'
    expect((await signIn(loginName, taken)).statusCode).toBe(200)
  })
})
