import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { playEntry } from '../../../test/case-play.ts'
import { applyToCall, caseLines, type CaseStage, setCaseStage } from '../../../test/case-stage.ts'
import { item, publishStandard, record, standardCard } from '../../../test/guidance-stage.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { key, refusal } from '../../../test/referral-stage.ts'
import { refusalOf } from '../../../test/small-city.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'

let world: TestWorld
let stage: CaseStage
/** The director of the district between the centre and the street. */
let district: TestPerson
let caseId: string
let on: string
beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setCaseStage(world, caseLines['beijing']!)
  const { networkId, tenantIds } = stage
  district = await world.person({ networkId, tenantId: tenantIds[1]!, roles: ['director'] })
  caseId = await applyToCall(stage)
  await playEntry(stage, caseId)
  on = (await stage.officer.api.cases.get({ id: caseId })).admittedOn ?? ''
  world.setNow(new Date(`${on}T10:00:00+08:00`))
})
afterAll(() => world.close())

const kindsAt = (tenantId: string) =>
  asSystem(world.db, async tx =>
    (await tx.select().from(schema.notice).where(eq(schema.notice.tenantId, tenantId))).map(({ kind }) => kind),
  )
const dayAfter = (days: number) =>
  new Date(new Date(`${on}T00:00:00Z`).getTime() + days * 86_400_000).toISOString().slice(0, 10)

test('[B-09] the centre publishes a standard version by version; each incubator acknowledges each once, those above see who has not, and services keep the version that was in force on their day', async () => {
  const { top, director, officer } = stage
  const first = await publishStandard(top, 'FW-01', { inForceFrom: on })
  await dispatchOutbox(world.deps, world.deps.now())
  for (const tenantId of stage.tenantIds.slice(1)) expect(await kindsAt(tenantId)).toContain('standardPublished')
  await record(officer, { id: caseId }, { serviceId: 'venue', on })

  const next = await top.api.standards.revise({ key: key(), id: first.id, version: first.version })
  const again = { key: key(), id: first.id, version: first.version }
  expect(await refusal(top.api.standards.revise(again))).toMatchObject({ appCode: 'STANDARD_DRAFT_THERE' })
  const card = standardCard({ title: '场地使用服务标准（修订）', inForceFrom: dayAfter(7) })
  const edited = await top.api.standards.edit({ key: key(), id: next.id, version: 1, ...card })
  expect((await refusal(director.api.standards.get({ id: next.id }))).appCode).toBe('NOT_FOUND')
  await top.api.standards.publish({ key: key(), id: next.id, version: edited.version })
  const standings = async () =>
    (await director.api.standards.list({})).rows.map(({ number, standing }) => [number, standing])
  expect(await standings()).toEqual([
    [2, 'announced'],
    [1, 'inForce'],
  ])

  const given = { key: key(), id: first.id }
  const said = await director.api.standards.acknowledge(given)
  expect(await director.api.standards.acknowledge(given)).toEqual(said)
  const twice = await refusal(director.api.standards.acknowledge({ ...given, key: key() }))
  expect(twice.appCode).toBe('ACKNOWLEDGED_ALREADY')
  // The experts' house stands below the centre too.
  const counts = async (person: TestPerson) =>
    (await person.api.standards.get({ id: first.id })).counts.filter(({ tier }) => tier !== 'city')
  expect(await counts(top)).toEqual([
    { tier: 'district', asked: 1, given: 0, open: 1, overdue: 0 },
    { tier: 'street', asked: 1, given: 1, open: 0, overdue: 0 },
  ])
  expect(await counts(district)).toEqual([{ tier: 'street', asked: 1, given: 1, open: 0, overdue: 0 }])
  expect(await counts(director)).toEqual([])

  world.setNow(new Date(`${dayAfter(40)}T10:00:00+08:00`))
  expect(await standings()).toEqual([
    [2, 'inForce'],
    [1, 'superseded'],
  ])
  expect((await counts(top))[0]).toMatchObject({ tier: 'district', open: 0, overdue: 1 })
  const late = await top.api.standards.acknowledging({ id: first.id, standing: 'overdue' })
  expect(late.rows.map(({ tenantId }) => tenantId)).toContain(stage.tenantIds[1])
  expect(late.rows.map(({ tenantId }) => tenantId)).not.toContain(stage.tenantId)
  expect((await top.api.standards.acknowledging({ id: first.id, tier: 'street' })).rows).toMatchObject([
    { tenantId: stage.tenantId, standing: 'given' },
  ])

  await record(officer, { id: caseId }, { serviceId: 'venue', on: dayAfter(10) })
  await record(officer, { id: caseId }, { serviceId: 'partyBuilding', on: dayAfter(10) })
  const { services } = await stage.account.api.cases.get({ id: caseId })
  expect(services.map(({ standard }) => standard && [standard.code, standard.number]).toSorted()).toEqual(
    [['FW-01', 1], ['FW-01', 2], null].toSorted(),
  )
  expect((await district.api.standards.get({ id: next.id })).recorded).toBe(1)
})

