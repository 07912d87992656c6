import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { itemForm, meetingForm, playMeeting, setMeetingStage } from '../../../test/meeting-stage.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'

let world: TestWorld
let city: SmallCity
let centre: TestPerson
let member: TestPerson
let street: TestPerson
let seatId: string
/** What was led to its end in the first test, and what it resolved. */
const past = { id: '', resolved: '' }

const key = () => randomUUID()
const paper = { fileName: '口径说明.pdf', content: Buffer.from('%PDF-1.7 口径') }
const appCode = async (call: Promise<unknown>) => (await refusalOf(call)).body.appCode

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  const stage = await setMeetingStage(city)
  ;({ centre, member, seatId } = stage)
  street = await city.at(city.street, 'director')
  await asSystem(world.db, async tx => {
    for (const tenant of [
      ...Array<typeof city.street>(8).fill(city.street),
      ...Array<typeof city.street>(3).fill(city.otherStreet),
    ])
      await newOrganisation(tx, { networkId: city.networkId, tenantId: tenant.id, createdAt: testMonday })
  })
})
afterAll(() => world.close())

describe('[B-18] the joint meeting', () => {
  test('goes from what a street raises to resolutions of which each responsible incubator has an assignment; every deed is on the trail once', async () => {
    const raised = await street.api.meetings.raiseItem(itemForm())
    await street.api.meetings.addPaper({ itemId: raised.id, meetingId: null, ...paper })
    const other = await street.api.meetings.raiseItem(itemForm('与联席会议无关的事'))
    const aside = { key: key(), id: other.id, version: other.version, reason: '请先由区里办理' }
    await centre.api.meetings.setItemAside(aside)
    expect(await centre.api.meetings.setItemAside(aside)).toMatchObject({ state: 'setAside', version: 2 })

    const play = playMeeting(centre)
    expect(await play.plan()).toMatchObject({ number: 'LX2026-01', state: 'planned' })
    await play.take(raised)
    await centre.api.meetings.addPaper({ itemId: null, meetingId: play.at().id, ...paper })
    expect(await play.convene()).toMatchObject({ state: 'convened' })
    expect(await play.hold()).toMatchObject({ state: 'held' })
    expect(await appCode(centre.api.meetings.close(play.next()))).toBe('MEETING_MINUTES_MISSING')
    await play.minute('会议讨论了评估口径。', [seatId])
    await play.resolve([city.district.id, city.otherStreet.id], { itemId: raised.id })
    expect(await play.close()).toMatchObject({ state: 'closed' })
    past.id = play.at().id

    const seen = await member.api.meetings.get({ id: past.id })
    expect(seen).toMatchObject({
      ...{ as: 'member', state: 'closed', actions: [], followUp: [] },
      agenda: [{ id: raised.id, ordinal: 1, tenant: { id: city.street.id }, papers: [{ fileName: paper.fileName }] }],
      papers: [{ fileName: paper.fileName }],
      minutes: { words: '会议讨论了评估口径。', presentSeatIds: [seatId] },
      resolutions: [
        {
          ...{ ordinal: 1, itemId: raised.id, dueOn: '2026-03-20' },
          duties: [
            { tenant: { id: city.district.id }, state: 'issued', isLate: false, isOpen: false },
            { tenant: { id: city.otherStreet.id }, state: 'issued', isLate: false, isOpen: false },
          ],
        },
      ],
    })
    past.resolved = seen.resolutions[0]?.id ?? ''
    const audits = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, past.id)),
    )
    expect(audits.map(({ action }) => action).sort()).toEqual(
      ['addPaper', 'close', 'convene', 'hold', 'keepMinutes', 'plan', 'resolve'].map(action => `meeting.${action}`),
    )
    // Whoever is late is seen by those who sit there; the clock stands where the tests left it.
    world.setNow(new Date('2026-03-23T09:00:00+08:00'))
    const later = await member.api.meetings.get({ id: past.id })
    expect(later.resolutions[0]?.duties.map(({ isLate }) => isLate)).toEqual([true, true])
    world.setNow(testMonday)
  })

  test('has the figures of all tiers as they stood when it was convened, small cells hidden from the centre too; what is counted later changes nothing, and nobody can', async () => {
    const { frozen } = await centre.api.meetings.get({ id: past.id })
    const now = await member.api.dashboards.joint({ period: { kind: 'year' } })
    const plain = (figures: typeof now) => figures.seats.map(({ name, organisations }) => [name, organisations.value])
    expect(plain(frozen!.figures)).toEqual(plain(now))
    const small = frozen!.figures.seats.find(({ name }) => name === '海淀区中心')
    expect([small?.organisations, frozen!.figures.smallCell]).toEqual([{ value: null, drill: null }, 5])
    expect(frozen!.figures.totals.organisations).toEqual({ value: 11, drill: null })
    expect(frozen!.seats).toMatchObject([{ seatId, people: [expect.any(String)] }])
    await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: city.networkId, tenantId: city.street.id, createdAt: testMonday }),
    )
    expect((await member.api.meetings.get({ id: past.id })).frozen).toEqual(frozen)
    // The figures are nobody's to count but for the meeting that is convened.
    expect(await appCode(centre.api.dashboards.joint({}))).toBe('NOT_ALLOWED')
  })

  test('puts what was resolved and is not done on the agenda of the next meeting by itself, and keeps it there as it stood when that was held', async () => {
    const play = playMeeting(centre)
    await play.plan({ title: '二季度联席会议', meetsAt: '2026-03-03T09:30:00+08:00' })
    const { id } = play.at()
    const open = async () =>
      (await member.api.meetings.get({ id })).followUp.map(({ id: resolutionId, meetingNumber }) => [
        resolutionId,
        meetingNumber,
      ])
    expect(await open()).toEqual([[past.resolved, 'LX2026-01']])
    await play.convene()
    expect(await appCode(centre.api.meetings.hold(play.next()))).toBe('MEETING_NOT_YET')
    world.setNow(new Date('2026-03-03T11:00:00+08:00'))
    await play.hold()
    world.setNow(new Date('2026-03-04T11:00:00+08:00'))
    for (const tenant of [city.district, city.otherStreet]) {
      const { api } = await city.at(tenant, 'director')
      const [mine] = (await api.assignments.list({ filter: { waiting: true } })).rows
      const taken = await api.assignments.acknowledge({ key: key(), id: mine!.id, version: mine!.version })
      const told = await api.assignments.report({ key: key(), id: taken.id, version: taken.version, words: '已落实' })
      await centre.api.assignments.confirm({ key: key(), id: told.id, version: told.version, words: '' })
    }
    expect(await open()).toEqual([[past.resolved, 'LX2026-01']])
    const { id: third } = await centre.api.meetings.plan(meetingForm({ meetsAt: '2026-06-03T09:30:00+08:00' }))
    expect((await member.api.meetings.get({ id: third })).followUp).toEqual([])
    world.setNow(testMonday)
  })

  test('is not there for anybody outside; whoever is responsible reads its head and its own resolution; who sits there leads nothing; nothing changes', async () => {
    const before = await asSystem(world.db, tx => tx.select().from(schema.jointMeeting))
    const { id } = past
    const outsiders = [
      street,
      await city.at(city.sector, 'director'),
      await city.at(city.otherDistrict, 'director', 'jointMeetingMember'),
      (await setMeetingStage(await newSmallCity(world))).centre,
    ]
    for (const { api } of outsiders) {
      const hidden = await refusalOf(api.meetings.get({ id }))
      expect(hidden.code).toBe('NOT_FOUND')
      expect(await refusalOf(api.meetings.get({ id: randomUUID() }))).toEqual(hidden)
      expect((await api.meetings.list({})).rows).toEqual([])
    }
    const { api: responsible } = await city.at(city.district, 'director')
    expect(await responsible.meetings.get({ id })).toMatchObject({
      ...{ as: 'responsible', number: 'LX2026-01', agenda: [], papers: [], frozen: null, minutes: null, actions: [] },
      resolutions: [{ id: past.resolved, duties: [{ tenant: { id: city.district.id }, isOpen: true }] }],
    })
    const version = before.find(row => row.id === id)?.version ?? 0
    for (const person of [responsible, member.api]) {
      expect(
        await appCode(person.meetings.keepMinutes({ key: key(), id, version, words: '改', presentSeatIds: [] })),
      ).toBe('NOT_ALLOWED')
      expect(await appCode(person.meetings.plan(meetingForm()))).toBe('NOT_ALLOWED')
    }
    const { api: worker } = await city.at(city.city, 'caseWorker')
    expect(await worker.meetings.get({ id })).toMatchObject({ as: 'centre', actions: [] })
    expect(await appCode(worker.meetings.plan(meetingForm()))).toBe('NOT_ALLOWED')
    expect((await refusalOf(world.anonymous.meetings.get({ id }))).code).toBe('UNAUTHORIZED')
    expect(await asSystem(world.db, tx => tx.select().from(schema.jointMeeting))).toEqual(before)
  })

  test('keeps an item between whoever raised it and the centre until it is taken; the answer is given once, with its reason', async () => {
    const item = await street.api.meetings.raiseItem(itemForm('暂未列入'))
    const mine = async (person: TestPerson) =>
      (await person.api.meetings.items({ states: ['raised'] })).rows.map(({ id }) => id)
    expect(await mine(street)).toEqual([item.id])
    expect(await mine(centre)).toEqual([item.id])
    expect(await mine(await city.at(city.district, 'director'))).toEqual([])
    const settle = { key: key(), id: item.id, version: item.version, reason: '某' }
    expect(await appCode((await city.at(city.district, 'director')).api.meetings.setItemAside(settle))).toBe(
      'NOT_ALLOWED',
    )
    expect(await appCode(street.api.meetings.setItemAside({ ...settle, key: key() }))).toBe('NOT_ALLOWED')
    await centre.api.meetings.setItemAside({ ...settle, reason: '已有办法' })
    expect(await appCode(centre.api.meetings.setItemAside({ ...settle, key: key(), version: 2 }))).toBe(
      'AGENDA_ITEM_SETTLED',
    )
    const [answered] = (await street.api.meetings.items({ states: ['setAside'] })).rows
    expect(answered).toMatchObject({ id: item.id, reason: '已有办法', mayAddPaper: false })
    expect(await appCode(street.api.meetings.addPaper({ itemId: item.id, meetingId: null, ...paper }))).toBe(
      'AGENDA_ITEM_SETTLED',
    )
    await dispatchOutbox(world.deps, testMonday)
    const kinds = async (person: TestPerson) => (await person.api.notifications.list({})).rows.map(({ kind }) => kind)
    expect(await kinds(street)).toEqual(expect.arrayContaining(['agendaTaken', 'agendaSetAside']))
    expect(await kinds(centre)).toContain('agendaRaised')
    expect(await kinds(await city.at(city.sector, 'director'))).toContain('meetingConvened')
  })

  test('gives seats to members alone, one to an incubator; who leaves the seat sees nothing any more, and meetings keep who sat there', async () => {
    const { meetings } = centre.api
    const other = await city.at(city.neighbour, 'jointMeetingMember')
    const stranger = await city.at(city.street, 'caseWorker')
    const seat = { key: key(), tenantId: null, department: '民政处', personIds: [other.personId] }
    expect(await appCode(meetings.addSeat({ ...seat, personIds: [stranger.personId] }))).toBe('JOINT_SITTER_UNKNOWN')
    expect(await appCode(meetings.addSeat({ ...seat, tenantId: city.sector.id }))).toBe('INPUT_INVALID')
    expect(await appCode(meetings.addSeat({ ...seat, tenantId: city.sector.id, department: '' }))).toBe(
      'JOINT_SEAT_THERE',
    )
    expect((await meetings.members()).rows.map(({ personId }) => personId)).toEqual(
      expect.arrayContaining([member.personId, other.personId]),
    )
    expect(await appCode(member.api.meetings.members())).toBe('NOT_ALLOWED')
    const given = await meetings.addSeat(seat)
    expect((await other.api.meetings.get({ id: past.id })).as).toBe('member')
    expect((await other.api.meetings.seats()).rows.map(({ name }) => name)).toEqual(['民政处'])
    await meetings.endSeat({ key: key(), id: given.id, version: given.version })
    expect(await appCode(other.api.meetings.get({ id: past.id }))).toBe('NOT_FOUND')
    expect((await member.api.meetings.get({ id: past.id })).frozen?.seats).toHaveLength(1)
  })

  test('is led by one at a time: of two who convene it one wins, and the figures are kept once', async () => {
    const play = playMeeting(centre)
    await play.plan({ title: '抢先的会议' })
    const second = await city.at(city.city, 'director')
    const outcomes = await Promise.allSettled(
      [centre, second].map(person => person.api.meetings.convene({ ...play.next(), key: key() })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const figures = await asSystem(world.db, tx =>
      tx
        .select()
        .from(schema.jointFigures)
        .where(and(eq(schema.jointFigures.networkId, city.networkId), eq(schema.jointFigures.meetingId, play.at().id))),
    )
    expect(figures).toHaveLength(1)
  })
})
