import { schema, asSystem } from '@fuqiao/db'
import { createSigner } from 'fast-jwt'
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpWorld, callMutation, cookiesOf, givePassword, type HttpWorld } from './http-world.ts'
import { newPlace } from './place.ts'
import type { TestPerson } from './harness.ts'

let http: HttpWorld
let person: TestPerson
const password = '一个足够长的口令 2026'
const loginName = 'donghuamen.test'

beforeAll(async () => {
  http = await buildHttpWorld()
  const { networkId, tenantId } = await newPlace(http.world, { networkId: 1 })
  person = await http.world.person({ networkId, tenantId, roles: ['director'] })
  await givePassword(http.world, person, loginName, password)
})
afterAll(() => http.close())

const me = (headers: Record<string, string>, cookies: Record<string, string> = {}) =>
  http.app.inject({ url: '/trpc/identity.me', headers, cookies })
const signIn = (given: { loginName: string; password: string } = { loginName, password }, from = '192.0.2.7') =>
  http.app.inject({
    method: 'POST',
    url: '/trpc/identity.signIn',
    payload: given,
    headers: { 'x-fuqiao': '1' },
    remoteAddress: from,
  })

describe('access tokens', () => {
  const rightClaims = () => ({
    iss: 'fuqiao',
    aud: 'fuqiao-api',
    sub: person.personId,
    sid: person.sessionId,
    jti: randomUUID(),
  })
  // The library's types know no wrong tokens, and this is about those.
  const makeSigner = createSigner as unknown as (
    options: Record<string, unknown>,
  ) => (claims: Record<string, unknown>) => string
  const signed = (claims: Record<string, unknown>, options: Record<string, unknown> = {}) =>
    makeSigner({
      key: http.privatePem,
      algorithm: 'EdDSA',
      expiresIn: 600_000,
      header: { alg: 'EdDSA', typ: 'at+jwt' },
      ...options,
    })(claims)

  test('a right token is let in', async () => {
    const response = await me({ authorization: `Bearer ${signed(rightClaims())}` })
    expect(response.statusCode).toBe(200)
    expect(response.json().result.data.person.id).toBe(person.personId)
  })

  const now = Math.floor(Date.now() / 1000)
  const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const wrong: [string, () => string][] = [
    ['no token at all', () => ''],
    [
      'an altered payload',
      () =>
        signed(rightClaims()).replace(
          /\.([^.]+)\./,
          `.${b64({ ...rightClaims(), sub: randomUUID(), exp: now + 60, iat: now })}.`,
        ),
    ],
    ['a stripped signature', () => signed(rightClaims()).replace(/[^.]+$/, '')],
    [
      'algorithm none',
      () => `${b64({ alg: 'none', typ: 'at+jwt' })}.${b64({ ...rightClaims(), iat: now, exp: now + 60 })}.`,
    ],
    [
      'HS256 signed with the public key',
      () => {
        const body = `${b64({ alg: 'HS256', typ: 'at+jwt' })}.${b64({ ...rightClaims(), iat: now, exp: now + 60 })}`
        return `${body}.${createHmac('sha256', http.publicPem).update(body).digest('base64url')}`
      },
    ],
    [
      'a key of its own',
      () =>
        signed(rightClaims(), {
          key: generateKeyPairSync('ed25519', {
            privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
            publicKeyEncoding: { type: 'spki', format: 'pem' },
          }).privateKey,
        }),
    ],
    ['another type', () => signed(rightClaims(), { header: { alg: 'EdDSA', typ: 'refresh+jwt' } })],
    ['another issuer', () => signed({ ...rightClaims(), iss: 'someone' })],
    ['another audience', () => signed({ ...rightClaims(), aud: 'another-service' })],
    ['an audience list with ours in it', () => signed({ ...rightClaims(), aud: ['another-service', 'fuqiao-api'] })],
    ['no expiry', () => signed(rightClaims(), { expiresIn: undefined })],
    ['an expiry past', () => signed({ ...rightClaims(), iat: now - 700 }, { expiresIn: 1000 })],
    ['an expiry years ahead', () => signed(rightClaims(), { expiresIn: 315_360_000_000 })],
    ['an instant of issue in the future', () => signed({ ...rightClaims(), iat: now + 3600 })],
    ['not valid yet', () => signed(rightClaims(), { notBefore: 3_600_000 })],
    ['no session', () => signed({ ...rightClaims(), sid: undefined })],
    ['a subject that is no text', () => signed({ ...rightClaims(), sub: undefined, sid: person.sessionId })],
    ['a session that does not exist', () => signed({ ...rightClaims(), sid: randomUUID() })],
  ]
  test.each(wrong)('%s is refused with 401', async (_what, make) => {
    const response = await me({ authorization: `Bearer ${make()}` })
    expect(response.statusCode).toBe(401)
    expect(response.json().error.data.appCode).toBe('NOT_SIGNED_IN')
  })

  test('a refresh token is no access token', async () => {
    const cookies = cookiesOf(await signIn())
    expect((await me({ authorization: `Bearer ${cookies['fuqiao-refresh']}` })).statusCode).toBe(401)
  })
})

