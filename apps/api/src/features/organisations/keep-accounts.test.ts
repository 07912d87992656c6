import { asSystem, schema, type Tx, withSession } from '@fuqiao/db'
import { and, eq, sql } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { digestOfTables } from '../../../test/every-call.ts'
import type { TestPerson } from '../../../test/harness.ts'
import { buildHttpWorld, callMutation, cookiesOf, type HttpWorld } from '../../../test/http-world.ts'
import { anotherOrganisation, playReferral, setStage, type Stage } from '../../../test/referral-stage.ts'
import { refusalOf } from '../../../test/small-city.ts'

let http: HttpWorld
let stage: Stage
beforeAll(async () => {
  http = await buildHttpWorld()
})
beforeEach(async () => {
  stage = await setStage(http.world)
})
afterAll(() => http.close())

const key = () => randomUUID()
const someone = () => ({ loginName: `zuzhi.${key().slice(0, 13)}`, displayName: '何小满' })
const street = () => stage.people.streetA.api.organisations
const add = (more: object = {}) =>
  street().addAccount({ key: key(), organisationId: stage.organisation.id, ...someone(), ...more })
const accountsNow = (organisationId = stage.organisation.id) => street().accounts({ organisationId })
const signIn = (loginName: string, password: string) =>
  callMutation(http.app, 'identity.signIn', { loginName, password })
const read = async (path: string, cookies: Record<string, string>) =>
  (await http.app.inject({ url: `/trpc/${path}`, cookies })).statusCode
const membershipOf = async (id: string) =>
  (await asSystem(http.world.db, tx => tx.select().from(schema.membership).where(eq(schema.membership.id, id))))[0]
const auditOf = (action: string) =>
  asSystem(http.world.db, tx =>
    tx
      .select()
      .from(schema.auditEntry)
      .where(and(eq(schema.auditEntry.action, action), eq(schema.auditEntry.subjectId, stage.organisation.id))),
  )

/** Refused with this code, and no row anywhere changed. */
async function leavesAll(call: () => Promise<unknown>, appCode: string, but: readonly string[] = []) {
  const before = await digestOfTables(http.world.db, but)
  expect((await refusalOf(call())).body.appCode).toBe(appCode)
  expect(await digestOfTables(http.world.db, but)).toEqual(before)
}

