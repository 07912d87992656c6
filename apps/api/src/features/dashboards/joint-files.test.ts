import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation, newReferral } from '@fuqiao/db/factories'
import ExcelJS from 'exceljs'
import { and, desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
let member: TestPerson
let top: TestPerson

/** Small counts of every sort beside large ones: stages, kinds, fields, states, flows and seats. */
beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  const { networkId, street, neighbour, otherStreet, otherDistrict } = city
  await asSystem(world.db, async tx => {
    const fields = ['elderCare', 'childrenYouth', 'disability'] as const
    for (const [index, tenant] of [street, street, street, neighbour, otherStreet, otherDistrict].entries()) {
      for (let turn = 0; turn < [9, 7, 2, 6, 3, 1][index]!; turn += 1) {
        const stage = turn % 4 === 0 ? 'mature' : 'growing'
        const organisation = await newOrganisation(tx, {
          ...{ networkId, tenantId: tenant.id, stage, field: fields[(index + turn) % 3]! },
        })
        const state = turn % 3 === 0 ? 'accepted' : 'submitted'
        const toTenantId = turn % 2 === 0 ? city.city.id : otherDistrict.id
        if (toTenantId !== tenant.id) await newReferral(tx, { organisation, toTenantId, state, now: testMonday })
      }
    }
  })
  member = await city.at(city.sector, 'jointMeetingMember')
  top = await city.at(city.city, 'jointMeetingMember', 'director')
})
afterAll(() => world.close())

/** A cell of a file: its sheet, row and column, and its figure; null where it is hidden. */
type FileCell = { at: string; value: number | null }
type Files = Map<string, FileCell[]>

const hiddenWord = '不显示'
const period = { kind: 'quarter' } as const

async function fileOf(person: TestPerson): Promise<{ cells: Files; text: string }> {
  const { content } = await person.api.dashboards.exportJoint({ period })
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(Buffer.from(content, 'base64') as never)
  const cells: Files = new Map()
  const texts: string[] = []
  for (const sheet of book.worksheets) {
    const headers = sheet.getRow(1).values as string[]
    const found: FileCell[] = []
    sheet.eachRow((row, number) => {
      row.eachCell((cell, column) => {
        texts.push(cell.text)
        if (number === 1 || !(cell.value === hiddenWord || typeof cell.value === 'number')) return
        const value = cell.value === hiddenWord ? null : Number(cell.value)
        const name = [row.getCell(1).text, ...(sheet.name === '转介流向' ? [row.getCell(2).text] : [])].join('>')
        found.push({ at: `${sheet.name}/${name}/${headers[column]}`, value })
      })
    })
    cells.set(sheet.name, found)
  }
  return { cells, text: texts.join(' ') }
}

/** What a reader knows of the tables: each is the same whole cut in another way. */
function sumsOf(cells: Files): { whole: FileCell; parts: FileCell[] }[] {
  const of = (sheet: string, column: string) =>
    (cells.get(sheet) ?? []).filter(({ at }) => at.startsWith(`${sheet}/`) && at.endsWith(`/${column}`))
  const total = (name: string) => of('全网合计', '数值').find(({ at }) => at.includes(`/${name}/`))!
  return [
    { whole: total('社会组织'), parts: of('各席位数据', '社会组织') },
    ...['按发展阶段', '按组织类型', '按服务领域'].map(sheet => ({
      whole: total('社会组织'),
      parts: of(sheet, '数值'),
    })),
    { whole: total('本期新增'), parts: of('各席位数据', '本期新增') },
    { whole: total('逾期'), parts: of('各席位数据', '逾期') },
    ...['转出', '转入'].map(column => ({ whole: total('发出转介'), parts: of('各席位数据', column) })),
    ...['按状态', '各月发出的转介', '转介流向'].map(sheet => ({ whole: total('发出转介'), parts: of(sheet, '数值') })),
  ]
}