test('[B-09] is the centre’s alone, and what was published stays: other directors 403, other networks 404, the signed-out 401; no service has two standards', async () => {
  const { top, director } = stage
  const input = () => ({
    key: key(),
    code: 'FW-09',
    ...standardCard({ services: ['partyBuilding'], inForceFrom: '2030-01-01' }),
  })
  for (const person of [director, district])
    expect((await refusal(person.api.standards.draft(input()))).appCode).toBe('NOT_ALLOWED')
  expect((await refusalOf(world.anonymous.standards.draft(input()))).code).toBe('UNAUTHORIZED')
  const { id } = await top.api.standards.draft(input())
  const other = await setCaseStage(world, caseLines['beijing']!)
  const unknown = await refusalOf(other.top.api.standards.get({ id: randomUUID() }))
  expect(await refusalOf(other.top.api.standards.get({ id }))).toEqual(unknown)
  const taken = await refusal(top.api.standards.draft(input()))
  expect(taken.appCode).toBe('STANDARD_CODE_TAKEN')
  const past = { key: key(), id, version: 1, ...standardCard({ services: ['venue'], inForceFrom: '2020-01-01' }) }
  const { version } = await top.api.standards.edit(past)
  const early = await refusal(top.api.standards.publish({ key: key(), id, version }))
  expect(early.fields).toEqual({ inForceFrom: 'INPUT_STANDARD_DAY_PAST' })
  const twice = await top.api.standards.edit({ ...past, key: key(), version, inForceFrom: '2030-01-01' })
  const covered = await refusal(top.api.standards.publish({ key: key(), id, version: twice.version }))
  expect(covered).toMatchObject({ appCode: 'STANDARD_COVERS_TWICE', params: { code: 'FW-01' } })
  const odd = await refusal(top.api.standards.edit({ ...past, key: key(), version: twice.version, services: ['no'] }))
  expect(odd.fields).toEqual({ services: 'INPUT_STANDARD_SERVICES' })
  const rows = () => asSystem(world.db, tx => tx.select().from(schema.standardVersion))
  const before = await rows()
  const published = before.find(({ code, number }) => code === 'FW-01' && number === 1)!
  const rewriting = { key: key(), id: published.id, version: published.version, ...standardCard() }
  expect((await refusal(top.api.standards.edit(rewriting))).appCode).toBe('NOT_FOUND')
  expect((await refusal(top.api.standards.acknowledge({ key: key(), id: published.id }))).appCode).toBe(
    'ACKNOWLEDGE_NOT_ASKED',
  )
  const officer = stage.officer.api.standards.acknowledge({ key: key(), id: published.id })
  expect((await refusal(officer)).appCode).toBe('NOT_ALLOWED')
  expect(await rows()).toEqual(before)
  await top.api.standards.discard({ key: key(), id, version: twice.version })
  expect((await rows()).map(row => row.id)).not.toContain(id)
})