describe('the custodian gives an organisation its account', () => {
  test('with which somebody signs in, chooses a password, and reads and consents for the organisation', async () => {
    const added = await add()
    const signedIn = await signIn(added.loginName, added.initialPassword)
    const cookies = cookiesOf(signedIn)
    expect(await read('organisations.my?input={}', cookies)).toBe(403)
    const input = { oldPassword: added.initialPassword, newPassword: 'Lotus-41-bridge' }
    expect((await callMutation(http.app, 'identity.changePassword', input, { cookies })).statusCode).toBe(200)
    expect(await read('organisations.my?input={}', cookies)).toBe(200)
    expect(await read('consents.pending', cookies)).toBe(200)
    const mine = (await accountsNow()).find(({ id }) => id === added.membershipId)
    expect(mine).toMatchObject({ displayName: '何小满', loginName: added.loginName, until: null, isInitial: false })
    expect((await auditOf('organisation.addAccount')).map(({ details }) => details)).toEqual([
      { membershipId: added.membershipId },
    ])
  })

  test('once for one request key, with the same password told again', async () => {
    const form = { key: key(), ...someone() }
    const [first, again] = [await add(form), await add(form)]
    expect(again).toEqual(first)
    expect((await accountsNow()).filter(({ loginName }) => loginName === form.loginName)).toHaveLength(1)
  })

  test('who speaks for another organisation speaks for this one too, with the password they have', async () => {
    const whom = someone()
    const other = await anotherOrganisation(http.world, stage)
    const first = await add(whom)
    const second = await add({ ...whom, organisationId: other.organisation.id })
    expect((await signIn(whom.loginName, second.initialPassword)).statusCode).toBe(401)
    expect((await signIn(whom.loginName, first.initialPassword)).statusCode).toBe(200)
    expect((await refusalOf(add(whom))).body).toMatchObject({
      appCode: 'ALREADY_MEMBER',
      fields: { loginName: 'ALREADY_MEMBER' },
    })
  })

  test('nobody who works in a tenant, and nobody under another name: the login name is taken, and nothing is written', async () => {
    const worker = { loginName: `ren.${key().slice(0, 8)}`, displayName: '何小满' }
    const admin = await http.world.person({
      ...{ networkId: stage.networkId, tenantId: stage.tenants.streetA.id, roles: ['tenantAdmin'], name: '管理' },
    })
    await admin.api.identity.addMember({ key: key(), ...worker, roles: ['caseWorker'] })
    await leavesAll(() => add(worker), 'LOGIN_NAME_TAKEN', ['sign_in_throttle'])
    const known = someone()
    await add(known)
    await leavesAll(() => add({ ...known, displayName: '何大满' }), 'LOGIN_NAME_TAKEN', ['sign_in_throttle'])
  })

  test('and nobody who speaks for an organisation is taken in to work in a tenant; of both at once one is done', async () => {
    // Each an administrator of their own: whoever goes on asking for what is refused has to wait.
    const anAdministrator = () =>
      http.world.person({
        ...{ networkId: stage.networkId, tenantId: stage.tenants.streetA.id, roles: ['tenantAdmin'], name: '管理' },
      })
    const takeIn = (whom: { loginName: string; displayName: string }, { api }: TestPerson) =>
      api.identity.addMember({ key: key(), ...whom, roles: ['caseWorker'] })
    const speaker = someone()
    const { membershipId } = await add(speaker)
    const first = await anAdministrator()
    await leavesAll(() => takeIn(speaker, first), 'LOGIN_NAME_TAKEN', ['sign_in_throttle'])
    for (let round = 0; round < 4; round += 1) {
      const [whom, admin] = [someone(), await anAdministrator()]
      const came = await Promise.allSettled([add(whom), takeIn(whom, admin)])
      expect(came.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
    const [account] = (await accountsNow()).filter(({ id }) => id === membershipId)
    const at = { organisationId: stage.organisation.id, membershipId }
    await street().endAccount({ ...at, version: account!.version })
    await expect(takeIn(speaker, await anAdministrator())).resolves.toMatchObject({ loginName: speaker.loginName })
  })

  test('one that was merged gets none', async () => {
    const { organisation } = await anotherOrganisation(http.world, stage)
    const survivor = await street().get({ id: stage.organisation.id })
    await street().merge({
      ...{ key: key(), id: organisation.id, version: 1, reason: '重复登记' },
      ...{ survivorId: survivor.id, survivorVersion: survivor.version },
    })
    await leavesAll(() => add({ organisationId: organisation.id }), 'ORGANISATION_MERGED')
  })
})

describe('the custodian ends an account, and helps who forgot the password', () => {
  test('an account that is ended is over at once, with its sessions; once', async () => {
    const added = await add()
    const cookies = cookiesOf(await signIn(added.loginName, added.initialPassword))
    expect(await read('identity.me', cookies)).toBe(200)
    const at = { organisationId: stage.organisation.id, membershipId: added.membershipId }
    await leavesAll(() => street().endAccount({ ...at, version: 7 }), 'VERSION_CONFLICT')
    const outcomes = await Promise.allSettled([
      street().endAccount({ ...at, version: 1 }),
      street().endAccount({ ...at, version: 1 }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await read('identity.me', cookies)).toBe(401)
    expect((await membershipOf(added.membershipId))?.version).toBe(2)
    await leavesAll(() => street().endAccount({ ...at, version: 2 }), 'MEMBERSHIP_ENDED')
    await leavesAll(() => street().renewAccount(at), 'MEMBERSHIP_ENDED')
    expect(await auditOf('organisation.endAccount')).toHaveLength(1)
  })

  test('another initial password counts for who has this place alone, and nobody learns who has another', async () => {
    const whom = someone()
    const first = await add(whom)
    const at = { organisationId: stage.organisation.id, membershipId: first.membershipId }
    const renewed = await street().renewAccount(at)
    expect((await signIn(whom.loginName, first.initialPassword)).statusCode).toBe(401)
    expect((await signIn(whom.loginName, renewed.initialPassword)).statusCode).toBe(200)
    const other = await anotherOrganisation(http.world, stage)
    await add({ ...whom, organisationId: other.organisation.id })
    const again = await street().renewAccount(at)
    expect(Object.keys(again)).toEqual(Object.keys(renewed))
    expect((await signIn(whom.loginName, again.initialPassword)).statusCode).toBe(401)
    expect((await signIn(whom.loginName, renewed.initialPassword)).statusCode).toBe(200)
  })
})

describe('accounts are the custodian’s to keep, and nobody else’s', () => {
  test('the superior, who sees the organisation, may not; a sibling finds none; an officer of the custodian may not either', async () => {
    const { districtA, streetB } = stage.people
    const organisationId = stage.organisation.id
    const [account] = await accountsNow()
    const at = { organisationId, membershipId: account!.id }
    const officer = await http.world.person({
      ...{ networkId: stage.networkId, tenantId: stage.tenants.streetA.id, roles: ['caseWorker'], name: '经办' },
    })
    for (const [who, appCode] of [
      [districtA, 'NOT_ALLOWED'],
      [officer, 'NOT_ALLOWED'],
      [streetB, 'NOT_FOUND'],
    ] as const) {
      const { organisations } = who.api
      await leavesAll(() => organisations.accounts({ organisationId }), appCode)
      await leavesAll(() => organisations.addAccount({ key: key(), organisationId, ...someone() }), appCode)
      await leavesAll(() => organisations.endAccount({ ...at, version: 1 }), appCode)
      await leavesAll(() => organisations.renewAccount(at), appCode)
    }
  })

  test('an organisation that was handed over has its accounts from the new custodian from then on', async () => {
    const { organisation, account } = await anotherOrganisation(http.world, stage)
    const plot = { organisation, account, to: 'districtB', need: 'capabilityBuilding', mode: 'handOver' } as const
    await playReferral(stage, plot).until('accept')
    const organisationId = organisation.id
    expect((await refusalOf(street().accounts({ organisationId }))).body.appCode).toMatch(/^NOT_/)
    const next = stage.people.districtB.api.organisations
    expect((await next.accounts({ organisationId })).map(({ id }) => id)).toEqual([account.membershipId])
    await expect(next.addAccount({ key: key(), organisationId, ...someone() })).resolves.toBeDefined()
  })

  test('behind the gates nothing is written for another’s organisation, and no tenant reads an account’s row', async () => {
    const { streetB } = stage.people
    const organisationId = stage.organisation.id
    const [account] = await accountsNow()
    const behind = <T>({ sessionId }: { sessionId: string }, work: (tx: Tx) => Promise<T>) =>
      withSession(http.world.db, { sessionId, now: http.world.deps.now() }, work)
    expect(
      await behind(streetB, tx => tx.execute(sql`select * from app.organisation_accounts(${organisationId})`)),
    ).toEqual([])
    const row = (tx: Tx) => tx.select().from(schema.membership).where(eq(schema.membership.id, account!.id))
    expect(await behind(stage.people.streetA, row)).toEqual([])
    const before = await digestOfTables(http.world.db)
    const ended = await behind(streetB, tx => tx.execute(sql`select app.end_account(${account!.id}, 1) as after`))
    const renewed = await behind(streetB, tx =>
      tx.execute(sql`select app.renew_account(${account!.id}, 'x', now()) as given`),
    )
    expect([ended[0], renewed[0]]).toEqual([{ after: null }, { given: false }])
    const joining = sql`select app.join_account(${organisationId}, ${key()}, ${key()}, 'zuzhi.ren', '何小满', 'x', now())`
    await expect(behind(streetB, tx => tx.execute(joining))).rejects.toMatchObject({ cause: { code: '42501' } })
    expect(await digestOfTables(http.world.db)).toEqual(before)
  })
})
