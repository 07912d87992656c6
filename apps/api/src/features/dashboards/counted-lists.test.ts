import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation, newReferral } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

let world: TestWorld
let stage: Stage
const names: string[] = []

/** What the first street referred to the second district and was declined: three venues of care for the elderly, two fundings in health; and one of the third district's to the second. */
beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setStage(world)
  const { networkId, tenants } = stage
  await asSystem(world.db, async tx => {
    const declined = async (tenantId: string, field: 'elderCare' | 'health', need: string, minute: number) => {
      const organisation = await newOrganisation(tx, { networkId, tenantId, field, divisionCode: '110101' })
      names.push(organisation.name)
      const now = new Date(testMonday.getTime() + minute * 60_000)
      await newReferral(tx, { organisation, toTenantId: tenants.districtB.id, state: 'declined', now, need })
    }
    for (const minute of [1, 2, 3]) await declined(tenants.streetA.id, 'elderCare', 'venue', minute)
    for (const minute of [4, 5]) await declined(tenants.streetA.id, 'health', 'funds', minute)
    await declined(tenants.districtC.id, 'health', 'venue', 6)
  })
})
afterAll(() => world.close())

const period = { kind: 'twelveMonths' } as const

async function sheets(content: string): Promise<Record<string, unknown[][]>> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
  return Object.fromEntries(
    book.worksheets.map(sheet => [
      sheet.name,
      sheet
        .getSheetValues()
        .slice(1)
        .map(row => (row as unknown[]).slice(1)),
    ]),
  )
}
const noted = () =>
  asSystem(world.db, tx => tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.action, 'dashboard.export')))

