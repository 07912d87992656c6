import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

/** Every procedure that takes a referral's id, with otherwise good input. */
function callsOn(person: TestPerson, id: string, version: number): Record<string, () => Promise<unknown>> {
  const { referrals } = person.api
  const change = () => ({ key: key(), id, version })
  const form = {
    mode: 'coService' as const,
    need: 'venue',
    needText: '',
    targetTenantId: null,
    otherReason: '',
    purpose: '',
    sections: [],
    personal: false,
    grantUntil: null,
  }
  return {
    edit: () => referrals.edit({ ...change(), ...form }),
    requestConsent: () => referrals.requestConsent(change()),
    uploadPaperConsent: () =>
      referrals.uploadPaperConsent({
        ...change(),
        signatory: '理事长',
        reason: '无账号',
        fileName: 'a.pdf',
        content: Buffer.from('%PDF-1.7').toString('base64'),
      }),
    approve: () => referrals.approve(change()),
    sendBack: () => referrals.sendBack({ ...change(), reason: '重写' }),
    acknowledge: () => referrals.acknowledge(change()),
    accept: () =>
      referrals.accept({ ...change(), leadName: '负责人', firstContactOn: '2026-03-05', duplicateAnswer: '' }),
    decline: () => referrals.decline({ ...change(), reasonCode: 'capacity', text: '', betterTenantId: null }),
    withdraw: () => referrals.withdraw({ ...change(), reason: '不再需要' }),
    begin: () => referrals.begin({ ...change(), contactedOn: '2026-03-02', note: '' }),
    progress: () => referrals.progress({ ...change(), note: '进展' }),
    reportOutcome: () =>
      referrals.reportOutcome({ ...change(), outcomeCode: 'served', outcomeText: '', servicesDelivered: '场地' }),
    confirmClosure: () => referrals.confirmClosure(change()),
    discard: () => referrals.discard(change()),
    suggest: () => referrals.suggest({ id, need: 'venue' }),
    duplicates: () => referrals.duplicates({ id }),
    get: () => referrals.get({ id }),
    letter: () => referrals.letter({ id }),
    openSnapshot: () => referrals.openSnapshot({ id }),
  }
}