describe('sign-in', () => {
  test('sets HttpOnly cookies and puts no token into the body', async () => {
    const response = await signIn()
    expect(response.statusCode).toBe(200)
    expect(response.cookies).toHaveLength(2)
    for (const cookie of response.cookies) {
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
      expect(response.body).not.toContain(cookie.value)
    }
  })

  test('the access cookie alone is enough, without a refresh on the way', async () => {
    const cookies = cookiesOf(await signIn())
    const response = await me({}, { 'fuqiao-access': cookies['fuqiao-access'] ?? '' })
    expect(response.statusCode).toBe(200)
    expect(response.cookies).toEqual([])
  })

  test('tells nothing of which was wrong: unknown name and wrong password answer alike', async () => {
    const unknown = await signIn({ loginName: 'nobody.here', password }, '192.0.2.20')
    const wrong = await signIn({ loginName, password: 'wrong' }, '192.0.2.20')
    expect(unknown.statusCode).toBe(401)
    expect(unknown.json()).toEqual(wrong.json())
  })

  test('guessing from one place is slowed there and never locks the owner out elsewhere', async () => {
    for (let i = 0; i < 5; i++)
      expect((await signIn({ loginName, password: `guess ${i}` }, '192.0.2.66')).statusCode).toBe(401)
    const slowed = await signIn({ loginName, password }, '192.0.2.66')
    expect(slowed.statusCode).toBe(429)
    expect(slowed.json().error.data.params.seconds).toBeGreaterThan(0)
    expect((await signIn({ loginName, password }, '192.0.2.67')).statusCode).toBe(200)
  })

  test('a change by cookie without our header is refused (a form of another site cannot send it)', async () => {
    const cookies = cookiesOf(await signIn())
    expect((await callMutation(http.app, 'identity.signOut', {}, { cookies, headers: {} })).statusCode).toBe(403)
    expect((await me({}, cookies)).statusCode).toBe(200)
  })

  test('a disabled person is out at the next request', async () => {
    const cookies = cookiesOf(await signIn())
    await asSystem(http.world.db, tx =>
      tx.update(schema.person).set({ disabledAt: new Date() }).where(eq(schema.person.id, person.personId)),
    )
    expect((await me({}, cookies)).statusCode).toBe(401)
    await asSystem(http.world.db, tx =>
      tx.update(schema.person).set({ disabledAt: null }).where(eq(schema.person.id, person.personId)),
    )
  })
})

