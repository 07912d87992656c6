import { childKey, scopeHigh } from '@fuqiao/domain/tree'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { newNetwork, newTenant } from '../factories/index.ts'
import { asSystem, type Tx } from '../src/transactions.ts'
import { type Clone, cloneDatabase } from './clone.ts'

let clone: Clone
beforeAll(async () => {
  clone = await cloneDatabase(inject('adminUrl'))
})
afterAll(() => clone.drop())

type Told = { where: number; kind: string; detail: string; day: string; amount: number; subject: number; known: string }

const dayOf = (n: number) => new Date(Date.UTC(2025, 10, 1 + n)).toISOString().slice(0, 10)
/** Some facts of a winter: entered late or not, taken back or not, of a few organisations. */
const told: fc.Arbitrary<Told> = fc.record({
  where: fc.nat(4),
  kind: fc.constantFrom('caseAdmitted', 'activity', 'caseResident'),
  detail: fc.constantFrom('association', 'foundation'),
  day: fc.nat(100).map(dayOf),
  amount: fc.constantFrom(1, 1, 1, -1, 2),
  subject: fc.nat(4),
  known: fc.nat(110).map(dayOf),
})

type City = { networkId: number; all: string[]; parents: Map<string, string | null> }

/** A city, two districts, two streets below the first. */
async function newCity(tx: Tx): Promise<City> {
  const { id: networkId } = await newNetwork(tx)
  const city = await newTenant(tx, { networkId })
  const east = await newTenant(tx, { networkId, parentId: city.id })
  const west = await newTenant(tx, { networkId, parentId: city.id })
  const streets = [
    await newTenant(tx, { networkId, parentId: east.id }),
    await newTenant(tx, { networkId, parentId: east.id }),
  ]
  const rows = [city, east, west, ...streets]
  return { networkId, all: rows.map(({ id }) => id), parents: new Map(rows.map(row => [row.id, row.parentId])) }
}

const tell = (tx: Tx, { networkId, all }: City, subjects: readonly string[], facts: readonly Told[]) =>
  tx.execute(sql`select app.note_fact(${networkId}, x.tenant, x.kind, x.detail, x.day, x.amount, x.subject, ${v7()}::uuid, (x.known || ' 12:00+08')::timestamptz)
    from jsonb_to_recordset(${JSON.stringify(
      facts.map(fact => ({ ...fact, tenant: all[fact.where], subject: subjects[fact.subject] })),
    )}::text::jsonb) x(tenant uuid, kind text, detail text, day date, amount int, subject uuid, known text)`)

const fold = async (tx: Tx, { networkId }: City, most: number) =>
  (await tx.execute<{ n: number }>(sql`select app.fold_facts(${networkId}, ${most}) as n`))[0]?.n ?? 0

const rebuild = (tx: Tx, { networkId }: City, isTreeAlone = false) =>
  tx.execute(sql`select app.rebuild_rollups(${networkId}, ${isTreeAlone})`)

/** All cells of a network but those of its incubators themselves, in one text each. */
async function cells(tx: Tx, { networkId }: City): Promise<string[]> {
  const rows = await tx.execute<{ cell: string }>(sql`
    select concat_ws(' ', tenant_id, tree, kind, counted, detail, bucket, known_on, value) as cell from rollup
    where network_id = ${networkId} and kind <> 'incubator' order by 1`)
  return rows.map(({ cell }) => cell)
}

const bucketsOf = (kind: string, day: string) => {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  if (kind === 'caseResident') return ['all', year, day.slice(0, 7)]
  return [year, `${year}-H${month <= 6 ? 1 : 2}`, `${year}-Q${Math.ceil(month / 3)}`, day.slice(0, 7)]
}

/** The same figures counted by hand: for every cell the value at the end of each day on which it changed. */
function byHand(city: City, subjects: readonly string[], facts: readonly Told[], treeNow: City['parents']): string[] {
  const days = [...new Set(facts.map(({ known }) => known))].sort()
  const cellsOf = (fact: Told): [string, string | null][] => {
    const own = city.all[fact.where] ?? ''
    const line = (parents: City['parents']) => {
      const found: string[] = []
      for (let at: string | null = own; at; at = parents.get(at) ?? null) found.push(at)
      return found
    }
    const places = [
      `${own} own`,
      ...line(city.parents).map(id => `${id} then`),
      ...line(treeNow).map(id => `${id} now`),
    ]
    return places.flatMap(place =>
      bucketsOf(fact.kind, fact.day).flatMap((bucket): [string, string | null][] => [
        ...['', fact.detail].map((detail): [string, null] => [
          `${place} ${fact.kind} amount ${detail} ${bucket}`,
          null,
        ]),
        ...(fact.kind === 'caseAdmitted'
          ? [[`${place} ${fact.kind} subjects  ${bucket}`, subjects[fact.subject] ?? ''] as [string, string]]
          : []),
      ]),
    )
  }
  const withCells = facts.map(fact => ({ ...fact, cells: cellsOf(fact) }))
  const lines: string[] = []
  const before = new Map<string, number>()
  for (const day of days) {
    const amounts = new Map<string, number>()
    const present = new Map<string, Map<string, number>>()
    for (const fact of withCells) {
      if (fact.known > day) continue
      for (const [cell, subject] of fact.cells) {
        if (subject === null) amounts.set(cell, (amounts.get(cell) ?? 0) + fact.amount)
        else {
          const of = present.get(cell) ?? new Map<string, number>()
          present.set(cell, of.set(subject, (of.get(subject) ?? 0) + fact.amount))
        }
      }
    }
    for (const [cell, of] of present) amounts.set(cell, [...of.values()].filter(sum => sum > 0).length)
    for (const [cell, value] of amounts) {
      if (value !== (before.get(cell) ?? 0)) lines.push(`${cell} ${day} ${value}`)
      before.set(cell, value)
    }
  }
  return lines.sort()
}

