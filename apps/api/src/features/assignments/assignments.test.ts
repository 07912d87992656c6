import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import ExcelJS from 'exceljs'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { assignmentForm } from '../../../test/meeting-stage.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { runAssignments } from '../../jobs/run-assignments.ts'

let world: TestWorld
let city: SmallCity
let [centre, district, street, sibling]: TestPerson[] = []

const key = () => randomUUID()
const paper = { fileName: '佐证.pdf', content: Buffer.from('%PDF-1.7 佐证') }
const appCode = async (call: Promise<unknown>) => (await refusalOf(call)).body.appCode
const rowOf = (id: string) =>
  asSystem(world.db, async tx => (await tx.select().from(schema.assignment).where(eq(schema.assignment.id, id)))[0])

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  ;[centre, district, street, sibling] = await Promise.all(
    [city.city, city.district, city.street, city.otherDistrict].map(tenant => city.at(tenant, 'director')),
  )
})
afterAll(() => world.close())

const by = (person: TestPerson | undefined) => person!.api.assignments
/** Goes on from the version that the deed before left. */
const after = ({ id, version }: { id: string; version: number }) => ({ key: key(), id, version })

describe('[B-18] an assignment of a superior', () => {
  test('is acknowledged, reported with papers, sent back, acknowledged and reported again, and confirmed; each deed has one line, one audit entry, one event', async () => {
    const issued = await by(centre).issue(assignmentForm(city.street.id))
    expect(issued).toMatchObject({ number: 'DB2026-11-0001', state: 'issued', version: 1 })
    const { id } = issued
    expect(await appCode(by(street).addPaper({ id, ...paper }))).toBe('ASSIGNMENT_WRONG_STATE')
    const request = after(issued)
    let now = await by(street).acknowledge(request)
    expect(await by(street).acknowledge(request)).toEqual(now)
    await by(street).addPaper({ id, ...paper })
    expect(await appCode(by(street).report({ ...after(now), words: '' }))).toBe('ASSIGNMENT_WORDS_MISSING')
    now = await by(street).report({ ...after(now), words: '已核对' })
    expect(await appCode(by(street).confirm({ ...after(now), words: '' }))).toBe('NOT_ALLOWED')
    now = await by(centre).sendBack({ ...after(now), words: '联系人未更新' })
    expect(await appCode(by(street).report({ ...after(now), words: '已更新' }))).toBe('ASSIGNMENT_WRONG_STATE')
    now = await by(street).acknowledge(after(now))
    now = await by(street).report({ ...after(now), words: '联系人已更新' })
    now = await by(centre).confirm({ ...after(now), words: '同意' })
    expect(now).toMatchObject({ state: 'confirmed', version: 7 })
    const seen = await by(street).get({ id })
    expect(seen).toMatchObject({
      ...{ as: 'responsible', report: '联系人已更新', remarks: '同意', dueOn: '2026-03-20', actions: [] },
      ...{ dueAt: new Date('2026-03-20T18:00:00+08:00').toISOString(), papers: [{ fileName: paper.fileName }] },
    })
    const steps = ['issue', 'acknowledge', 'report', 'sendBack', 'acknowledge', 'report', 'confirm']
    expect(seen.history.map(({ action }) => action)).toEqual(steps)
    const [audits, events] = await asSystem(world.db, async tx => [
      await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id)),
      await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id)),
    ])
    expect([audits.length, events.length]).toEqual([steps.length + 1, steps.length])
  })

  test('is given downwards alone, by directors, until a working day that is to come; a remark asks to be acknowledged and no more', async () => {
    const form = (over: Parameters<typeof assignmentForm>[1], to = city.street.id) => assignmentForm(to, over)
    expect(await appCode(by(street).issue(form({}, city.city.id)))).toBe('ASSIGNMENT_NOT_BELOW')
    expect(await appCode(by(district).issue(form({}, city.district.id)))).toBe('ASSIGNMENT_NOT_BELOW')
    expect(await appCode(by(sibling).issue(form({})))).toBe('ASSIGNMENT_NOT_BELOW')
    expect(await appCode(by(await city.at(city.city, 'caseWorker')).issue(form({})))).toBe('NOT_ALLOWED')
    expect((await refusalOf(by(centre).issue(form({ dueOn: '2026-03-21' })))).body.fields).toEqual({
      dueOn: 'INPUT_ASSIGNMENT_DUE_OFF',
    })
    expect((await refusalOf(by(centre).issue(form({ dueOn: null })))).body.fields).toEqual({
      dueOn: 'INPUT_ASSIGNMENT_DUE_NEEDED',
    })
    expect((await refusalOf(by(centre).issue(form({ dueOn: '2026-02-27' })))).body.fields).toEqual({
      dueOn: 'INPUT_DATE_PAST',
    })
    expect(await appCode(by(centre).issue(form({ dueOn: '2031-03-20' })))).toBe('CALENDAR_NOT_LOADED')
    const remark = await by(district).issue(form({ kind: 'remark', dueOn: null }))
    const taken = await by(street).acknowledge(after(remark))
    expect(await by(street).get({ id: remark.id })).toMatchObject({ actions: [], isMine: false, mayAddPaper: false })
    expect(await appCode(by(street).report({ ...after(taken), words: '某' }))).toBe('ASSIGNMENT_WRONG_STATE')
  })

  test('is seen by its two sides and those above whoever is responsible; to all others it does not exist, and nothing changes', async () => {
    const issued = await by(centre).issue(assignmentForm(city.street.id, { title: '只有两方知道' }))
    const { id } = issued
    const before = await rowOf(id)
    const above = await by(district).get({ id })
    expect(above).toMatchObject({ as: 'superior', actions: [] })
    expect(await appCode(by(district).acknowledge(after(issued)))).toBe('NOT_ALLOWED')
    expect(await appCode(by(district).withdraw({ ...after(issued), words: '某' }))).toBe('NOT_ALLOWED')
    expect(await appCode(by(await city.at(city.street, 'caseWorker')).acknowledge(after(issued)))).toBe('NOT_ALLOWED')
    const elsewhere = await newSmallCity(world)
    const strangers = [
      sibling!,
      await city.at(city.neighbour, 'director'),
      await city.at(city.sector, 'director', 'jointMeetingMember'),
      await elsewhere.at(elsewhere.city, 'director'),
    ]
    for (const stranger of strangers) {
      const hidden = await refusalOf(by(stranger).get({ id }))
      expect(hidden.code).toBe('NOT_FOUND')
      expect(await refusalOf(by(stranger).get({ id: randomUUID() }))).toEqual(hidden)
      expect(await appCode(by(stranger).withdraw({ ...after(issued), words: '某' }))).toBe('NOT_FOUND')
      expect((await by(stranger).list({ filter: { text: '只有两方' } })).rows).toEqual([])
    }
    expect((await refusalOf(world.anonymous.assignments.get({ id }))).code).toBe('UNAUTHORIZED')
    expect(await rowOf(id)).toEqual(before)
    await by(centre).withdraw({ ...after(issued), words: '另行安排' })
  })

  test('is reminded once before its end and climbs once after it, whichever server looks; those responsible, their superior and the issuer are told, and both workbenches show it', async () => {
    const issued = await by(centre).issue(assignmentForm(city.street.id, { title: '会逾期的事', dueOn: '2026-04-10' }))
    const at = (day: string) => new Date(`${day}T18:05:00+08:00`)
    const twice = async (now: Date) => {
      const done = await Promise.all([runAssignments(world.deps, now), runAssignments(world.deps, now)])
      return done[0] + done[1]
    }
    expect(await twice(at('2026-04-07'))).toBe(0)
    expect([await twice(at('2026-04-08')), await twice(at('2026-04-09'))]).toEqual([1, 0])
    expect([await twice(at('2026-04-10')), await twice(at('2026-04-13'))]).toEqual([1, 0])
    await dispatchOutbox(world.deps, at('2026-04-13'))
    world.setNow(at('2026-04-13'))
    try {
      const told = async (person: TestPerson | undefined) =>
        (await person!.api.notifications.list({})).rows
          .filter(({ assignmentId }) => assignmentId === issued.id)
          .map(({ kind }) => kind)
          .sort()
      expect([await told(street), await told(district), await told(centre)]).toEqual([
        ['assignmentIssued', 'assignmentLate', 'assignmentReminder'],
        ['assignmentLate'],
        ['assignmentLate'],
      ])
      const late = { filter: { late: true, whose: 'below' }, sort: 'due' } as const
      expect((await by(district).list(late)).rows).toMatchObject([{ id: issued.id, isLate: true, as: 'superior' }])
      expect((await by(street).list({ filter: { waiting: true }, sort: 'due' })).rows[0]).toMatchObject({
        ...{ id: issued.id, isLate: true, isMine: true },
      })
      const seen = await by(street).get({ id: issued.id })
      expect(seen).toMatchObject({ hasClimbed: true, history: [{ by: 'issuer' }, { by: null }, { by: null }] })
      const taken = await by(street).acknowledge(after(seen))
      await by(street).report({ ...after(taken), words: '补办完成' })
      expect((await by(district).list(late)).rows).toEqual([])
    } finally {
      world.setNow(testMonday)
    }
  })

  test('of two who move it at once one wins; whoever was late is told how it stands', async () => {
    const issued = await by(centre).issue(assignmentForm(city.street.id))
    const second = await city.at(city.street, 'director')
    const outcomes = await Promise.allSettled([street, second].map(person => by(person).acknowledge(after(issued))))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const stale = await refusalOf(by(street).acknowledge(after(issued)))
    expect(stale.body).toEqual({
      ...{ appCode: 'VERSION_CONFLICT', params: { state: 'acknowledged', version: 2, of: 'assignment' } },
    })
  })

  test('the list gives every row once over the pages in each order, narrows, and leaves as exactly the file that is shown, which is noted', async () => {
    const { api } = await city.at(city.otherDistrict, 'director')
    const to = await city.at(city.otherStreet, 'director')
    for (let n = 0; n < 52; n += 1)
      await api.assignments.issue(
        assignmentForm(city.otherStreet.id, {
          ...{ title: `=事项${n}`, dueOn: ['2026-03-10', '2026-03-11', null][n % 3] ?? null },
          kind: n % 3 === 2 ? 'remark' : 'duty',
        }),
      )
    for (const sort of ['changed', 'leastChanged', 'due', 'dueLast'] as const) {
      const first = await to.api.assignments.list({ sort })
      const second = await to.api.assignments.list({ sort, cursor: first.next! })
      expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(52)
      expect(second.next).toBeNull()
      const shown = [...first.rows, ...second.rows].map(row =>
        sort.startsWith('due') ? (row.dueAt ?? '9') : row.updatedAt,
      )
      const isDown = sort === 'changed' || sort === 'dueLast'
      expect(shown).toEqual(isDown ? shown.toSorted().toReversed() : shown.toSorted())
    }
    const wanted = { filter: { text: '事项5' }, sort: 'due' } as const
    const { rows } = await to.api.assignments.list(wanted)
    const { content } = await to.api.assignments.exportFile({ ...wanted, columns: ['title', 'due'] })
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
    const written = book.worksheets[0]!.getSheetValues()
      .slice(1)
      .map(row => (row as unknown[]).slice(1))
    expect(written).toEqual([['事项', '办结期限'], ...rows.map(row => [`'${row.title}`, row.dueOn ?? ''])])
    expect(await appCode((await city.at(city.otherStreet, 'auditor')).api.assignments.exportFile({}))).toBe(
      'NOT_ALLOWED',
    )
  })
})
