import { asSystem, schema } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureForLog } from '../src/http/failure-for-log.ts'
import { digestOfTables, outcomeOf } from './every-call.ts'
import type { TestPerson } from './harness.ts'
import { bearerOf, buildHttpWorld, type HttpWorld } from './http-world.ts'
import { type Place, setStage, type Stage } from './referral-stage.ts'

const longestWaitMs = 400
const statementTimeoutMs = 1_500
let http: HttpWorld
let stage: Stage

beforeAll(async () => {
  http = await buildHttpWorld({ poolSize: 2, longestWaitMs, statementTimeoutMs })
  stage = await setStage(http.world)
})
afterAll(() => http.close())

/** Holds the first street's organisation locked until let go. */
async function holdOrganisation(): Promise<() => Promise<void>> {
  const gate = Promise.withResolvers<void>()
  const isHeld = Promise.withResolvers<void>()
  const holding = asSystem(http.world.db, async tx => {
    await tx.select().from(schema.organisation).where(eq(schema.organisation.id, stage.organisation.id)).for('update')
    isHeld.resolve()
    await gate.promise
  })
  await isHeld.promise
  return async () => {
    gate.resolve()
    await holding
  }
}

/** A change of the held organisation's card, which waits for the lock. */
const change = (person: TestPerson, version: number) => {
  const { name, kind, stage: phase, field, divisionCode } = stage.organisation
  const payload = {
    id: stage.organisation.id,
    version,
    name,
    kind,
    stage: phase,
    field,
    divisionCode,
    creditCode: '51110000500010404G',
    creditCodeOverride: '照登记证',
    address: '新地址',
  }
  return http.app.inject({
    method: 'POST',
    url: '/trpc/organisations.update',
    headers: { ...bearerOf(http, person), 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  })
}
const ask = (person: TestPerson, path: string) =>
  http.app.inject({ url: `/trpc/${path}`, headers: bearerOf(http, person) })
const appCodeOf = (body: string) => (JSON.parse(body) as { error?: { data: { appCode: string } } }).error?.data.appCode

describe('a server that is too busy', () => {
  test('says so with 503 and when to come again once a statement takes too long; nothing is written, and the same change goes through later', async () => {
    const { streetA } = stage.people
    const letGo = await holdOrganisation()
    const before = await digestOfTables(http.world.db)
    const answer = await change(streetA, 1)
    expect([answer.statusCode, answer.headers['retry-after'], appCodeOf(answer.body)]).toEqual([503, '2', 'BUSY'])
    expect(await digestOfTables(http.world.db)).toEqual(before)
    await letGo()
    expect((await change(streetA, 1)).statusCode).toBe(200)
  })

  test('says so soon to whoever finds every connection taken, by every way in, while it still says that it lives; and serves again when one comes free', async () => {
    const { streetA, districtC } = stage.people
    const letGo = await holdOrganisation()
    const waiting = [change(streetA, 2), change(streetA, 2)]
    await expect.poll(() => lockWaits(), { timeout: 2_000 }).toBe(2)
    const started = performance.now()
    const turnedAway = await Promise.all([
      ask(districtC, 'identity.me'),
      ask(districtC, 'identity.me,notifications.unreadCount?batch=1'),
      change(districtC, 1),
      http.app.inject({ url: '/files/import-template.xlsx', headers: bearerOf(http, districtC) }),
      ask(districtC, 'notifications.onChange'),
    ])
    expect(performance.now() - started).toBeLessThan(longestWaitMs + 1_000)
    for (const { statusCode, headers } of turnedAway) expect([statusCode, headers['retry-after']]).toEqual([503, '2'])
    expect((await http.app.inject({ url: '/healthz' })).statusCode).toBe(200)
    await letGo()
    const statuses = (await Promise.all(waiting)).map(({ statusCode }) => statusCode)
    expect(statuses.sort()).toEqual([200, 409])
    expect((await ask(districtC, 'identity.me')).statusCode).toBe(200)
  })

  test('never serves one tenant in the place of another, whatever was cancelled or refused before on the same connection', async () => {
    const places: Place[] = ['city', 'districtA', 'districtC', 'streetA', 'streetB']
    const letGo = await holdOrganisation()
    const stuck = change(stage.people.streetA, 3)
    const asked = async (place: Place, turn: number) => {
      const { api } = stage.people[place]
      if (turn % 3 === 0) await outcomeOf(api.organisations.get({ id: randomUUID() }))
      if (turn % 4 === 0)
        await outcomeOf(api.referrals.create({ key: randomUUID(), organisationId: randomUUID(), mode: 'coService' }))
      const me = await outcomeOf(api.identity.me())
      return 'answer' in me
        ? (me.answer as { acting: { tenantName: string } }).acting.tenantName === stage.tenants[place].name
        : 'refused'
    }
    const turns = Array.from({ length: 60 }, (_, turn) => asked(places[turn % places.length] ?? 'city', turn))
    const seen = await Promise.all(turns)
    expect(seen).not.toContain(false)
    expect(seen).toContain(true)
    expect((await stuck).statusCode).toBe(503)
    await letGo()
    for (const place of places) expect(await asked(place, 1)).toBe(true)
    // Nothing of the last request is left on a connection: who has not entered has no network, no tenant and no rows.
    for (let turn = 0; turn < 4; turn += 1) {
      const [left] = await http.world.db
        .app`select current_setting('app.tenant', true) as tenant, (select count(*)::int from tenant) as n`
      expect([left?.['tenant'] ?? '', left?.['n']]).toEqual(['', 0])
    }
  })
})

/** Statements of requests that wait for a lock. */
async function lockWaits(): Promise<number> {
  return asSystem(http.world.db, async tx => {
    const [row] = await tx.execute<{ n: number }>(sql`select count(distinct pid)::int as n from pg_locks
      where not granted and pid in (select pid from pg_locks where database = (select oid from pg_database where datname = current_database()))`)
    return row?.n ?? 0
  })
}

describe('the log of a failure', () => {
  test('names statement, state and constraint of a failed statement and repeats nothing that was sent', async () => {
    const secret = '13800138000 王小明'
    const failed = await asSystem(http.world.db, tx =>
      tx
        .insert(schema.network)
        .values({ id: 1, name: secret, profileId: 'x', divisionCode: '11', createdAt: new Date() }),
    ).catch((error: unknown) => error)
    const logged = failureForLog(failed)
    expect(logged).toMatchObject({ sqlState: '23505', constraint: 'network_pkey', message: 'a statement failed' })
    expect(logged.statement).toMatch(/^insert into "network"/)
    expect(JSON.stringify(logged)).not.toContain('13800138000')
    expect(JSON.stringify(logged)).not.toContain('王小明')
  })

  test('keeps the words of our own errors and where they come from', () => {
    const logged = failureForLog(new RangeError('no such slot'))
    expect([logged.type, logged.message]).toEqual(['RangeError', 'no such slot'])
    expect(logged.stack).toContain('bad-input-busy.test.ts')
  })
})
