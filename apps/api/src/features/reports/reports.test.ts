import { asSystem, schema } from '@fuqiao/db'
import { orderByLot } from '@fuqiao/domain/panel'
import { eq } from 'drizzle-orm'
import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { activityCard } from '../../../test/house-stage.ts'
import { askForReports, handIn, julyMorning, reportOf, reportWords, writeOut } from '../../../test/report-stage.ts'
import { newSmallCity, refusalOf } from '../../../test/small-city.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { foldFacts } from '../../jobs/fold-facts.ts'
import { runReports } from '../../jobs/run-reports.ts'

let world: TestWorld
const key = () => randomUUID()
const appCode = async (call: Promise<unknown>) => (await refusalOf(call)).body.appCode
const rowOf = (id: string) =>
  asSystem(world.db, async tx => (await tx.select().from(schema.report).where(eq(schema.report.id, id)))[0])

/** A city whose network was there before the half ended, with a director at each place; a training of six in each street. */
async function newStage() {
  world.setNow(testMonday)
  const city = await newSmallCity(world)
  await asSystem(world.db, tx =>
    tx
      .update(schema.network)
      .set({ createdAt: new Date('2025-01-01T00:00:00Z') })
      .where(eq(schema.network.id, city.networkId)),
  )
  const [centre, district, street, neighbour, other] = (await Promise.all(
    [city.city, city.district, city.street, city.neighbour, city.otherDistrict].map(at => city.at(at, 'director')),
  )) as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson]
  for (const { api } of [street, neighbour])
    await api.activities.record({ key: key(), ...activityCard, attendances: 6 })
  await foldFacts(world.deps)
  await askForReports(world)
  world.setNow(julyMorning)
  const ids = await Promise.all(
    [city.city, city.district, city.street, city.neighbour, city.otherDistrict].map(({ id }) => reportOf(world, id)),
  )
  const [centreId, districtId, streetId, neighbourId, otherId] = ids as [string, string, string, string, string]
  return { city, centre, district, street, neighbour, other, centreId, districtId, streetId, neighbourId, otherId }
}
type Stage = Awaited<ReturnType<typeof newStage>>
let stage: Stage

beforeAll(async () => {
  world = await buildTestWorld()
  stage = await newStage()
})
afterAll(() => world.close())

/** What the superior does next to a report as it stands. */
const word = async ({ api: { reports } }: TestPerson, id: string, words = '') => {
  const { version } = await reports.get({ id })
  return { key: key(), id, version, words }
}

