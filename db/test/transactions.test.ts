import { eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import * as schema from '../schema/index.ts'
import { connect, connectAsAdministrator, type Database, type Sql } from '../src/connect.ts'
import { asSystem, SessionNotLive, TransactionOver, type Tx, withSession } from '../src/transactions.ts'
import { type Clone, cloneDatabase } from './clone.ts'
import { testSecret } from './global.ts'
import { type Member, newCrowd, now } from './crowd.ts'

const notesSeen = (tx: Tx) => tx.select({ id: schema.organisationNote.id }).from(schema.organisationNote)

const settings = sql.raw(
  `select ${['network', 'tenant', 'low', 'high', 'scope', 'party', 'person', 'organisation', 'now'].map(name => `nullif(current_setting('app.${name}', true), '') as "${name}"`).join(', ')}`,
)

async function pidOf(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
  return row?.pid ?? 0
}

class Refused extends Error {}

describe('the transaction of a session', () => {
  let small: Clone
  let single: { db: Database }
  let administrator: Sql
  let crowd: Member[]
  const at = (index: number): Member => {
    const member = crowd[index]
    if (!member) throw new RangeError(`no member ${index}`)
    return member
  }
  const as = <T>(member: Member, work: (tx: Tx) => Promise<T>, { on = single, readOnly = false } = {}) =>
    withSession(on.db, { sessionId: member.sessionId, now, readOnly }, work)

  /** What is left on the only connection of the pool of one. */
  const left = async () => {
    const lane = await single.db.requests.lease()
    const [row] = await lane.connection.unsafe(
      `select (select count(*)::int from organisation_note) as notes,
        (select string_agg(nullif(current_setting('app.' || name, true), ''), ',')
         from unnest(array['network', 'tenant', 'low', 'high', 'scope', 'party', 'person', 'organisation', 'now']) as name) as settings`,
    )
    lane.giveBack('clean')
    return row
  }

  beforeAll(async () => {
    // A thousand transactions wait for three connections: on a busy machine longer than a person would.
    small = await cloneDatabase(inject('adminUrl'), { poolSize: 3, longestWaitMs: 60_000 })
    crowd = await newCrowd(small.db, 200)
    single = { db: connect({ adminUrl: small.adminUrl, secret: testSecret, poolSize: 1 }) }
    administrator = connectAsAdministrator(small.adminUrl)
  })
  afterAll(async () => {
    await administrator.end()
    await single.db.close()
    await small.drop()
  })

  test('shows each of 200 interleaved tenants its own rows alone on three connections, whatever fails between', async () => {
    const kinds = ['read', 'write', 'refuse', 'break', 'stray'] as const
    const doings = {
      read: (member: Member) => as(member, notesSeen, { on: small, readOnly: true }),
      write: (member: Member) =>
        as(
          member,
          async tx => {
            await tx.update(schema.capability).set({ ceiling: 1 })
            return notesSeen(tx)
          },
          { on: small },
        ),
      refuse: (member: Member) =>
        as(
          member,
          async tx => {
            await notesSeen(tx)
            throw new Refused()
          },
          { on: small },
        ),
      break: (member: Member) => as(member, tx => tx.execute(sql`select 1 / 0`), { on: small }),
      // Throws while queries of its own are still under way.
      stray: (member: Member) =>
        as(
          member,
          tx => {
            for (let query = 0; query < 3; query += 1) notesSeen(tx).catch(() => {})
            return Promise.reject(new Refused())
          },
          { on: small },
        ),
    }
    const runs = crowd.flatMap((member, index) =>
      kinds.map(async (_, turn) => {
        const kind = kinds[(index + turn) % kinds.length] ?? 'read'
        const outcome = await Promise.allSettled([doings[kind](member)])
        return { kind, member, outcome: outcome[0] }
      }),
    )
    const done = await Promise.all(runs)
    const wrong = done.filter(({ kind, member, outcome }) =>
      kind === 'read' || kind === 'write'
        ? outcome.status !== 'fulfilled' || JSON.stringify(outcome.value) !== JSON.stringify([{ id: member.noteId }])
        : outcome.status !== 'rejected',
    )
    expect(done).toHaveLength(1000)
    expect(wrong).toEqual([])
  }, 60_000)

  test('leaves nothing of itself on the connection after it commits', async () => {
    await as(at(1), async tx =>
      expect((await tx.execute(settings))[0]).toMatchObject({ network: '1', tenant: at(1).tenantId }),
    )
    expect(await left()).toEqual({ notes: 0, settings: null })
  })

  test('leaves nothing of itself on the connection after a failing query', async () => {
    await expect(as(at(1), tx => tx.execute(sql`select 1 / 0`))).rejects.toThrow()
    expect(await left()).toEqual({ notes: 0, settings: null })
    expect(await as(at(2), notesSeen)).toEqual([{ id: at(2).noteId }])
  })

  test('leaves nothing of itself on the connection after a cancelled query', async () => {
    const waiting = as(at(1), async tx => {
      const pid = await pidOf(tx)
      const held = tx.execute(sql`select pg_sleep(600)`).then(() => 'woke')
      // Its failure is awaited below, and may come before.
      held.catch(() => {})
      let isRunning = false
      while (!isRunning) {
        const [row] =
          await administrator`select query ~ 'pg_sleep' as running from pg_stat_activity where pid = ${pid} and state = 'active'`
        isRunning = row?.['running'] === true
      }
      await administrator`select pg_cancel_backend(${pid})`
      return held
    })
    await expect(waiting).rejects.toMatchObject({ cause: { code: '57014' } })
    expect(await left()).toEqual({ notes: 0, settings: null })
    expect(await as(at(2), notesSeen)).toEqual([{ id: at(2).noteId }])
  })

  test('fails when its backend is killed, and the next runs on a new connection as itself', async () => {
    let killed = 0
    const cut = as(at(1), async tx => {
      killed = await pidOf(tx)
      await administrator`select pg_terminate_backend(${killed}, 5000)`
      return notesSeen(tx)
    })
    await expect(cut).rejects.toThrow()
    const next = await as(at(2), async tx => ({ pid: await pidOf(tx), notes: await notesSeen(tx) }))
    expect(next.pid).not.toBe(killed)
    expect(next.notes).toEqual([{ id: at(2).noteId }])
  })

  test('answers before the commit when it only reads, and the next tenant on that connection still sees its own alone', async () => {
    const answers = []
    for (let turn = 0; turn < 40; turn += 1) {
      answers.push(await as(at(turn), notesSeen, { readOnly: true }))
    }
    expect(answers).toEqual(crowd.slice(0, 40).map(({ noteId }) => [{ id: noteId }]))
    expect(await left()).toEqual({ notes: 0, settings: null })
  })

  test('passes its connection on with the commit still under way, and whoever waits for it sees its own alone, whatever the one before did', async () => {
    const swallowing = (member: Member) =>
      as(
        member,
        async tx => {
          const notes = await notesSeen(tx)
          await tx.execute(sql`select 1 / 0`).catch(() => {})
          return notes
        },
        { readOnly: true },
      )
    const writing = (member: Member) =>
      as(member, async tx => {
        await tx.update(schema.capability).set({ ceiling: 1 })
        return notesSeen(tx)
      })
    const kinds = [(member: Member) => as(member, notesSeen, { readOnly: true }), swallowing, writing]
    const answers = await Promise.all(
      crowd.slice(0, 60).map((member, index) => (kinds[index % 3] ?? swallowing)(member)),
    )
    expect(answers).toEqual(crowd.slice(0, 60).map(({ noteId }) => [{ id: noteId }]))
    expect(await left()).toEqual({ notes: 0, settings: null })
  })

  test('cannot write when it only reads', async () => {
    const write = as(at(1), tx => tx.update(schema.organisation).set({ summary: '改' }), { readOnly: true })
    await expect(write).rejects.toMatchObject({ cause: { code: '25006' } })
  })

  test('undoes everything when the work throws', async () => {
    const attempt = as(at(1), async tx => {
      await tx.update(schema.organisation).set({ summary: '半途' })
      throw new Refused()
    })
    await expect(attempt).rejects.toThrow(Refused)
    const rows = await as(at(1), tx => tx.select({ summary: schema.organisation.summary }).from(schema.organisation))
    expect(rows).toEqual([{ summary: '' }])
  })

  test('fails aloud when the work swallowed a failed query, since PostgreSQL then keeps nothing', async () => {
    const attempt = as(at(1), async tx => {
      await tx.update(schema.organisation).set({ summary: '丢失' })
      await tx.execute(sql`select 1 / 0`).catch(() => {})
      return 'all is well'
    })
    await expect(attempt).rejects.toThrow('rolled back')
    expect(await left()).toEqual({ notes: 0, settings: null })
  })

  test('is over when it ends: a query sent later is refused, for on that connection somebody else may be at work', async () => {
    const escaped: Tx[] = []
    await as(at(1), tx => {
      escaped.push(tx)
      return notesSeen(tx)
    })
    const [late] = escaped
    if (!late) throw new Error('no transaction')
    const other = as(at(2), async tx => {
      const stolen = await Promise.allSettled([notesSeen(late)])
      return { stolen: stolen[0], notes: await notesSeen(tx) }
    })
    expect(await other).toMatchObject({
      stolen: { status: 'rejected', reason: { cause: expect.any(TransactionOver) } },
      notes: [{ id: at(2).noteId }],
    })
  })

  test('does not call a transaction kept whose backend was killed between two queries', async () => {
    const cut = as(at(1), async tx => {
      await tx.update(schema.organisation).set({ summary: '丢失' })
      const pid = await pidOf(tx)
      await administrator`select pg_terminate_backend(${pid}, 5000)`
    })
    await expect(cut).rejects.toThrow()
    const rows = await as(at(1), tx => tx.select({ summary: schema.organisation.summary }).from(schema.organisation))
    expect(rows).toEqual([{ summary: '' }])
  })

  test('gives way to the next after each of twenty killed backends, on three connections with a queue before them', async () => {
    const killing = crowd.slice(0, 20).map(member =>
      as(
        member,
        async tx => {
          const pid = await pidOf(tx)
          const running = [notesSeen(tx), notesSeen(tx)].map(query => query.catch(() => {}))
          await administrator`select pg_terminate_backend(${pid}, 5000)`
          await Promise.all(running)
          return notesSeen(tx)
        },
        { on: small },
      ),
    )
    const reading = crowd.map(member => as(member, notesSeen, { on: small, readOnly: true }))
    const [killed, read] = await Promise.all([Promise.allSettled(killing), Promise.all(reading)])
    expect(killed.filter(({ status }) => status === 'fulfilled')).toEqual([])
    expect(read).toEqual(crowd.map(({ noteId }) => [{ id: noteId }]))
  })
})

describe('without a live session', () => {
  let clone: Clone
  let crowd: Member[]
  const as = (member: Member | undefined, instant = now) =>
    withSession(clone.db, { sessionId: member?.sessionId ?? v7(), now: instant }, tx => notesSeen(tx))

  beforeAll(async () => {
    clone = await cloneDatabase(inject('adminUrl'), { poolSize: 1 })
    crowd = await newCrowd(clone.db, 12)
  })
  afterAll(() => clone.drop())

  test('there are no rows in any walled table', async () => {
    const open = ['division', 'calendar_day', 'calendar_year']
    const tables = await asSystem(clone.db, tx =>
      tx.execute<{ name: string }>(
        sql`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and has_any_column_privilege('fuqiao_app', c.oid, 'select')`,
      ),
    )
    const walled = tables.map(({ name }) => name).filter(name => !open.includes(name))
    expect(walled.length).toBeGreaterThan(25)
    const counts = await Promise.all(
      walled.map(async name => [name, (await clone.db.app.unsafe(`select count(*)::int as n from ${name}`))[0]?.['n']]),
    )
    expect(counts.filter(([, n]) => n !== 0)).toEqual([])
  })

  test.each<[string, (tx: Tx, member: Member) => Promise<unknown>]>([
    [
      'ended',
      (tx, { sessionId }) => tx.update(schema.session).set({ endedAt: now }).where(eq(schema.session.id, sessionId)),
    ],
    [
      'idle too long',
      (tx, { sessionId }) => tx.update(schema.session).set({ idleUntil: now }).where(eq(schema.session.id, sessionId)),
    ],
    [
      'expired',
      (tx, { sessionId }) => tx.update(schema.session).set({ expiresAt: now }).where(eq(schema.session.id, sessionId)),
    ],
    [
      'of a disabled person',
      (tx, { personId }) => tx.update(schema.person).set({ disabledAt: now }).where(eq(schema.person.id, personId)),
    ],
    [
      'of a membership that is over',
      (tx, { membershipId }) =>
        tx.update(schema.membership).set({ until: now }).where(eq(schema.membership.id, membershipId)),
    ],
    [
      'of a membership that has not begun',
      (tx, { membershipId }) =>
        tx
          .update(schema.membership)
          .set({ from: new Date(now.getTime() + 1) })
          .where(eq(schema.membership.id, membershipId)),
    ],
  ])('nobody enters: %s', async (title, change) => {
    const member = crowd[title.length % crowd.length]
    if (!member) throw new RangeError('no member')
    await expect(as(member)).resolves.toHaveLength(1)
    await asSystem(clone.db, tx => change(tx, member))
    await expect(as(member)).rejects.toThrow(SessionNotLive)
  })

  test('nobody enters: never begun', async () => {
    await expect(as(undefined)).rejects.toThrow(SessionNotLive)
  })

  test.each(['suspended', 'merged', 'closed'] as const)(
    'a person of a tenant that is %s sees no row of it',
    async status => {
      const member = crowd.at(-1)
      if (!member) throw new RangeError('no member')
      await asSystem(clone.db, tx =>
        tx.update(schema.tenant).set({ status }).where(eq(schema.tenant.id, member.tenantId)),
      )
      const seen = await withSession(clone.db, { sessionId: member.sessionId, now }, async (tx, entered) => ({
        status: entered.tenantStatus,
        notes: await notesSeen(tx),
        tenants: await tx.select({ id: schema.tenant.id }).from(schema.tenant),
        organisations: await tx.select({ id: schema.organisation.id }).from(schema.organisation),
      }))
      expect(seen).toEqual({ status, notes: [], tenants: [], organisations: [] })
    },
  )
})

describe('a setting that somebody left on the connection', () => {
  test('says nothing to the next who enters, not even to one who acts in no tenant', async () => {
    const clone = await cloneDatabase(inject('adminUrl'), { poolSize: 1 })
    const [other, suspended] = (await newCrowd(clone.db, 3)).slice(1)
    if (!other || !suspended) throw new RangeError('no member')
    await asSystem(clone.db, tx =>
      tx.update(schema.tenant).set({ status: 'suspended' }).where(eq(schema.tenant.id, suspended.tenantId)),
    )
    const foreign = await asSystem(clone.db, tx => tx.select({ id: schema.organisation.id }).from(schema.organisation))
    expect(foreign.length).toBeGreaterThan(0)
    const lane = await clone.db.requests.lease()
    await lane.connection.unsafe(
      `select set_config('app.network', '1', false), set_config('app.tenant', '${other.tenantId}', false), set_config('app.party', '${other.tenantId}', false),
       set_config('app.low', '0', false), set_config('app.high', '281474976710655', false), set_config('app.scope', '[0,9223372036854775806]', false), set_config('app.besides', '{${foreign.map(({ id }) => id).join()}}', false)`,
    )
    lane.giveBack('clean')
    const seen = await withSession(clone.db, { sessionId: suspended.sessionId, now }, async tx => [
      await notesSeen(tx),
      await tx.select({ id: schema.organisation.id }).from(schema.organisation),
      await tx.select({ id: schema.tenant.id }).from(schema.tenant),
    ])
    expect(seen).toEqual([[], [], []])
    await clone.drop()
  })
})

describe('the system role', () => {
  test('cannot change or remove a line of the audit trail', async () => {
    const clone = await cloneDatabase(inject('adminUrl'))
    const change = asSystem(clone.db, tx => tx.update(schema.auditEntry).set({ action: 'none' }))
    await expect(change).rejects.toMatchObject({ cause: { code: '42501' } })
    await expect(asSystem(clone.db, tx => tx.delete(schema.auditEntry))).rejects.toMatchObject({
      cause: { code: '42501' },
    })
    await clone.drop()
  })
})
