import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { moveOn, playEntry, playOpen } from '../../../test/case-play.ts'
import { applyAt, placeless, rulesOf, storedCase } from '../../../test/case-rows.ts'
import { type CaseStage, openTask, writeApplication } from '../../../test/case-stage.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, type Place, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

let world: TestWorld
let stage: Stage
let [worker, overStreet, overDistrict] = [] as unknown as [TestPerson, TestPerson, TestPerson]

beforeAll(async () => {
  world = await buildTestWorld()
})
// Each in a network of its own: experts are drawn from all of one.
beforeEach(async () => {
  world.setNow(testMonday)
  stage = await setStage(world)
  const { networkId, tenants } = stage
  worker = await world.person({ networkId, tenantId: tenants.streetA.id, roles: ['caseWorker'] })
  overStreet = await world.person({ networkId, tenantId: tenants.districtA.id, roles: ['supervisingUnit'] })
  overDistrict = await world.person({ networkId, tenantId: tenants.city.id, roles: ['supervisingUnit'] })
})
afterAll(() => world.close())

const stored = (id: string) => storedCase(world, id)
const callOf = (id: string) =>
  asSystem(world.db, async tx => {
    const [row] = await tx.select().from(schema.incubationCall).where(eq(schema.incubationCall.id, id))
    return row!
  })

const change = async (at: Place) => {
  const { id: tenantId } = stage.tenants[at]
  const [row] = await asSystem(world.db, tx => tx.select().from(schema.tenant).where(eq(schema.tenant.id, tenantId)))
  return { key: key(), tenantId, version: row!.version, reason: '区划调整' }
}
const merge = async (from: Place, to: Place) =>
  stage.people.city.api.tenants.merge({ ...(await change(from)), successorId: stage.tenants[to].id })

/** A case of a new organisation at the first street, whose first step is to be done. */
async function underWay() {
  const { organisation, account } = await anotherOrganisation(world, stage)
  const { id, callId } = await applyAt({ world, director: stage.people.streetA }, account)
  const { networkId, people, tenants } = stage
  const cases: CaseStage = {
    ...{ world, networkId, rules: rulesOf(world), organisationId: organisation.id, account, officer: people.streetA },
    ...{ tenantId: tenants.streetA.id, tenantIds: [tenants.city.id, tenants.districtA.id, tenants.streetA.id] },
    ...{ director: people.streetA, top: people.city, approvers: { operator: worker, supervisingUnit: overStreet } },
  }
  return { id, callId, organisation, account, cases }
}

/** Until the superior's word is asked for. */
async function awaitingSuperior(cases: CaseStage, id: string) {
  for (let turn = 0; turn < 12; turn += 1) {
    const task = openTask(await cases.officer.api.cases.get({ id }))
    if (task.kind === 'approval' && task.holder === 'supervisingUnit') return
    await playOpen(cases, id)
  }
  throw new Error('the superior is not asked')
}

/** Completes the first step by its officer as it stood when it was looked at. */
async function firstStep(id: string) {
  const view = await stage.people.streetA.api.cases.get({ id })
  const verdicts = view.verdicts.map(one => ({ id: one.id, verdict: 'met' as const, reason: '经核实' }))
  const done = { result: 'pass' as const, reason: '材料齐全', verdicts }
  const request = { key: key(), id, version: view.version, taskId: openTask(view).id, ...done }
  return () => stage.people.streetA.api.cases.complete(request)
}