describe('who may not', () => {
  let world: TestWorld
  let stage: Stage
  beforeAll(async () => {
    world = await buildTestWorld()
  })
  beforeEach(async () => {
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  const rowOf = (id: string) =>
    asSystem(world.db, async tx => (await tx.select().from(schema.referral).where(eq(schema.referral.id, id)))[0])

  const moments = ['edit', 'ask', 'approve', 'accept', 'begin', 'report', 'close'] as const
  test.each(moments)(
    'a third district gets the answer of an id that does not exist from every procedure, after the step %s, and the row stays',
    async step => {
      const { id, version } = await playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' }).until(step)
      const before = await rowOf(id)
      const strangers = [stage.people.districtC, stage.people.sector]
      for (const stranger of strangers) {
        const [real, absent] = [callsOn(stranger, id, version), callsOn(stranger, randomUUID(), version)]
        for (const name of Object.keys(real)) {
          const answer = { appCode: 'NOT_FOUND', params: {} }
          expect([name, await refusal(real[name]!()), await refusal(absent[name]!())]).toEqual([name, answer, answer])
        }
        for (const box of ['inbox', 'outbox', 'desk'] as const)
          expect((await stranger.api.referrals[box]({})).rows).toEqual([])
        const { counts: _counts, tiles: _tiles, ...lists } = await stranger.api.workbench.summary()
        expect(Object.values(lists).flat()).toEqual([])
        expect((await stranger.api.referrals.exportFile({ box: 'inbox', language: 'zh' })).rows).toBe(0)
      }
      expect(await rowOf(id)).toEqual(before)
    },
  )

  test('a superior of the sender that is neither target nor desk sees the count and no row', async () => {
    const { id, version } = await playReferral(stage, { to: 'streetB', need: 'venue' }).until('approve')
    const superior = stage.people.districtA
    const calls = callsOn(superior, id, version)
    expect(await refusal(calls['get']!())).toEqual({ appCode: 'NOT_FOUND', params: {} })
    const counts = await superior.api.referrals.countsBelow({})
    expect(counts.sent).toMatchObject([{ state: 'submitted', direction: 'lateral', mode: 'coService', n: 1 }])
    expect(counts.received).toEqual([])
    expect(await refusal(superior.api.referrals.countsBelow({ tenantId: stage.tenants.districtB.id }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
    expect((await stage.people.districtC.api.referrals.countsBelow({})).touching).toEqual([])
  })

  test('a role that may not is told so, and the row stays: caseworkers do not approve or accept, auditors do nothing', async () => {
    const place = { networkId: stage.networkId }
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('sign')
    const sender = { ...place, tenantId: stage.tenants.streetA.id }
    const target = { ...place, tenantId: stage.tenants.districtB.id }
    const caseWorker = await world.person({ ...sender, roles: ['caseWorker'] })
    const before = await rowOf(play.now().id)
    for (const action of ['approve', 'sendBack', 'withdraw'])
      expect([action, await refusal(callsOn(caseWorker, play.now().id, play.now().version)[action]!())]).toEqual([
        action,
        { appCode: 'NOT_ALLOWED', params: {} },
      ])
    expect(await rowOf(play.now().id)).toEqual(before)

    await play.onward('sign', 'acknowledge')
    const [desk, auditor] = [
      await world.person({ ...target, roles: ['referralDesk'] }),
      await world.person({ ...target, roles: ['auditor'] }),
    ]
    const acknowledged = await rowOf(play.now().id)
    for (const action of ['accept', 'decline'])
      expect(await refusal(callsOn(desk, play.now().id, play.now().version)[action]!())).toMatchObject({
        appCode: 'NOT_ALLOWED',
      })
    for (const action of ['accept', 'acknowledge', 'begin'])
      expect(await refusal(callsOn(auditor, play.now().id, play.now().version)[action]!())).toMatchObject({
        appCode: 'NOT_ALLOWED',
      })
    expect(await rowOf(play.now().id)).toEqual(acknowledged)
    expect((await auditor.api.referrals.get({ id: play.now().id })).actions.filter(({ allowed }) => allowed)).toEqual(
      [],
    )
    // A role is named for what could be done now, and for nothing that belongs to another state.
    const { actions } = await desk.api.referrals.get({ id: play.now().id })
    const missing = actions.filter(({ refusal }) => refusal?.code === 'REFERRAL_ROLE_MISSING')
    expect(missing.map(({ action }) => action).toSorted()).toEqual(['accept', 'decline', 'waitlist'])
  })

  test('a party may not do another party’s part', async () => {
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('acknowledge')
    const calls = callsOn(stage.people.streetA, play.now().id, play.now().version)
    for (const action of ['accept', 'decline', 'acknowledge', 'begin', 'duplicates'])
      expect([action, await refusal(calls[action]!())]).toEqual([action, { appCode: 'NOT_ALLOWED', params: {} }])
    const targetCalls = callsOn(stage.people.districtB, play.now().id, play.now().version)
    for (const action of ['withdraw', 'approve', 'edit', 'discard', 'confirmClosure'])
      expect([action, await refusal(targetCalls[action]!())]).toEqual([action, { appCode: 'NOT_ALLOWED', params: {} }])
  })

  test('nobody without a session, and nobody of a suspended tenant', async () => {
    expect(await refusal(world.anonymous.referrals.inbox({}))).toMatchObject({ appCode: 'NOT_SIGNED_IN' })
    await asSystem(world.db, tx =>
      tx.update(schema.tenant).set({ status: 'suspended' }).where(eq(schema.tenant.id, stage.tenants.districtC.id)),
    )
    expect(await refusal(stage.people.districtC.api.referrals.inbox({}))).toMatchObject({
      appCode: 'TENANT_NOT_ACTIVE',
    })
  })

  test('an organisation’s account sees its own referrals alone, and none while it is a draft', async () => {
    const { organisation: other, account } = await anotherOrganisation(world, stage)
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('edit')
    expect((await stage.account.api.referrals.ofOrganisation({})).rows).toEqual([])
    await play.ask()
    expect((await stage.account.api.referrals.ofOrganisation({})).rows).toMatchObject([
      { id: play.now().id, as: 'organisation' },
    ])
    expect((await account.api.referrals.ofOrganisation({})).rows).toEqual([])
    expect(await refusal(account.api.referrals.get({ id: play.now().id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await refusal(stage.account.api.referrals.ofOrganisation({ organisationId: other.id }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
  })
})
