import { asSystem, schema } from '@fuqiao/db'
import { instantAt } from '@fuqiao/domain/calendar'
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { key, playReferral, type Plot, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { runClocks } from '../../jobs/run-clocks.ts'

let world: TestWorld
let stage: Stage
beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  world.setNow(at('2026-03-02', '09:00'))
  stage = await setStage(world)
})

const at = (day: string, time = '18:00') => instantAt(day, time)
const clocks = async (day: string, time = '18:00') => {
  world.setNow(at(day, time))
  for (let more = 1; more > 0;) more = await runClocks(world.deps, world.deps.now())
}
const read = <T>(work: (tx: Parameters<Parameters<typeof asSystem<T>>[1]>[0]) => Promise<T>) => asSystem(world.db, work)
const rowOf = async (id: string) => {
  const [row] = await read(tx => tx.select().from(schema.referral).where(eq(schema.referral.id, id)))
  if (!row) throw new Error(`no referral ${id}`)
  return row
}
const custodian = async () => {
  const { id } = stage.organisation
  const [row] = await read(tx => tx.select().from(schema.organisation).where(eq(schema.organisation.id, id)))
  return row?.tenantId
}
const liveGrants = (referralId: string) =>
  read(tx =>
    tx
      .select({ tenantId: schema.dossierGrant.tenantId, until: schema.dossierGrant.until })
      .from(schema.dossierGrant)
      .where(and(eq(schema.dossierGrant.referralId, referralId), isNull(schema.dossierGrant.endedAt))),
  )
const changed = async ({ id }: { id: string }) => ({ key: key(), id, version: (await rowOf(id)).version })
const send = (plot: Plot = {}) => playReferral(stage, { to: 'districtB', need: 'capabilityBuilding', ...plot })

