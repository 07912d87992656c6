import { AGREEMENT_SORTS, type AgreementRowView, type AgreementSort } from '@fuqiao/contract'
import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreementForm } from '../../../test/agreement-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

const keys: Readonly<Record<AgreementSort, (row: AgreementRowView) => string>> = {
  changed: row => row.updatedAt,
  leastChanged: row => row.updatedAt,
  ending: row => row.until,
  endingLast: row => row.until,
}
const downwards = new Set<AgreementSort>(['changed', 'endingLast'])

describe('[B-20] the list of agreements', () => {
  let world: TestWorld
  let stage: Stage
  const ids: string[] = []

  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
    const { agreements } = stage.people.streetA.api
    for (let n = 0; n < 54; n += 1) {
      const other = n < 4 ? stage.tenants.districtB.id : stage.tenants.city.id
      const { id } = await agreements.draft(agreementForm(other, { until: `2026-1${n % 3}-28`, title: `=协议${n}` }))
      ids.push(id)
      const updatedAt = new Date(testMonday.getTime() + (n % 5) * 60_000)
      await asSystem(world.db, tx => tx.update(schema.agreement).set({ updatedAt }).where(eq(schema.agreement.id, id)))
    }
  })
  afterAll(() => world.close())

  async function pages(sort: AgreementSort): Promise<AgreementRowView[]> {
    const { agreements } = stage.people.streetA.api
    const first = await agreements.list({ sort })
    expect(first.rows).toHaveLength(50)
    const second = await agreements.list({ sort, cursor: first.next! })
    expect(second.next).toBeNull()
    return [...first.rows, ...second.rows]
  }

  test.each(AGREEMENT_SORTS)('%s: every row once over the pages, in order, ties included', async sort => {
    const rows = await pages(sort)
    expect(rows.map(({ id }) => id).sort()).toEqual(ids.toSorted())
    const shown = rows.map(keys[sort])
    expect(shown).toEqual(downwards.has(sort) ? shown.toSorted().toReversed() : shown.toSorted())
  })

  test('an Excel file has the rows, the order and the columns shown and no others, and is noted in the audit trail', async () => {
    const { streetA, districtB } = stage.people
    const wanted = { filter: { otherTenantId: stage.tenants.districtB.id }, sort: 'ending' } as const
    const { rows: listed } = await streetA.api.agreements.list(wanted)
    expect(listed).toHaveLength(4)
    const { content } = await streetA.api.agreements.exportFile({ ...wanted, columns: ['title', 'term'] })
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
    const written = book.worksheets[0]!.getSheetValues()
      .slice(1)
      .map(row => (row as unknown[]).slice(1))
    expect(written).toEqual([
      ['协议名称', '有效期'],
      ...listed.map(row => [`'${row.title}`, `${row.from} – ${row.until}`]),
    ])
    const noted = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.action, 'agreement.export')),
    )
    expect(noted).toMatchObject([{ personId: streetA.personId, details: { rows: 4 } }])
    // Drafts are the drafting side's alone.
    expect((await districtB.api.agreements.exportFile({})).rows).toBe(0)
  })

  test('whoever reads agreements but takes none away is refused a file', async () => {
    const { api } = await world.person({
      networkId: stage.networkId,
      tenantId: stage.tenants.streetA.id,
      roles: ['auditor'],
    })
    expect((await api.agreements.list({})).rows).toHaveLength(50)
    expect((await refusal(api.agreements.exportFile({}))).appCode).toBe('NOT_ALLOWED')
  })
})
