import { ASKED_SORTS, type AskedSort, type Cursor, SHEET_STANDINGS } from '@fuqiao/contract'
import { asSystem, schema, type Tx } from '@fuqiao/db'
import { ENQUIRY_ANSWERS, ENQUIRY_OUTCOMES, ENQUIRY_STATES } from '@fuqiao/domain/enquiry'
import { REQUEST_STATES } from '@fuqiao/domain/referral-request'
import { and, eq, inArray } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { playEnquiry } from '../../../test/enquiry-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { requestForm } from '../../../test/request-stage.ts'

/** What the three lists have in common. */
type Row = { id: string; askedAt: string; changedAt: string }
type Page = { rows: Row[]; next: Cursor | null }
type Listing = (input: { sort: AskedSort; cursor?: Cursor }) => Promise<Page>

const downwards = new Set<AskedSort>(['asked', 'changed'])
const shownBy = (sort: AskedSort, row: Row): string => {
  if (sort === 'asked' || sort === 'firstAsked') return row.askedAt
  if (sort !== 'due') return row.changedAt
  if ('clock' in row) return (row.clock as { dueAt: string } | null)?.dueAt ?? 'none'
  const { state, dueAt } = row as unknown as { state: string; dueAt: string }
  return state === 'open' ? dueAt : 'none'
}
/** Instants of which several are the same. */
const instant = (n: number) => new Date(testMonday.getTime() + n * 60_000)
const nth = <Value>(values: readonly Value[], n: number): Value => values[n % values.length]!

async function written(content: string): Promise<unknown[][]> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
  return book.worksheets[0]!.getSheetValues()
    .slice(1)
    .map(row => (row as unknown[]).slice(1))
}

