import { asSystem, schema } from '@fuqiao/db'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { makePartners, type Partners, playAcross } from '../../../test/partner-stage.ts'
import { anotherOrganisation, key, refusal } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { runClocks } from '../../jobs/run-clocks.ts'
import { organisationOf } from './referral-store.ts'

let world: TestWorld
let pair: Partners

beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  await asSystem(world.db, tx => tx.update(schema.referral).set({ nextClockAt: null }))
  pair = await makePartners(world)
  await pair.confirm()
})
afterAll(() => world.close())

/** The two rows of the pair's referral, the sender's first. */
async function rowsOf(id: string) {
  return asSystem(world.db, async tx => {
    const [bridge] = await tx.select().from(schema.referralBridge).where(eq(schema.referralBridge.referralA, id))
    const read = async (networkId: number, rowId: string) =>
      (
        await tx
          .select()
          .from(schema.referral)
          .where(and(eq(schema.referral.networkId, networkId), eq(schema.referral.id, rowId)))
      )[0]
    const a = bridge && (await read(bridge.networkA, bridge.referralA))
    const b = bridge?.referralB ? await read(bridge.networkB, bridge.referralB) : undefined
    if (!a || !b) throw new Error('a submitted referral between networks has two rows')
    return { a, b }
  })
}

/** What must hold of the two rows after every step: the same state, version and clocks; a line, an entry and an event each; the clock on one of them. */
async function expectAlike(id: string) {
  const { a, b } = await rowsOf(id)
  const of = ({
    state,
    version,
    holder,
    dueAt,
    dueRule,
    escalationLevel,
    updatedAt,
    acceptedAt,
    letterCode,
  }: typeof a) => ({
    ...{ state, version, holder, dueAt, dueRule, escalationLevel, updatedAt, acceptedAt, letterCode },
  })
  expect(of(b)).toEqual(of(a))
  expect([a.direction, b.direction, b.nextClockAt]).toEqual(['network', 'network', null])
  const written = await asSystem(world.db, async tx => ({
    lines: await tx.select().from(schema.referralEvent).where(eq(schema.referralEvent.referralId, b.id)),
    ours: await tx.select().from(schema.referralEvent).where(eq(schema.referralEvent.referralId, a.id)),
    events: await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, b.id)),
    audit: await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, b.id)),
  }))
  const since = written.ours.filter(({ seq }) => written.lines.some(line => line.seq === seq))
  expect(written.lines.map(({ seq, action }) => [seq, action]).sort()).toEqual(
    since.map(({ seq, action }) => [seq, action]).sort(),
  )
  expect([written.events.length, written.audit.length]).toEqual([written.lines.length, written.lines.length])
  return { a, b, ...written }
}

