import { asSystem, schema } from '@fuqiao/db'
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../test/harness.ts'
import { anotherOrganisation, playReferral, setStage, type Stage } from '../../test/referral-stage.ts'
import { dispatchOutbox } from './dispatch-outbox.ts'
import { runClocks } from './run-clocks.ts'

const at = (instant: string) => new Date(`${instant}:00+08:00`)

describe('the worker', () => {
  let world: TestWorld
  let stage: Stage
  beforeAll(async () => {
    world = await buildTestWorld()
  })
  beforeEach(async () => {
    world.setNow(testMonday)
    // The clock is the whole database's: what other tests left is none of this one's.
    await asSystem(world.db, tx => tx.update(schema.referral).set({ nextClockAt: null }))
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  const clocks = (instant: string) => {
    world.setNow(at(instant))
    return runClocks(world.deps, world.deps.now())
  }
  const rowOf = (id: string) =>
    asSystem(world.db, async tx => (await tx.select().from(schema.referral).where(eq(schema.referral.id, id)))[0]!)
  const noticesTo = (tenantId: string) =>
    asSystem(world.db, tx => tx.select().from(schema.notice).where(eq(schema.notice.tenantId, tenantId)))
  const recordOf = (tenantId: string) =>
    asSystem(
      world.db,
      async tx =>
        (await tx.select().from(schema.responseRecord).where(eq(schema.responseRecord.tenantId, tenantId)))[0],
    )

  test('[X-05] reminds the target when two working days have passed and climbs to the lowest common superior after two more, over the holidays', async () => {
    // 30 April 2026 is a Thursday; the holiday runs from 1 to 5 May, and 9 May is worked in exchange.
    world.setNow(at('2026-04-30T10:00'))
    const { id } = await playReferral(stage, { to: 'streetB', need: 'venue' }).until('approve')
    expect((await rowOf(id)).dueAt).toEqual(at('2026-05-07T18:00'))
    expect(await clocks('2026-05-07T17:59')).toBe(0)
    expect(await clocks('2026-05-07T18:00')).toBe(1)
    expect(await rowOf(id)).toMatchObject({ state: 'submitted', escalationLevel: 1 })
    expect(await clocks('2026-05-09T17:59')).toBe(0)
    expect((await stage.people.city.api.referrals.desk({})).rows).toEqual([])
    expect(await clocks('2026-05-09T18:00')).toBe(1)
    expect(await rowOf(id)).toMatchObject({
      state: 'submitted',
      escalationLevel: 2,
      deskTenantId: stage.tenants.city.id,
    })
    expect((await stage.people.city.api.referrals.desk({})).rows).toMatchObject([
      { id, as: 'desk', organisation: null, clock: { level: 2, colour: 'red' } },
    ])
    await dispatchOutbox(world.deps, world.deps.now())
    expect((await noticesTo(stage.tenants.streetB.id)).map(({ kind }) => kind).sort()).toEqual([
      'arrived',
      'escalated',
      'reminder',
    ])
    expect((await noticesTo(stage.tenants.city.id)).map(({ kind }) => kind)).toEqual(['escalated'])
  })

  test('[X-05] an acknowledgement begins a new clock and ends the escalation', async () => {
    const play = playReferral(stage, { to: 'streetB', need: 'venue' })
    await play.until('approve')
    await clocks('2026-03-10T18:00')
    await clocks('2026-03-10T18:00')
    play.set({ ...play.now(), version: (await rowOf(play.now().id)).version })
    await play.acknowledge()
    const row = await rowOf(play.now().id)
    expect([row.escalationLevel, row.dueRule, row.dueAt]).toEqual([0, 'decide', at('2026-03-17T18:00')])
  })

  test('an unanswered consent is reminded of, then lapses into a draft that the organisation no longer sees', async () => {
    const { id } = await playReferral(stage).until('ask')
    expect(await clocks('2026-03-05T18:00')).toBe(1)
    expect(await rowOf(id)).toMatchObject({ state: 'awaitingConsent', escalationLevel: 1 })
    expect(await clocks('2026-03-11T18:00')).toBe(1)
    expect(await rowOf(id)).toMatchObject({ state: 'draft', holder: 'sender', dueRule: 'draft', consentSignedAt: null })
    const [consent] = await asSystem(world.db, tx =>
      tx.select().from(schema.consent).where(eq(schema.consent.referralId, id)),
    )
    expect(consent?.state).toBe('lapsed')
    expect((await stage.account.api.referrals.ofOrganisation({})).rows).toEqual([])
  })

  test('a forgotten draft is dropped after its thirty days, and the trail keeps that the clock did it', async () => {
    const { id } = await playReferral(stage).until('edit')
    expect(await clocks('2026-04-01T18:00')).toBe(1)
    expect(await asSystem(world.db, tx => tx.select().from(schema.referral).where(eq(schema.referral.id, id)))).toEqual(
      [],
    )
    const audit = await asSystem(world.db, tx =>
      tx
        .select()
        .from(schema.auditEntry)
        .where(and(eq(schema.auditEntry.subjectId, id), isNull(schema.auditEntry.personId))),
    )
    expect(audit).toMatchObject([{ action: 'referral.dropDraft', tenantId: stage.tenants.streetA.id }])
  })

  test('an outcome that nobody confirms closes as unconfirmed, and the sight ends', async () => {
    const { id } = await playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' }).until('report')
    await clocks('2026-03-16T18:00')
    const view = await stage.people.streetA.api.referrals.get({ id })
    expect(view).toMatchObject({ state: 'closed', isUnconfirmed: true, grant: { isLive: false } })
    const confirmed = await playReferral(stage, {
      to: 'districtB',
      need: 'capabilityBuilding',
      ...(await anotherOrganisation(world, stage)),
    }).until('close')
    expect(confirmed.id).not.toBe(id)
    for (const [person, box] of [
      ['streetA', 'outbox'],
      ['districtB', 'inbox'],
    ] as const)
      expect(
        (await stage.people[person].api.referrals[box]({ filter: { unconfirmed: true } })).rows.map(row => row.id),
      ).toEqual([id])
  })

  test('[X-05] progress is due every thirty days: past due it is reminded, and climbs after ten working days of grace', async () => {
    const { id } = await playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' }).until('begin')
    expect((await rowOf(id)).dueAt).toEqual(at('2026-04-01T18:00'))
    await clocks('2026-04-01T18:00')
    expect((await rowOf(id)).escalationLevel).toBe(1)
    await clocks('2026-04-16T17:59')
    expect((await rowOf(id)).escalationLevel).toBe(1)
    await clocks('2026-04-16T18:00')
    expect((await rowOf(id)).escalationLevel).toBe(2)
  })

  test('run again at the same instant, or by three servers at once, the clock does everything once', async () => {
    const ids: string[] = []
    for (let n = 0; n < 6; n += 1) {
      const { organisation, account } = await anotherOrganisation(world, stage)
      ids.push((await playReferral(stage, { to: 'streetB', need: 'venue', organisation, account }).until('approve')).id)
    }
    world.setNow(at('2026-03-04T18:00'))
    const runs = await Promise.all([1, 2, 3].map(() => runClocks(world.deps, world.deps.now())))
    expect(runs.reduce((sum, moved) => sum + moved, 0)).toBe(6)
    expect(await runClocks(world.deps, world.deps.now())).toBe(0)
    for (const id of ids) {
      const events = await asSystem(world.db, tx =>
        tx
          .select()
          .from(schema.referralEvent)
          .where(and(eq(schema.referralEvent.referralId, id), eq(schema.referralEvent.action, 'remind'))),
      )
      expect(events).toHaveLength(1)
    }
  })

  test('a referral on which the clock fails is passed over, and the others are served', async () => {
    const broken = await playReferral(stage, { to: 'streetB', need: 'venue' }).until('approve')
    const { organisation, account } = await anotherOrganisation(world, stage)
    const sound = await playReferral(stage, { to: 'streetB', need: 'venue', organisation, account }).until('approve')
    await asSystem(world.db, tx =>
      tx.insert(schema.referralEvent).values({
        networkId: stage.networkId,
        referralId: broken.id,
        seq: broken.version + 1,
        at: testMonday,
        action: 'remind',
        toState: 'submitted',
        actorName: '',
        audience: [],
      }),
    )
    expect(await clocks('2026-03-04T18:00')).toBe(1)
    expect([(await rowOf(broken.id)).escalationLevel, (await rowOf(sound.id)).escalationLevel]).toEqual([0, 1])
    await asSystem(world.db, tx =>
      tx.update(schema.referral).set({ nextClockAt: null }).where(eq(schema.referral.id, broken.id)),
    )
  })

  test('notices go to each party once, say nothing of the organisation, and nobody is told of their own deed', async () => {
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('close')
    const counts = await Promise.all([1, 2, 3].map(() => dispatchOutbox(world.deps, world.deps.now())))
    expect(counts.filter(count => count > 0)).toHaveLength(1)
    expect(await dispatchOutbox(world.deps, world.deps.now())).toBe(0)
    const kinds = async (api: Stage['account']['api']) =>
      (await api.notifications.list({})).rows.map(({ kind }) => kind).sort()
    expect(await kinds(stage.people.streetA.api)).toEqual([
      'accepted',
      'acknowledged',
      'begun',
      'closed',
      'consentSigned',
      'outcomeReported',
      'progress',
    ])
    expect(await kinds(stage.people.districtB.api)).toEqual(['arrived', 'closed'])
    expect(await kinds(stage.account.api)).toEqual([
      'accepted',
      'acknowledged',
      'begun',
      'confirmed',
      'consentAsked',
      'outcomeReported',
      'progress',
      'submitted',
    ])
    expect(await kinds(stage.people.districtC.api)).toEqual([])
    const told = JSON.stringify((await stage.people.districtB.api.notifications.list({})).rows)
    expect(told).not.toContain(stage.organisation.name)
    expect(told).not.toContain(stage.organisation.id)
  })

  test('notices are read by the tenant they are for, once', async () => {
    await playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' }).until('approve')
    await dispatchOutbox(world.deps, world.deps.now())
    const { districtB, districtC } = stage.people
    const [notice] = (await districtB.api.notifications.list({ onlyUnread: true })).rows
    expect(await districtC.api.notifications.markRead({ ids: [notice!.id] })).toEqual({ marked: 0 })
    expect(await districtB.api.notifications.unreadCount()).toEqual({ unread: 1 })
    expect(await districtB.api.notifications.markRead({ ids: [notice!.id] })).toEqual({ marked: 1 })
    expect(await districtB.api.notifications.markRead({ all: true })).toEqual({ marked: 0 })
    expect(await districtB.api.notifications.unreadCount()).toEqual({ unread: 0 })
  })

  test('[X-04] the target’s record of answers counts each answer once, with working hours to the acknowledgement', async () => {
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('approve')
    world.setNow(at('2026-03-03T11:00'))
    await play.onward('approve', 'accept')
    await dispatchOutbox(world.deps, world.deps.now())
    await dispatchOutbox(world.deps, world.deps.now())
    expect(await recordOf(stage.tenants.districtB.id)).toMatchObject({
      received: 1,
      acknowledged: 1,
      accepted: 1,
      declined: 0,
      activeNow: 1,
      acknowledgeHoursTotal: 11,
    })
    const [serving] = await asSystem(world.db, tx =>
      tx.select().from(schema.organisationServing).where(eq(schema.organisationServing.referralId, play.now().id)),
    )
    expect(serving?.until).toBeNull()
    await play.onward('accept', 'close')
    await dispatchOutbox(world.deps, world.deps.now())
    expect(await recordOf(stage.tenants.districtB.id)).toMatchObject({ received: 1, accepted: 1, activeNow: 0 })
    const [ended] = await asSystem(world.db, tx =>
      tx.select().from(schema.organisationServing).where(eq(schema.organisationServing.referralId, play.now().id)),
    )
    expect(ended?.until).toEqual(world.deps.now())
  })
})
