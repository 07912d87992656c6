import { asSystem, schema, withSession } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, testMonday, type TestWorld } from '../../../test/harness.ts'
import { playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

/** What the runtime role finds, acting as a person, in the tables that could tell whom a referral is about. */
async function behindTheWall(world: TestWorld, person: TestPerson, organisationId: string) {
  const tables = {
    organisation: 'id',
    dossier_section: 'organisation_id',
    organisation_person: 'organisation_id',
    referral_snapshot: 'organisation_id',
    consent: 'organisation_id',
    dossier_grant: 'organisation_id',
    attachment: 'organisation_id',
    referral: 'organisation_id',
  }
  return withSession(world.db, { sessionId: person.sessionId, now: world.deps.now(), readOnly: true }, async tx => {
    const [role] = (await tx.execute(sql`select current_user as name`)) as unknown as { name: string }[]
    expect(role?.name).toBe('fuqiao_app')
    const counts: Record<string, number> = {}
    for (const [table, column] of Object.entries(tables)) {
      const rows = (await tx.execute(
        sql`select count(*)::int as n from ${sql.identifier(table)} where ${sql.identifier(column)} = ${organisationId}`,
      )) as unknown as { n: number }[]
      counts[table] = rows[0]?.n ?? 0
    }
    return counts
  })
}

const nothing = {
  organisation: 0,
  dossier_section: 0,
  organisation_person: 0,
  referral_snapshot: 0,
  consent: 0,
  dossier_grant: 0,
  attachment: 0,
}

describe('the preview', () => {
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

  test('[X-03] shows the target kind, field, stage, need and area, and no identity: neither in the view nor in any row the runtime role may read', async () => {
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding', personal: true })
    await play.until('approve')
    const { organisation } = stage
    const target = stage.people.districtB
    const view = await target.api.referrals.get({ id: play.now().id })
    expect(view.preview).toEqual({
      organisationKind: organisation.kind,
      field: organisation.field,
      stage: organisation.stage,
      need: 'capabilityBuilding',
      needText: '需要场地和指导',
      divisionCode: organisation.divisionCode,
      areaName: expect.any(String) as string,
    })
    expect([
      view.organisation,
      view.request,
      view.snapshot,
      view.grant,
      view.letterCode,
      view.workings,
      view.createdByName,
    ]).toEqual([null, null, null, null, null, null, null])
    expect(await behindTheWall(world, target, organisation.id)).toEqual({ ...nothing, referral: 1 })
    const everything = JSON.stringify([
      view,
      await target.api.referrals.inbox({}),
      await target.api.workbench.summary(),
    ])
    expect(everything).not.toContain(organisation.name)
    expect(everything).not.toContain(organisation.id)
    expect(await refusal(target.api.referrals.letter({ id: play.now().id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await refusal(target.api.referrals.openSnapshot({ id: play.now().id }))).toMatchObject({
      appCode: 'GRANT_NOT_LIVE',
    })
  })

  test('[X-03] opens exactly the consented sections on acceptance, notes who looked, and ends with the referral', async () => {
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding', sections: ['profile', 'staff'] })
    const { id } = await play.until('accept')
    const target = stage.people.districtB
    const open = await behindTheWall(world, target, stage.organisation.id)
    expect(open).toEqual({
      organisation: 1,
      dossier_section: 2,
      organisation_person: 0,
      referral_snapshot: 1,
      consent: 1,
      dossier_grant: 1,
      attachment: 0,
      referral: 1,
    })
    const snapshot = await target.api.referrals.openSnapshot({ id })
    expect(Object.keys(snapshot.sections).sort()).toEqual(['profile', 'staff'])
    expect([snapshot.people, snapshot.isIntact]).toEqual([[], true])
    const seen = await stage.account.api.referrals.shared()
    expect(seen.access).toMatchObject([
      { tenantName: stage.tenants.districtB.name, sections: ['profile', 'staff'], basis: 'grant' },
    ])
    expect(seen.grants).toMatchObject([{ tenantName: stage.tenants.districtB.name, isLive: true }])

    await play.onward('accept', 'close')
    expect(await behindTheWall(world, target, stage.organisation.id)).toEqual({
      ...nothing,
      dossier_grant: 1,
      referral: 1,
    })
    expect(await refusal(target.api.referrals.openSnapshot({ id }))).toMatchObject({ appCode: 'GRANT_NOT_LIVE' })
    expect(await target.api.referrals.get({ id })).toMatchObject({
      organisation: null,
      grant: { isLive: false },
      outcome: { code: 'served' },
    })
    expect((await stage.account.api.referrals.shared()).grants).toMatchObject([{ isLive: false }])
  })

  test('[X-03] ends with its last day, though the work goes on', async () => {
    const { id } = await playReferral(stage, {
      to: 'districtB',
      need: 'capabilityBuilding',
      grantUntil: '2026-03-10',
    }).until('begin')
    const target = stage.people.districtB
    world.setNow(new Date('2026-03-10T23:59:00+08:00'))
    expect((await behindTheWall(world, target, stage.organisation.id)).dossier_section).toBe(3)
    world.setNow(new Date('2026-03-11T00:00:00+08:00'))
    expect(await behindTheWall(world, target, stage.organisation.id)).toEqual({
      ...nothing,
      dossier_grant: 1,
      referral: 1,
    })
    expect((await target.api.referrals.get({ id })).state).toBe('active')
  })

  test('[X-03] personal data of named people goes only by its own line of consent', async () => {
    const { id } = await playReferral(stage, { to: 'districtB', need: 'capabilityBuilding', personal: true }).until(
      'accept',
    )
    expect((await stage.people.districtB.api.referrals.openSnapshot({ id })).people).toHaveLength(2)
    expect((await behindTheWall(world, stage.people.districtB, stage.organisation.id)).organisation_person).toBe(2)
  })

  test('after a decline the target keeps number, date and its own reason, and the preview is gone', async () => {
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('acknowledge')
    const target = stage.people.districtB
    const { id } = await target.api.referrals.decline({
      ...play.next(),
      reasonCode: 'capacity',
      text: '名额已满',
      betterTenantId: null,
    })
    const view = await target.api.referrals.get({ id })
    expect([view.preview, view.need, view.organisation, view.clock]).toEqual([null, null, null, null])
    expect(view.decline).toMatchObject({ code: 'capacity', text: '名额已满' })
    expect(view.number).toBe(play.now().number)
    const organisationView = await stage.account.api.referrals.get({ id })
    expect([organisationView.decline, JSON.stringify(organisationView.timeline).includes('名额已满')]).toEqual([
      null,
      false,
    ])
  })

  test('the common superior sees the preview, then milestones, then the coded outcome, and never whom or why in words', async () => {
    const play = playReferral(stage, { to: 'streetB', need: 'venue' })
    await play.until('approve')
    const desk = stage.people.city
    const undecided = await desk.api.referrals.get({ id: play.now().id })
    expect(undecided).toMatchObject({ as: 'desk', organisation: null, request: null, preview: { need: 'venue' } })
    await play.onward('approve', 'report')
    const reported = await desk.api.referrals.get({ id: play.now().id })
    expect(reported).toMatchObject({
      organisation: null,
      preview: null,
      outcome: { code: 'served', text: null, services: null },
      milestones: { leadName: '负责人' },
    })
    expect(JSON.stringify(reported)).not.toContain('已安排场地')
    expect(reported.actions).toEqual([])
  })

  test('a superior that is the target cannot find out from an organisation in its sight which one a preview is of', async () => {
    const play = playReferral(stage)
    await play.until('approve')
    const city = stage.people.city.api.referrals
    expect((await city.ofOrganisation({ organisationId: stage.organisation.id })).rows).toEqual([])
    await play.onward('approve', 'accept')
    expect((await city.ofOrganisation({ organisationId: stage.organisation.id })).rows).toHaveLength(1)
  })

  test('the sealed snapshot does not follow what changes later, and its digest proves it', async () => {
    const { id } = await playReferral(stage, {
      to: 'districtB',
      need: 'capabilityBuilding',
      sections: ['staff'],
    }).until('accept')
    const before = await stage.people.districtB.api.referrals.openSnapshot({ id })
    await asSystem(world.db, tx =>
      tx.execute(
        sql`update dossier_section set body = jsonb_set(body, '{fullTime}', '999') where organisation_id = ${stage.organisation.id} and section = 'staff'`,
      ),
    )
    expect((await stage.people.districtB.api.referrals.openSnapshot({ id })).sections).toEqual(before.sections)
    await asSystem(world.db, tx => tx.update(schema.referralSnapshot).set({ sections: { staff: { fullTime: 999 } } }))
    expect((await stage.people.districtB.api.referrals.openSnapshot({ id })).isIntact).toBe(false)
  })

  test('what the target reads before it accepts must not name the organisation', async () => {
    const play = playReferral(stage)
    await play.until('edit')
    const { streetA } = stage.people
    const view = await streetA.api.referrals.get({ id: play.now().id })
    const form = {
      mode: view.mode,
      need: view.need,
      targetTenantId: stage.tenants.city.id,
      otherReason: '合适',
      purpose: '支持',
      sections: ['profile' as const],
      personal: false,
      grantUntil: '2026-08-31',
    }
    play.set(await streetA.api.referrals.edit({ ...play.next(), ...form, needText: `帮助${stage.organisation.name}` }))
    expect(await refusal(play.ask())).toMatchObject({ appCode: 'REFERRAL_NEED_NAMES_ORGANISATION' })
  })

  test('an organisation of the network unknown to the sender cannot be referred, and looks like one that does not exist', async () => {
    const foreign = await asSystem(world.db, tx =>
      newOrganisation(tx, { networkId: stage.networkId, tenantId: stage.tenants.districtC.id }),
    )
    const create = (organisationId: string) =>
      stage.people.streetA.api.referrals.create({ key: crypto.randomUUID(), organisationId, mode: 'coService' })
    expect(await refusal(create(foreign.id))).toEqual(await refusal(create(crypto.randomUUID())))
  })
})
