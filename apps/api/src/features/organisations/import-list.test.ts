import type { ImportJob } from '@fuqiao/contract'
import { asSystem, schema } from '@fuqiao/db'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
let desk: TestPerson

/** Forty-five imports of the street, three at each instant, a third of them not confirmed; and one of its neighbour. */
beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  desk = await city.at(city.street, 'caseWorker')
  const job = (tenant: { id: string; scopeKey: bigint }, n: number) => {
    const at = new Date(testMonday.getTime() + Math.floor(n / 3) * 60_000)
    return {
      ...{ id: randomUUID(), networkId: city.networkId, tenantId: tenant.id, scopeKey: tenant.scopeKey },
      ...{ fileName: `名册${n}.xlsx`, sha256: 'a'.repeat(64), personName: '甲', createdAt: at, updatedAt: at },
      ...{ total: 1, bad: 0, duplicates: 0, state: n % 3 === 0 ? ('checked' as const) : ('done' as const) },
    }
  }
  const mine = Array.from({ length: 45 }, (_, n) => job(city.street, n))
  await asSystem(world.db, tx => tx.insert(schema.importJob).values([...mine, job(city.neighbour, 99)]))
})
afterAll(() => world.close())

async function pages(state?: ImportJob['state']): Promise<ImportJob[]> {
  const rows: ImportJob[] = []
  let page = await desk.api.organisations.importJobs({ state })
  for (rows.push(...page.rows); page.next !== null; rows.push(...page.rows)) {
    expect(page.rows).toHaveLength(20)
    page = await desk.api.organisations.importJobs({ state, cursor: page.next })
  }
  return rows
}

test('imports come the latest first, twenty a page, each once also where several began at one instant, and none of another tenant', async () => {
  const rows = await pages()
  expect(new Set(rows.map(({ fileName }) => fileName)).size).toBe(45)
  expect(rows.map(({ createdAt }) => createdAt)).toEqual(
    rows
      .map(({ createdAt }) => createdAt)
      .toSorted()
      .toReversed(),
  )
  expect(rows.some(({ fileName }) => fileName.includes('99'))).toBe(false)
})

test('imports are narrowed to those that wait to be confirmed, and paged so', async () => {
  const rows = await pages('checked')
  expect([rows.length, new Set(rows.map(({ state }) => state))]).toEqual([15, new Set(['checked'])])
  expect(await pages('cancelled')).toEqual([])
})
