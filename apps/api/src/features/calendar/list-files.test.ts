import { asSystem, schema } from '@fuqiao/db'
import { readCalendarLists } from '@fuqiao/db/reference-data'
import { eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { key, refusal, setStage } from '../../../test/referral-stage.ts'

type Row = readonly [day: string, kind: string, name: string]

const heading: Row = ['日期', '休/班', '名称']
const asText = (rows: readonly Row[]) => [heading, ...rows].map(row => row.join(',')).join('\r\n')

/** Text in the national encoding, as Excel in Chinese saves CSV: found by what the bytes are read as. */
function inGb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030')
  const bytesOf = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      if (trail !== 0x7f) bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
  return Uint8Array.from(
    [...text].flatMap(letter => {
      const [byte = 0] = [letter.codePointAt(0)]
      const bytes = byte < 0x80 ? [byte] : bytesOf.get(letter)
      if (!bytes) throw new Error(`not in two bytes: ${letter}`)
      return bytes
    }),
  )
}

async function asWorkbook(rows: readonly Row[], dayOf: (day: string) => string | Date): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  workbook.addWorksheet('安排').addRows([heading, ...rows.map(([day, kind, name]) => [dayOf(day), kind, name])])
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

/** The kinds of file in which a list comes. */
const files: readonly [string, string, (rows: readonly Row[]) => Uint8Array | Promise<Uint8Array>][] = [
  ['an Excel workbook with days as texts', 'a.xlsx', rows => asWorkbook(rows, day => day)],
  ['an Excel workbook with days as dates', 'a.xlsx', rows => asWorkbook(rows, day => new Date(`${day}T00:00:00Z`))],
  ['CSV in gb18030', 'a.csv', rows => inGb18030(asText(rows))],
  ['CSV in UTF-8 with the mark that Excel puts first', 'a.csv', rows => Buffer.from(`\ufeff${asText(rows)}`)],
]

describe('a calendar list', () => {
  let world: TestWorld
  let admin: TestPerson
  beforeAll(async () => {
    world = await buildTestWorld()
    const { networkId, tenants } = await setStage(world)
    admin = await world.person({ networkId, tenantId: tenants.city.id, roles: ['systemAdmin'] })
  })
  afterAll(() => world.close())

  const propose = async (year: number, fileName: string, content: Uint8Array) =>
    admin.api.calendar.propose({ key: key(), year, reason: '更正', fileName, content })
  const kept = async (id: string | null) =>
    asSystem(world.db, async tx => {
      const [load] = await tx
        .select()
        .from(schema.calendarLoad)
        .where(eq(schema.calendarLoad.id, id ?? ''))
      return load && { rows: load.rows, version: load.listVersion }
    })

  test.each(files)('[X-05] is the same list as %s', async (_what, fileName, write) => {
    const lists = await asSystem(world.db, readCalendarLists)
    const stands = lists.find(({ year }) => year === 2026)?.rows ?? []
    const rows = [...stands, ['2026-03-04', 'off', '临时放假'] as const]
    const inWords = rows.map(([day, kind, name]): Row => [day, kind === 'off' ? '休' : '班', name])
    const plain = await kept((await propose(2026, 'a.json', Buffer.from(JSON.stringify(rows)))).id)
    expect(plain?.rows.some(([day, kind, name]) => day === '2026-03-04' && kind === 'off' && name === '临时放假')).toBe(
      true,
    )
    const { id, faults } = await propose(2026, fileName, await write(inWords))
    expect(faults).toEqual([])
    expect(await kept(id)).toEqual(plain)
  })

  test.each(files)(
    '[X-05] with bad lines names each by its line, as %s, and nothing is kept',
    async (_what, fileName, write) => {
      const bad: Row[] = [
        ['2027-01-01', '休', '元旦'],
        ['2027-07-05', '班', '上班'],
      ]
      expect(await propose(2027, fileName, await write(bad))).toEqual({
        id: null,
        faults: [{ row: 3, fault: 'weekdayWork', text: '2027-07-05' }],
      })
    },
  )

  test('that is a damaged workbook is refused', async () => {
    const content = (await asWorkbook([['2027-01-01', '休', '元旦']], day => day)).subarray(0, 900)
    expect((await refusal(propose(2027, 'a.xlsx', content))).appCode).toMatch(/UNREADABLE/)
  })
})