test('[B-19] the upper tier pushes items down, each incubator acknowledges, and what came of them is counted from recorded services, each figure with its rows', async () => {
  const { top, director, officer } = stage
  const today = dayAfter(40)
  const byService = await top.api.serviceItems.push(item({ tiers: ['street'], from: on, target: 2 }))
  const inWords = await district.api.serviceItems.push(
    item({ serviceId: null, title: '重阳节走访', from: today, target: 1, period: 'month' }),
  )
  await dispatchOutbox(world.deps, world.deps.now())
  expect((await kindsAt(stage.tenantId)).filter(kind => kind === 'serviceItemAsked')).toHaveLength(2)
  expect((await kindsAt(stage.tenantIds[1]!)).filter(kind => kind === 'serviceItemAsked')).toHaveLength(0)
  const { serviceItems } = await officer.api.cases.get({ id: caseId })
  expect(serviceItems).toEqual([{ id: inWords.id, title: '重阳节走访' }])
  const of = async (person: TestPerson, id: string, day = today) =>
    (await person.api.serviceItems.list({ on: day })).rows.find(row => row.id === id)
  expect(await of(director, byService.id)).toMatchObject({
    own: { acknowledging: { standing: 'open', mayGive: true } },
    below: { asked: 0 },
  })
  await director.api.serviceItems.acknowledge({ key: key(), id: byService.id })
  await record(officer, { id: caseId }, { serviceId: 'partyBuilding', on: today, serviceItemId: inWords.id })
  await record(officer, { id: caseId }, { serviceId: 'venue', on: today })
  const wrong = record(officer, { id: caseId }, { serviceId: 'venue', on: today, serviceItemId: byService.id })
  expect((await refusal(wrong)).appCode).toBe('SERVICE_ITEM_NOT_FIT')

  const seen = (await of(top, byService.id))!
  const rows = (await top.api.serviceItems.records({ id: byService.id, on: today })).rows
  expect([seen.below.records, seen.below.given, seen.below.asked]).toEqual([rows.length, 1, 1])
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.every(({ serviceId, tenantId }) => serviceId === 'venue' && tenantId === stage.tenantId)).toBe(true)
  expect((await of(district, inWords.id))?.below).toEqual({ asked: 1, given: 0, met: 1, records: 1 })
  expect((await top.api.serviceItems.fulfilment({ id: inWords.id, on: today })).rows).toMatchObject([
    { tenantId: stage.tenantId, records: 1, isMet: true, standing: 'open' },
  ])
  const all = { id: inWords.id, on: today }
  expect((await district.api.serviceItems.fulfilment({ ...all, only: 'met' })).rows).toHaveLength(1)
  expect((await district.api.serviceItems.fulfilment({ ...all, only: 'given' })).rows).toEqual([])
  const named = await district.api.serviceItems.records({ id: inWords.id, on: today, tenantId: stage.tenantId })
  expect(named.rows).toMatchObject([{ caseId, serviceId: 'partyBuilding' }])
  // Before it was asked for, nothing counts.
  expect((await of(top, inWords.id, '2026-01-15'))?.days).toBeNull()

  const ended = { key: key(), id: inWords.id, version: inWords.version, reason: '已完成' }
  expect((await refusal(director.api.serviceItems.end(ended))).appCode).toBe('NOT_ALLOWED')
  expect((await refusal(top.api.serviceItems.end(ended))).appCode).toBe('NOT_ALLOWED')
  expect((await refusal(director.api.serviceItems.push(item()))).appCode).toBe('SERVICE_ITEM_NOBODY')
  expect((await refusal(officer.api.serviceItems.push(item()))).appCode).toBe('NOT_ALLOWED')
  await district.api.serviceItems.end(ended)
  expect((await refusal(director.api.serviceItems.acknowledge({ key: key(), id: inWords.id }))).appCode).toBe(
    'ACKNOWLEDGE_NOT_ASKED',
  )
  const far = await setCaseStage(world, caseLines['beijing']!)
  expect((await refusalOf(far.top.api.serviceItems.get({ id: byService.id }))).code).toBe('NOT_FOUND')
  expect((await refusalOf(stage.account.api.serviceItems.list({}))).code).toBe('FORBIDDEN')
  world.setNow(testMonday)
})
