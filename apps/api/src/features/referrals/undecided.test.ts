import { asSystem, schema } from '@fuqiao/db'
import { instantAt } from '@fuqiao/domain/calendar'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
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
  let moved = 0
  for (let more = 1; more > 0; moved += more) more = await runClocks(world.deps, world.deps.now())
  return moved
}
const rowOf = async (id: string) => {
  const [row] = await asSystem(world.db, tx => tx.select().from(schema.referral).where(eq(schema.referral.id, id)))
  if (!row) throw new Error(`no referral ${id}`)
  return row
}
const changed = async ({ id }: { id: string }) => {
  const { version } = await rowOf(id)
  return { key: key(), id, version }
}
const send = (to: 'districtB' | 'streetB' = 'districtB') =>
  playReferral(stage, { to, need: to === 'streetB' ? 'venue' : 'capabilityBuilding' })

describe('a question to the sender (补正)', () => {
  test('[X-05] both of the target’s clocks stand until the answer, and go on with the days that were left', async () => {
    const sent = await send().until('acknowledge')
    const { streetA, districtB } = stage.people
    world.setNow(at('2026-03-04', '10:00'))
    const asked = await districtB.api.referrals.requestInformation({
      ...(await changed(sent)),
      section: 'staff',
      question: '请说明专职人员情况',
    })
    expect(asked.state).toBe('informationRequested')
    expect(await rowOf(sent.id)).toMatchObject({
      holder: 'sender',
      dueRule: 'information',
      dueAt: at('2026-03-11'),
      expiresAt: null,
      stood: { dueDays: 3, expiryDays: 8 },
    })
    world.setNow(at('2026-03-09', '10:00'))
    await streetA.api.referrals.answerInformation({ ...(await changed(sent)), answer: '专职两人' })
    expect(await rowOf(sent.id)).toMatchObject({
      state: 'acknowledged',
      holder: 'target',
      dueRule: 'decide',
      dueAt: at('2026-03-12'),
      expiresAt: at('2026-03-19'),
      stood: null,
    })
    const view = await districtB.api.referrals.get({ id: sent.id })
    expect(view.timeline.map(({ action, note }) => [action, note])).toContainEqual(['answerInformation', '专职两人'])
    expect(view.organisation).toBeNull()
  })

  test('[X-05] names a section, twice at most, and is asked by nobody but the target', async () => {
    const sent = await send().until('acknowledge')
    const { streetA, districtB, districtC } = stage.people
    const ask = async (section: 'staff' | null = 'staff') => ({
      ...(await changed(sent)),
      section,
      question: '请补充',
    })
    const before = await rowOf(sent.id)
    expect(await refusal(districtB.api.referrals.requestInformation(await ask(null)))).toMatchObject({
      appCode: 'INFORMATION_SECTION_MISFIT',
    })
    expect(await refusal(streetA.api.referrals.requestInformation(await ask()))).toMatchObject({
      appCode: 'NOT_ALLOWED',
    })
    expect(await refusal(districtC.api.referrals.requestInformation(await ask()))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
    expect(await rowOf(sent.id)).toEqual(before)
    for (let round = 0; round < 2; round += 1) {
      await districtB.api.referrals.requestInformation(await ask())
      await streetA.api.referrals.answerInformation({ ...(await changed(sent)), answer: '已补充' })
    }
    expect(await refusal(districtB.api.referrals.requestInformation(await ask()))).toEqual({
      appCode: 'INFORMATION_ROUNDS_USED',
      params: { max: 2 },
    })
  })

  test('[X-05] that is never answered goes back to the target by the clock', async () => {
    const sent = await send().until('acknowledge')
    await stage.people.districtB.api.referrals.requestInformation({
      ...(await changed(sent)),
      section: 'staff',
      question: '请补充',
    })
    await clocks('2026-03-09')
    expect(await rowOf(sent.id)).toMatchObject({ state: 'acknowledged', holder: 'target', dueRule: 'decide' })
  })
})

describe('a wait', () => {
  test('[X-05] is looked at each thirty days and ends with ninety, at the common superior’s desk', async () => {
    const sent = await send().until('acknowledge')
    const { districtB, city } = stage.people
    await districtB.api.referrals.waitlist({ ...(await changed(sent)), reason: '名额已满', expectedOn: '2026-04-20' })
    expect(await rowOf(sent.id)).toMatchObject({
      state: 'waitlisted',
      dueAt: at('2026-04-01'),
      expiresAt: at('2026-05-31'),
    })
    await clocks('2026-03-31')
    // Counted from the first day of the wait, not from the day on which it is prolonged.
    expect((await districtB.api.referrals.get({ id: sent.id })).course.waitsUntil).toBe('2026-05-31')
    await districtB.api.referrals.keepWaiting({
      ...(await changed(sent)),
      reason: '再等一月',
      expectedOn: '2026-05-20',
    })
    const far = { ...(await changed(sent)), reason: '再等', expectedOn: '2026-06-01' }
    expect(await refusal(districtB.api.referrals.keepWaiting(far))).toMatchObject({ appCode: 'WAIT_DATE_INVALID' })
    await clocks('2026-05-31')
    expect(await rowOf(sent.id)).toMatchObject({
      state: 'expired',
      holder: 'desk',
      holderTenantId: stage.tenants.city.id,
    })
    expect((await city.api.referrals.desk({})).rows).toMatchObject([{ id: sent.id, as: 'desk', organisation: null }])
    expect((await city.api.referrals.deskCounts()).rows).toEqual([{ state: 'expired', n: 1 }])
  })

  test('leads to acceptance', async () => {
    const play = send()
    const sent = await play.until('acknowledge')
    const { districtB } = stage.people
    const waiting = { ...(await changed(sent)), reason: '名额已满', expectedOn: '2026-03-20' }
    play.set(await districtB.api.referrals.waitlist(waiting))
    expect((await play.accept()).state).toBe('accepted')
  })
})

describe('what nobody answers', () => {
  test('[X-05] expires after ten working days, reminded and escalated, and comes to the common superior without a name', async () => {
    const sent = await send().until('approve')
    await clocks('2026-03-13')
    expect(await rowOf(sent.id)).toMatchObject({ state: 'submitted', escalationLevel: 2 })
    await clocks('2026-03-16')
    expect(await rowOf(sent.id)).toMatchObject({ state: 'expired', holder: 'desk', dueRule: 'dispatch' })
    const seen = await stage.people.city.api.referrals.get({ id: sent.id })
    expect(seen).toMatchObject({ as: 'desk', organisation: null, preview: { need: 'capabilityBuilding' } })
    expect(JSON.stringify(seen)).not.toContain(stage.organisation.name)
    expect(seen.actions.map(({ action }) => action).sort()).toEqual(['assign', 'dispatch', 'settle'])
    expect(await refusal(stage.people.city.api.referrals.reroute(await changed(sent)))).toMatchObject({
      appCode: 'NOT_ALLOWED',
    })
    const target = await stage.people.districtB.api.referrals.get({ id: sent.id })
    expect(target).toMatchObject({ preview: null, organisation: null })
  })

  test('[B-11] is dispatched to its target, objected to once and in time, dispatched again, and cannot be declined', async () => {
    const play = send()
    const sent = await play.until('approve')
    await clocks('2026-03-16')
    const { city, streetA, districtB } = stage.people
    const by = async () => ({ ...(await changed(sent)), reason: '属于贵机构职能' })
    expect(await refusal(streetA.api.referrals.dispatch(await by()))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect((await city.api.referrals.dispatch(await by())).state).toBe('dispatched')
    expect(await rowOf(sent.id)).toMatchObject({ holder: 'target', dueRule: 'dispatched', dueAt: at('2026-03-19') })
    await districtB.api.referrals.object({ ...(await changed(sent)), reason: '专业不符' })
    expect(await rowOf(sent.id)).toMatchObject({ state: 'expired', holder: 'desk' })
    await city.api.referrals.dispatch(await by())
    expect(await refusal(districtB.api.referrals.object({ ...(await changed(sent)), reason: '再议' }))).toMatchObject({
      appCode: 'REFERRAL_OBJECTED_ALREADY',
    })
    await districtB.api.referrals.acknowledge(await changed(sent))
    const decline = { ...(await changed(sent)), reasonCode: 'capacity', text: '', betterTenantId: null }
    expect(await refusal(districtB.api.referrals.decline(decline))).toMatchObject({
      appCode: 'REFERRAL_DISPATCHED_NO_DECLINE',
    })
    play.set({ ...play.now(), version: (await rowOf(sent.id)).version })
    expect((await play.accept()).state).toBe('accepted')
  })

  test('is let rest by the desk, and then waits for nobody', async () => {
    const sent = await send().until('approve')
    await clocks('2026-03-16')
    await stage.people.city.api.referrals.settle({ ...(await changed(sent)), reason: '组织已另行解决' })
    expect(await rowOf(sent.id)).toMatchObject({ state: 'expired', holder: null, dueAt: null, nextClockAt: null })
    expect((await stage.people.city.api.referrals.desk({})).rows).toEqual([])
    expect((await stage.people.city.api.referrals.deskCounts()).rows).toEqual([])
  })
})

describe('what is declined', () => {
  /** Whom the worker tells of an assignment, and of which referral. */
  const assignedNotices = async () => {
    await dispatchOutbox(world.deps, world.deps.now())
    const told = await asSystem(world.db, tx =>
      tx
        .select()
        .from(schema.notice)
        .where(and(eq(schema.notice.networkId, stage.networkId), eq(schema.notice.kind, 'assigned'))),
    )
    return told.map(({ tenantId, referralId }) => [tenantId, referralId])
  }
  const decline = async (sent: { id: string }, at: 'districtB' | 'districtC') =>
    stage.people[at].api.referrals.decline({
      ...(await changed(sent)),
      reasonCode: 'capacity',
      text: '',
      betterTenantId: null,
    })

  test('[B-11] is sent on by its sender with all that was asked for, to another target under a new consent; the chain is one line', async () => {
    const play = send()
    const sent = await play.until('acknowledge')
    await decline(sent, 'districtB')
    const { streetA } = stage.people
    const asked = await changed(sent)
    const { successorId } = await streetA.api.referrals.reroute(asked)
    expect((await streetA.api.referrals.reroute(asked)).successorId).toBe(successorId)
    const next = await rowOf(successorId)
    const first = await rowOf(sent.id)
    expect(next).toMatchObject({ state: 'draft', hop: 2, parentId: sent.id, chainId: first.chainId, toTenantId: null })
    expect([next.sections, next.purpose, next.need]).toEqual([first.sections, first.purpose, first.need])
    expect(next.consentSignedAt).toBeNull()
    const again = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    again.set({ id: next.id, number: next.number, version: next.version, state: 'draft' })
    await again.edit()
    expect(await refusal(again.ask())).toMatchObject({ appCode: 'REFERRAL_TARGET_IN_CHAIN' })
    const other = playReferral(stage, { to: 'districtC', need: 'capabilityBuilding' })
    other.set({ ...again.now(), version: (await rowOf(successorId)).version })
    await other.onward('draft', 'approve')
    const { chain } = await streetA.api.referrals.get({ id: successorId })
    expect(chain.map(({ hop, state }) => [hop, state])).toEqual([
      [1, 'declined'],
      [2, 'submitted'],
    ])
    expect(await refusal(streetA.api.referrals.reroute({ ...asked, key: key() }))).toMatchObject({
      appCode: 'VERSION_CONFLICT',
    })
  })

  test('[B-11] twice in a chain is assigned by the common superior; signed, it goes to the target without another approval', async () => {
    const { streetA, city, districtC } = stage.people
    const first = await send().until('acknowledge')
    await decline(first, 'districtB')
    const { successorId } = await streetA.api.referrals.reroute(await changed(first))
    const second = playReferral(stage, { to: 'districtC', need: 'capabilityBuilding' })
    second.set({ id: successorId, number: '', version: 1, state: 'draft' })
    await second.onward('draft', 'acknowledge')
    await decline({ id: successorId }, 'districtC')
    expect(await rowOf(successorId)).toMatchObject({ holder: 'desk', holderTenantId: stage.tenants.city.id })
    expect(await refusal(streetA.api.referrals.reroute(await changed({ id: successorId })))).toMatchObject({
      appCode: 'REFERRAL_REROUTE_BY_SUPERIOR',
      params: { declines: 2 },
    })
    const assign = async (targetTenantId: string) => ({
      ...(await changed({ id: successorId })),
      targetTenantId,
      reason: '由街道承接',
    })
    for (const [place, appCode] of [
      ['districtB', 'REFERRAL_TARGET_IN_CHAIN'],
      ['districtC', 'REFERRAL_TARGET_IN_CHAIN'],
      ['streetA', 'REFERRAL_TARGET_IS_SENDER'],
    ] as const) {
      expect(await refusal(city.api.referrals.assign(await assign(stage.tenants[place].id)))).toMatchObject({ appCode })
    }
    const wanted = await city.api.referrals.suggest({ id: successorId, need: 'venue' })
    expect(wanted.suggestions.map(({ tenant }) => tenant.id)).toContain(stage.tenants.streetB.id)
    const { successorId: assigned } = await city.api.referrals.assign(await assign(stage.tenants.streetB.id))
    expect(await rowOf(assigned)).toMatchObject({ kind: 'dispatch', state: 'draft', hop: 3, otherReason: '由街道承接' })
    expect(await assignedNotices()).toEqual([[stage.tenants.streetA.id, assigned]])
    expect(await refusal(districtC.api.referrals.get({ id: assigned }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await refusal(city.api.referrals.get({ id: assigned }))).toMatchObject({ appCode: 'NOT_FOUND' })
    const third = playReferral(stage, { to: 'streetB', need: 'venue' })
    third.set({ id: assigned, number: '', version: 1, state: 'draft' })
    expect(await refusal(streetA.api.referrals.discard(third.next()))).toMatchObject({
      appCode: 'REFERRAL_ASSIGNED_NOT_DISCARDED',
    })
    await third.ask()
    expect((await third.sign()).state).toBe('dispatched')
    expect(await rowOf(assigned)).toMatchObject({
      holder: 'target',
      dueRule: 'dispatched',
      dispatchedAt: world.deps.now(),
    })
    await third.acknowledge()
    expect((await third.accept()).state).toBe('accepted')
  })

  test('[X-05] rests when its sender lets its three days pass', async () => {
    const sent = await send().until('acknowledge')
    await decline(sent, 'districtB')
    await clocks('2026-03-05')
    const row = await rowOf(sent.id)
    expect(row).toMatchObject({ state: 'declined', holder: null, dueAt: null })
    expect(row.settledAt).toEqual(world.deps.now())
  })
})

describe('what was made by mistake (误建作废)', () => {
  test('is voided by the administrator and a director, is in no list any more, and stays in the audit trail', async () => {
    const { streetA, districtB } = stage.people
    const own = { networkId: stage.networkId, tenantId: stage.tenants.streetA.id }
    const administrator = await world.person({ ...own, roles: ['tenantAdmin'], name: '管理员' })
    const { organisation, account } = await anotherOrganisation(world, stage)
    const sent = await playReferral(stage, { to: 'districtB', need: 'venue', organisation, account }).until('approve')
    const why = async () => ({ ...(await changed(sent)), reason: '重复建档' })
    expect(await refusal(streetA.api.referrals.proposeVoid(await why()))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await refusal(districtB.api.referrals.proposeVoid(await why()))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    await administrator.api.referrals.proposeVoid(await why())
    // Sees what it is, and is not offered the dossier that it may not open.
    expect((await administrator.api.referrals.get({ id: sent.id })).snapshot).toBeNull()
    expect(await refusal(administrator.api.referrals.openSnapshot({ id: sent.id }))).toMatchObject({
      appCode: 'NOT_ALLOWED',
    })
    expect((await streetA.api.referrals.get({ id: sent.id })).snapshot).not.toBeNull()
    expect(await rowOf(sent.id)).toMatchObject({ state: 'submitted', holder: 'target' })
    expect(await refusal(administrator.api.referrals.confirmVoid(await changed(sent)))).toMatchObject({
      appCode: 'NOT_ALLOWED',
    })
    expect((await streetA.api.referrals.confirmVoid(await changed(sent))).state).toBe('voided')
    for (const rows of [
      (await streetA.api.referrals.outbox({})).rows,
      (await districtB.api.referrals.inbox({})).rows,
      (await account.api.referrals.ofOrganisation({})).rows,
    ])
      expect(rows.map(({ id }) => id)).not.toContain(sent.id)
    const trail = await asSystem(world.db, tx =>
      tx
        .select({ action: schema.auditEntry.action })
        .from(schema.auditEntry)
        .where(and(eq(schema.auditEntry.subjectId, sent.id), eq(schema.auditEntry.networkId, stage.networkId))),
    )
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['referral.proposeVoid', 'referral.confirmVoid']),
    )
  })
})
