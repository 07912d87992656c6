import { IMPORT_COLUMNS, type ImportColumn } from '@fuqiao/contract'
import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import ExcelJS from 'exceljs'
import { eq } from 'drizzle-orm'
import { randomBytes, randomUUID } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { Profiles } from '../../boot/load-profiles.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'
import { exampleMark, importHeaders, importSheetName } from './import-columns.ts'
import { runChunk, startImport } from './run-import.ts'

let world: TestWorld
let city: SmallCity
let desk: TestPerson

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  desk = await city.at(city.street, 'caseWorker')
})
afterAll(() => world.close())

type Row = Partial<Record<ImportColumn, unknown>>
const digits = '甲乙丙丁戊己庚辛壬癸'
/** A row that is in order, with a name of its own. */
const row = (at: number, more: Row = {}): Row => ({
  name: `导入${[...String(at)].map(digit => digits[Number(digit)]).join('')}社`,
  kind: '社区备案',
  stage: '初创',
  field: '养老服务',
  divisionCode: '110101001',
  ...more,
})

async function workbook(rows: Row[], columns: readonly ImportColumn[] = IMPORT_COLUMNS): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(importSheetName)
  sheet.addRow(columns.map(column => `${importHeaders[column].title}${importHeaders[column].isNeeded ? ' *' : ''}`))
  for (const cells of rows) sheet.addRow(columns.map(column => cells[column] ?? null))
  return Buffer.from(await book.xlsx.writeBuffer())
}
const check = async (rows: Row[], by = desk) =>
  (await by.api.organisations.checkImport({ fileName: '名册.xlsx', content: await workbook(rows) })).id
const caller = (by = desk) => ({ deps: world.deps, sessionId: by.sessionId })
/** Confirms and waits for the end. */
async function importAll(id: string, by = desk) {
  await by.api.organisations.confirmImport({ id })
  await startImport(caller(by), id)
  return by.api.organisations.importJob({ id })
}
const organisations = (tenantId: string) =>
  asSystem(world.db, tx => tx.select().from(schema.organisation).where(eq(schema.organisation.tenantId, tenantId)))
const named = async (name: string) => (await organisations(city.street.id)).filter(found => found.name === name)

describe('the dry run', () => {
  test('imports nothing and says of each bad row what is wrong in which column', async () => {
    const before = await organisations(city.street.id)
    const id = await check([
      row(1),
      row(2, { name: '名'.repeat(200) }),
      row(3, { kind: '公司', stage: '', field: '不详' }),
      row(4, { divisionCode: '990101001' }),
      row(5, { kind: '基金会' }),
      row(6, { kind: '基金会', creditCode: '534100005897102020' }),
      row(7, { registeredOn: '2026-13-40', divisionCode: '990101001' }),
      row(8, { name: '\n' }),
    ])
    expect(await desk.api.organisations.importJob({ id })).toMatchObject({
      state: 'checked',
      total: 8,
      bad: 7,
      ready: 1,
      duplicates: 0,
      imported: 0,
    })
    const { rows } = await desk.api.organisations.importRows({ id, state: 'bad' })
    const codes = rows.map(({ rowNumber, errors }) => [
      rowNumber,
      ...errors.map(({ field, code }) => `${field} ${code}`),
    ])
    expect(codes).toEqual([
      [3, 'name INPUT_NAME_TOO_LONG'],
      [4, 'kind IMPORT_VALUE_UNKNOWN', 'stage IMPORT_VALUE_MISSING', 'field IMPORT_VALUE_UNKNOWN'],
      [5, 'divisionCode INPUT_DIVISION_UNKNOWN'],
      [6, 'creditCode INPUT_CREDIT_CODE_NEEDED'],
      [7, 'creditCode CREDIT_CODE_CHECK_CHARACTER'],
      [8, 'registeredOn IMPORT_DATE_INVALID', 'divisionCode INPUT_DIVISION_UNKNOWN'],
      [9, 'name INPUT_NAME_EMPTY'],
    ])
    expect(await organisations(city.street.id)).toEqual(before)
  })

  test('takes what Excel makes of cells: dates, formulas, rich text, names of divisions, columns in another order', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('随便')
    const order: ImportColumn[] = [
      'divisionCode',
      'field',
      'name',
      'kind',
      'stage',
      'registeredOn',
      'creditCode',
      'creditCodeOverride',
      'address',
    ]
    sheet.addRow(order.map(column => importHeaders[column].title))
    sheet.addRow([
      '东华门街道 110101001',
      '养老服务',
      { richText: [{ text: '𬭎光' }, { text: '\n互助\u202e社' }] },
      '基金会',
      '成长',
      new Date(Date.UTC(2020, 4, 6)),
      '531000005000215960 ',
      '',
      { formula: '1+1', result: '=cmd|x' },
    ])
    sheet.addRow(['东华门街道', '养老服务', `${exampleMark}请删除本行`])
    const { id } = await desk.api.organisations.checkImport({
      fileName: 'a.xlsx',
      content: Buffer.from(await book.xlsx.writeBuffer()),
    })
    expect(await importAll(id)).toMatchObject({ total: 1, imported: 1, state: 'done' })
    expect(await named('𬭎光 互助社')).toMatchObject([
      { registeredOn: '2020-05-06', address: '=cmd|x', divisionCode: '110101001', creditCode: '531000005000215960' },
    ])
  })

  test('lets a doubtful code in when the row says why', async () => {
    const id = await check([
      row(20, { kind: '基金会', creditCode: '534100005897102020', creditCodeOverride: '登记证书如此' }),
    ])
    await importAll(id)
    expect(await named('导入丙甲社')).toMatchObject([
      { creditCode: '534100005897102020', creditCodeOverride: '登记证书如此' },
    ])
  })
})

