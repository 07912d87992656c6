import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
let top: TestPerson
let district: TestPerson

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  const { networkId, street, neighbour } = city
  await asSystem(world.db, async tx => {
    for (const tenant of [street, street, neighbour])
      await newOrganisation(tx, { networkId, tenantId: tenant.id, createdAt: new Date('2025-09-10T02:00:00Z') })
  })
  top = await city.at(city.city, 'director')
  district = await city.at(city.district, 'finance')
})
afterAll(() => world.close())

async function sheetIn(content: string): Promise<unknown[][]> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
  return book.worksheets[0]!.getSheetValues()
    .slice(1)
    .map(row => (row as unknown[]).slice(1))
}
const exportsOf = (personId: string) =>
  asSystem(world.db, tx =>
    tx
      .select()
      .from(schema.auditEntry)
      .where(and(eq(schema.auditEntry.personId, personId), eq(schema.auditEntry.action, 'dashboard.export'))),
  )

describe('[B-02] the incubators that a figure counts', () => {
  test('come in the order of the tree, or in the one that was chosen, downwards too', async () => {
    const names = async (order?: { by: 'name' | 'organisations'; descending: boolean }) =>
      (await top.api.dashboards.incubators({ order })).rows
    const tree = await names()
    expect(tree[0]?.id).toBe(city.city.id)
    const most = (await names({ by: 'organisations', descending: true })).map(({ organisations }) => organisations)
    expect(most.slice(0, 3)).toEqual([2, 1, 0])
    const byName = (await names({ by: 'name', descending: false })).map(({ name }) => name)
    expect(byName).toEqual(tree.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'zh')))
  })

  test('go into a file in the rows, the order, the columns and the words of the page, noted in the trail', async () => {
    const wanted = { filter: { tier: 'street' }, order: { by: 'organisations', descending: true } } as const
    const { rows } = await district.api.dashboards.incubators(wanted)
    const file = await district.api.dashboards.exportIncubators({
      ...wanted,
      columns: ['organisations', 'status', 'name'],
    })
    expect(await sheetIn(file.content)).toEqual([
      ['孵化机构', '状态', '社会组织'],
      ...rows.map(({ name, organisations }) => [name, '运行中', organisations]),
    ])
    expect(file).toMatchObject({ rows: rows.length, isCutOff: false })
    expect(file.fileName).toMatch(/^孵化机构明细-/)
    expect(await exportsOf(district.personId)).toMatchObject([
      { subjectId: city.district.id, details: { list: 'incubators', rows: rows.length } },
    ])
  })
})

describe('[B-05] the divisions that a figure of coverage counts', () => {
  test('are ordered by any of their columns, and go into a file as they stand', async () => {
    const wanted = { filter: { without: false }, order: { by: 'code', descending: true } } as const
    const { rows } = await top.api.dashboards.divisions(wanted)
    expect(rows.map(({ code }) => code)).toEqual(
      rows
        .map(({ code }) => code)
        .toSorted()
        .toReversed(),
    )
    const file = await top.api.dashboards.exportDivisions({ ...wanted, columns: ['code', 'served'], language: 'en' })
    expect(await sheetIn(file.content)).toEqual([
      ['Division code', 'Incubator'],
      ...rows.map(({ code }) => [code, 'Has an incubator']),
    ])
  })

  test.each(['jointMeetingMember', 'tenantAdmin'] as const)('are no file for %s, and nothing is noted', async role => {
    const { api, personId } = await city.at(city.district, role)
    for (const call of [api.dashboards.exportDivisions, api.dashboards.exportIncubators])
      expect(await refusalOf(call({}))).toMatchObject({ body: { appCode: 'NOT_ALLOWED' } })
    expect((await exportsOf(personId)).filter(({ outcome }) => outcome === 'done')).toEqual([])
  })

  test('of an incubator that stands elsewhere are no file, as if there were none', async () => {
    for (const call of [district.api.dashboards.exportDivisions, district.api.dashboards.exportIncubators])
      expect(await refusalOf(call({ tenantId: city.sector.id }))).toMatchObject({ code: 'NOT_FOUND' })
  })
})
