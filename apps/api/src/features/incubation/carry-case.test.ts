import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { moveOn, playEntry } from '../../../test/case-play.ts'
import { applyAt, placeless, rulesOf, storedCase } from '../../../test/case-rows.ts'
import { type CaseStage, completeOpen, openTask } from '../../../test/case-stage.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import {
  anotherOrganisation,
  key,
  playReferral,
  type Plot,
  refusal,
  setStage,
  type Stage,
} from '../../../test/referral-stage.ts'

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

/** All that is stored of a case; of the audit trail what tells of hand-overs. */
const stored = async (id: string) => {
  const all = await storedCase(world, id)
  return { ...all, audited: all.audited.filter(({ action }) => action === 'incubationCase.handOver') }
}

/** A case of a new organisation at the first street, whose first step is to be done, and who hands the organisation over. */
async function underWay(plot: Plot = {}) {
  const { organisation, account } = await anotherOrganisation(world, stage)
  const { id } = await applyAt({ world, director: stage.people.streetA }, account)
  const handOver = { to: 'districtB', mode: 'handOver', need: 'capabilityBuilding' } as const
  const play = playReferral(stage, { ...handOver, organisation, account, ...plot })
  const { networkId, people, tenants } = stage
  const cases: CaseStage = {
    ...{ world, networkId, rules: rulesOf(world), organisationId: organisation.id, account, officer: people.streetA },
    ...{ tenantId: tenants.streetA.id, tenantIds: [tenants.city.id, tenants.districtA.id, tenants.streetA.id] },
    ...{ director: people.streetA, top: people.city, approvers: { operator: worker, supervisingUnit: overStreet } },
  }
  return { id, organisation, account, play, cases }
}

/** Completes the first step by its officer as it stood when it was looked at. */
async function firstStep(id: string) {
  const view = await stage.people.streetA.api.cases.get({ id })
  const verdicts = view.verdicts.map(one => ({ id: one.id, verdict: 'met' as const, reason: '经核实' }))
  const done = { result: 'pass' as const, reason: '材料齐全', verdicts }
  const request = { key: key(), id, version: view.version, taskId: openTask(view).id, ...done }
  return () => stage.people.streetA.api.cases.complete(request)
}