describe('duplicates', () => {
  test('by code, by name and place, in sight and within the file are shown, left out unless wanted, and never decided silently', async () => {
    await asSystem(world.db, tx =>
      newOrganisation(tx, {
        networkId: city.networkId,
        tenantId: city.street.id,
        name: '已有互助社',
        divisionCode: '110101001',
        creditCode: '53100000MJ0065049E',
      }),
    )
    const id = await check([
      row(31),
      row(31),
      row(32, { name: '已有互助社' }),
      row(33, { kind: '基金会', creditCode: '53100000mj0065049e' }),
      row(34, { name: '已有互助社', divisionCode: '110101002' }),
    ])
    const { rows } = await desk.api.organisations.importRows({ id, state: 'duplicate' })
    expect(
      rows.map(({ rowNumber, errors }) => [
        rowNumber,
        errors[0]!.code,
        errors[0]!.params!.row ?? errors[0]!.params!.name,
      ]),
    ).toEqual([
      [3, 'DUPLICATE_IN_FILE', 2],
      [4, 'DUPLICATE_IN_SIGHT', '已有互助社'],
      [5, 'DUPLICATE_IN_SIGHT', '已有互助社'],
    ])
    const { version } = await desk.api.organisations.importJob({ id })
    await desk.api.organisations.decideDuplicates({ id, version, rowNumbers: [3] })
    expect(await importAll(id)).toMatchObject({ imported: 3, duplicates: 2, ready: 0 })
    expect(await named('导入丁乙社')).toHaveLength(2)
    expect(await named('已有互助社')).toHaveLength(2)
  })

  test('behind the wall do not show', async () => {
    await asSystem(world.db, tx =>
      newOrganisation(tx, {
        networkId: city.networkId,
        tenantId: city.otherStreet.id,
        name: '墙后导入社',
        divisionCode: '110101001',
      }),
    )
    const id = await check([row(0, { name: '墙后导入社' })])
    expect(await desk.api.organisations.importJob({ id })).toMatchObject({ duplicates: 0, ready: 1 })
  })

  test('made between the dry run and the import are found then: two imports of one file make each organisation once', async () => {
    const rows = [row(41), row(42), row(43)]
    const ids = [await check(rows), await check(rows)] as const
    await Promise.all(ids.map(id => importAll(id)))
    const jobs = await Promise.all(ids.map(id => desk.api.organisations.importJob({ id })))
    expect(jobs.map(({ imported }) => imported).sort()).toEqual([0, 3])
    expect(jobs.map(({ duplicates }) => duplicates).sort()).toEqual([0, 3])
    for (const name of ['导入戊乙社', '导入戊丙社', '导入戊丁社']) expect(await named(name)).toHaveLength(1)
  })
})

