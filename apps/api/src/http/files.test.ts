import { IMPORT_COLUMNS } from '@fuqiao/contract'
import { asSystem, schema } from '@fuqiao/db'
import { newDossier, newOrganisation, newReferral, type OrganisationRow } from '@fuqiao/db/factories'
import ExcelJS from 'exceljs'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpWorld, type HttpWorld } from '../../test/http-world.ts'
import type { TestPerson } from '../../test/harness.ts'
import { newSmallCity, type SmallCity } from '../../test/small-city.ts'
import { importHeaders, importSheetName } from '../features/organisations/import-columns.ts'
import { exportsADay } from '../features/organisations/index.ts'

let http: HttpWorld
let city: SmallCity
let [desk, superior, stranger] = [] as unknown as [TestPerson, TestPerson, TestPerson]
let subject: OrganisationRow
let paperId: string

beforeAll(async () => {
  http = await buildHttpWorld()
  city = await newSmallCity(http.world)
  subject = await asSystem(http.world.db, async tx => {
    for (const at of ['甲', '乙', '丙'])
      await newOrganisation(tx, {
        networkId: city.networkId,
        tenantId: city.street.id,
        name: `=东华门${at}社`,
        kind: at === '甲' ? 'foundation' : 'association',
      })
    await newOrganisation(tx, { networkId: city.networkId, tenantId: city.otherStreet.id, name: '墙后的社' })
    const row = await newOrganisation(tx, { networkId: city.networkId, tenantId: city.street.id, name: '有证书的社' })
    await newDossier(tx, { organisation: row })
    return row
  })
  desk = await city.at(city.street, 'caseWorker')
  superior = await city.at(city.district, 'caseWorker')
  stranger = await city.at(city.neighbour, 'director')
  paperId = (
    await desk.api.organisations.addDocument({
      organisationId: subject.id,
      fileName: '登记 证书"1".pdf',
      content: Buffer.from('%PDF-1.7 内容'),
    })
  ).id
})
afterAll(() => http.close())

const headersOf = (person: TestPerson | null) =>
  person
    ? {
        authorization: `Bearer ${http.app.deps.signAccessToken({ sub: person.personId, sid: person.sessionId, jti: randomUUID() })}`,
      }
    : {}
const fetched = async (person: TestPerson | null, url: string) => http.app.inject({ url, headers: headersOf(person) })
const sheetOf = async (bytes: Buffer, name: string) => {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer)
  const rows: string[][] = []
  book
    .getWorksheet(name)!
    .eachRow(row =>
      rows.push(
        (row.values as unknown[])
          .slice(1)
          .map(value => (typeof value === 'string' ? value : JSON.stringify(value ?? ''))),
      ),
    )
  return { book, rows }
}

describe('a stored paper', () => {
  test('is kept by the browser under its own name, sandboxed, and not stored on the way', async () => {
    const answer = await fetched(desk, `/files/attachments/${paperId}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toBe('%PDF-1.7 内容')
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="__ __1.pdf"; filename*=UTF-8''${encodeURIComponent('登记 证书1.pdf')}`,
    )
  })

  test('[X-03] is served to superiors and to grantees of the section, each look noted, and to nobody else', async () => {
    const grantee = await city.at(city.sector, 'caseWorker')
    const url = `/files/attachments/${paperId}`
    const absent = await fetched(stranger, `/files/attachments/${randomUUID()}`)
    expect((await fetched(grantee, url)).statusCode).toBe(404)
    await asSystem(http.world.db, tx =>
      newReferral(tx, {
        organisation: subject,
        toTenantId: city.sector.id,
        state: 'active',
        now: http.world.deps.now(),
        sections: ['documents'],
      }),
    )
    expect((await fetched(grantee, url)).statusCode).toBe(200)
    expect((await fetched(superior, url)).statusCode).toBe(200)
    const foreign = await fetched(stranger, url)
    expect([foreign.statusCode, foreign.body]).toEqual([404, absent.body])
    expect((await fetched(stranger, '/files/attachments/no-id')).body).toBe(absent.body)
    expect((await fetched(null, url)).statusCode).toBe(401)
    expect((await fetched(await city.at(city.street, 'auditor'), url)).statusCode).toBe(403)
    const looks = await asSystem(http.world.db, tx =>
      tx.select().from(schema.dossierAccess).where(eq(schema.dossierAccess.organisationId, subject.id)),
    )
    expect(looks.map(({ basis }) => basis).sort()).toEqual(['grant', 'supervision'])
  })
})

