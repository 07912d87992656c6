import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addWorkingDays } from '@fuqiao/domain/calendar'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import {
  CalendarFileInvalid,
  loadReferenceData,
  readBundledCalendar,
  readWorkingCalendar,
} from '../src/reference-data.ts'
import { asSystem } from '../src/transactions.ts'
import { type Clone, cloneDatabase } from './clone.ts'

const now = new Date('2026-11-20T02:00:00Z')
let clone: Clone
let folder: string

beforeAll(async () => {
  clone = await cloneDatabase(inject('adminUrl'))
  await loadReferenceData(clone.db, { now })
  folder = mkdtempSync(path.join(tmpdir(), 'calendar-test-'))
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await clone.drop()
})

const rows = (query: ReturnType<typeof sql>) => asSystem(clone.db, async tx => [...(await tx.execute(query))])

test('[B-01] the divisions of Beijing are there with real codes: 16 districts, 343 streets and townships, 6 zones marked, every community', async () => {
  const counted = await rows(
    sql`select level, is_statistical_only as zone, count(*)::int as n from division where code like '11%' group by 1, 2 order by 1, 2`,
  )
  expect(counted).toEqual([
    { level: 1, zone: false, n: 1 },
    { level: 3, zone: false, n: 16 },
    { level: 4, zone: false, n: 343 },
    { level: 4, zone: true, n: 6 },
    { level: 5, zone: false, n: 7535 },
  ])
})

test('the divisions of the other networks are there with real codes: of Wuhan and Zhengzhou to the street, of Jilin to the county, of Lingwu to the village', async () => {
  const counted = await rows(sql`
    select top, array_agg(n order by level) as n from (
      select t.top, d.level, count(*)::int as n from unnest(array['4201', '4101', '22', '640181']) as t(top) join division d on starts_with(d.code, t.top) group by 1, 2) c
    group by 1 order by 1`)
  expect(counted).toEqual([
    { top: '22', n: [1, 9, 69] },
    { top: '4101', n: [1, 15, 208] },
    { top: '4201', n: [1, 13, 193] },
    { top: '640181', n: [1, 10, 102] },
  ])
})

test('a code begins with the code of the division above it, and that division exists', async () => {
  const orphans = await rows(
    sql`select c.code from division c left join division p on p.code = c.parent_code
      where c.level > 1 and (p.code is null or not starts_with(c.code, p.code) or p.level >= c.level)`,
  )
  expect(orphans).toEqual([])
})

test('loading again changes nothing, and corrects what was changed', async () => {
  const states = () =>
    rows(
      sql`select (select max(xmin::text::bigint) from division) as division, (select max(xmin::text::bigint) from calendar_day) as day`,
    )
  const before = await states()
  await loadReferenceData(clone.db, { now: new Date('2026-12-01T02:00:00Z') })
  expect(await states()).toEqual(before)
  await rows(sql`update division set name = '别名' where code = '110101001'`)
  await loadReferenceData(clone.db, { now })
  expect(await rows(sql`select name from division where code = '110101001'`)).toEqual([{ name: '东华门街道' }])
})

test('[X-05] the stored calendar counts as the one that comes with the product, and knows 2019 to 2026', async () => {
  const stored = await asSystem(clone.db, readWorkingCalendar)
  const bundled = await readBundledCalendar()
  expect(stored).toEqual(bundled)
  expect(stored.version).toMatch(/^2019-2026\/[0-9a-f]{12}$/)
  expect(addWorkingDays(stored, '2026-09-30', 1)).toEqual({ ok: true, date: '2026-10-08' })
  expect(addWorkingDays(stored, '2026-12-30', 5)).toMatchObject({ refusal: 'CALENDAR_NOT_LOADED', year: 2027 })
})

test("an operator's file loads a further year and gives the calendar another version", async () => {
  writeFileSync(path.join(folder, '2027.json'), JSON.stringify([['2027-01-01', 'off', '元旦']]))
  await loadReferenceData(clone.db, { now, calendarFolder: folder })
  const calendar = await asSystem(clone.db, readWorkingCalendar)
  expect(addWorkingDays(calendar, '2026-12-30', 5)).toEqual({ ok: true, date: '2027-01-07' })
  expect(calendar.version).toMatch(/^2019-2027\//)
  await loadReferenceData(clone.db, { now, calendarFolder: path.join(folder, 'absent') })
})

test.each([
  ['no JSON', '[[', 'it is no JSON'],
  ['a day that does not exist', '[["2027-02-30","off","x"]]', 'not an array'],
  ['a day of another year', '[["2028-01-01","off","元旦"]]', 'lies outside 2027'],
  ['an empty list, which would make every holiday a working day', '[]', 'not an array'],
])('a file with %s is refused by name and nothing is loaded', async (_, text, reason) => {
  const before = await asSystem(clone.db, readWorkingCalendar)
  writeFileSync(path.join(folder, '2027.json'), text)
  const loading = loadReferenceData(clone.db, { now, calendarFolder: folder })
  await expect(loading).rejects.toThrow(CalendarFileInvalid)
  await expect(loading).rejects.toThrow(reason)
  expect(await asSystem(clone.db, readWorkingCalendar)).toEqual(before)
})

test('a list with a year missing before it is refused', async () => {
  rmSync(path.join(folder, '2027.json'), { force: true })
  writeFileSync(path.join(folder, '2028.json'), JSON.stringify([['2028-01-01', 'off', '元旦']]))
  await expect(loadReferenceData(clone.db, { now, calendarFolder: folder })).rejects.toThrow('2027 is missing')
})