describe('a hand-over', () => {
  test('[B-11] carries the running case: number, term, what is due, services used, agreement and assessments; the former incubator sees it no more', async () => {
    // A Monday after which years of holidays are loaded.
    world.setNow(new Date('2021-03-01T09:00:00+08:00'))
    const { id, account, play, cases } = await underWay({ grantUntil: '2022-08-31' })
    const { view } = await playEntry(cases, id)
    await stage.people.streetA.api.cases.recordService({
      ...{ key: key(), id, version: view.version, serviceId: cases.rules.services[0]!.id, minutes: 90 },
      ...{ on: view.admittedOn ?? '', words: '入驻辅导' },
    })
    await moveOn(cases, id)
    const assessed = await completeOpen(cases, id)
    expect(
      assessed.tasks.some(({ kind, state, mark }) => kind === 'assessment' && state === 'done' && mark === 80),
    ).toBe(true)
    await moveOn(cases, id)
    const before = await stored(id)
    await play.until('accept')
    const after = await stored(id)
    const { districtB, city, streetA } = stage.tenants
    expect(after.row).toEqual({
      ...before.row,
      ...{ tenantId: districtB.id, scopeKey: districtB.scopeKey, formerTenantId: streetA.id },
      ...{ version: before.row.version + 1, updatedAt: world.deps.now() },
    })
    for (const part of ['tasks', 'services', 'agreements'] as const) {
      expect(before[part].length).toBeGreaterThan(0)
      expect(placeless(after[part])).toEqual(placeless(before[part]))
      expect(after[part].every(row => row.tenantId === districtB.id)).toBe(true)
    }
    const toCome = after.tasks.filter(({ state }) => state === 'open' || state === 'planned')
    expect(toCome.length).toBeGreaterThan(0)
    expect(toCome.every(task => task.holderTenantId === (task.holder === 'operator' ? districtB.id : city.id))).toBe(
      true,
    )
    expect(placeless(after.events.slice(0, -1))).toEqual(placeless(before.events))
    expect(after.events.at(-1)).toMatchObject({
      ...{ action: 'handOver', note: `${streetA.name} → ${districtB.name}`, seq: after.row.version },
      ...{ actorTenantId: districtB.id, actorName: 'districtB主任', isForOrganisation: true },
    })
    expect(after.audited).toMatchObject([{ tenantId: districtB.id, details: { fromTenantId: streetA.id } }])
    expect(after.announced.at(-1)).toMatchObject({ payload: { action: 'handOver', tenantId: districtB.id } })
    const seen = await stage.people.districtB.api.cases.get({ id })
    expect(seen).toMatchObject({
      number: view.number,
      endsOn: view.endsOn,
      agreement: { digest: view.agreement?.digest },
    })
    expect([seen.services.map(({ minutes }) => minutes), seen.may.recordService]).toEqual([[90], true])
    expect((await account.api.cases.get({ id })).tenantName).toBe(districtB.name)
    for (const former of [stage.people.streetA, stage.people.districtA, overStreet])
      expect(await refusal(former.api.cases.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
  })

  test('and whoever has it now goes on where it stood, before whoever stands above it; the former incubator’s hand changes nothing', async () => {
    const { id, play, cases } = await underWay()
    await play.until('accept')
    const late = await stored(id)
    const former = { key: key(), id, version: late.row.version, action: 'withdraw', reason: '不再办理' } as const
    expect(await refusal(stage.people.streetA.api.cases.act(former))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await stored(id)).toEqual(late)
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

  test('leaves the case where it is when the target has one with the organisation already', async () => {
    const { id, organisation, play } = await underWay()
    await play.until('acknowledge')
    await asSystem(world.db, async tx => {
      const [row] = await tx.select().from(schema.incubationCase).where(eq(schema.incubationCase.id, id))
      const { id: tenantId, scopeKey } = stage.tenants.districtB
      await tx.insert(schema.incubationCase).values({ ...row!, id: key(), tenantId, scopeKey, number: null })
    })
    const before = await stored(id)
    await play.accept()
    expect(await stored(id)).toEqual(before)
    const heir = await stage.people.districtB.api.organisations.get({ id: organisation.id })
    expect(heir.tenantId).toBe(stage.tenants.districtB.id)
  })

  test('a co-service leaves it: custody stays, and so does the case', async () => {
    const { id, play } = await underWay({ mode: 'coService' })
    const before = await stored(id)
    await play.until('accept')
    expect(await stored(id)).toEqual(before)
  })

  test('takes it back with an accepted return', async () => {
    const { id, play } = await underWay()
    const before = await stored(id)
    await play.until('begin')
    const { streetA, districtB } = stage.people
    play.set(await districtB.api.referrals.requestReturn({ ...play.next(), reason: '已迁走', handOverSheet: '无' }))
    await streetA.api.referrals.acceptReturn(play.next())
    const after = await stored(id)
    expect(placeless(after.tasks)).toEqual(placeless(before.tasks))
    expect(after.tasks.map(task => task.holderTenantId)).toEqual(before.tasks.map(task => task.holderTenantId))
    expect(after.row).toMatchObject({ tenantId: stage.tenants.streetA.id, formerTenantId: stage.tenants.districtB.id })
    expect(after.events.slice(-2).map(({ action }) => action)).toEqual(['handOver', 'handOver'])
    expect(await refusal(districtB.api.cases.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
  })

  test('at once with a task that is completed: it is done before the case goes, or the former incubator is told that there is none', async () => {
    const ends = new Set<string>()
    for (let round = 0; round < 6; round += 1) {
      const { id, play } = await underWay()
      await play.until('acknowledge')
      const complete = await firstStep(id)
      const before = (await stored(id)).row.version
      const [done, accepted] = await Promise.allSettled(
        round % 2 === 0 ? [complete(), play.accept()] : [play.accept().then(() => complete()), Promise.resolve()],
      )
      expect(accepted.status).toBe('fulfilled')
      const { row, tasks, events } = await stored(id)
      const isDone = done.status === 'fulfilled'
      ends.add(done.status)
      if (done.status === 'rejected')
        expect(await refusal(Promise.reject(done.reason as Error))).toMatchObject({ appCode: 'NOT_FOUND' })
      expect([row.tenantId, row.formerTenantId]).toEqual([stage.tenants.districtB.id, stage.tenants.streetA.id])
      expect(tasks.filter(({ state }) => state === 'done')).toHaveLength(isDone ? 1 : 0)
      expect(tasks.filter(({ state }) => state === 'open').map(task => task.holderTenantId)).toEqual([row.tenantId])
      expect(events.map(({ action }) => action)).toEqual(
        isDone ? ['submit', 'complete', 'handOver'] : ['submit', 'handOver'],
      )
      expect(row.version).toBe(before + (isDone ? 2 : 1))
    }
    expect(ends.has('rejected')).toBe(true)
  })

  test('no hand takes a case along but with custody, in the transaction that moves it', async () => {
    const { id, play } = await underWay()
    await play.until('acknowledge')
    const before = await stored(id)
    for (const person of [stage.people.districtB, stage.people.streetA, stage.people.city]) {
      const { sessionId } = person
      const byHand = withSession(world.db, { sessionId, now: world.deps.now(), readOnly: false }, tx =>
        tx.execute(sql`select app.carry_case(${play.now().id}, ${key()}, '{}'::jsonb, '')`),
      )
      await expect(byHand).rejects.toMatchObject({ cause: { message: 'a case goes along with custody alone' } })
    }
    expect(await stored(id)).toEqual(before)
  })
})