describe('[B-11] the lists of what was asked', () => {
  let world: TestWorld
  let stage: Stage

  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
    const play = playEnquiry(stage, ['streetB'])
    const { id: enquiryId } = await play.ask()
    const { id: requestId } = await stage.people.streetB.api.referralRequests.ask(requestForm())
    await asSystem(world.db, tx => copy(tx, { enquiryId, requestId }))
  })
  afterAll(() => world.close())

  /** Fifty-three more of each, by the first street and to the second, in every state. */
  async function copy(tx: Tx, { enquiryId, requestId }: { enquiryId: string; requestId: string }) {
    const { enquiry, enquiryTarget, referralRequest } = schema
    const [sent] = await tx.select().from(enquiry).where(eq(enquiry.id, enquiryId))
    const [sheet] = await tx.select().from(enquiryTarget).where(eq(enquiryTarget.enquiryId, enquiryId))
    const [request] = await tx.select().from(referralRequest).where(eq(referralRequest.id, requestId))
    for (let n = 1; n < 54; n += 1) {
      const state = nth(ENQUIRY_STATES, n)
      const isRunning = state === 'open' || state === 'toChoose'
      const [askedAt, dueAt] = [instant(n % 7), instant(600 + (n % 4))]
      const asking = { number: `WX-${n}`, need: n < 25 && state === 'chosen' ? 'training' : `need${n}`, askedAt, dueAt }
      const id = randomUUID()
      await tx.insert(enquiry).values({
        ...{ ...sent!, ...asking, id, state, updatedAt: instant(10 + (n % 5)) },
        nextClockAt: isRunning ? dueAt : null,
      })
      const standing = nth(SHEET_STANDINGS, n)
      const outcome = ENQUIRY_OUTCOMES.find(one => one === standing) ?? null
      await tx.insert(enquiryTarget).values({
        ...{ ...sheet!, ...asking, id: randomUUID(), enquiryId: id, outcome },
        answer: ENQUIRY_ANSWERS.find(one => one === standing) ?? 'can',
        answeredAt: outcome === null ? null : instant(20 + (n % 3)),
        outcomeAt: outcome && instant(20 + (n % 6)),
      })
      const settled = nth(REQUEST_STATES, n)
      await tx.insert(referralRequest).values({
        ...{ ...request!, ...asking, id: randomUUID(), number: `DR-${n}`, subjectKey: String(n), state: settled },
        settledAt: settled === 'open' ? null : instant(20 + (n % 6)),
      })
    }
  }

  const listings: Readonly<Record<string, () => Listing>> = {
    'what was sent': () => stage.people.streetA.api.enquiries.list,
    'what was asked of us': () => stage.people.streetB.api.enquiries.asked,
    'requests for organisations': () => stage.people.streetB.api.referralRequests.list,
  }
  const cases = Object.keys(listings).flatMap(name => ASKED_SORTS.map(sort => [name, sort] as const))

  test.each(cases)('%s by %s: every row once over the pages, in order, ties included', async (name, sort) => {
    const list = listings[name]!()
    const first = await list({ sort })
    expect(first.rows).toHaveLength(50)
    const second = await list({ sort, cursor: first.next! })
    expect(second.next).toBeNull()
    const rows = [...first.rows, ...second.rows]
    expect(new Set(rows.map(({ id }) => id)).size).toBe(54)
    const shown = rows.map(row => shownBy(sort, row))
    expect(shown).toEqual(downwards.has(sort) ? shown.toSorted().toReversed() : shown.toSorted())
  })

  test('are narrowed to states and to a need', async () => {
    const { streetA, streetB } = stage.people
    const sent = await streetA.api.enquiries.list({ filter: { states: ['chosen', 'nobody'] } })
    expect(new Set(sent.rows.map(({ state }) => state))).toEqual(new Set(['chosen', 'nobody']))
    const asked = await streetB.api.enquiries.asked({ filter: { states: ['can', 'settled'] } })
    expect(new Set(asked.rows.map(({ answer, outcome }) => outcome ?? answer))).toEqual(new Set(['can', 'settled']))
    const ended = await streetB.api.referralRequests.list({ filter: { states: ['ended'] } })
    expect(new Set(ended.rows.map(({ state }) => state))).toEqual(new Set(['ended']))
    const ofNeed = await Promise.all([
      streetA.api.enquiries.list({ filter: { need: 'training' } }),
      streetB.api.enquiries.asked({ filter: { need: 'training' } }),
      streetB.api.referralRequests.list({ filter: { need: 'training' } }),
    ])
    for (const { rows } of ofNeed) expect(rows.map(({ need }) => need)).toEqual(Array(5).fill('training'))
  })

  test('an Excel file has the rows, the order and the columns shown and no others, and is noted in the audit trail', async () => {
    const { streetA, streetB } = stage.people
    const sentWanted = { filter: { states: ['chosen' as const] }, sort: 'leastChanged' as const }
    const sent = await streetA.api.enquiries.list(sentWanted)
    const sentFile = await streetA.api.enquiries.exportSent({ ...sentWanted, columns: ['state', 'number'] })
    expect(await written(sentFile.content)).toEqual([
      ['编号', '状态'],
      ...sent.rows.map(({ number }) => [number, '已选定']),
    ])
    const requestsWanted = { filter: { need: 'training' }, sort: 'firstAsked' } as const
    const requests = await streetB.api.referralRequests.list(requestsWanted)
    const requestsFile = await streetB.api.referralRequests.exportFile({ ...requestsWanted, columns: ['number'] })
    expect(await written(requestsFile.content)).toEqual([['编号'], ...requests.rows.map(({ number }) => [number])])
    await streetB.api.enquiries.exportAsked({ filter: { states: ['settled'] } })
    const { auditEntry } = schema
    const noted = await asSystem(world.db, tx =>
      tx
        .select({ personId: auditEntry.personId, subjectKind: auditEntry.subjectKind, details: auditEntry.details })
        .from(auditEntry)
        .where(
          and(
            eq(auditEntry.networkId, stage.networkId),
            inArray(auditEntry.action, ['enquiry.export', 'referralRequest.export']),
          ),
        ),
    )
    expect(noted).toHaveLength(3)
    expect(noted).toEqual(
      expect.arrayContaining([
        { personId: streetA.personId, subjectKind: 'Enquiry', details: { rows: sent.rows.length } },
        { personId: streetB.personId, subjectKind: 'ReferralRequest', details: { rows: 5 } },
        { personId: streetB.personId, subjectKind: 'EnquiryTarget', details: { rows: 7 } },
      ]),
    )
  })

  test('the file of one that was asked holds its own sheets alone: no organisation, no other one asked, and nothing of an enquiry that it was not asked', async () => {
    const { streetB, sector, districtB } = stage.people
    const play = playEnquiry(stage, ['districtB', 'sector'])
    await play.ask({ need: 'sectorTraining' })
    await play.can('sector', '下周起')
    const file = await districtB.api.enquiries.exportAsked({})
    expect(file.rows).toBe(1)
    const cells = await written(file.content)
    expect(cells[0]).toEqual(['需求', '提问机构', '概况', '编号', '状态', '期限', '提问时间', '最近变动'])
    expect(cells[1]).toContain('未答复')
    const text = JSON.stringify(cells)
    for (const hidden of [stage.organisation.name, stage.tenants.sector.name, '下周起'])
      expect(text).not.toContain(hidden)
    expect((await sector.api.enquiries.exportAsked({})).rows).toBe(1)
    expect((await streetB.api.enquiries.exportSent({})).rows).toBe(0)
    expect((await streetB.api.enquiries.exportAsked({ filter: { need: 'sectorTraining' } })).rows).toBe(0)
    expect((await sector.api.referralRequests.exportFile({})).rows).toBe(0)
  })

  test('whoever reads these lists but takes none away is refused a file, and nothing is noted', async () => {
    const { api, personId } = await world.person({
      networkId: stage.networkId,
      tenantId: stage.tenants.streetB.id,
      roles: ['auditor'],
    })
    expect((await api.enquiries.asked({})).rows).toHaveLength(50)
    const files = [api.enquiries.exportSent, api.enquiries.exportAsked, api.referralRequests.exportFile]
    for (const file of files) expect((await refusal(file({}))).appCode).toBe('NOT_ALLOWED')
    const noted = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.personId, personId)),
    )
    expect(noted.filter(({ action, outcome }) => action.endsWith('.export') && outcome === 'done')).toEqual([])
  })
})
