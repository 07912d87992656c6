import { asSystem, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { agreementForm, playAgreement, standingTerms } from '../../../test/agreement-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { key, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { runAgreements } from '../../jobs/run-agreements.ts'

let world: TestWorld
let stage: Stage

beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  stage = await setStage(world)
})
afterAll(() => world.close())

const rowOf = (id: string) =>
  asSystem(world.db, async tx => {
    const [row] = await tx.select().from(schema.agreement).where(eq(schema.agreement.id, id))
    return row
  })
const linesOf = (id: string) =>
  asSystem(world.db, async tx => ({
    history: await tx.select().from(schema.agreementEvent).where(eq(schema.agreementEvent.agreementId, id)),
    audit: await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id)),
    events: await tx
      .select()
      .from(schema.outbox)
      .where(and(eq(schema.outbox.subjectId, id), eq(schema.outbox.topic, 'agreement'))),
  }))

describe('a cooperation agreement', () => {
  test('[B-20] is drafted, proposed, signed by each side, in force, and ended with a reason; each deed has one line, one audit entry, one event', async () => {
    const play = playAgreement(stage)
    await play.draft()
    await play.propose()
    expect(await play.signSecond()).toMatchObject({ state: 'proposed' })
    expect(await play.signFirst()).toMatchObject({ state: 'inForce', version: 4 })
    const seen = await stage.people.city.api.agreements.get({ id: play.now().id })
    expect(seen).toMatchObject({
      as: 'second',
      state: 'inForce',
      title: '养老服务协同',
      firstSignatory: '甲方主任',
      secondSignatory: '乙方主任',
      from: '2026-03-01',
      until: '2026-12-31',
    })
    expect(seen.history.map(({ action, by }) => `${action} ${by}`)).toEqual([
      'draft first',
      'propose first',
      'sign second',
      'sign first',
    ])
    const ended = await stage.people.city.api.agreements.end({ ...play.next(), reason: '合作事项完成' })
    expect(ended).toMatchObject({ state: 'ended', version: 5 })
    const lines = await linesOf(ended.id)
    expect([lines.history.length, lines.audit.length, lines.events.length]).toEqual([5, 5, 5])
    expect((await stage.people.streetA.api.agreements.get({ id: ended.id })).overReason).toBe('合作事项完成')
  })

  test('[B-20] signed before its first day comes into force on it, once on two servers, and ends after its last', async () => {
    const play = playAgreement(stage, { over: { from: '2026-03-10', until: '2026-06-30' } })
    expect(await play.sign()).toMatchObject({ state: 'signed' })
    expect(await runAgreements(world.deps, testMonday)).toBe(0)
    const firstDay = new Date('2026-03-10T00:05:00+08:00')
    const moved = await Promise.all([runAgreements(world.deps, firstDay), runAgreements(world.deps, firstDay)])
    expect(moved.reduce((sum, each) => sum + each, 0)).toBe(1)
    expect(await rowOf(play.now().id)).toMatchObject({ state: 'inForce', version: 5 })
    expect(await runAgreements(world.deps, new Date('2026-07-01T00:05:00+08:00'))).toBeGreaterThanOrEqual(1)
    expect(await rowOf(play.now().id)).toMatchObject({ state: 'ended', version: 6 })
  })

  test('[B-20] is declined by the second side or taken back by the first, and by neither the other way round', async () => {
    const [declined, withdrawn] = [playAgreement(stage), playAgreement(stage)]
    for (const play of [declined, withdrawn]) {
      await play.draft()
      await play.propose()
    }
    const [street, city] = [stage.people.streetA.api.agreements, stage.people.city.api.agreements]
    expect((await refusal(street.decline({ ...declined.next(), reason: '不合适' }))).appCode).toBe('NOT_ALLOWED')
    expect((await refusal(city.withdraw({ ...withdrawn.next(), reason: '不合适' }))).appCode).toBe('NOT_ALLOWED')
    expect(await rowOf(declined.now().id)).toMatchObject({ state: 'proposed', version: 2 })
    expect(await city.decline({ ...declined.next(), reason: '能力不足' })).toMatchObject({ state: 'declined' })
    expect(await street.withdraw({ ...withdrawn.next(), reason: '改日再议' })).toMatchObject({ state: 'withdrawn' })
  })

  test('is signed by two at once: one wins, the other is told the present state and signs anew', async () => {
    const play = playAgreement(stage)
    await play.draft()
    const { id, version } = await play.propose()
    const sign = (place: 'streetA' | 'city', at: number) =>
      stage.people[place].api.agreements.sign({ key: key(), id, version: at, signatory: place })
    const outcomes = await Promise.allSettled([sign('streetA', version), sign('city', version)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const row = await rowOf(id)
    expect(row).toMatchObject({ state: 'proposed', version: 3 })
    const loser = row?.firstSignedAt === null ? 'streetA' : 'city'
    expect((await refusal(sign(loser, version))).params).toMatchObject({ state: 'proposed', version: 3 })
    expect(await sign(loser, 3)).toMatchObject({ state: 'inForce', version: 4 })
  })

  test('answers the same request key once', async () => {
    const play = playAgreement(stage)
    await play.draft()
    const request = play.next()
    const { propose } = stage.people.streetA.api.agreements
    const [first, again] = [await propose(request), await propose(request)]
    expect(again).toEqual(first)
    expect((await linesOf(first.id)).history).toHaveLength(2)
  })

  test('is not there for a third tenant, nor for the second side before it is proposed; nothing changes', async () => {
    const play = playAgreement(stage)
    await play.draft()
    const { id } = play.now()
    for (const place of ['city', 'districtB', 'streetB', 'sector'] as const) {
      const { agreements } = stage.people[place].api
      expect((await refusal(agreements.get({ id }))).appCode).toBe('NOT_FOUND')
      expect((await refusal(agreements.sign({ ...play.next(), signatory: '某' }))).appCode).toBe('NOT_FOUND')
    }
    await play.propose()
    const before = await rowOf(id)
    for (const place of ['districtB', 'streetB', 'sector'] as const) {
      const { agreements } = stage.people[place].api
      const reason = { ...play.next(), reason: '理由' }
      const calls = [
        () => agreements.get({ id }),
        () => agreements.edit({ ...agreementForm(stage.tenants.city.id), ...play.next() }),
        () => agreements.propose(play.next()),
        () => agreements.sign({ ...play.next(), signatory: '某' }),
        () => agreements.decline(reason),
        () => agreements.withdraw({ ...reason, key: key() }),
        () => agreements.end({ ...reason, key: key() }),
        () => agreements.pause({ ...reason, key: key() }),
        () => agreements.resume(play.next()),
      ]
      for (const call of calls) expect((await refusal(call())).appCode).toBe('NOT_FOUND')
      expect((await agreements.list({})).rows).toEqual([])
    }
    expect(await rowOf(id)).toEqual(before)
  })

  test('is read by the superiors in line of either side and by officers and auditors, and changed by directors of the sides alone', async () => {
    const play = playAgreement(stage, { first: 'streetA', second: 'streetB' })
    await play.draft()
    await play.propose()
    const { id } = play.now()
    const before = await rowOf(id)
    for (const place of ['districtA', 'districtB', 'city'] as const) {
      const { agreements } = stage.people[place].api
      expect(await agreements.get({ id })).toMatchObject({ as: 'superior', actions: [] })
      expect((await refusal(agreements.sign({ ...play.next(), signatory: '某' }))).appCode).toBe('NOT_ALLOWED')
      expect((await refusal(agreements.end({ ...play.next(), reason: '某' }))).appCode).toBe('NOT_ALLOWED')
    }
    const { networkId, tenants } = stage
    for (const role of ['caseWorker', 'referralDesk', 'auditor'] as const) {
      const { api } = await world.person({ networkId, tenantId: tenants.streetB.id, roles: [role] })
      expect((await api.agreements.get({ id })).actions).toEqual([])
      expect((await api.agreements.list({})).rows.map(row => row.id)).toEqual([id])
      expect((await refusal(api.agreements.sign({ ...play.next(), signatory: '某' }))).appCode).toBe('NOT_ALLOWED')
      expect((await refusal(api.agreements.draft(agreementForm(tenants.city.id)))).appCode).toBe('NOT_ALLOWED')
    }
    expect(await rowOf(id)).toEqual(before)
  })

  test('keeps what was proposed, whatever is asked; a draft is changed whole, and each field says what is wrong', async () => {
    const { agreements } = stage.people.streetA.api
    const play = playAgreement(stage)
    await play.draft()
    const form = { ...agreementForm(stage.tenants.sector.id, { title: '改后的标题', standing: standingTerms }) }
    play.set(await agreements.edit({ ...form, ...play.next() }))
    expect(await agreements.get({ id: play.now().id })).toMatchObject({ title: '改后的标题', standing: standingTerms })
    const wrong = {
      until: '2026-01-01',
      standing: { ...standingTerms, modes: [], divisionCodes: ['99'] },
    }
    expect((await refusal(agreements.edit({ ...form, ...play.next(), ...wrong }))).appCode).toBe('INPUT_INVALID')
    play.set(await agreements.propose(play.next()))
    expect((await refusal(agreements.edit({ ...form, ...play.next() }))).appCode).toBe('AGREEMENT_WRONG_STATE')
    expect((await refusal(agreements.draft(agreementForm(stage.tenants.streetA.id)))).appCode).toBe('INPUT_INVALID')
  })

  test('[B-20] tells the other side of each deed, and nobody of a draft', async () => {
    const play = playAgreement(stage)
    await play.sign()
    await dispatchOutbox(world.deps, testMonday)
    const kindsAt = async (place: 'streetA' | 'city') => {
      const { rows } = await stage.people[place].api.notifications.list({})
      return rows.map(({ kind, agreementId }) => [kind, agreementId === play.now().id])
    }
    expect((await kindsAt('city')).sort()).toEqual([
      ['agreementInForce', true],
      ['agreementProposed', true],
    ])
    expect(await kindsAt('streetA')).toEqual([['agreementSigned', true]])
  })
})
