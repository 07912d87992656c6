import { REFERRAL_SORTS, type ReferralRowView, type ReferralSort } from '@fuqiao/contract'
import { asSystem, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, setStage, type Stage } from '../../../test/referral-stage.ts'

const { referral } = schema
const instants = [1, 2, 3].map(day => new Date(testMonday.getTime() + day * 86_400_000))

/** What a row is sorted by; one without the instant comes after every instant. */
const keys: Readonly<Record<ReferralSort, (row: ReferralRowView) => string>> = {
  changed: row => row.updatedAt,
  leastChanged: row => row.updatedAt,
  due: row => row.clock?.dueAt ?? '9',
  submitted: row => row.submittedAt ?? '9',
  firstSubmitted: row => row.submittedAt ?? '9',
}
const downwards = new Set<ReferralSort>(['changed', 'submitted'])

describe('the orders of the inbox, the outbox and the desk', () => {
  let world: TestWorld
  let stage: Stage
  let ids: string[]

  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
    const { streetA } = stage.people
    ids = []
    const organisations = [stage.organisation, (await anotherOrganisation(world, stage)).organisation]
    for (let n = 0; n < 130; n += 1) {
      const { id } = await streetA.api.referrals.create({
        key: crypto.randomUUID(),
        organisationId: organisations[n % 2]!.id,
        mode: 'coService',
      })
      ids.push(id)
      // Sixty drafts without instants, and seventy that were sent, of which thirty-five have no deadline; many share an instant.
      const sent = {
        state: 'submitted',
        toTenantId: stage.tenants.districtB.id,
        submittedAt: instants[n % 2]!,
      } as const
      // All that were sent wait at the city's desk.
      const atDesk = { deskTenantId: stage.tenants.city.id, holder: 'desk', escalationLevel: 2 } as const
      await asSystem(world.db, tx =>
        tx
          .update(referral)
          .set({
            updatedAt: instants[n % 3]!,
            ...(n < 60
              ? {}
              : { ...sent, ...atDesk, dueAt: n % 2 === 0 ? instants[n % 3]! : null, dueRule: 'acknowledge' }),
          })
          .where(and(eq(referral.networkId, stage.networkId), eq(referral.id, id))),
      )
    }
  })
  afterAll(() => world.close())

  async function pages(
    person: TestPerson,
    box: 'inbox' | 'outbox' | 'desk',
    sort: ReferralSort,
  ): Promise<ReferralRowView[]> {
    const rows: ReferralRowView[] = []
    let page = await person.api.referrals[box]({ sort })
    for (rows.push(...page.rows); page.next !== null; rows.push(...page.rows)) {
      expect(page.rows).toHaveLength(50)
      page = await person.api.referrals[box]({ sort, cursor: page.next })
    }
    return rows
  }

  test.each(REFERRAL_SORTS)(
    '%s: every row once over the pages, in order, ties and rows without the instant included',
    async sort => {
      for (const [box, person, expected] of [
        ['outbox', stage.people.streetA, ids],
        ['inbox', stage.people.districtB, ids.slice(60)],
        ['desk', stage.people.city, ids.slice(60)],
      ] as const) {
        const rows = await pages(person, box, sort)
        expect(rows.map(({ id }) => id).sort()).toEqual(expected.toSorted())
        const shown = rows.map(keys[sort])
        expect(shown).toEqual(downwards.has(sort) ? shown.toSorted().toReversed() : shown.toSorted())
      }
    },
  )

  test('an Excel file has the rows in the order that the list shows them', async () => {
    const { streetA } = stage.people
    const { content } = await streetA.api.referrals.exportFile({ box: 'outbox', sort: 'due', language: 'zh' })
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
    const numbers = book.worksheets[0]!.getColumn(2).values.slice(2)
    expect(numbers).toEqual((await pages(streetA, 'outbox', 'due')).map(({ number }) => number))
  })

  test('[X-05] the desk comes by due date unless sorted otherwise, and its Excel file holds it without a name; whoever has no desk gets no rows', async () => {
    const { city, districtB } = stage.people
    const first = await city.api.referrals.desk({})
    expect(first.rows).toEqual((await city.api.referrals.desk({ sort: 'due' })).rows)
    const { content, fileName } = await city.api.referrals.exportFile({ box: 'desk', sort: 'due', language: 'zh' })
    expect(fileName).toMatch(/^督办的转介-/)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
    const sheet = book.worksheets[0]!
    expect(sheet.getColumn(2).values.slice(2)).toEqual((await pages(city, 'desk', 'due')).map(({ number }) => number))
    expect(JSON.stringify(sheet.getSheetValues())).not.toContain(stage.organisation.name)
    expect((await districtB.api.referrals.exportFile({ box: 'desk', language: 'zh' })).rows).toBe(0)
  })
})
