import { REFERRAL_STATES } from '@fuqiao/domain/referral'
import { type Action, type Relation, relationOf, type SubjectName } from '@fuqiao/access'
import { asSystem, schema, withSession } from '@fuqiao/db'
import { insertRows, seededRandom } from '@fuqiao/db/factories'
import { type Clone, cloneDatabase, connectAsAdministrator, type Sql } from '@fuqiao/db/test-clone'
import { sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Book, type Difference, differencesInReading, differencesInWriting, everyRole } from './fences/compare.ts'
import { limitMutant, matrixMutants, type Mutant, relationMutants } from './fences/mutants.ts'
import { fillingOrder, joinPlots, plotNetworks } from './fences/plot.ts'
import type { Plot, PlottedActor } from './fences/plot-types.ts'
import { nearRows } from './fences/near-rows.ts'
import { firstFact } from './fences/plot-house.ts'
import { type Index, indexOf } from './fences/plot-index.ts'
import type { Fenced } from './fences/fenced.ts'
import { appended, fences } from './fences/tables.ts'
import { type Ask, type Observed, observeReads, observeWrites, probe, unobserved } from './fences/wall.ts'

const seed = process.env['FENCES_SEED'] ?? randomUUID()
const networks = 220
/** What one asks costs as much as there are rows: the trees stand in as many databases, beside few others each. */
const databases = 4
const now = new Date('2026-03-02T10:00:00+08:00')
const may = everyRole()
const theBook: Book = { relate: relationOf, may }
const lanes = 3
const settingNames = ['network', 'tenant', 'low', 'high', 'scope', 'party', 'person', 'organisation', 'now']

/** Rows that everybody may read; there is nothing to decide about them. */
const published = ['division', 'calendar_day', 'calendar_year']
/** Policies whose check no statement can reach: the columns that a request may write in the table, none of which takes a row elsewhere. */
const unreachable: Readonly<Record<string, readonly string[]>> = {
  'notice.change check': ['read_at'],
  'membership.change check': ['roles', 'until_at', 'version'],
  'document_check.change check': ['revoke_reason', 'revoked_at', 'revoked_by_name'],
  'tenant_operator.change check': ['end_reason', 'ended_at', 'state', 'updated_at', 'version'],
  'joint_seat.change check': ['ended_at', 'people', 'person_ids', 'updated_at', 'version'],
  'joint_meeting.change check': [
    ...['closed_at', 'convened_at', 'held_at', 'meets_at', 'place', 'state', 'title', 'updated_at', 'version'],
  ],
  'joint_minutes.change check': ['present_seat_ids', 'updated_at', 'words', 'written_by_name'],
  'joint_agenda_item.change check': ['meeting_id', 'ordinal', 'reason', 'settled_at', 'state', 'version'],
  'assignment.change check': [
    ...['acknowledged_at', 'confirmed_at', 'next_look_at', 'over_at', 'remarks', 'report', 'reported_at', 'state'],
    ...['updated_at', 'version'],
  ],
  'report.change check': [
    ...['next_look_at', 'remarks', 'settled_at', 'state', 'submitted_at', 'updated_at', 'version'],
  ],
  'report_draft.change check': [
    ...['appraisals', 'compiled_at', 'figures', 'known_on', 'narrative', 'person_name', 'updated_at', 'version'],
  ],
  'report_sample.change check': ['finding', 'found_at', 'found_by_name', 'words'],
  'target_share.change check': [
    ...['from_signatory', 'from_signed_at', 'round', 'signatory', 'signed_at', 'signed_round', 'signed_value', 'state'],
    ...['updated_at', 'value', 'version'],
  ],
  'filing.change check': [
    ...['activities', 'decided_at', 'division_code', 'field', 'filed_on', 'members', 'number', 'over_at', 'reason'],
    ...['renewed_at', 'responsible_name', 'state', 'updated_at', 'valid_until', 'venue', 'version'],
  ],
  'expert.change check': [
    ...['employer', 'fields', 'is_active', 'name', 'person_id', 'qualifications', 'services', 'title', 'updated_at'],
    'version',
  ],
  'panel.change check': [
    ...['drawn_at', 'drawn_by_name', 'drawn_order', 'end_reason', 'seed', 'state', 'updated_at', 'version'],
  ],
  'standard_version.change check': [
    ...['in_force_from', 'published_at', 'sections', 'services', 'state', 'title', 'updated_at', 'version'],
  ],
  'service_item.change check': ['end_reason', 'ended_at', 'state', 'updated_at', 'version'],
  'publication.change check': [
    ...['body', 'category', 'change_note', 'decided_by_name', 'published_at', 'remarks', 'state', 'submitted_at'],
    ...['title', 'updated_at', 'version', 'withdraw_reason', 'withdrawn_at'],
  ],
  'case_objection.change check': ['answer', 'answered_at', 'answered_by_name'],
  'referral_batch_item.change check': ['referral_id', 'referral_number', 'refusal_code', 'refusal_params', 'tried_at'],
}