describe('sessions', () => {
  const onlyRefresh = (cookies: Record<string, string>) => ({ 'fuqiao-refresh': cookies['fuqiao-refresh'] ?? '' })

  test('a refresh gives a new pair and the session goes on', async () => {
    const first = cookiesOf(await signIn())
    const renewed = await me({}, onlyRefresh(first))
    expect(renewed.statusCode).toBe(200)
    expect(cookiesOf(renewed)['fuqiao-refresh']).not.toBe(first['fuqiao-refresh'])
  })

  test('20 refreshes at once get one successor', async () => {
    const first = onlyRefresh(cookiesOf(await signIn()))
    const all = await Promise.all(Array.from({ length: 20 }, () => me({}, first)))
    expect(new Set(all.map(response => cookiesOf(response)['fuqiao-refresh'])).size).toBe(1)
    expect(all.every(({ statusCode }) => statusCode === 200)).toBe(true)
  })

  test('a refresh token used again later ends the session for both holders, and the audit tells', async () => {
    const stolen = onlyRefresh(cookiesOf(await signIn()))
    const owner = cookiesOf(await me({}, stolen))
    http.world.setNow(new Date(http.world.deps.now().getTime() + 60_000))
    expect((await me({}, stolen)).statusCode).toBe(401)
    expect((await me({}, owner)).statusCode).toBe(401)
    const lines = await asSystem(http.world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.action, 'session.refreshReused')),
    )
    expect(lines).toHaveLength(1)
  })

  test('after signing out a copied access token is dead at once', async () => {
    const cookies = cookiesOf(await signIn())
    expect((await callMutation(http.app, 'identity.signOut', {}, { cookies })).statusCode).toBe(200)
    expect((await me({ authorization: `Bearer ${cookies['fuqiao-access']}` })).statusCode).toBe(401)
  })

  test("a person sees their sessions and ends another one; nobody else's can be ended", async () => {
    const [one, two] = [cookiesOf(await signIn()), cookiesOf(await signIn())]
    const list = (await http.app.inject({ url: '/trpc/identity.sessions', cookies: one })).json().result.data as {
      id: string
      isPresent: boolean
    }[]
    const present = (await http.app.inject({ url: '/trpc/identity.sessions', cookies: two }))
      .json()
      .result.data.find((row: { isPresent: boolean }) => row.isPresent)
    expect(list.filter(({ isPresent }) => isPresent)).toHaveLength(1)
    expect(
      (await callMutation(http.app, 'identity.endSession', { sessionId: present.id }, { cookies: one })).statusCode,
    ).toBe(200)
    expect((await me({}, two)).statusCode).toBe(401)
    expect((await me({}, one)).statusCode).toBe(200)
    const place = await newPlace(http.world, { networkId: 4 })
    const stranger = await http.world.person({ ...place, roles: ['director'] })
    const foreign = await callMutation(
      http.app,
      'identity.endSession',
      { sessionId: stranger.sessionId },
      { cookies: one },
    )
    const absent = await callMutation(http.app, 'identity.endSession', { sessionId: randomUUID() }, { cookies: one })
    expect(foreign.statusCode).toBe(404)
    expect(foreign.json()).toEqual(absent.json())
    await expect(stranger.api.identity.me()).resolves.toMatchObject({ person: { id: stranger.personId } })
  })

  test('idle for half an hour is the end', async () => {
    const cookies = cookiesOf(await signIn())
    http.world.setNow(new Date(http.world.deps.now().getTime() + 31 * 60_000))
    expect((await me({}, cookies)).statusCode).toBe(401)
  })
})

describe('several memberships', () => {
  test('a switch acts for the other tenant under a new session; the old one is dead', async () => {
    const second = await newPlace(http.world, { networkId: 5 })
    const membershipId = randomUUID()
    await asSystem(http.world.db, tx =>
      tx.insert(schema.membership).values({
        id: membershipId,
        networkId: second.networkId,
        personId: person.personId,
        tenantId: second.tenantId,
        displayName: '兼职',
        roles: ['caseWorker'],
        from: new Date('2021-01-01'),
      }),
    )
    const before = cookiesOf(await signIn())
    const switched = await callMutation(http.app, 'identity.actFor', { membershipId }, { cookies: before })
    expect(switched.statusCode).toBe(200)
    expect((await me({}, cookiesOf(switched))).json().result.data.acting.tenantId).toBe(second.tenantId)
    expect((await me({ authorization: `Bearer ${before['fuqiao-access']}` })).statusCode).toBe(401)
  })

  test("somebody else's membership cannot be taken", async () => {
    const stranger = await http.world.person({ ...(await newPlace(http.world, { networkId: 6 })), roles: ['director'] })
    const cookies = cookiesOf(await signIn())
    expect(
      (await callMutation(http.app, 'identity.actFor', { membershipId: stranger.membershipId }, { cookies }))
        .statusCode,
    ).toBe(404)
    expect((await me({}, cookies)).statusCode).toBe(200)
  })
})