describe('a merger', () => {
  test('[B-08] carries the running cases to the successor: number, term, what is due, services used and agreement; residents count where they now stand', async () => {
    // A Monday after which years of holidays are loaded.
    world.setNow(new Date('2021-03-01T09:00:00+08:00'))
    const { id, callId, account, cases } = await underWay()
    const { view } = await playEntry(cases, id)
    await stage.people.streetA.api.cases.recordService({
      ...{ key: key(), id, version: view.version, serviceId: cases.rules.services[0]!.id, minutes: 90 },
      ...{ on: view.admittedOn ?? '', words: '入驻辅导' },
    })
    await moveOn(cases, id)
    const before = await stored(id)
    await merge('streetA', 'streetB')
    const after = await stored(id)
    const { streetA, streetB, districtB } = stage.tenants
    expect(after.row).toEqual({
      ...before.row,
      ...{ tenantId: streetB.id, scopeKey: streetB.scopeKey, formerTenantId: streetA.id },
      ...{ version: before.row.version + 1, updatedAt: world.deps.now() },
    })
    for (const part of ['tasks', 'services', 'agreements'] as const) {
      expect(before[part].length).toBeGreaterThan(0)
      expect(placeless(after[part])).toEqual(placeless(before[part]))
      expect(after[part].every(row => row.tenantId === streetB.id)).toBe(true)
    }
    const toCome = after.tasks.filter(({ state }) => state === 'open' || state === 'planned')
    expect(toCome.length).toBeGreaterThan(0)
    expect(toCome.every(task => task.holderTenantId === (task.holder === 'operator' ? streetB.id : districtB.id))).toBe(
      true,
    )
    expect(after.events.at(-1)).toMatchObject({
      ...{ action: 'handOver', note: `${streetA.name} → ${streetB.name}`, seq: after.row.version },
      ...{ actorTenantId: stage.tenants.city.id, isForOrganisation: true },
    })
    expect(after.audited.filter(({ action }) => action === 'incubationCase.handOver')).toMatchObject([
      { details: { fromTenantId: streetA.id } },
    ])
    expect(after.announced.at(-1)).toMatchObject({ payload: { action: 'handOver', tenantId: streetB.id } })
    expect(after.residents).toEqual([
      ...before.residents,
      { tenantId: streetA.id, amount: -1 },
      { tenantId: streetB.id, amount: 1 },
    ])
    expect(await stage.people.streetB.api.cases.get({ id })).toMatchObject({ number: view.number, endsOn: view.endsOn })
    expect((await account.api.cases.get({ id })).tenantName).toBe(streetB.name)
    for (const former of [stage.people.districtA, overStreet])
      expect(await refusal(former.api.cases.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await refusal(stage.people.streetA.api.cases.get({ id }))).toMatchObject({ appCode: 'TENANT_NOT_ACTIVE' })
    expect((await callOf(callId)).state).toBe('published')
  })

  test('[B-08] and whoever has it now goes on where it stood, before whoever stands above it; the open call is closed, and an unsubmitted draft finds it so', async () => {
    const { id, callId, cases } = await underWay()
    const { account } = await anotherOrganisation(world, stage)
    const draft = await account.api.cases.begin({ key: key(), organisationId: null, callId })
    await merge('streetA', 'districtB')
    expect(await callOf(callId)).toMatchObject({ state: 'withdrawn', version: 2 })
    const audited = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, callId)),
    )
    expect(audited.at(-1)).toMatchObject({
      action: 'incubationCall.withdraw',
      details: { mergedTenantId: stage.tenants.streetA.id },
    })
    const before = await stored(draft.id)
    expect(await refusal(account.api.cases.submit({ key: key(), id: draft.id, version: 1 }))).toMatchObject({
      appCode: 'CASE_CALL_NOT_OPEN',
    })
    expect(await stored(draft.id)).toEqual(before)
    expect(before.row.tenantId).toBe(stage.tenants.streetA.id)
    const { networkId, tenants } = stage
    const hand = await world.person({ networkId, tenantId: tenants.districtB.id, roles: ['caseWorker'] })
    const heirs: CaseStage = {
      ...cases,
      ...{ tenantId: tenants.districtB.id, tenantIds: [tenants.city.id, tenants.districtB.id] },
      ...{ officer: stage.people.districtB, director: stage.people.districtB },
      approvers: { operator: hand, supervisingUnit: overDistrict },
    }
    expect((await playEntry(heirs, id)).view).toMatchObject({ state: 'resident', tenantId: tenants.districtB.id })
  })

  test('leaves a case where it is when the successor has one with the organisation already', async () => {
    const { id } = await underWay()
    await asSystem(world.db, async tx => {
      const [row] = await tx.select().from(schema.incubationCase).where(eq(schema.incubationCase.id, id))
      const { id: tenantId, scopeKey } = stage.tenants.streetB
      await tx.insert(schema.incubationCase).values({ ...row!, id: key(), tenantId, scopeKey, number: null })
    })
    const before = await stored(id)
    await merge('streetA', 'streetB')
    expect(await stored(id)).toEqual(before)
  })

  test('at once with a step of a case: it is done before the case goes, or the merged incubator is told that it is none any more; dates and history are whole', async () => {
    const ends = new Set<string>()
    for (let round = 0; round < 6; round += 1) {
      stage = await setStage(world)
      const { id } = await underWay()
      const complete = await firstStep(id)
      const before = (await stored(id)).row.version
      const [done, merged] = await Promise.allSettled(
        round % 2 === 0
          ? [complete(), merge('streetA', 'streetB')]
          : [merge('streetA', 'streetB').then(() => complete()), Promise.resolve()],
      )
      expect(merged.status).toBe('fulfilled')
      const isDone = done.status === 'fulfilled'
      ends.add(done.status)
      if (done.status === 'rejected')
        expect(['NOT_FOUND', 'TENANT_NOT_ACTIVE']).toContain(
          (await refusal(Promise.reject(done.reason as Error))).appCode,
        )
      const { row, tasks, events } = await stored(id)
      expect(row.tenantId).toBe(stage.tenants.streetB.id)
      expect(tasks.filter(({ state }) => state === 'done')).toHaveLength(isDone ? 1 : 0)
      expect(tasks.filter(({ state }) => state === 'open').map(task => task.holderTenantId)).toEqual([row.tenantId])
      expect(events.map(({ action }) => action)).toEqual(
        isDone ? ['submit', 'complete', 'handOver'] : ['submit', 'handOver'],
      )
      expect(row.version).toBe(before + (isDone ? 2 : 1))
    }
    expect(ends.has('rejected')).toBe(true)
  })

  test('at once with an application that is submitted: it goes along, or its applicant is told that the call is closed', async () => {
    for (let round = 0; round < 4; round += 1) {
      stage = await setStage(world)
      const { callId } = await underWay()
      const { account } = await anotherOrganisation(world, stage)
      const { id } = await account.api.cases.begin({ key: key(), organisationId: null, callId })
      const version = await writeApplication({ rules: rulesOf(world) }, account, id)
      const submit = () => account.api.cases.submit({ key: key(), id, version })
      const mergeNow = () => merge('streetA', 'streetB')
      const [one, other] = await Promise.allSettled(round % 2 === 0 ? [submit(), mergeNow()] : [mergeNow(), submit()])
      const [submitted, merged] = round % 2 === 0 ? [one, other] : [other, one]
      expect(merged.status).toBe('fulfilled')
      const { row, tasks } = await stored(id)
      if (submitted.status === 'rejected')
        expect(await refusal(Promise.reject(submitted.reason as Error))).toMatchObject({
          appCode: 'CASE_CALL_NOT_OPEN',
        })
      const { streetA, streetB } = stage.tenants
      expect([row.state, row.tenantId, tasks.map(task => task.holderTenantId)]).toEqual(
        submitted.status === 'fulfilled' ? ['entry', streetB.id, [streetB.id]] : ['draft', streetA.id, []],
      )
    }
  })

  test('no hand takes cases along, closes calls or moves what waits but with the tree, in the transaction that changes it', async () => {
    const { id, callId } = await underWay()
    const before = [await stored(id), await callOf(callId)]
    const { streetA } = stage.tenants
    for (const person of [stage.people.city, stage.people.streetA, stage.people.districtB])
      for (const call of [
        sql`select app.carry_merged_case(${streetA.id}, ${id}, ${key()}, '{}'::jsonb, '')`,
        sql`select count(*) from app.cases_of_merged(${streetA.id})`,
        sql`select count(*) from app.close_calls_of_merged(${streetA.id}, '2026-01-01')`,
        sql`select app.reseat_case(${streetA.id}, ${id}, ${key()}, '')`,
      ]) {
        const { sessionId } = person
        const now = world.deps.now()
        const byHand = withSession(world.db, { sessionId, now, readOnly: false }, tx => tx.execute(call))
        await expect(byHand).rejects.toMatchObject({ cause: { code: '42501' } })
      }
    expect([await stored(id), await callOf(callId)]).toEqual(before)
  })
})