describe('the run', () => {
  test('killed between chunks is taken up where it stopped: every row once, filing numbers without a gap', async () => {
    const other = await city.at(city.neighbour, 'caseWorker')
    const id = await check(
      Array.from({ length: 450 }, (_, at) => row(1000 + at, { divisionCode: '110101002' })),
      other,
    )
    await asSystem(world.db, tx =>
      tx.update(schema.importJob).set({ state: 'running' }).where(eq(schema.importJob.id, id)),
    )
    await runChunk(caller(other), id)
    expect(await other.api.organisations.importJob({ id })).toMatchObject({
      state: 'running',
      imported: 200,
      ready: 250,
      isStalled: true,
    })
    expect(await importAll(id, other)).toMatchObject({ state: 'done', imported: 450, ready: 0, isStalled: false })
    const made = await organisations(city.neighbour.id)
    expect(new Set(made.map(({ name }) => name)).size).toBe(450)
    expect(
      made
        .map(({ filingNumber }) => filingNumber)
        .sort()
        .at(-1),
    ).toBe('110101002-2026-0450')
  })

  test('that fails inside a chunk leaves none of the chunk', async () => {
    const id = await check([row(61), row(62)])
    const ended = { deps: world.deps, sessionId: desk.sessionId }
    await asSystem(world.db, tx =>
      tx.update(schema.importJob).set({ state: 'running' }).where(eq(schema.importJob.id, id)),
    )
    await asSystem(world.db, tx =>
      tx
        .update(schema.importRow)
        .set({ values: { ...(row(62) as Record<string, string>), name: '坏\u0001' } })
        .where(eq(schema.importRow.rowNumber, 3)),
    )
    const broken = { ...ended, deps: { ...world.deps, profiles: new Profiles() } }
    await expect(runChunk(broken, id)).rejects.toThrow()
    expect(await desk.api.organisations.importJob({ id })).toMatchObject({ imported: 0, ready: 2 })
    expect(await named('导入庚乙社')).toEqual([])
  })

  test("stops when the person's session ended, and goes on with another", async () => {
    const leaving = await city.at(city.street, 'caseWorker')
    const id = await check([row(71)], leaving)
    await asSystem(world.db, tx =>
      tx.update(schema.importJob).set({ state: 'running' }).where(eq(schema.importJob.id, id)),
    )
    await asSystem(world.db, tx =>
      tx.update(schema.session).set({ endedAt: new Date() }).where(eq(schema.session.id, leaving.sessionId)),
    )
    await startImport(caller(leaving), id)
    expect(await desk.api.organisations.importJob({ id })).toMatchObject({ imported: 0, isStalled: true })
    expect(await importAll(id)).toMatchObject({ imported: 1, state: 'done' })
  })

  test('cancelled before it ran imports nothing, and cannot be confirmed any more', async () => {
    const id = await check([row(81)])
    expect(await desk.api.organisations.cancelImport({ id })).toMatchObject({ state: 'cancelled' })
    expect((await refusalOf(desk.api.organisations.confirmImport({ id }))).body).toMatchObject({
      appCode: 'VERSION_CONFLICT',
      params: { state: 'cancelled' },
    })
    expect(await named('导入壬乙社')).toEqual([])
  })

  test('confirmed twice goes in once', async () => {
    const id = await check([row(91)])
    await Promise.all([desk.api.organisations.confirmImport({ id }), desk.api.organisations.confirmImport({ id })])
    await startImport(caller(), id)
    expect(await named('导入癸乙社')).toHaveLength(1)
  })
})