/** Hidden cells that adding and subtracting leaves one value: every sum narrows what its cells can be, until nothing narrows any more. */
function undone(cells: Files): string[] {
  const most = 1000
  const ranges = new Map<string, [number, number]>()
  for (const { at, value } of [...cells.values()].flat()) ranges.set(at, value === null ? [1, most] : [value, value])
  const rangeOf = ({ at }: FileCell) => ranges.get(at) ?? [0, most]
  for (let isNarrowed = true; isNarrowed;) {
    isNarrowed = false
    const narrow = (cell: FileCell, low: number, high: number) => {
      const [from, to] = rangeOf(cell)
      if (low <= from && high >= to) return
      ranges.set(cell.at, [Math.max(low, from), Math.min(high, to)])
      isNarrowed = true
    }
    for (const { whole, parts } of sumsOf(cells)) {
      const lows = parts.reduce((all, part) => all + rangeOf(part)[0], 0)
      const highs = parts.reduce((all, part) => all + rangeOf(part)[1], 0)
      narrow(whole, lows, highs)
      const [low, high] = rangeOf(whole)
      for (const part of parts) {
        const [from, to] = rangeOf(part)
        narrow(part, low - (highs - to), high - (lows - from))
      }
    }
  }
  return [...cells.values()]
    .flat()
    .filter(({ at, value }) => value === null && ranges.get(at)![0] === ranges.get(at)![1])
    .map(({ at }) => at)
}

describe('the joint dashboard’s file', () => {
  test('[B-18] [B-05] hides what the page hides, every count from 1 to 4, and a search that adds and subtracts over all its tables fixes no hidden cell', async () => {
    const { cells } = await fileOf(member)
    const all = [...cells.values()].flat().filter(({ at }) => !/签收用时|\/孵化机构$/.test(at))
    expect(all.filter(({ value }) => value === null).length).toBeGreaterThan(6)
    expect(all.filter(({ value }) => value !== null && value > 0 && value < 5)).toEqual([])
    expect(undone(cells)).toEqual([])
  })

  test('the search finds a hidden cell as soon as one that protects it is shown', async () => {
    const [{ cells }, { cells: whole }] = [await fileOf(member), await fileOf(top)]
    const truth = new Map([...whole.values()].flat().map(({ at, value }) => [at, value]))
    let found = 0
    for (const { parts } of sumsOf(cells)) {
      const hidden = parts.filter(({ value }) => value === null)
      if (hidden.length !== 2) continue
      const [shown] = hidden
      shown!.value = truth.get(shown!.at)!
      if (undone(cells).length > 0) found += 1
      shown!.value = null
    }
    expect(found).toBeGreaterThan(2)
  })

  test('is whole for the top of the network, names no organisation, is noted in the audit trail, and is nobody’s who does not sit there', async () => {
    const { cells, text } = await fileOf(top)
    expect([...cells.values()].flat().filter(({ value }) => value === null)).toEqual([])
    const names = await asSystem(world.db, tx =>
      tx
        .select({ name: schema.organisation.name })
        .from(schema.organisation)
        .where(eq(schema.organisation.networkId, city.networkId)),
    )
    expect(names.filter(({ name }) => text.includes(name))).toEqual([])
    const entries = () =>
      asSystem(world.db, tx =>
        tx
          .select()
          .from(schema.auditEntry)
          .where(and(eq(schema.auditEntry.networkId, city.networkId), eq(schema.auditEntry.action, 'dashboard.export')))
          .orderBy(desc(schema.auditEntry.at)),
      )
    const before = await entries()
    expect(before[0]).toMatchObject({ details: expect.objectContaining({ list: 'joint' }) as object })
    const outsider = await city.at(city.city, 'director', 'tenantAdmin')
    expect(await refusalOf(outsider.api.dashboards.exportJoint({ period }))).toMatchObject({ code: 'FORBIDDEN' })
    expect(await entries()).toHaveLength(before.length)
  })
})