describe('the roll-ups', () => {
  test('[X-07] hold for every place, stretch and past day what counting by hand finds, in whatever order facts came and were folded; a rebuild makes the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(told, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        async (rounds, batch) => {
          const subjects = Array.from({ length: 5 }, () => v7())
          await asSystem(clone.db, async tx => {
            const city = await newCity(tx)
            for (const facts of rounds) {
              await tell(tx, city, subjects, facts)
              while ((await fold(tx, city, batch)) > 0);
            }
            const kept = await cells(tx, city)
            expect(kept).toEqual(byHand(city, subjects, rounds.flat(), city.parents))
            await rebuild(tx, city)
            expect(await cells(tx, city)).toEqual(kept)
          })
        },
      ),
      { numRuns: 15, seed: 20261127 },
    )
  })

  test('[X-07] follow the tree: as it was, facts stay with the line of their day; as it is now, they go along with an incubator that moved', async () => {
    await asSystem(clone.db, async tx => {
      const city = await newCity(tx)
      const [root = '', east = '', west = '', street = ''] = city.all
      const subjects = Array.from({ length: 5 }, () => v7())
      const facts: Told[] = [0, 1, 2].map(subject => ({
        ...{ where: 3, kind: 'caseResident', detail: 'association', amount: 1, subject },
        ...{ day: dayOf(100 + subject), known: dayOf(100 + subject) },
      }))
      await tell(tx, city, subjects, facts)
      await fold(tx, city, 100)
      await move(tx, city, { street, to: west, on: dayOf(105) })
      await tell(tx, city, subjects, [{ ...facts[0]!, day: dayOf(106), known: dayOf(106) }])
      expect(await inDebt(tx, city)).toBe(true)
      await fold(tx, city, 100)
      await rebuild(tx, city, true)
      expect(await inDebt(tx, city)).toBe(false)
      const read = async (id: string, tree: string) =>
        (
          await tx.execute<{
            value: number
          }>(sql`select value::int from rollup where network_id = ${city.networkId} and tenant_id = ${id} and tree = ${tree}
            and kind = 'caseResident' and counted = 'amount' and detail = '' and bucket = 'all' order by known_on desc limit 1`)
        )[0]?.value ?? 0
      expect([await read(east, 'then'), await read(west, 'then'), await read(root, 'then')]).toEqual([3, 1, 4])
      expect([await read(east, 'now'), await read(west, 'now'), await read(root, 'now')]).toEqual([0, 4, 4])
      const kept = await cells(tx, city)
      await rebuild(tx, city)
      expect(await cells(tx, city)).toEqual(kept)
    })
  })

  test('take each fact once when workers fold at the same time and one of them dies in the middle', async () => {
    const city = await asSystem(clone.db, newCity)
    const subjects = Array.from({ length: 5 }, () => v7())
    const facts = fc.sample(told, { numRuns: 60, seed: 7 })
    await asSystem(clone.db, tx => tell(tx, city, subjects, facts))
    const died = new Error('died')
    const attempts = Array.from({ length: 12 }, (_, nth) =>
      asSystem(clone.db, async tx => {
        const folded = await fold(tx, city, 17)
        if (nth % 3 === 0) throw died
        return folded
      }).catch((error: unknown) => {
        if (error !== died) throw error
        return 0
      }),
    )
    await Promise.all(attempts)
    while ((await asSystem(clone.db, tx => fold(tx, city, 17))) > 0);
    expect(await asSystem(clone.db, tx => cells(tx, city))).toEqual(byHand(city, subjects, facts, city.parents))
  })
})

async function inDebt(tx: Tx, { networkId }: City): Promise<boolean> {
  return (await tx.execute(sql`select 1 from rollup_debt where network_id = ${networkId}`)).length > 0
}

/** Moves a street below another district, as the tree's own page does: place, history. */
async function move(tx: Tx, { networkId }: City, { street, to, on }: { street: string; to: string; on: string }) {
  const [parent] = await tx.execute<{ key: string; depth: number; slot: number }>(
    sql`select scope_key::text as key, depth, next_slot as slot from tenant where network_id = ${networkId} and id = ${to}`,
  )
  if (!parent) throw new Error('no such district')
  const at = `${on}T02:00:00Z`
  const key = childKey({ key: BigInt(parent.key), depth: parent.depth }, parent.slot)
  await tx.execute(sql`update tenant set parent_id = ${to}, scope_key = ${key}::bigint, scope_high = ${scopeHigh(key, parent.depth + 1)}::bigint, updated_at = ${at}::timestamptz
    where network_id = ${networkId} and id = ${street}`)
  await tx.execute(
    sql`update tenant_history set to_at = ${at}::timestamptz where network_id = ${networkId} and tenant_id = ${street} and to_at is null`,
  )
  await tx.execute(sql`insert into tenant_history (network_id, id, tenant_id, change, from_at, name, parent_id, scope_key, status, reason, person_name)
    values (${networkId}, ${v7()}, ${street}, 'reparented', ${at}::timestamptz, '', ${to}, ${key}::bigint, 'active', '测试', '测试')`)
}