describe('[B-05] the register of unmet needs', () => {
  test('is narrowed by need, field, area and cause, and still offers the other areas', async () => {
    const { api } = stage.people.city
    const total = async (filter: Parameters<typeof api.dashboards.needList>[0]['filter']) =>
      (await api.dashboards.needList({ period, filter })).total
    expect(await total({})).toBe(6)
    expect(await total({ need: 'venue' })).toBe(4)
    expect(await total({ need: 'venue', field: 'health' })).toBe(1)
    expect(await total({ cause: 'capacity' })).toBe(6)
    expect(await total({ cause: 'expired' })).toBe(0)
    expect(await total({ area: '110101' })).toBe(6)
    const elsewhere = await api.dashboards.needList({ period, filter: { area: '110105' } })
    expect(elsewhere.total).toBe(0)
    expect(elsewhere.areas.map(({ code }) => code)).toEqual(['110101', '110105'])
  })

  test('has the counts of what is not the viewer’s in the order asked for: by number, or as the network lists them', async () => {
    const { api } = stage.people.city
    const { tenants } = stage
    const rest = async (countOrder?: Parameters<typeof api.dashboards.needList>[0]['countOrder']) => {
      const list = await api.dashboards.needList({ period, tenantId: tenants.streetA.id, countOrder })
      return list.rest.map(({ need, value }) => [need, value])
    }
    const { functions } = await api.network.vocabulary()
    const listed = functions.map(({ id }) => id).filter(id => id === 'venue' || id === 'funds')
    expect(await rest()).toEqual([
      ['venue', 3],
      ['funds', 2],
    ])
    expect(await rest({ by: 'value', descending: false })).toEqual([
      ['funds', 2],
      ['venue', 3],
    ])
    expect((await rest({ by: 'need', descending: false })).map(([need]) => need)).toEqual(listed)
    expect((await rest({ by: 'need', descending: true })).map(([need]) => need)).toEqual(listed.toReversed())
  })

  test('an Excel file has the rows that the sender may open, in the order and the columns shown, and is noted in the audit trail', async () => {
    const { streetA } = stage.people
    const wanted = { period, filter: { need: 'venue' }, sort: 'leastChanged' } as const
    const { rows } = await streetA.api.dashboards.needList(wanted)
    expect(rows.rows).toHaveLength(3)
    const file = await streetA.api.dashboards.exportNeeds({ ...wanted, columns: ['number', 'subject', 'cause'] })
    expect(await sheets(file.content)).toEqual({
      可查看的转介: [
        ['转介编号', '组织', '原因'],
        ...rows.rows.map(({ number, organisation }) => [number, organisation?.name, '名额已满']),
      ],
    })
    expect(file).toMatchObject({ rows: 3, isCutOff: false })
    const [entry] = (await noted()).filter(({ personId }) => personId === streetA.personId)
    expect(entry).toMatchObject({ subjectId: stage.tenants.streetA.id, details: { list: 'needs', rows: 3 } })
  })

  test('an Excel file of a superior has the counts that the page shows, and never a name, a number or an id', async () => {
    const { city } = stage.people
    const { tenants } = stage
    const whole = await city.api.dashboards.exportNeeds({ period })
    expect(await sheets(whole.content)).toEqual({
      各机构件数: [
        ['机构', '件数'],
        [tenants.districtA.name, 5],
        [tenants.districtC.name, 1],
      ],
    })
    const one = await city.api.dashboards.exportNeeds({
      period,
      tenantId: tenants.streetA.id,
      countColumns: ['value', 'need', 'field'],
      countOrder: { by: 'value', descending: false },
      language: 'en',
    })
    const { 'Counts of the others': counts, ...others } = await sheets(one.content)
    expect(others).toEqual({})
    const { functions, fields } = await city.api.network.vocabulary()
    const nameOf = (list: typeof fields, id: string) => list.find(entry => entry.id === id)?.name.en
    expect(counts).toEqual([
      ['Need', 'Field', 'Count'],
      [nameOf(functions, 'funds'), nameOf(fields, 'health'), 2],
      [nameOf(functions, 'venue'), nameOf(fields, 'elderCare'), 3],
    ])
    const written = JSON.stringify([await sheets(whole.content), counts])
    for (const name of names) expect(written).not.toContain(name)
    expect(written).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\d{4}-110/)
  })

  test('another district takes nothing of it away: a foreign incubator is not found, its own file is of its own alone, and nothing is noted', async () => {
    const { districtC, districtB } = stage.people
    const before = (await noted()).length
    for (const person of [districtC, districtB]) {
      const { exportNeeds, exportReferrals } = person.api.dashboards
      const foreign = { period, tenantId: stage.tenants.streetA.id }
      expect(await refusal(exportNeeds(foreign))).toMatchObject({ appCode: 'NOT_FOUND' })
      expect(await refusal(exportReferrals(foreign))).toMatchObject({ appCode: 'NOT_FOUND' })
    }
    expect(await noted()).toHaveLength(before)
    expect((await districtC.api.dashboards.exportNeeds({ period })).rows).toBe(1)
    // Who declined reads as the target what the preview told, and no more in the register.
    expect((await districtB.api.dashboards.exportNeeds({ period })).rows).toBe(0)
  })

  test.each(['jointMeetingMember', 'auditor', 'finance', 'tenantAdmin'] as const)(
    'is no file for %s, and nothing is noted',
    async role => {
      const { networkId, tenants } = stage
      const { api, personId } = await world.person({ networkId, tenantId: tenants.districtA.id, roles: [role] })
      for (const export_ of [api.dashboards.exportNeeds, api.dashboards.exportReferrals])
        expect((await refusal(export_({ period }))).appCode).toBe('NOT_ALLOWED')
      if (role === 'jointMeetingMember')
        expect((await refusal(api.dashboards.needList({ period }))).appCode).toBe('NOT_ALLOWED')
      const mine = asSystem(world.db, tx =>
        tx
          .select()
          .from(schema.auditEntry)
          .where(and(eq(schema.auditEntry.personId, personId), eq(schema.auditEntry.outcome, 'done'))),
      )
      expect((await mine).filter(({ action }) => action === 'dashboard.export')).toEqual([])
    },
  )
})

describe('the list of a figure’s referrals', () => {
  test('goes into a file the same way: rows of a party, counts of all others', async () => {
    const { streetA, districtA } = stage.people
    const filter = { side: 'from', moment: 'submitted' } as const
    const own = await streetA.api.dashboards.exportReferrals({ period, filter, columns: ['number', 'route'] })
    const { 可查看的转介: rows } = await sheets(own.content)
    expect(rows?.[0]).toEqual(['转介编号', '转出机构', '接收机构'])
    expect(rows).toHaveLength(6)
    const far = await districtA.api.dashboards.exportReferrals({
      period,
      filter,
      tenantId: stage.tenants.streetA.id,
      countColumns: ['from', 'state', 'value'],
    })
    expect(await sheets(far.content)).toEqual({
      其余件数: [
        ['转出机构', '状态', '件数'],
        ['街道(乡镇)社会组织发展服务中心', '已退回', 5],
      ],
    })
  })
})
