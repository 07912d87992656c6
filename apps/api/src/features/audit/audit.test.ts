import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation, type TenantRow } from '@fuqiao/db/factories'
import { sql } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'

let world: TestWorld
let city: SmallCity
let [streetAuditor, districtAuditor, cityAuditor] = [] as unknown as [TestPerson, TestPerson, TestPerson]

const subject = v7()

/** Sixty lines at the street, one a minute from 1 March, nine in the morning; one denied; two elsewhere. */
beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  const line = (tenant: TenantRow, minute: number, more: Partial<typeof schema.auditEntry.$inferInsert> = {}) => ({
    networkId: city.networkId,
    tenantId: tenant.id,
    tenantName: tenant.name,
    personId: null,
    personName: '测试人员',
    at: new Date(Date.UTC(2026, 2, 1, 1, minute)),
    action: 'organisation.update',
    subjectKind: 'organisation',
    subjectId: v7(),
    outcome: 'done' as const,
    details: { version: minute },
    ...more,
  })
  await asSystem(world.db, async tx => {
    await tx.insert(schema.auditEntry).values([
      ...Array.from({ length: 60 }, (_, minute) => line(city.street, minute)),
      line(city.street, 100, {
        action: 'referral.accept',
        outcome: 'denied',
        personName: '=危险(人员)',
        subjectKind: 'referral',
        subjectId: subject,
      }),
      line(city.district, 101, { at: new Date('2026-03-01T16:30:00Z') }),
      line(city.otherStreet, 102),
    ])
  })
  ;[streetAuditor, districtAuditor, cityAuditor] = await Promise.all([
    city.at(city.street, 'auditor'),
    city.at(city.district, 'auditAdmin'),
    city.at(city.city, 'auditor'),
  ])
})
afterAll(() => world.close())

describe('the audit trail', () => {
  test('shows a tenant its own lines, latest first, page by page, every line once', async () => {
    const first = await streetAuditor.api.audit.list({})
    expect(first.rows).toHaveLength(50)
    expect(first.rows[0]).toMatchObject({ action: 'referral.accept', outcome: 'denied', details: { version: 100 } })
    const second = await streetAuditor.api.audit.list({ cursor: first.next ?? undefined })
    expect(second).toMatchObject({ next: null })
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(61)
  })

  test('shows the centre the whole network’s, a district not those of its streets', async () => {
    expect((await districtAuditor.api.audit.list({})).rows.map(({ tenantName }) => tenantName)).toEqual([
      city.district.name,
    ])
    expect((await cityAuditor.api.audit.list({ filter: { tenantId: city.otherStreet.id } })).rows).toHaveLength(1)
    expect((await streetAuditor.api.audit.list({ filter: { tenantId: city.otherStreet.id } })).rows).toEqual([])
  })

  test.each([
    [{ topic: 'referral' }, 1],
    [{ action: 'organisation.update' }, 60],
    [{ person: '危险' }, 1],
    [{ person: '%' }, 0],
    [{ outcome: 'denied' }, 1],
    [{ subjectId: subject }, 1],
    [{ from: '2026-03-02', topic: 'organisation' }, 0],
    [{ to: '2026-02-28' }, 0],
    [{ from: '2026-03-01', to: '2026-03-01', topic: 'organisation' }, 60],
  ] as const)('narrowed by %j holds just those lines', async (filter, expected) => {
    const { rows } = await streetAuditor.api.audit.export({ filter, format: 'csv' })
    expect(rows).toBe(expected)
  })

  test('oldest first shows the same lines the other way round, on pages and in a file', async () => {
    const filter = { topic: 'organisation' } as const
    const walk = async (sort: 'newest' | 'oldest') => {
      const first = await streetAuditor.api.audit.list({ filter, sort })
      const second = await streetAuditor.api.audit.list({ filter, sort, cursor: first.next! })
      return [...first.rows, ...second.rows].map(({ details }) => details['version'])
    }
    const versions = Array.from({ length: 60 }, (_, minute) => minute)
    expect([await walk('oldest'), await walk('newest')]).toEqual([versions, versions.toReversed()])
    const { content } = await streetAuditor.api.audit.export({
      filter,
      sort: 'oldest',
      columns: ['details'],
      format: 'csv',
    })
    const lines = Buffer.from(content, 'base64').toString().trim().split('\r\n').slice(1)
    expect(lines).toEqual(versions.map(version => `"{""version"":${version}}"`))
  })

  test('takes the days of a filter from the wall clock in Shanghai', async () => {
    expect(
      (await districtAuditor.api.audit.list({ filter: { from: '2026-03-02', to: '2026-03-02' } })).rows,
    ).toHaveLength(1)
    expect((await districtAuditor.api.audit.list({ filter: { to: '2026-03-01' } })).rows).toHaveLength(0)
  })

  test('is forbidden to those who are no auditors, a director too, and to export as well', async () => {
    for (const person of [
      await city.at(city.street, 'director', 'tenantAdmin'),
      await city.at(city.city, 'securityAdmin'),
    ]) {
      expect(await refusalOf(person.api.audit.list({}))).toMatchObject({ code: 'FORBIDDEN' })
      expect(await refusalOf(person.api.audit.export({}))).toMatchObject({ code: 'FORBIDDEN' })
    }
    expect(await refusalOf(world.anonymous.audit.list({}))).toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test('holds what the product did, in the transaction of the deed', async () => {
    const organisation = await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: city.networkId, tenantId: city.neighbour.id }),
    )
    const officer = await city.at(city.neighbour, 'caseWorker')
    await officer.api.organisations.addNote({ organisationId: organisation.id, text: '已回访' })
    const [line] = (await cityAuditor.api.audit.list({ filter: { subjectId: organisation.id } })).rows
    expect(line).toMatchObject({ action: 'organisation.addNote', tenantName: city.neighbour.name })
    expect(JSON.stringify(line?.details)).not.toContain('已回访')
  })
})