describe('[Z-18] reports at mid-year', () => {
  test('are owed by every centre once the half is over, once, however many servers look; by nobody who was not there', async () => {
    const { city, centre } = stage
    const before = await asSystem(world.db, tx => tx.select().from(schema.report))
    expect(await Promise.all([askForReports(world), askForReports(world)])).toEqual([0, 0])
    expect(await asSystem(world.db, tx => tx.select().from(schema.report))).toHaveLength(before.length)
    const { rows } = await centre.api.reports.list({ filter: { kind: 'midYear' }, sort: 'due' })
    expect(rows.map(({ tenant }) => tenant.id).sort()).toEqual(
      [city.city, city.district, city.street, city.neighbour, city.otherDistrict, city.otherStreet]
        .map(({ id }) => id)
        .sort(),
    )
    // Fifteen working days after the last of June; the sector's incubator is no centre and owes none.
    expect(new Set(rows.map(({ bucket, dueAt }) => `${bucket} ${dueAt}`))).toEqual(
      new Set([`2026-H1 ${new Date('2026-07-21T18:00:00+08:00').toISOString()}`]),
    )
    // A network that was founded after the half has nothing to tell of it.
    const late = await newSmallCity(world)
    await asSystem(world.db, tx =>
      tx.update(schema.network).set({ createdAt: julyMorning }).where(eq(schema.network.id, late.networkId)),
    )
    await askForReports(world)
    const there = await late.at(late.city, 'director')
    expect((await there.api.reports.list({})).rows).toEqual([])
  })

  test('go up compiled from rows: returned with remarks, mended, accepted and locked; each deed has one line, one audit entry, one event', async () => {
    const { street, district, streetId: id } = stage
    const draft = await street.api.reports.get({ id })
    expect(draft).toMatchObject({ shown: 'draft', state: 'draft', as: 'own', actions: ['submit'] })
    expect(await appCode(street.api.reports.submit({ key: key(), id, version: 1, draftVersion: 0 }))).toBe(
      'REPORT_NOT_COMPILED',
    )
    const first = await street.api.reports.compile({ key: key(), id, version: 0 })
    expect(await appCode(street.api.reports.submit({ key: key(), id, version: 1, draftVersion: first.version }))).toBe(
      'REPORT_PARTS_MISSING',
    )
    await street.api.reports.save({
      key: key(),
      id,
      version: first.version,
      narrative: { work: '做了工作。', plans: '继续。' },
    })
    // A working note: nothing of it is seen from above.
    expect(await district.api.reports.get({ id })).toMatchObject({
      shown: 'nothing',
      lines: [],
      narrative: [{ text: '' }, {}, {}],
    })
    const request = { key: key(), id, version: 1, draftVersion: 2 }
    const submitted = await street.api.reports.submit(request)
    expect(await street.api.reports.submit(request)).toEqual(submitted)
    const seen = await district.api.reports.get({ id })
    expect(seen).toMatchObject({ shown: 'submission', as: 'desk', isMine: true, actions: ['accept', 'sendBack'] })
    expect(seen.lines.find(line => line.id === 'trainingAttendances')).toMatchObject({
      value: 6,
      now: 6,
      differs: false,
    })
    expect(await appCode(street.api.reports.compile({ key: key(), id, version: 2 }))).toBe('REPORT_WRONG_STATE')
    expect(await appCode(district.api.reports.sendBack(await word(district, id)))).toBe('REPORT_WORDS_MISSING')
    await district.api.reports.sendBack(await word(district, id, '请补充存在的问题。'))
    expect(await street.api.reports.get({ id })).toMatchObject({
      state: 'returned',
      remarks: '请补充存在的问题。',
      shown: 'draft',
    })
    await street.api.reports.save({ key: key(), id, version: 2, narrative: { problems: '场地不足。' } })
    // Until it is handed in again the superior reads what it returned.
    expect((await district.api.reports.get({ id })).narrative.map(({ text }) => text)).toEqual([
      '做了工作。',
      '',
      '继续。',
    ])
    await street.api.reports.submit({ key: key(), id, version: 3, draftVersion: 3 })
    const accepted = await district.api.reports.accept(await word(district, id, '同意'))
    expect(accepted).toEqual({ id, version: 5, state: 'accepted' })
    const locked = await street.api.reports.get({ id })
    expect(locked).toMatchObject({ actions: [], may: { write: false }, submissions: [{ seq: 4 }, { seq: 2 }] })
    expect(locked.history.map(({ action }) => action)).toEqual(['submit', 'sendBack', 'submit', 'accept'])
    expect((await street.api.reports.get({ id, seq: 2 })).narrative[1]).toMatchObject({ text: '' })
    expect(await appCode(street.api.reports.save({ key: key(), id, version: 3, narrative: {} }))).toBe(
      'REPORT_WRONG_STATE',
    )
    expect(await appCode(district.api.reports.sendBack(await word(district, id, '再改')))).toBe('REPORT_WRONG_STATE')
    const [audits, events] = await asSystem(world.db, async tx => [
      await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id)),
      await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id)),
    ])
    expect(events).toHaveLength(4)
    expect(audits.filter(({ action }) => !/compile|save/.test(action))).toHaveLength(4)
  })

  test('children before parents: a district waits until each street is accepted or excused with a reason, and its figures are those of all below', async () => {
    const { city, centre, district, neighbour, other, districtId, neighbourId, centreId, otherId } = stage
    const sending = await writeOut(district, districtId)
    expect((await refusalOf(district.api.reports.submit(sending))).body).toMatchObject({
      ...{ appCode: 'REPORT_CHILDREN_OPEN', params: { count: 1 } },
    })
    await handIn(neighbour, neighbourId)
    expect(await appCode(district.api.reports.submit(sending))).toBe('REPORT_CHILDREN_OPEN')
    await district.api.reports.accept(await word(district, neighbourId))
    await district.api.reports.submit(sending)
    const seen = await centre.api.reports.get({ id: districtId })
    expect(seen.lines.find(line => line.id === 'trainingAttendances')).toMatchObject({ value: 12, own: 0 })
    expect(seen.below.map(({ name, values }) => [name, values['trainings']])).toEqual([
      ['东华门街道中心', 1],
      ['景山街道中心', 1],
    ])
    expect(seen.children.map(({ state }) => state)).toEqual(['accepted', 'accepted'])
    await centre.api.reports.accept(await word(centre, districtId))
    // The other district does without its street's, the centre without the other district's.
    const otherStreet = await reportOf(world, city.otherStreet.id)
    const closing = await writeOut(centre, centreId)
    expect(await appCode(other.api.reports.excuse(await word(other, otherStreet)))).toBe('REPORT_WORDS_MISSING')
    await other.api.reports.excuse(await word(other, otherStreet, '上半年在装修'))
    expect(await appCode(centre.api.reports.close(closing))).toBe('REPORT_CHILDREN_OPEN')
    await centre.api.reports.excuse(await word(centre, otherId, '无人入驻'))
    expect(await appCode(centre.api.reports.submit(closing))).toBe('REPORT_WRONG_STATE')
    expect(await centre.api.reports.close(closing)).toMatchObject({ state: 'accepted' })
    expect(await centre.api.reports.get({ id: centreId })).toMatchObject({ isRoot: true, openBelow: 0, actions: [] })
  })

  test('a figure that changes after acceptance leaves the report as it is: whoever made it restates it with a reason, once for each change', async () => {
    const { street, district, streetId: id } = stage
    const before = await asSystem(world.db, tx =>
      tx.select().from(schema.reportSubmission).where(eq(schema.reportSubmission.reportId, id)),
    )
    const restate = async (person: TestPerson, indicator = 'trainings') => {
      const { version } = await person.api.reports.get({ id })
      return person.api.reports.restate({ key: key(), id, version, indicator, reason: '补登一次培训' })
    }
    expect(await appCode(restate(street))).toBe('REPORT_FIGURE_SAME')
    await street.api.activities.record({ key: key(), ...activityCard, attendances: 4 })
    await foldFacts(world.deps)
    const line = async (person: TestPerson) =>
      (await person.api.reports.get({ id })).lines.find(each => each.id === 'trainings')
    expect(await line(district)).toMatchObject({ value: 1, now: 2, differs: true, restated: null })
    expect(await appCode(restate(district))).toBe('NOT_ALLOWED')
    await restate(street)
    expect(await line(district)).toMatchObject({ value: 1, now: 2, differs: false, restated: { value: 2 } })
    expect((await district.api.reports.get({ id })).restatements).toMatchObject([
      { indicator: 'trainings', oldValue: 1, newValue: 2, reason: '补登一次培训' },
    ])
    expect(await appCode(restate(street))).toBe('REPORT_FIGURE_SAME')
    expect(
      await asSystem(world.db, tx =>
        tx.select().from(schema.reportSubmission).where(eq(schema.reportSubmission.reportId, id)),
      ),
    ).toEqual(before)
  })
})