describe('a service that pauses', () => {
  test('[X-03] goes on on the day that was named, and its grant is not longer for it', async () => {
    const sent = await send().until('begin')
    const { streetA, districtB } = stage.people
    const grants = await liveGrants(sent.id)
    const hold = { ...(await changed(sent)), reason: '场地装修', resumeOn: '2026-04-10' }
    expect(await refusal(streetA.api.referrals.hold(hold))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect((await districtB.api.referrals.hold(hold)).state).toBe('onHold')
    expect(await rowOf(sent.id)).toMatchObject({ dueRule: 'hold', dueAt: at('2026-04-10'), resumeOn: '2026-04-10' })
    expect(await liveGrants(sent.id)).toEqual(grants)
    await clocks('2026-04-10')
    expect(await rowOf(sent.id)).toMatchObject({ state: 'onHold', escalationLevel: 1 })
    await districtB.api.referrals.resume(await changed(sent))
    expect(await rowOf(sent.id)).toMatchObject({ state: 'active', resumeOn: null, dueRule: 'progress' })
  })

  test('[X-05] owes its report ten working days after the planned end', async () => {
    const play = send()
    const sent = await play.until('acknowledge')
    await stage.people.districtB.api.referrals.accept({
      ...play.next(),
      leadName: '负责人',
      firstContactOn: '2026-03-03',
      duplicateAnswer: '',
      plannedEndOn: '2026-03-13',
    })
    play.set({ ...play.now(), version: (await rowOf(sent.id)).version })
    await play.begin()
    expect(await rowOf(sent.id)).toMatchObject({ dueRule: 'outcome', dueAt: at('2026-03-27') })
  })
})

describe('a report', () => {
  test('of failure names its cause, and closes when both sides confirm it', async () => {
    const play = send()
    const sent = await play.until('begin')
    const { districtB, city } = stage.people
    const failed = { ...(await changed(sent)), causeCode: 'nonsense', text: '联系不上' }
    expect(await refusal(districtB.api.referrals.reportFailure(failed))).toMatchObject({
      appCode: 'FAILURE_CAUSE_UNKNOWN',
    })
    play.set(await districtB.api.referrals.reportFailure({ ...failed, key: key(), causeCode: 'lostContact' }))
    const seen = await stage.account.api.referrals.get({ id: sent.id })
    expect(seen.outcome).toEqual({ code: 'lostContact', isFailure: true, text: '联系不上', services: '', papers: [] })
    expect((await city.api.referrals.get({ id: sent.id })).outcome).toMatchObject({ code: 'lostContact', text: null })
    play.set(await stage.people.streetA.api.referrals.confirmClosure(play.next()))
    play.set(await stage.account.api.referrals.confirmClosure(play.next()))
    expect((await rowOf(sent.id)).state).toBe('closed')
    expect(await liveGrants(sent.id)).toEqual([])
  })

  test.each(['sender', 'organisation'] as const)(
    'that the %s disputes is ruled on by the common superior, who reads both sides and no name',
    async side => {
      const sent = await send().until('report')
      const { streetA, city, districtB, districtC } = stage.people
      const person = side === 'sender' ? streetA : stage.account
      await person.api.referrals.dispute({ ...(await changed(sent)), reason: '只来过一次' })
      const seen = await city.api.referrals.get({ id: sent.id })
      expect(seen).toMatchObject({ organisation: null, course: { disputedBy: side }, outcome: { text: '完成' } })
      expect(seen.timeline.map(({ action, note }) => [action, note])).toContainEqual(['dispute', '只来过一次'])
      expect(JSON.stringify(seen)).not.toContain(stage.organisation.name)
      const ruling = async (word: 'stands' | 'redo') => ({ ...(await changed(sent)), ruling: word, text: '请补做一次' })
      const before = await rowOf(sent.id)
      expect(await refusal(districtB.api.referrals.rule(await ruling('stands')))).toMatchObject({
        appCode: 'NOT_ALLOWED',
      })
      expect(await refusal(districtC.api.referrals.rule(await ruling('stands')))).toMatchObject({
        appCode: 'NOT_FOUND',
      })
      expect(await rowOf(sent.id)).toEqual(before)
      await city.api.referrals.rule(await ruling('redo'))
      expect(await rowOf(sent.id)).toMatchObject({ state: 'active', holder: 'target', senderConfirmedAt: null })
      expect(await liveGrants(sent.id)).toHaveLength(1)
    },
  )

  test('that stands by the ruling closes the referral, and the target’s sight ends with it', async () => {
    const sent = await send().until('report')
    await stage.account.api.referrals.dispute({ ...(await changed(sent)), reason: '不满意' })
    await stage.people.city.api.referrals.rule({ ...(await changed(sent)), ruling: 'stands', text: '已核实' })
    expect((await rowOf(sent.id)).state).toBe('closed')
    expect(await liveGrants(sent.id)).toEqual([])
    await dispatchOutbox(world.deps, world.deps.now())
    const told = (await stage.people.districtB.api.notifications.list({})).rows.map(({ kind }) => kind)
    expect(told).toEqual(expect.arrayContaining(['disputed', 'ruled']))
  })
})

describe('a return', () => {
  const ask = async (sent: { id: string }) =>
    stage.people.districtB.api.referrals.requestReturn({
      ...(await changed(sent)),
      reason: '组织已迁回原街道',
      handOverSheet: '已辅导两次，章程待修订',
    })

  test('[B-11] leaves custody with the target until the sender accepts; then dossier and custody are the sender’s again', async () => {
    const sent = await send({ mode: 'handOver' }).until('begin')
    const { streetA, districtB } = stage.people
    expect(await custodian()).toBe(stage.tenants.districtB.id)
    await ask(sent)
    expect(await custodian()).toBe(stage.tenants.districtB.id)
    await streetA.api.referrals.acceptReturn(await changed(sent))
    expect((await rowOf(sent.id)).state).toBe('returned')
    expect(await custodian()).toBe(stage.tenants.streetA.id)
    expect(await liveGrants(sent.id)).toEqual([])
    const { id } = stage.organisation
    expect((await streetA.api.organisations.get({ id })).id).toBe(id)
    expect(await refusal(districtB.api.organisations.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    const sections = await read(tx =>
      tx.select().from(schema.dossierSection).where(eq(schema.dossierSection.organisationId, id)),
    )
    expect(new Set(sections.map(({ tenantId }) => tenantId))).toEqual(new Set([stage.tenants.streetA.id]))
    const { successorId } = await streetA.api.referrals.reroute(await changed(sent))
    expect(await rowOf(successorId)).toMatchObject({ state: 'draft', hop: 2, mode: 'handOver' })
    expect(await custodian()).toBe(stage.tenants.streetA.id)
  })

  test('that is refused goes on where it was', async () => {
    const sent = await send().until('accept')
    await ask(sent)
    const { streetA } = stage.people
    await streetA.api.referrals.refuseReturn({ ...(await changed(sent)), reason: '请先联系' })
    expect(await rowOf(sent.id)).toMatchObject({ state: 'accepted', holder: 'target', dueRule: 'firstContact' })
  })

  test('[X-05] is the common superior’s once the sender’s five days have passed, and not before', async () => {
    const sent = await send({ mode: 'handOver' }).until('begin')
    await ask(sent)
    const { city } = stage.people
    expect(await refusal(city.api.referrals.acceptReturn(await changed(sent)))).toMatchObject({
      appCode: 'REFERRAL_RETURN_WITH_SENDER',
    })
    await clocks('2026-03-09')
    expect(await rowOf(sent.id)).toMatchObject({ state: 'returnRequested', escalationLevel: 2 })
    await city.api.referrals.acceptReturn(await changed(sent))
    expect(await custodian()).toBe(stage.tenants.streetA.id)
    expect(await liveGrants(sent.id)).toEqual([])
  })
})

describe('a hand-over whose organisation moved on', () => {
  const closed = async () => (await send({ mode: 'handOver' }).until('close')).id
  const onward = () =>
    playReferral(stage, { from: 'districtB', to: 'districtC', need: 'capabilityBuilding', mode: 'handOver' })

  test('[B-11] is not taken up again: who keeps it now may refer it anew', async () => {
    const id = await closed()
    await onward().until('close')
    expect(await custodian()).toBe(stage.tenants.districtC.id)
    const { streetA, districtB } = stage.people
    const reopen = { ...(await changed({ id })), reason: '再次需要', grantUntil: '2026-05-31' }
    for (const person of [streetA, districtB])
      expect(await refusal(person.api.referrals.reopen(reopen))).toMatchObject({
        appCode: 'REFERRAL_CUSTODY_ELSEWHERE',
      })
    expect((await rowOf(id)).state).toBe('closed')
    const offered = (await streetA.api.referrals.get({ id })).actions.find(({ action }) => action === 'reopen')
    expect(offered).toMatchObject({ allowed: false, refusal: { code: 'REFERRAL_CUSTODY_ELSEWHERE' } })
  })

  test('is neither asked back nor given back, and both are told plainly', async () => {
    const { id } = await send({ mode: 'handOver' }).until('begin')
    const { streetA, districtB } = stage.people
    const sheet = { reason: '组织已迁走', handOverSheet: '已辅导两次' }
    await districtB.api.referrals.requestReturn({ ...(await changed({ id })), ...sheet })
    // As rows from before the rule: the organisation moved on while a re-opened hand-over ran.
    await read(tx =>
      tx
        .update(schema.organisation)
        .set({ tenantId: stage.tenants.districtC.id, scopeKey: stage.tenants.districtC.scopeKey })
        .where(eq(schema.organisation.id, stage.organisation.id)),
    )
    expect(await refusal(streetA.api.referrals.acceptReturn(await changed({ id })))).toMatchObject({
      appCode: 'REFERRAL_CUSTODY_ELSEWHERE',
    })
    expect((await rowOf(id)).state).toBe('returnRequested')
    await streetA.api.referrals.refuseReturn({ ...(await changed({ id })), reason: '组织已由他处管理' })
    expect(
      await refusal(districtB.api.referrals.requestReturn({ ...(await changed({ id })), ...sheet })),
    ).toMatchObject({
      appCode: 'REFERRAL_CUSTODY_ELSEWHERE',
    })
    expect(await custodian()).toBe(stage.tenants.districtC.id)
  })

  test('[B-08] goes back from whoever stands in for a suspended target', async () => {
    const { id } = await send({ to: 'streetB', need: 'venue', mode: 'handOver' }).until('begin')
    const { city, districtB, streetA } = stage.people
    const { version } = stage.tenants.streetB
    const tenantId = stage.tenants.streetB.id
    await city.api.tenants.suspend({ key: key(), tenantId, version, reason: '调整' })
    const sheet = { reason: '力量不足', handOverSheet: '已辅导两次' }
    await districtB.api.referrals.requestReturn({ ...(await changed({ id })), ...sheet })
    await streetA.api.referrals.acceptReturn(await changed({ id }))
    expect((await rowOf(id)).state).toBe('returned')
    expect(await custodian()).toBe(stage.tenants.streetA.id)
  })
})

describe('a consent that is taken back', () => {
  test('[X-03] ends every sight at once, of this hop and of later ones, and the records of service stay', async () => {
    const first = await send().until('begin')
    const onward = playReferral(stage, { from: 'districtB', to: 'streetB', need: 'venue', sections: ['profile'] })
    const later = await onward.until('begin')
    const { streetA, districtB, streetB } = stage.people
    expect((await streetB.api.organisations.get({ id: stage.organisation.id })).id).toBe(stage.organisation.id)
    const revoke = { ...(await changed(first)), reason: '' }
    expect(await refusal(districtB.api.referrals.revokeConsent({ ...revoke, reason: '代为撤回' }))).toMatchObject({
      appCode: 'NOT_ALLOWED',
    })
    expect((await stage.account.api.referrals.revokeConsent(revoke)).state).toBe('consentRevoked')
    for (const [person, { id }] of [
      [districtB, first],
      [streetB, later],
    ] as const) {
      expect(await rowOf(id)).toMatchObject({ state: 'consentRevoked', holder: null, dueAt: null, nextClockAt: null })
      expect(await liveGrants(id)).toEqual([])
      expect(await refusal(person.api.organisations.get({ id: stage.organisation.id }))).toMatchObject({
        appCode: 'NOT_FOUND',
      })
      expect(await refusal(person.api.referrals.openSnapshot({ id }))).toMatchObject({ appCode: 'GRANT_NOT_LIVE' })
    }
    const kept = await districtB.api.referrals.get({ id: first.id })
    expect(kept.timeline.map(({ action, note }) => [action, note])).toContainEqual(['begin', '已电话联系'])
    const line = await read(tx =>
      tx.select().from(schema.referralEvent).where(eq(schema.referralEvent.referralId, later.id)),
    )
    expect(line.at(-1)).toMatchObject({ action: 'revokeConsent', data: { byEarlierHop: true } })
    const audit = await read(tx =>
      tx
        .select()
        .from(schema.auditEntry)
        .where(and(eq(schema.auditEntry.subjectId, later.id), eq(schema.auditEntry.action, 'referral.revokeConsent'))),
    )
    expect(audit).toHaveLength(1)
    await dispatchOutbox(world.deps, world.deps.now())
    const serving = await read(tx =>
      tx.select().from(schema.organisationServing).where(eq(schema.organisationServing.referralId, first.id)),
    )
    expect(serving.map(({ until }) => until !== null)).toEqual([true])
    expect((await streetA.api.referrals.get({ id: first.id })).request?.consent?.state).toBe('revoked')
  })

  test('by paper is taken down by the sender with the reason, which the target does not read', async () => {
    const sent = await send().until('approve')
    const { streetA, districtB } = stage.people
    expect(await refusal(streetA.api.referrals.revokeConsent({ ...(await changed(sent)), reason: '' }))).toMatchObject({
      appCode: 'REASON_MISSING',
    })
    await streetA.api.referrals.revokeConsent({ ...(await changed(sent)), reason: '理事会决定停止' })
    const seen = JSON.stringify(await districtB.api.referrals.get({ id: sent.id }))
    expect(seen).not.toContain('理事会决定停止')
  })

  test('custody that was handed over stays: an organisation has one custodian at every instant', async () => {
    const sent = await send({ mode: 'handOver' }).until('begin')
    await stage.account.api.referrals.revokeConsent({ ...(await changed(sent)), reason: '' })
    expect(await custodian()).toBe(stage.tenants.districtB.id)
  })
})

describe('a closed referral', () => {
  test('[X-03] is taken up again by either director: the target looks in anew, until the day that was named', async () => {
    const sent = await send().until('close')
    const { districtB, streetA } = stage.people
    expect(await liveGrants(sent.id)).toEqual([])
    const reopen = { ...(await changed(sent)), reason: '再次需要', grantUntil: '2026-05-31' }
    const past = { ...reopen, grantUntil: '2026-09-01' }
    expect(await refusal(streetA.api.referrals.reopen(past))).toMatchObject({ appCode: 'REFERRAL_TERM_INVALID' })
    expect((await districtB.api.referrals.reopen(reopen)).state).toBe('active')
    expect(await liveGrants(sent.id)).toEqual([
      { tenantId: stage.tenants.districtB.id, until: at('2026-06-01', '00:00') },
    ])
    expect(await rowOf(sent.id)).toMatchObject({
      senderConfirmedAt: null,
      organisationConfirmedAt: null,
      closedAt: null,
    })
    expect((await districtB.api.organisations.get({ id: stage.organisation.id })).id).toBe(stage.organisation.id)
  })

  test('is not taken up again after ninety days, nor when its consent was taken back', async () => {
    const sent = await send().until('close')
    world.setNow(at('2026-06-01', '09:00'))
    const reopen = { ...(await changed(sent)), reason: '再次需要', grantUntil: '2026-06-30' }
    expect(await refusal(stage.people.streetA.api.referrals.reopen(reopen))).toMatchObject({
      appCode: 'REFERRAL_REOPEN_LATE',
    })
  })
})