describe('a referral to another network', () => {
  test.each(['coService', 'handOver'] as const)(
    '[X-08] goes its whole way by the one protocol, %s, and both rows are alike after every step',
    async mode => {
      const play = playAcross(pair, { mode })
      await play.until('approve')
      for (const step of ['acknowledge', 'accept', 'begin', 'progress', 'report', 'confirm', 'close'] as const) {
        await play.onward(step)
        await expectAlike(play.id())
      }
      const sender = await pair.a.people.streetA.api.referrals.get({ id: play.id() })
      const { networkName, name } = sender.farEnd ?? {}
      expect([networkName, name]).toEqual([`测试网络${pair.b.networkId}`, pair.b.tenants.streetA.name])
      expect(sender).toMatchObject({ state: 'closed', direction: 'network', to: { kind: 'partnerNetwork' } })
      const target = await pair.b.people.streetA.api.referrals.get({ id: play.farId() })
      expect(target).toMatchObject({ state: 'closed', direction: 'network', from: { kind: 'partnerNetwork' } })
      expect(target.farEnd).toMatchObject({ side: 'receiving', name: pair.a.tenants.streetA.name })
      expect(target.number).toBe(sender.number)
      const { a, b } = await rowsOf(play.id())
      const organisations = await asSystem(world.db, tx => tx.select().from(schema.organisation))
      const custodian = (id: string) => organisations.find(one => one.id === id)?.tenantId
      expect([custodian(organisationOf(a)), custodian(organisationOf(b))]).toEqual(
        mode === 'handOver'
          ? [pair.partnerOfA(), pair.b.tenants.streetA.id]
          : [pair.a.tenants.streetA.id, pair.partnerOfB()],
      )
      const seen = await pair.b.people.streetA.api.organisations.list({ within: 'own' })
      const own = [pair.b.organisation.name, ...(mode === 'handOver' ? [pair.a.organisation.name] : [])]
      expect(seen.rows.map(({ name: known }) => known).sort()).toEqual(own.sort())
      const verified = await world.anonymous.referrals.verifyLetter({ code: sender.letterCode ?? '' })
      expect(verified).toMatchObject({ state: 'closed', senderName: pair.a.tenants.streetA.name })
    },
  )

  test('[X-08] shows its target the preview before it accepts and the consented sections after, until the consent is revoked', async () => {
    const marker = '只在甲网的机密'
    await asSystem(world.db, tx =>
      tx
        .update(schema.dossierSection)
        .set({ body: sql`body || ${JSON.stringify({ note: marker })}::jsonb` })
        .where(eq(schema.dossierSection.organisationId, pair.a.organisation.id)),
    )
    const play = playAcross(pair, { sections: ['profile', 'services'] })
    await play.until('acknowledge')
    const inB = (text: string) =>
      asSystem(world.db, async tx => {
        const tables = [
          'organisation',
          'dossier_section',
          'organisation_person',
          'referral_snapshot',
          'attachment',
          'referral',
          'referral_event',
          'audit_entry',
          'outbox',
          'notice',
        ]
        const found: string[] = []
        for (const table of tables) {
          const rows = await tx.execute(
            sql`select 1 from ${sql.raw(table)} t where t.network_id = ${pair.b.networkId} and strpos(to_jsonb(t)::text, ${text}) > 0`,
          )
          if (rows.length > 0) found.push(table)
        }
        return found
      })
    expect(await inB(marker)).toEqual([])
    expect(await inB(pair.a.organisation.name)).toEqual([])
    const before = await pair.b.people.streetA.api.referrals.get({ id: play.farId() })
    expect(before.organisation).toBeNull()
    expect(before.preview).toMatchObject({ field: pair.a.organisation.field })
    await play.onward('accept')
    const opened = await pair.b.people.streetA.api.referrals.openSnapshot({ id: play.farId() })
    expect(opened).toMatchObject({ organisationName: pair.a.organisation.name, isIntact: true, people: [] })
    expect(Object.keys(opened.sections).sort()).toEqual(['profile', 'services'])
    const { b } = await rowsOf(play.id())
    const sections = await asSystem(world.db, tx =>
      tx
        .select()
        .from(schema.dossierSection)
        .where(eq(schema.dossierSection.organisationId, organisationOf(b))),
    )
    expect(sections.map(({ section }) => section).sort()).toEqual(['profile', 'services'])
    const looks = await pair.a.account.api.referrals.get({ id: play.id() })
    expect(looks.accessLog?.map(({ personName }) => personName)).toEqual([
      `测试网络${pair.b.networkId} ${pair.b.tenants.streetA.name}`,
    ])
    expect((await pair.a.account.api.referrals.shared({})).grants.length).toBeGreaterThan(0)
    for (const person of [pair.b.people.city, pair.b.people.districtA, pair.b.people.streetB]) {
      expect((await refusal(person.api.organisations.get({ id: organisationOf(b) }))).appCode).toBe('NOT_FOUND')
      expect(JSON.stringify(await person.api.organisations.list({ within: 'below' }))).not.toContain(
        pair.a.organisation.name,
      )
    }
    await pair.a.account.api.referrals.revokeConsent({ ...play.next(), reason: '' })
    const { a: revoked } = await expectAlike(play.id())
    expect(revoked.state).toBe('consentRevoked')
    expect((await refusal(pair.b.people.streetA.api.referrals.openSnapshot({ id: play.farId() }))).appCode).toBe(
      'GRANT_NOT_LIVE',
    )
    expect((await refusal(pair.b.people.streetA.api.organisations.get({ id: organisationOf(b) }))).appCode).toBe(
      'NOT_FOUND',
    )
  })

  test('[X-08] hands named people across only under the consent’s own line, which names the incubator of the other network', async () => {
    const play = playAcross(pair, { personal: true })
    await play.until('ask')
    const [asked] = await pair.a.account.api.consents.pending()
    const { shown } = await pair.a.account.api.consents.show({ id: asked?.id ?? '' })
    expect(shown.recipient).toEqual({
      name: `测试网络${pair.b.networkId} ${pair.b.tenants.streetA.name}`,
      contactName: '王联系',
      contactPhone: '010-5550000',
    })
    await play.after('ask', 'accept')
    const { b } = await rowsOf(play.id())
    const people = await asSystem(world.db, tx =>
      tx
        .select()
        .from(schema.organisationPerson)
        .where(eq(schema.organisationPerson.organisationId, organisationOf(b))),
    )
    expect(people.length).toBeGreaterThan(0)
  })

  test('[X-08] that is declined goes back to its sender, who may send it on in its own network; the target keeps number and reason', async () => {
    const play = playAcross(pair)
    await play.until('acknowledge')
    const target = pair.b.people.streetA.api.referrals
    await target.decline({ ...play.farNext(), reasonCode: 'capacity', text: '名额已满', betterTenantId: null })
    const { a } = await expectAlike(play.id())
    expect([a.state, a.holder, a.declineText]).toEqual(['declined', 'sender', '名额已满'])
    const view = await pair.a.people.streetA.api.referrals.get({ id: play.id() })
    expect(view.decline).toMatchObject({ code: 'capacity', text: '名额已满' })
    expect((await target.get({ id: play.farId() })).preview).toBeNull()
    const { successorId } = await pair.a.people.streetA.api.referrals.reroute(play.next(a.version))
    expect(successorId).not.toBe(play.id())
    await expectAlike(play.id())
  })

  test('[X-08] that its sender withdraws while its target accepts ends one way: the other side is told the state', async () => {
    for (let round = 0; round < 6; round += 1) {
      const play = playAcross(pair, await anotherOrganisation(world, pair.a))
      await play.until('acknowledge')
      const sender = pair.a.people.streetA.api.referrals
      const both = await Promise.allSettled(
        (round % 2 === 0 ? ['accept', 'withdraw'] : ['withdraw', 'accept']).map(what =>
          what === 'accept' ? play.accept() : sender.withdraw({ ...play.next(), reason: '情况有变' }),
        ),
      )
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const { a } = await expectAlike(play.id())
      const [lost] = both.filter(result => result.status === 'rejected')
      expect(await refusal(Promise.reject(lost?.reason as Error))).toMatchObject({
        appCode: 'VERSION_CONFLICT',
        params: { state: a.state, version: a.version },
      })
    }
  })

  test('[X-08] climbs to each side’s own centre when nobody answers, once, by the clock of the sender’s side', async () => {
    const play = playAcross(pair)
    await play.until('approve')
    for (const instant of ['2026-03-04T18:00', '2026-03-06T18:00']) {
      world.setNow(new Date(`${instant}:00+08:00`))
      const both = await Promise.all([1, 2].map(() => runClocks(world.deps, world.deps.now())))
      expect(both.reduce((sum, moved) => sum + moved, 0)).toBe(1)
      await expectAlike(play.id())
    }
    for (const [stage, id] of [
      [pair.a, play.id()],
      [pair.b, play.farId()],
    ] as const) {
      const desk = await stage.people.city.api.referrals.desk({})
      expect(desk.rows).toMatchObject([{ id, as: 'desk', organisation: null, clock: { level: 2 } }])
    }
    await dispatchOutbox(world.deps, world.deps.now())
    const told = (await pair.b.people.streetA.api.notifications.list({})).rows
    expect(told.map(({ kind }) => kind).sort()).toEqual(['arrived', 'escalated', 'reminder'])
    expect(JSON.stringify(told)).not.toContain(pair.a.organisation.name)
  })

  test('[X-08] is refused, in plain words, what would take a superior above both networks, and is not sent on while it runs', async () => {
    const play = playAcross(pair)
    await play.until('begin')
    const target = pair.b.people.streetA.api
    const sheet = { ...play.farNext(), reason: '不合适', handOverSheet: '清单' }
    expect((await refusal(target.referrals.requestReturn(sheet))).appCode).toBe('REFERRAL_BETWEEN_NETWORKS')
    const { b } = await rowsOf(play.id())
    const onward = target.referrals.create({ key: key(), organisationId: organisationOf(b), mode: 'coService' })
    expect((await refusal(onward)).appCode).toBe('REFERRAL_ARRIVED_FROM_PARTNER')
    const { version } = await target.tenants.get({ tenantId: pair.b.tenants.streetA.id })
    const merging = { key: key(), tenantId: pair.b.tenants.streetA.id, version, reason: '停办' }
    expect(await refusal(pair.b.people.city.api.tenants.suspend(merging))).toMatchObject({
      appCode: 'TENANT_HAS_PARTNER_REFERRALS',
      params: { count: 1 },
    })
    await play.onward('progress')
    await play.onward('report')
    const dispute = pair.a.people.streetA.api.referrals.dispute({ ...play.next(), reason: '不符' })
    expect((await refusal(dispute)).appCode).toBe('REFERRAL_BETWEEN_NETWORKS')
    await expectAlike(play.id())
  })

  test('[X-08] needs a partnership in force and an incubator that is offered, when it is drafted and when it is submitted', async () => {
    const strangers = await makePartners(world)
    const play = playAcross(pair)
    await play.draft()
    const edited = (more: object) => pair.a.people.streetA.api.referrals.edit({ ...play.form(), ...more })
    expect((await refusal(edited({ partnerIncubatorId: null }))).appCode).toBe('REFERRAL_PARTNER_INCUBATOR_MISSING')
    expect((await refusal(edited({ partnerIncubatorId: pair.b.tenants.streetB.id }))).appCode).toBe('NOT_FOUND')
    expect((await refusal(edited({ targetTenantId: strangers.b.tenants.streetA.id }))).appCode).toBe('NOT_FOUND')
    for (const step of ['edit', 'ask', 'sign'] as const) await play[step]()
    await pair.b.people.city.api.partners.offer({ key: key(), tenantId: pair.b.tenants.streetA.id, isOffered: false })
    expect((await refusal(play.approve())).appCode).toBe('REFERRAL_TARGET_TAKES_NONE')
    const inB = await asSystem(world.db, tx =>
      tx.select().from(schema.referral).where(eq(schema.referral.networkId, pair.b.networkId)),
    )
    expect(inB).toEqual([])
    const [partner] = await pair.b.people.city.api.partners.list()
    await pair.b.people.city.api.partners.end({
      ...{ key: key(), networkId: pair.a.networkId, version: partner?.version ?? 0, reason: '' },
    })
    expect((await refusal(play.approve())).appCode).toBe('REFERRAL_TARGET_TAKES_NONE')
  })

  test('[X-08] advice is not asked of a partner network: refused in words, and the draft stays as it was', async () => {
    const { referrals } = pair.a.people.streetA.api
    const draft = await referrals.createConsult({ key: key(), organisationId: null })
    const form = {
      ...{ need: null, needText: '', otherReason: '', organisationKind: null, field: null, stage: null },
      ...{ divisionCode: null, targetTenantId: pair.partnerOfA() },
    }
    const asked = referrals.editConsult({ key: key(), id: draft.id, version: draft.version, ...form })
    expect((await refusal(asked)).appCode).toBe('REFERRAL_BETWEEN_NETWORKS')
    expect(await referrals.get({ id: draft.id })).toMatchObject({ version: draft.version, to: null })
  })
})