describe('the export', () => {
  test('holds exactly the rows, the order and the columns of the list, and says who took it', async () => {
    const answer = await fetched(
      desk,
      '/files/organisations.xlsx?kinds=association&sort=name&columns=name&columns=kind&after=ignored',
    )
    expect(answer.statusCode).toBe(200)
    const { rows, book } = await sheetOf(answer.rawPayload, '社会组织')
    const { rows: listed } = await desk.api.organisations.list({ kinds: ['association'], sort: 'name' })
    expect(rows).toEqual([['组织名称', '类型'], ...listed.map(({ name }) => [name, '社会团体'])])
    const about = (book.getWorksheet('说明')!.getRow(2).values as unknown[]).slice(1)
    expect(about).toEqual(['单位', '东华门街道中心'])
  })

  test('never holds what the caller cannot see', async () => {
    const { rows } = await sheetOf((await fetched(superior, '/files/organisations.xlsx')).rawPayload, '社会组织')
    expect(rows.flat().join()).toContain('=东华门甲社')
    expect(rows.flat().join()).not.toContain('墙后')
    const elsewhere = await fetched(stranger, `/files/organisations.xlsx?tenantId=${city.street.id}`)
    expect((await sheetOf(elsewhere.rawPayload, '社会组织')).rows).toHaveLength(1)
  })

  test('is refused to who may not (403), the signed-out (401) and to wrong filters (400)', async () => {
    expect((await fetched(await city.at(city.street, 'finance'), '/files/organisations.xlsx')).statusCode).toBe(403)
    expect((await fetched(null, '/files/organisations.xlsx')).statusCode).toBe(401)
    expect((await fetched(desk, '/files/organisations.xlsx?kinds=company')).statusCode).toBe(400)
    expect((await fetched(desk, '/files/organisations.xlsx?columns=phone')).statusCode).toBe(400)
  })

  test('has a daily quota a person, and each one stands in the audit', async () => {
    const keen = await city.at(city.street, 'caseWorker')
    for (let at = 0; at < exportsADay; at += 1)
      expect((await fetched(keen, '/files/organisations.xlsx?columns=name')).statusCode).toBe(200)
    const over = await fetched(keen, '/files/organisations.xlsx')
    expect([over.statusCode, over.json().appCode]).toEqual([429, 'EXPORT_QUOTA'])
    expect((await fetched(superior, '/files/organisations.xlsx')).statusCode).toBe(200)
    const lines = await asSystem(http.world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.personId, keen.personId)),
    )
    expect(lines.filter(({ action }) => action === 'organisation.export')).toHaveLength(exportsADay)
  })
})

describe("the import's workbooks", () => {
  test('the template comes back through the dry run without an error: its example is no row', async () => {
    const answer = await fetched(desk, '/files/import-template.xlsx')
    const { rows, book } = await sheetOf(answer.rawPayload, importSheetName)
    expect(rows[0]).toEqual(
      IMPORT_COLUMNS.map(column => importHeaders[column].title + (importHeaders[column].isNeeded ? ' *' : '')),
    )
    const sheet = book.getWorksheet(importSheetName)!
    expect(sheet.getCell('B3').dataValidation).toMatchObject({ type: 'list' })
    sheet.addRow({})
    sheet.getRow(3).values = [
      '模板填写的社',
      '社会团体',
      '531000005000215960',
      '',
      '成长期',
      '健康',
      '东华门街道 110101001',
    ]
    const { id } = await desk.api.organisations.checkImport({
      fileName: '模板.xlsx',
      content: Buffer.from(await book.xlsx.writeBuffer()),
    })
    expect(await desk.api.organisations.importJob({ id })).toMatchObject({ total: 1, ready: 1 })
  })

  test('failed rows come as a workbook with their reasons, which can be mended and uploaded again', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet(importSheetName)
    sheet.addRow(IMPORT_COLUMNS.map(column => importHeaders[column].title))
    sheet.addRow(['退回的社', '公司', '', '', '成长', '健康', '110101001'])
    const { id } = await desk.api.organisations.checkImport({
      fileName: '名册.xlsx',
      content: Buffer.from(await book.xlsx.writeBuffer()),
    })
    const answer = await fetched(desk, `/files/imports/${id}/failed.xlsx`)
    const failed = await sheetOf(answer.rawPayload, importSheetName)
    expect(failed.rows[1]!.join(' ')).toContain('类型：不在可选范围内，可选：社会团体、')
    failed.book.getWorksheet(importSheetName)!.getCell('B2').value = '筹备中'
    const again = await desk.api.organisations.checkImport({
      fileName: '改好.xlsx',
      content: Buffer.from(await failed.book.xlsx.writeBuffer()),
    })
    expect(await desk.api.organisations.importJob({ id: again.id })).toMatchObject({ bad: 0, ready: 1 })
    const absent = await fetched(stranger, `/files/imports/${randomUUID()}/failed.xlsx`)
    const foreign = await fetched(stranger, `/files/imports/${id}/failed.xlsx`)
    expect([foreign.statusCode, foreign.body]).toEqual([404, absent.body])
  })
})