test('a line whose details are no object is shown without them', async () => {
  const subjectId = v7()
  await asSystem(world.db, tx =>
    tx.execute(sql`insert into audit_entry (network_id, id, tenant_id, person_name, at, action, subject_kind, subject_id, outcome, details)
      values (${city.networkId}, ${v7()}, ${city.street.id}, '测试人员', '2026-03-01T00:00:00Z', 'session.signIn', 'session', ${subjectId}, 'done', '"{}"'::jsonb)`),
  )
  expect((await streetAuditor.api.audit.list({ filter: { subjectId } })).rows).toEqual([
    expect.objectContaining({ details: {} }),
  ])
})

describe('its export', () => {
  test('holds exactly the lines and columns asked for, and is a line of the trail itself', async () => {
    const { content, fileName } = await streetAuditor.api.audit.export({
      filter: { topic: 'referral' },
      columns: ['at', 'personName', 'outcome'],
      format: 'csv',
    })
    expect(Buffer.from(content, 'base64').toString()).toBe(
      `\uFEFF"时间","人员","结果"\r\n"2026-03-01 10:40:00","'=危险(人员)","已拒绝"\r\n`,
    )
    expect(fileName).toBe('审计记录-2026-03-02.csv')
    const [own] = (await streetAuditor.api.audit.list({ filter: { topic: 'audit' } })).rows
    expect(own).toMatchObject({ action: 'audit.export', details: { rows: 1, filter: { topic: 'referral' } } })
  })

  test('as a workbook says the same, and no cell is a formula', async () => {
    const { content, rows } = await streetAuditor.api.audit.export({ filter: { topic: 'referral' }, language: 'en' })
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(Buffer.from(content, 'base64') as never)
    const sheet = book.worksheets[0]
    expect([rows, sheet?.rowCount]).toEqual([1, 2])
    expect(sheet?.getRow(1).getCell(2).text).toBe('Person')
    expect(sheet?.getRow(2).getCell(2)).toMatchObject({ value: "'=危险(人员)" })
  })
})