describe('files that are no workbook', () => {
  const refused = async (content: Uint8Array) =>
    (await refusalOf(desk.api.organisations.checkImport({ fileName: 'x.xlsx', content }))).body

  test('of 50 MB are refused unread', async () => {
    expect(await refused(Buffer.alloc(50 * 1024 * 1024))).toMatchObject({
      appCode: 'FILE_TOO_LARGE',
      params: { megabytes: 5 },
    })
  })

  test('that are damaged, cut short, of another kind or empty are called unreadable', async () => {
    const good = await workbook([row(1)])
    const scrambled = Buffer.from(good)
    scrambled.fill(0x41, 100, 600)
    for (const content of [
      Buffer.alloc(0),
      Buffer.from('不是表格'),
      randomBytes(4096),
      good.subarray(0, good.length / 2),
      scrambled,
      zipOf([{ name: 'a.txt', body: Buffer.from('a') }]),
    ]) {
      expect((await refused(content)).appCode).toBe('WORKBOOK_UNREADABLE')
    }
  })

  test('that would burst when unpacked are refused by their directory, and by their contents when the directory lies', async () => {
    const bomb = Buffer.alloc(80 * 1024 * 1024)
    expect((await refused(zipOf([{ name: 'xl/workbook.xml', body: bomb }]))).appCode).toBe('WORKBOOK_UNREADABLE')
    expect((await refused(zipOf([{ name: 'xl/workbook.xml', body: bomb, claimed: 1000 }]))).appCode).toBe(
      'WORKBOOK_UNREADABLE',
    )
    expect(
      (await refused(zipOf(Array.from({ length: 600 }, (_, at) => ({ name: `${at}`, body: Buffer.from('x') })))))
        .appCode,
    ).toBe('WORKBOOK_UNREADABLE')
  })

  test('without the needed columns, without rows or with too many are refused by name', async () => {
    expect(await refused(await workbook([row(1)], ['name', 'kind']))).toMatchObject({
      appCode: 'WORKBOOK_COLUMNS_MISSING',
      params: { columns: '发展阶段、服务领域、所在区划' },
    })
    expect((await refused(await workbook([]))).appCode).toBe('WORKBOOK_EMPTY')
    expect(await refused(await workbook(Array.from({ length: 5003 }, (_, at) => row(at))))).toMatchObject({
      appCode: 'WORKBOOK_TOO_MANY_ROWS',
      params: { most: 5000 },
    })
  })
})

test('an import is for its own tenant: others get what an absent id gets (404), other roles 403, the signed-out 401, and nothing moves', async () => {
  const id = await check([row(99)])
  const before = await desk.api.organisations.importJob({ id })
  const stranger = await city.at(city.neighbour, 'director')
  const superior = await city.at(city.district, 'director')
  const calls = (by: TestPerson['api'], jobId: string) => [
    () => by.organisations.importJob({ id: jobId }),
    () => by.organisations.importRows({ id: jobId }),
    () => by.organisations.decideDuplicates({ id: jobId, version: 1, rowNumbers: [2] }),
    () => by.organisations.confirmImport({ id: jobId }),
    () => by.organisations.cancelImport({ id: jobId }),
  ]
  const absent = await refusalOf(desk.api.organisations.importJob({ id: randomUUID() }))
  for (const { api } of [stranger, superior])
    for (const call of calls(api, id)) expect(await refusalOf(call())).toEqual(absent)
  for (const call of calls(world.anonymous, id)) expect((await refusalOf(call())).code).toBe('UNAUTHORIZED')
  const finance = await city.at(city.street, 'finance')
  for (const call of calls(finance.api, id)) expect((await refusalOf(call())).code).toBe('FORBIDDEN')
  expect(
    (await refusalOf(finance.api.organisations.checkImport({ fileName: 'x.xlsx', content: await workbook([row(1)]) })))
      .code,
  ).toBe('FORBIDDEN')
  expect(await desk.api.organisations.importJob({ id })).toEqual(before)
})

/** An archive made by hand, also one whose directory lies about a size. */
function zipOf(files: { name: string; body: Buffer; claimed?: number }[]): Buffer {
  const [locals, entries]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const { name, body, claimed } of files) {
    const packed = deflateRawSync(body)
    const sizes = Buffer.alloc(8)
    sizes.writeUInt32LE(packed.length, 0)
    sizes.writeUInt32LE(claimed ?? body.length, 4)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    sizes.copy(local, 18)
    local.writeUInt16LE(Buffer.byteLength(name), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    sizes.copy(entry, 20)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(offset, 42)
    locals.push(local, Buffer.from(name), packed)
    entries.push(entry, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
