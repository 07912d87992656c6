import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import {
  anotherOrganisation,
  key,
  type Place,
  playReferral,
  refusal,
  setStage,
  type Stage,
} from '../../../test/referral-stage.ts'

describe('the main path of a referral', () => {
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

  const rowsOf = async (id: string) =>
    asSystem(world.db, async tx => ({
      organisation: (
        await tx.select().from(schema.organisation).where(eq(schema.organisation.id, stage.organisation.id))
      )[0]!,
      grants: await tx.select().from(schema.dossierGrant).where(eq(schema.dossierGrant.referralId, id)),
      events: await tx.select().from(schema.referralEvent).where(eq(schema.referralEvent.referralId, id)),
      audit: await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id)),
      outbox: await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id)),
      serving: await tx.select().from(schema.organisationServing).where(eq(schema.organisationServing.referralId, id)),
    }))

  test('[B-11] takes an organisation from a street to the city centre and back to closure as a co-service: custody stays, sight ends with the referral', async () => {
    const play = playReferral(stage)
    const accepted = await play.until('accept')
    const opened = await rowsOf(accepted.id)
    expect(opened.organisation.tenantId).toBe(stage.tenants.streetA.id)
    expect(opened.grants).toMatchObject([
      { tenantId: stage.tenants.city.id, sections: ['profile', 'staff', 'services'], personal: false, endedAt: null },
    ])
    expect(opened.grants[0]!.until.toISOString()).toBe('2026-08-31T16:00:00.000Z')
    expect(opened.serving).toMatchObject([{ tenantId: stage.tenants.city.id, until: null }])

    const closed = await play.onward('accept', 'close')
    expect(closed.state).toBe('closed')
    const ended = await rowsOf(closed.id)
    expect(ended.grants[0]!.endedAt).toEqual(testMonday)
    expect(ended.events.map(({ action }) => action)).toEqual([
      'create',
      'edit',
      'requestConsent',
      'signConsent',
      'approve',
      'acknowledge',
      'accept',
      'begin',
      'progress',
      'reportOutcome',
      'confirmClosure',
      'confirmClosure',
    ])
  })

  test('writes one line of the timeline, one audit entry and one event for each transition, numbered by version', async () => {
    const { id, version } = await playReferral(stage).until('close')
    const { events, audit, outbox } = await rowsOf(id)
    const versions = Array.from({ length: version }, (_, index) => index + 1)
    expect(events.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(versions)
    expect(audit.map(({ details }) => details['version'])).toEqual(expect.arrayContaining(versions))
    expect(audit).toHaveLength(version)
    expect(outbox.map(({ payload }) => payload['seq'])).toEqual(versions)
  })

  test('[B-11] moves custody of organisation, dossier and people in the transaction that accepts a hand-over', async () => {
    const { id } = await playReferral(stage, { to: 'districtA', mode: 'handOver', need: 'capabilityBuilding' }).until(
      'accept',
    )
    const { organisation, serving } = await rowsOf(id)
    const target = stage.tenants.districtA
    expect([
      organisation.tenantId,
      organisation.scopeKey,
      organisation.reportingTenantId,
      organisation.firstContactTenantId,
    ]).toEqual([target.id, target.scopeKey, target.id, stage.tenants.streetA.id])
    expect(serving).toEqual([])
    const dossier = await asSystem(world.db, async tx => ({
      sections: await tx
        .select()
        .from(schema.dossierSection)
        .where(eq(schema.dossierSection.organisationId, organisation.id)),
      people: await tx
        .select()
        .from(schema.organisationPerson)
        .where(eq(schema.organisationPerson.organisationId, organisation.id)),
    }))
    expect(new Set([...dossier.sections, ...dossier.people].map(({ tenantId }) => tenantId))).toEqual(
      new Set([target.id]),
    )
    expect([dossier.sections.length, dossier.people.length]).toEqual([9, 2])
    // The sender keeps what it sealed, and loses the organisation itself.
    const kept = await stage.people.streetA.api.referrals.openSnapshot({ id })
    expect(kept).toMatchObject({ organisationName: organisation.name, isIntact: true })
  })

  const ways: { from: Place; to: Place; need: string; direction: string; desk: Place }[] = [
    { from: 'streetA', to: 'city', need: 'oneStopService', direction: 'up', desk: 'city' },
    { from: 'streetA', to: 'districtA', need: 'capabilityBuilding', direction: 'up', desk: 'city' },
    { from: 'streetA', to: 'streetB', need: 'venue', direction: 'lateral', desk: 'city' },
    { from: 'streetA', to: 'districtB', need: 'capabilityBuilding', direction: 'up', desk: 'city' },
  ]
  test.each(ways)(
    '[B-11] from $from to $to runs $direction, and its overdue desk is that of $desk',
    async ({ from, to, need, direction, desk }) => {
      const { id } = await playReferral(stage, { from, to, need }).until('approve')
      const view = await stage.people[from].api.referrals.get({ id })
      expect(view).toMatchObject({ direction, desk: { id: stage.tenants[desk].id }, state: 'submitted' })
    },
  )

  test('[B-11] runs down from a district to a street, and sideways between districts', async () => {
    const { organisation, account } = await anotherOrganisation(world, stage, 'districtA')
    const down = await playReferral(stage, {
      from: 'districtA',
      to: 'streetA',
      need: 'venue',
      organisation,
      account,
    }).until('approve')
    expect(await stage.people.districtA.api.referrals.get({ id: down.id })).toMatchObject({
      direction: 'down',
      desk: { id: stage.tenants.city.id },
    })
    const lateral = await playReferral(stage, {
      from: 'districtA',
      to: 'districtB',
      need: 'capabilityBuilding',
      organisation,
      account,
    }).until('approve')
    expect(await stage.people.districtA.api.referrals.get({ id: lateral.id })).toMatchObject({
      direction: 'lateral',
      desk: { id: stage.tenants.city.id },
    })
  })

  test('[B-12] runs to a sector incubator by its direction of its own', async () => {
    const { id } = await playReferral(stage, { to: 'sector', need: 'sectorTraining' }).until('accept')
    expect(await stage.people.sector.api.referrals.get({ id })).toMatchObject({
      direction: 'sector',
      as: 'target',
      state: 'accepted',
    })
  })

  test('[B-11] goes on from the target as a chain: the next hop hangs on the grant, and no tenant is visited twice', async () => {
    const first = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    const { id } = await first.until('begin')
    const second = playReferral(stage, {
      from: 'districtB',
      to: 'sector',
      need: 'sectorTraining',
      sections: ['profile'],
    })
    const onward = await second.until('accept')
    const chain = (await stage.account.api.referrals.get({ id: onward.id })).chain
    expect(chain.map(({ id: link, hop, fromName, toName }) => [link, hop, fromName, toName])).toEqual([
      [id, 1, stage.tenants.streetA.name, stage.tenants.districtB.name],
      [onward.id, 2, stage.tenants.districtB.name, stage.tenants.sector.name],
    ])
    const back = playReferral(stage, { from: 'sector', to: 'streetA', need: 'venue', sections: ['profile'] })
    await back.until('edit')
    expect(await refusal(back.ask())).toMatchObject({ appCode: 'REFERRAL_TARGET_IN_CHAIN' })
  })

  test('a sender under a grant shares no section that it may not look into itself', async () => {
    await playReferral(stage, { to: 'districtB', need: 'capabilityBuilding', sections: ['profile'] }).until('accept')
    const second = playReferral(stage, {
      from: 'districtB',
      to: 'sector',
      need: 'sectorTraining',
      sections: ['profile', 'finance'],
      personal: true,
    })
    await second.until('edit')
    expect(await refusal(second.ask())).toEqual({
      appCode: 'REFERRAL_SECTIONS_NOT_YOURS',
      params: { sections: 'finance, personal' },
    })
  })

  test('an organisation is handed over to one place at a time, whoever asks', async () => {
    await playReferral(stage, { to: 'districtB', mode: 'handOver', need: 'capabilityBuilding' }).until('approve')
    const second = playReferral(stage, { to: 'sector', mode: 'handOver', need: 'sectorTraining' })
    await second.until('edit')
    expect(await refusal(second.ask())).toMatchObject({ appCode: 'REFERRAL_HAND_OVER_OPEN' })
  })

  test('two hand-overs of one organisation that are approved at once: one is submitted, the other is told why not', async () => {
    const plays = [
      playReferral(stage, { to: 'districtB', mode: 'handOver', need: 'capabilityBuilding' }),
      playReferral(stage, { to: 'sector', mode: 'handOver', need: 'sectorTraining' }),
    ]
    for (const play of plays) await play.until('sign')
    const answers = await Promise.allSettled(plays.map(play => play.approve()))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = plays[answers.findIndex(({ status }) => status === 'rejected')]!
    expect(await refusal(lost.approve())).toMatchObject({ appCode: 'REFERRAL_HAND_OVER_OPEN' })
  })

  test('declines for a coded reason with text where it is required, and may name a better target', async () => {
    const play = playReferral(stage)
    await play.until('acknowledge')
    const { city, streetA } = stage.people
    const decline = (more: object) =>
      city.api.referrals.decline({ ...play.next(), reasonCode: 'other', text: '', betterTenantId: null, ...more })
    expect(await refusal(decline({}))).toMatchObject({ appCode: 'REASON_MISSING' })
    expect(await refusal(decline({ reasonCode: 'bored' }))).toMatchObject({ appCode: 'DECLINE_REASON_UNKNOWN' })
    expect(await refusal(decline({ reasonCode: 'capacity', betterTenantId: key() }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
    const declined = await decline({ reasonCode: 'capacity', betterTenantId: stage.tenants.districtA.id })
    expect(declined.state).toBe('declined')
    const seen = await streetA.api.referrals.get({ id: declined.id })
    expect(seen.decline).toMatchObject({ code: 'capacity', betterTenant: { id: stage.tenants.districtA.id } })
    expect(seen.clock).toMatchObject({ rule: 'reroute', workingDaysLeft: 3 })
  })

  test('a director sends back with a reason, the consent is set aside, and sending anew asks anew', async () => {
    const play = playReferral(stage)
    await play.until('sign')
    play.set(await stage.people.streetA.api.referrals.sendBack({ ...play.next(), reason: '目的需写清楚' }))
    expect(await stage.people.streetA.api.referrals.get({ id: play.now().id })).toMatchObject({
      state: 'draft',
      request: { consent: { state: 'superseded' } },
    })
    await play.ask()
    expect(await refusal(stage.people.streetA.api.referrals.approve(play.next()))).toMatchObject({
      appCode: 'REFERRAL_WRONG_STATE',
    })
    await play.sign()
    expect((await play.approve()).state).toBe('submitted')
  })

  test('a discarded draft is gone, and the audit trail keeps that it was', async () => {
    const play = playReferral(stage)
    await play.until('draft')
    const { id } = play.now()
    expect(await stage.people.streetA.api.referrals.discard(play.next())).toMatchObject({ state: null })
    expect(await refusal(stage.people.streetA.api.referrals.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect((await rowsOf(id)).audit.map(({ action }) => action)).toContain('referral.discard')
  })

  test('refuses a deadline in a year whose working days are not loaded, by the year, and leaves the draft as it was', async () => {
    const play = playReferral(stage, { grantUntil: '2027-02-28' })
    await play.until('edit')
    world.setNow(new Date('2026-12-28T10:00:00+08:00'))
    expect(await refusal(play.ask())).toEqual({ appCode: 'CALENDAR_NOT_LOADED', params: { year: 2027 } })
    expect(await stage.people.streetA.api.referrals.get({ id: play.now().id })).toMatchObject({
      state: 'draft',
      version: play.now().version,
    })
  })

  test('accepting asks for an answer to organisations that look the same', async () => {
    const { name } = stage.organisation
    await asSystem(world.db, async tx => {
      await newOrganisation(tx, {
        networkId: stage.networkId,
        tenantId: stage.tenants.districtB.id,
        name: `${name}分会`,
      })
      await newOrganisation(tx, { networkId: stage.networkId, tenantId: stage.tenants.districtC.id, name })
    })
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('acknowledge')
    const found = await stage.people.districtB.api.referrals.duplicates({ id: play.now().id })
    expect(found).toMatchObject([{ name: `${name}分会`, reason: 'name' }])
    expect(await refusal(play.accept())).toEqual({ appCode: 'DUPLICATES_UNANSWERED', params: { found: 1 } })
    const answered = { ...play.next(), leadName: '负责人', firstContactOn: '2026-03-05', duplicateAnswer: '不是同一家' }
    expect((await stage.people.districtB.api.referrals.accept(answered)).state).toBe('accepted')
  })
})