class Undone extends Error {}

describe(`the wall and the rule book, on ${networks} random trees from seed ${seed}`, () => {
  type Part = { clone: Clone; administrator: Sql; plot: Plot; rowsOf: ReturnType<typeof nearRows> }
  const parts: Part[] = []
  const partOf = new Map<PlottedActor, Part>()
  /** All parts as one. */
  let plot: Plot
  let index: Index
  /** Of the first part, in which policies are weakened. */
  let administrator: Sql
  const observations = new Map<PlottedActor, Observed>()
  const random = seededRandom(`${seed} offers`)

  const rowsOf = (fence: Fenced, who: PlottedActor): never[] => partOf.get(who)?.rowsOf(fence, who) ?? []

  /** One row, of any relation alike: those that few rows stand in would else be asked about in some seeds only. */
  const offered = (who: PlottedActor) => (fence: Fenced) => {
    const relations = Map.groupBy(rowsOf(fence, who), row => fence.relation(relationOf, index, who.actor, row))
    return relations.size === 0 ? [] : [random.pick(random.pick([...relations.values()]))]
  }

  const compare = (book: Book, who: PlottedActor, observed: Observed) => ({ book, plot: index, who, observed, rowsOf })

  /** The first differences of a rule book from what was observed. */
  function differences(
    book: Book,
    most: number,
    kinds: readonly ('reading' | 'writing')[] = ['reading', 'writing'],
  ): Difference[] {
    const found: Difference[] = []
    for (const [who, observed] of observations) {
      for (const fence of [...fences, ...appended]) {
        const compared = compare(book, who, observed)
        const both = [
          ...(kinds.includes('reading') && fence.subject !== null ? differencesInReading(fence, compared) : []),
          ...(kinds.includes('writing') ? differencesInWriting(fence, compared) : []),
        ]
        found.push(...both.map(difference => `${who.actor.kind} of network ${who.networkId}: ${difference}`))
        if (found.length >= most) return found
      }
    }
    return found
  }

  async function build(part: number): Promise<Part> {
    const clone = await cloneDatabase(inject('adminUrl'), { poolSize: lanes })
    const each = networks / databases
    const plotted = plotNetworks(`${seed} ${part}`, [part * each + 1, (part + 1) * each], now)
    const built = {
      clone,
      administrator: connectAsAdministrator(clone.adminUrl),
      plot: plotted,
      rowsOf: nearRows(plotted),
    }
    await fill(built)
    return built
  }

  async function fill({ clone, administrator, plot }: Part): Promise<void> {
    await administrator.unsafe(probe)
    await asSystem(clone.db, async tx => {
      await tx
        .insert(schema.division)
        .values({ code: '11', name: '北京市', level: 1, kind: 'province', asOf: '2024-01-01' })
        .onConflictDoNothing()
      for (const table of fillingOrder) await insertRows(tx, schema[table] as PgTable, plot.rows[table])
    })
    // Facts that rows of the plot made of themselves are not of the plot.
    await administrator.unsafe(`delete from fact where id < ${firstFact}`)
    await administrator.unsafe('analyze')
  }

  async function observe(who: PlottedActor): Promise<void> {
    const observed = unobserved()
    await withSession(partOf.get(who)?.clone.db as Clone['db'], { sessionId: who.actor.sessionId, now }, async tx => {
      const ask: Ask = async (statement, [parameter] = []) => {
        const [before = '', after] = statement.split('$1')
        const query = after === undefined ? sql.raw(before) : sql`${sql.raw(before)}${parameter}${sql.raw(after)}`
        return (await tx.execute(query)) as never
      }
      await observeReads(ask, fences, observed)
      await observeWrites(ask, [...fences, ...appended], offered(who), observed)
    })
    observations.set(who, observed)
  }

  beforeAll(async () => {
    console.log(`two fences: seed ${seed}`)
    for (let part = 0; part < databases; part += 1) parts.push(await build(part))
    for (const part of parts) for (const who of part.plot.actors) partOf.set(who, part)
    plot = joinPlots(parts.map(part => part.plot))
    index = indexOf(plot)
    administrator = (parts[0] as Part).administrator
    // One network's actors in turn: they would wait for each other's locks.
    const byNetwork = Map.groupBy(plot.actors, ({ networkId }) => networkId)
    const queues = [...byNetwork.values()]
    const work = async () => {
      for (let actors = queues.pop(); actors; actors = queues.pop()) for (const who of actors) await observe(who)
    }
    await Promise.all(Array.from({ length: lanes }, work))
  }, 600_000)
  afterAll(async () => {
    for (const part of parts) {
      await part.administrator.end()
      await part.clone.drop()
    }
  })

  test('[X-02] the test asks about every table that a request reads or writes', async () => {
    const tables = await administrator.unsafe<{ name: string }[]>(
      `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and (has_any_column_privilege('fuqiao_app', c.oid, 'select') or has_any_column_privilege('fuqiao_app', c.oid, 'insert'))`,
    )
    const asked = [...fences, ...appended].map(({ name }) => name)
    expect(
      tables
        .map(({ name }) => name)
        .filter(name => !published.includes(name))
        .sort(),
    ).toEqual(asked.sort())
  })

  test('[X-02] the trees are many, deep and of every kind, and so are the people and the states', () => {
    const counted = new Set(plot.rows.tenant.map(({ networkId }) => networkId)).size
    expect(counted).toBeGreaterThanOrEqual(200)
    expect(new Set(plot.rows.tenant.map(({ depth }) => depth))).toEqual(new Set([0, 1, 2, 3, 4]))
    expect(new Set(plot.rows.referral.map(({ state }) => state)).size).toBe(REFERRAL_STATES.length)
    expect(plot.actors.filter(({ actor }) => actor.kind === 'organisation').length).toBeGreaterThan(100)
    expect(plot.actors.filter(({ isNowhere }) => isNowhere).length).toBeGreaterThan(20)
    expect(observations.size).toBe(plot.actors.length)
  })

  test('[X-02] a row is visible through the wall exactly when the rule book knows a relation to it, and no role may read what is not', () => {
    expect(differences(theBook, 5, ['reading'])).toEqual([])
  })

  test('[X-02] the wall lets a row be written exactly by those whom the rule book lets write it, and never to where they do not stand', () => {
    expect(differences(theBook, 5, ['writing'])).toEqual([])
  })

  test('[X-02] the comparison finds every rule of relations that is weakened or lost', () => {
    const missed = relationMutants(may, occurring()).filter(({ book }) => differences(book, 1).length === 0)
    expect(missed.map(({ name }) => name)).toEqual([])
  })

  test('[X-02] the comparison finds every line of the matrix that is given to a relation without the right', () => {
    const mutants: Mutant[] = [limitMutant(may), ...matrixMutants(may, widenings())]
    const missed = mutants.filter(({ book }) => differences(book, 1).length === 0)
    expect(mutants.length).toBeGreaterThan(60)
    expect(missed.map(({ name }) => name)).toEqual([])
  })

  test('[X-02] the comparison finds every policy that is replaced by true', async () => {
    const policies = await policiesToWeaken()
    const missed: string[] = []
    for (const policy of policies) if (!(await isFound(policy, weaken(policy)))) missed.push(policy.name)
    expect(policies.length).toBeGreaterThan(75)
    expect(missed.filter(name => !(name in unreachable))).toEqual([])
  }, 120_000)

  test.each(Object.entries(unreachable))(
    '[X-02] %s stands behind what is granted: a request may write these columns and no other',
    async (policy, granted) => {
      const [table = ''] = policy.split('.')
      const columns = await administrator<{ name: string; mayWrite: boolean; decides: boolean }[]>`
        select a.attname as name, has_column_privilege('fuqiao_app', a.attrelid, a.attnum, 'update') as "mayWrite",
          pg_get_expr(p.polwithcheck, p.polrelid) ~ ('\\m' || a.attname || '\\M') as decides
        from pg_attribute a
        join pg_policy p on p.polrelid = a.attrelid and p.polname = 'change'
        where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped
        order by a.attname`
      const named = (is: (column: (typeof columns)[number]) => boolean) => columns.filter(is).map(({ name }) => name)
      expect(named(({ mayWrite }) => mayWrite)).toEqual(granted)
      // The check looks at none of them, so that it says of the new row what the filter said of the old one.
      expect(named(({ decides }) => decides)).toContain('network_id')
      expect(named(({ mayWrite, decides }) => mayWrite && decides)).toEqual([])
    },
  )

  test('[X-02] the comparison finds nothing where nothing is weakened', async () => {
    const once = new Map(
      (await policiesToWeaken()).map(policy => [`${policy.table} ${policy.command === 'select'}`, policy]),
    )
    const found: string[] = []
    for (const policy of once.values()) if (await isFound(policy, 'select 1', 50)) found.push(policy.name)
    expect(found).toEqual([])
  }, 120_000)

  /** Relations in which somebody stands to some row, by subject. */
  function occurring(): Map<SubjectName, Set<Relation>> {
    const found = new Map<SubjectName, Set<Relation>>()
    for (const [who] of observations) {
      for (const fence of fences.filter(({ subject }) => subject !== null)) {
        const relations = found.get(fence.subject as SubjectName) ?? new Set()
        for (const row of rowsOf(fence, who)) relations.add(fence.relation(relationOf, index, who.actor, row))
        found.set(fence.subject as SubjectName, relations)
      }
    }
    return found
  }

  /** Actions that write, with each relation in which somebody stands to a row and may not write it; and reading, for strangers. */
  function widenings(): (readonly [Action, SubjectName, Relation])[] {
    const found = new Map<string, readonly [Action, SubjectName, Relation]>()
    for (const fence of fences) {
      if (fence.subject) found.set(fence.name, ['read', fence.subject, 'none'])
      for (const write of [fence.insert, fence.update, fence.delete]) {
        if (!write || write.book.length === 0) continue
        for (const [who] of observations) {
          for (const row of rowsOf(fence, who)) {
            const relation = fence.relation(relationOf, index, who.actor, row)
            const asked = { actor: who.actor, row, relation, plot: index }
            if (write.right(asked) || write.isMeant?.(asked) === false) continue
            for (const [action, subject] of write.book)
              found.set(`${action} ${subject} ${relation}`, [action, subject, relation])
          }
        }
      }
    }
    return [...found.values()]
  }

  type Policy = { table: string; policy: string; command: string; part: 'using' | 'check'; name: string }

  async function policiesToWeaken(): Promise<Policy[]> {
    const rows = await administrator.unsafe<
      { table: string; policy: string; command: string; using: string | null; check: string | null }[]
    >(
      `select tablename as table, policyname as policy, lower(cmd) as command, qual as using, with_check as check from pg_policies where 'fuqiao_app' = any (roles)`,
    )
    return rows.flatMap(({ table, policy, command, ...parts }) =>
      (['using', 'check'] as const)
        .filter(part => parts[part] !== null && parts[part] !== 'true')
        .map(part => ({ table, policy, command, part, name: `${table}.${policy} ${part}` })),
    )
  }

  const weaken = ({ table, policy, part }: Policy) =>
    `alter policy ${policy} on ${table} ${part === 'using' ? 'using' : 'with check'} (true)`

  /** Makes a change in a transaction that is undone, and asks one actor after the other until one sees a difference. */
  async function isFound({ table, command }: Policy, change: string, most = 200): Promise<boolean> {
    const [fence] = [...fences, ...appended].filter(({ name }) => name === table)
    if (!fence) return false
    let found = false
    const attempt = administrator.begin(async transaction => {
      await transaction.unsafe(change)
      await transaction.unsafe('set local role fuqiao_app')
      const ask: Ask = (statement, parameters = []) => transaction.unsafe<never[]>(statement, parameters as never[])
      for (const who of (parts[0] as Part).plot.actors.slice(0, most)) {
        const observed = unobserved()
        await ask(`select ${settingNames.map(name => `set_config('app.${name}', '', true)`).join(', ')}`)
        await ask('select app.enter($1, $2)', [who.actor.sessionId, now])
        const compared = compare(theBook, who, observed)
        if (command === 'select') {
          await observeReads(ask, [fence], observed)
          found = !differencesInReading(fence, compared).next().done
        } else {
          await observeWrites(ask, [fence], offered(who), observed)
          found = !differencesInWriting(fence, compared).next().done
        }
        if (found) break
      }
      throw new Undone()
    })
    await expect(attempt).rejects.toThrow(Undone)
    return found
  }
})