describe('a superior that goes', () => {
  test('[B-08] suspended: what waits for its word on a case below goes to the next above, with its term; nothing is lost, and the case goes on', async () => {
    const { id, cases } = await underWay()
    await awaitingSuperior(cases, id)
    const before = await stored(id)
    await stage.people.city.api.tenants.suspend(await change('districtA'))
    const after = await stored(id)
    const { city, streetA } = stage.tenants
    expect(placeless(after.tasks)).toEqual(placeless(before.tasks))
    const waits = after.tasks.filter(({ state }) => state === 'open')
    expect(waits.map(task => [task.holder, task.holderTenantId])).toEqual([['supervisingUnit', city.id]])
    expect(after.row).toMatchObject({
      tenantId: streetA.id,
      holderTenantIds: [city.id],
      version: before.row.version + 1,
    })
    expect(after.events.at(-1)).toMatchObject({ action: 'standIn', note: city.name, isForOrganisation: false })
    expect(after.announced.at(-1)).toMatchObject({ payload: { action: 'standIn', waitsFor: [{ tenantId: city.id }] } })
    const over: CaseStage = { ...cases, approvers: { ...cases.approvers, supervisingUnit: overDistrict } }
    await playOpen(over, id)
    expect((await stored(id)).tasks.find(task => task.id === waits[0]!.id)?.state).toBe('done')
  })

  test('[B-08] another one: what waits goes along to the new superior, and the old one has no word any more', async () => {
    const { id, cases } = await underWay()
    await awaitingSuperior(cases, id)
    const { districtA, districtB } = stage.tenants
    const view = await overStreet.api.cases.get({ id })
    await stage.people.city.api.tenants.reparent({ ...(await change('streetA')), parentId: districtB.id })
    const { row, tasks } = await stored(id)
    expect(row.holderTenantIds).toEqual([districtB.id])
    expect(tasks.filter(task => task.holderTenantId === districtA.id && task.state !== 'done')).toEqual([])
    const task = openTask(view)
    const late = { key: key(), id, version: row.version, taskId: task.id, result: 'pass' as const, reason: '同意' }
    expect(await refusal(overStreet.api.cases.complete(late))).toMatchObject({ appCode: 'NOT_FOUND' })
    const { networkId } = stage
    const newOver = await world.person({ networkId, tenantId: districtB.id, roles: ['supervisingUnit'] })
    await playOpen({ ...cases, approvers: { ...cases.approvers, supervisingUnit: newOver } }, id)
    expect((await stored(id)).tasks.find(one => one.id === task.id)?.state).toBe('done')
  })

  test('[B-08] a suspended incubator keeps its cases and their terms for when it is back; meanwhile its calls are shown to nobody and take no application', async () => {
    const { id, callId } = await underWay()
    const { account } = await anotherOrganisation(world, stage)
    const before = await stored(id)
    await stage.people.city.api.tenants.suspend(await change('streetA'))
    expect(await stored(id)).toEqual(before)
    const listed = await account.api.calls.list({ which: 'open' })
    expect(listed.rows.filter(call => call.id === callId)).toEqual([])
    expect((await world.anonymous.calls.listPublic({})).filter(call => call.id === callId)).toEqual([])
    expect(await refusal(account.api.cases.begin({ key: key(), organisationId: null, callId }))).toMatchObject({
      appCode: 'CASE_CALL_NOT_OPEN',
    })
    await stage.people.city.api.tenants.resume(await change('streetA'))
    expect((await account.api.calls.list({ which: 'open' })).rows.some(call => call.id === callId)).toBe(true)
    expect(await (await firstStep(id))()).toMatchObject({ id })
  })
})