describe('[Z-18] a report', () => {
  test('has its evidence looked at by lot: facts drawn with a seed that anybody can draw again, and accepted only when each was looked at', async () => {
    const own = await newStage()
    const { street, district, neighbour, streetId: id } = own
    for (let n = 0; n < 6; n += 1)
      await street.api.activities.record({ key: key(), ...activityCard, onDay: '2026-03-03' })
    await foldFacts(world.deps)
    await handIn(street, id)
    expect(await appCode(street.api.reports.draw({ key: key(), id, version: 2 }))).toBe('NOT_ALLOWED')
    expect(await appCode(neighbour.api.reports.draw({ key: key(), id, version: 2 }))).toBe('NOT_FOUND')
    await district.api.reports.draw({ key: key(), id, version: 2 })
    expect(await appCode(district.api.reports.draw({ key: key(), id, version: 3 }))).toBe('REPORT_CHECK_DRAWN')
    const { check } = await street.api.reports.get({ id })
    const facts = await asSystem(world.db, tx =>
      tx.select().from(schema.fact).where(eq(schema.fact.tenantId, own.city.street.id)),
    )
    const kinds = new Set(['activity', 'attendances'])
    const lot = facts.filter(({ kind }) => kinds.has(kind)).map(({ id: fact }) => String(fact))
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    expect(check?.samples.map(({ factId }) => factId)).toEqual(orderByLot(lot, check?.seed ?? '', sha256).slice(0, 5))
    expect(check?.samples[0]).toMatchObject({
      finding: null,
      fact: { tenantName: '东华门街道中心', amount: expect.any(Number) },
    })
    const find = async (ordinal: number, finding: 'inOrder' | 'notInOrder', words = '') => {
      const { version } = await district.api.reports.get({ id })
      return district.api.reports.find({ key: key(), id, version, ordinal, finding, words })
    }
    expect(await appCode(find(1, 'notInOrder'))).toBe('INPUT_INVALID')
    expect(await appCode(find(9, 'inOrder'))).toBe('NOT_FOUND')
    await find(1, 'notInOrder', '没有签到表')
    expect((await refusalOf(district.api.reports.accept(await word(district, id)))).body).toMatchObject({
      ...{ appCode: 'REPORT_CHECK_OPEN', params: { count: 4 } },
    })
    for (const ordinal of [2, 3, 4, 5]) await find(ordinal, 'inOrder')
    expect((await district.api.reports.get({ id })).check?.samples[0]).toMatchObject({
      finding: 'notInOrder',
      words: '没有签到表',
    })
    expect(await district.api.reports.accept(await word(district, id))).toMatchObject({ state: 'accepted' })
  })

  test('is moved by its own hands alone: officers write and do not send, those further above read, and to all others it does not exist', async () => {
    const own = await newStage()
    const { city, street, district, centre, neighbour, streetId: id } = own
    const before = await rowOf(id)
    const [writer, auditor] = [await city.at(city.street, 'caseWorker'), await city.at(city.street, 'auditor')]
    const sending = await writeOut(writer, id)
    expect(await appCode(writer.api.reports.submit(sending))).toBe('NOT_ALLOWED')
    expect(await appCode(auditor.api.reports.compile({ key: key(), id, version: 2 }))).toBe('NOT_ALLOWED')
    expect(await appCode(district.api.reports.compile({ key: key(), id, version: 0 }))).toBe('NOT_ALLOWED')
    expect(await appCode(district.api.reports.submit(sending))).toBe('NOT_ALLOWED')
    expect(await appCode(centre.api.reports.excuse({ key: key(), id, version: 1, words: '某' }))).toBe('NOT_ALLOWED')
    expect(await appCode(street.api.reports.excuse({ key: key(), id, version: 1, words: '某' }))).toBe('NOT_ALLOWED')
    const elsewhere = await newSmallCity(world)
    const strangers = [
      neighbour,
      own.other,
      await city.at(city.sector, 'director'),
      await elsewhere.at(elsewhere.city, 'director'),
    ]
    for (const { api } of strangers) {
      const hidden = await refusalOf(api.reports.get({ id }))
      expect(hidden.code).toBe('NOT_FOUND')
      expect(await refusalOf(api.reports.get({ id: randomUUID() }))).toEqual(hidden)
      expect(await appCode(api.reports.accept({ key: key(), id, version: 1, words: '' }))).toBe('NOT_FOUND')
      expect((await api.reports.list({ filter: { tenantId: city.street.id } })).rows).toEqual([])
    }
    expect((await refusalOf(world.anonymous.reports.get({ id }))).code).toBe('UNAUTHORIZED')
    expect(await rowOf(id)).toEqual(before)
    await street.api.reports.submit(sending)
    expect(await centre.api.reports.get({ id })).toMatchObject({ as: 'superior', shown: 'submission', actions: [] })
    expect(await appCode(centre.api.reports.accept(await word(centre, id)))).toBe('NOT_ALLOWED')
  })

  test('what goes up is what was read: of handing in and writing on at once one comes first, and of accepting and returning one wins', async () => {
    const { street, district, streetId: id } = await newStage()
    const sending = await writeOut(street, id)
    const both = await Promise.allSettled([
      street.api.reports.submit(sending),
      street.api.reports.compile({ key: key(), id, version: sending.draftVersion }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { state, draftVersion, version } = await street.api.reports.get({ id })
    if (state === 'draft') {
      expect((await refusalOf(street.api.reports.submit({ ...sending, key: key() }))).body.appCode).toBe(
        'VERSION_CONFLICT',
      )
      await street.api.reports.submit({ key: key(), id, version, draftVersion })
    }
    const asked = await word(district, id, '意见')
    const outcomes = await Promise.allSettled([
      district.api.reports.accept({ ...asked, key: key() }),
      district.api.reports.sendBack({ ...asked, key: key() }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const won = await rowOf(id)
    const stale = await refusalOf(district.api.reports.accept({ ...asked, key: key() }))
    expect(stale.body).toEqual({
      ...{ appCode: 'VERSION_CONFLICT', params: { state: won?.state, version: 3, of: 'report' } },
    })
  })

  test('is reminded of once before its end and told of once after it; whoever owes it and the incubator above hear, and both lists show it', async () => {
    const { street, district, streetId } = await newStage()
    const at = (day: string) => new Date(`${day}T18:05:00+08:00`)
    const twice = async (now: Date) => {
      await Promise.all([runReports(world.deps, now), runReports(world.deps, now)])
      return (await street.api.reports.get({ id: streetId })).history.map(({ action }) => action)
    }
    try {
      expect(await twice(at('2026-07-15'))).toEqual([])
      expect([await twice(at('2026-07-16')), await twice(at('2026-07-17'))]).toEqual([['remind'], ['remind']])
      expect([await twice(at('2026-07-21')), await twice(at('2026-07-22'))].at(-1)).toEqual(['remind', 'escalate'])
      await dispatchOutbox(world.deps, at('2026-07-22'))
      world.setNow(at('2026-07-22'))
      const told = async ({ api }: TestPerson) =>
        (await api.notifications.list({})).rows
          .filter(({ reportId }) => reportId === streetId)
          .map(({ kind }) => kind)
          .sort()
      expect([await told(street), await told(district)]).toEqual([['reportLate', 'reportReminder'], ['reportLate']])
      const late = { filter: { late: true, whose: 'direct' }, sort: 'due' } as const
      expect((await district.api.reports.list(late)).rows.map(({ id }) => id)).toContain(streetId)
      expect((await street.api.reports.list({ filter: { waiting: true } })).rows).toMatchObject([
        { isLate: true, isMine: true },
      ])
      await handIn(street, streetId)
      expect((await district.api.reports.list(late)).rows.map(({ id }) => id)).not.toContain(streetId)
      expect((await district.api.reports.list({ filter: { waiting: true } })).rows.map(({ id }) => id)).toContain(
        streetId,
      )
    } finally {
      world.setNow(julyMorning)
    }
  })

  test('keeps its words within what the rules ask for', async () => {
    const { street, streetId: id } = await newStage()
    const save = (narrative: Record<string, string>) =>
      street.api.reports.save({ key: key(), id, version: 0, narrative })
    expect((await refusalOf(save({ nothing: '某' }))).body.fields).toEqual({ narrative: 'INPUT_REPORT_PART_UNKNOWN' })
    expect((await refusalOf(save({ work: '字'.repeat(2001) }))).body.fields).toEqual({
      'narrative.work': 'INPUT_REPORT_PART_TOO_LONG',
    })
    expect(await save(reportWords)).toEqual({ id, version: 1 })
    expect(await appCode(save({ work: '另一人写的' }))).toBe('VERSION_CONFLICT')
    expect((await street.api.reports.get({ id })).narrative[0]).toMatchObject({ text: reportWords.work })
  })
})
