import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, testMonday, type TestWorld } from '../../../test/harness.ts'
import {
  anotherOrganisation,
  key,
  type Place,
  playReferral,
  refusal,
  setStage,
  type Stage,
} from '../../../test/referral-stage.ts'
import { abilityFor } from '@fuqiao/access'
import { actorFrom } from '../../rpc/actor.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { reassignOpenReferrals } from './index.ts'

describe('when an incubator goes', () => {
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

  /** As the tree's slice does it, in a transaction of the person. */
  const reassign = (person: TestPerson, from: Place, to: Place, basis: 'successor' | 'superior') =>
    withSession(world.db, { sessionId: person.sessionId, now: world.deps.now() }, async (tx, entered) => {
      const actor = actorFrom(entered)
      if (actor?.kind !== 'tenant') throw new Error('a tenant acts')
      const change = { fromTenantId: stage.tenants[from].id, toTenantId: stage.tenants[to].id, basis }
      return reassignOpenReferrals(
        { tx, actor, ability: abilityFor(actor), now: world.deps.now(), deps: world.deps },
        change,
      )
    })
  const rowOf = (id: string) =>
    asSystem(world.db, async tx => (await tx.select().from(schema.referral).where(eq(schema.referral.id, id)))[0]!)
  const fresh = async (plot: Parameters<typeof playReferral>[1] = {}) => {
    const made = await anotherOrganisation(world, stage)
    return { ...made, play: playReferral(stage, { ...plot, ...made }) }
  }

  test('[B-08] a successor stands in for a merged target: consent carries, the grant is its own, and the work goes on', async () => {
    const undecided = await fresh({ to: 'districtB', need: 'capabilityBuilding' })
    await undecided.play.until('acknowledge')
    const running = await fresh({ to: 'districtB', need: 'capabilityBuilding' })
    await running.play.until('begin')
    await dispatchOutbox(world.deps, testMonday)
    expect(await reassign(stage.people.city, 'districtB', 'districtC', 'successor')).toBe(2)

    const heir = stage.people.districtC.api.referrals
    const accepted = await heir.accept({
      key: key(),
      id: undecided.play.now().id,
      version: undecided.play.now().version + 1,
      leadName: '负责人',
      firstContactOn: '2026-03-05',
      duplicateAnswer: '',
    })
    expect(accepted.state).toBe('accepted')
    expect(await heir.openSnapshot({ id: running.play.now().id })).toMatchObject({ isIntact: true })
    expect(await refusal(stage.people.districtB.api.referrals.get({ id: running.play.now().id }))).toMatchObject({
      appCode: 'NOT_FOUND',
    })
    const grants = await asSystem(world.db, tx =>
      tx.select().from(schema.dossierGrant).where(eq(schema.dossierGrant.referralId, running.play.now().id)),
    )
    expect(grants.map(({ tenantId, endReason }) => [tenantId, endReason]).sort()).toEqual(
      [
        [stage.tenants.districtB.id, 'merged'],
        [stage.tenants.districtC.id, null],
      ].sort(),
    )
    expect((await heir.get({ id: running.play.now().id })).timeline.at(-1)).toMatchObject({
      action: 'standIn',
      by: 'network',
      data: { basis: 'successor', replaced: 'target' },
    })
    await dispatchOutbox(world.deps, testMonday)
    const loads = await asSystem(world.db, tx =>
      tx.select().from(schema.responseRecord).where(eq(schema.responseRecord.networkId, stage.networkId)),
    )
    const loadOf = (place: Place) => loads.find(({ tenantId }) => tenantId === stage.tenants[place].id)?.activeNow
    expect([loadOf('districtB'), loadOf('districtC')]).toEqual([0, 2])
  })

  test('[B-08] the superior of a suspended target is a new recipient: an undecided referral goes back to the organisation, which sees whom it would go to', async () => {
    const { play, account } = await fresh({ to: 'streetB', need: 'venue' })
    await play.until('acknowledge')
    const { id } = play.now()
    await reassign(stage.people.city, 'streetB', 'districtB', 'superior')
    expect(await rowOf(id)).toMatchObject({
      state: 'awaitingConsent',
      holder: 'organisation',
      toTenantId: stage.tenants.districtB.id,
      submittedAt: null,
      deskTenantId: null,
      dueRule: 'consent',
      consentSignedAt: null,
    })
    expect(await refusal(stage.people.districtB.api.referrals.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    expect(await refusal(stage.people.streetB.api.referrals.get({ id }))).toMatchObject({ appCode: 'NOT_FOUND' })
    const [asked] = await account.api.consents.pending()
    const shown = await account.api.consents.show({ id: asked!.id })
    expect(shown.shown.recipient.name).toBe(stage.tenants.districtB.name)
    play.set(
      await account.api.consents.sign({
        key: key(),
        id: shown.id,
        version: shown.version,
        digest: shown.digest,
        signatory: '理事长',
      }),
    )
    await play.approve()
    expect(await stage.people.districtB.api.referrals.get({ id })).toMatchObject({
      as: 'target',
      state: 'submitted',
      organisation: null,
    })
  })

  /** A question of the target for more than was consented to, for which the organisation is asked for its further consent. */
  async function furtherAsked(to: Place, need: string) {
    const made = await anotherOrganisation(world, stage)
    const play = playReferral(stage, { to, need, sections: ['profile'], ...made })
    await play.until('acknowledge')
    const target = stage.people[to].api.referrals
    play.set(await target.requestInformation({ ...play.next(), section: 'staff', question: '请补充' }))
    play.set(await stage.people.streetA.api.referrals.requestFurtherConsent({ ...play.next(), personal: false }))
    const [further] = await made.account.api.consents.pending()
    const shown = await made.account.api.consents.show({ id: further!.id })
    return { ...made, play, id: play.now().id, shown }
  }
  const consentsOf = (id: string) =>
    asSystem(world.db, tx => tx.select().from(schema.consent).where(eq(schema.consent.referralId, id)))

  test('[B-08] [X-03] while an organisation is asked for its further consent: a superior stands in with a consent that is asked for anew, and what was asked before is not signed any more', async () => {
    const { id, account, play, shown } = await furtherAsked('streetB', 'venue')
    await reassign(stage.people.city, 'streetB', 'districtB', 'superior')
    expect(await rowOf(id)).toMatchObject({ state: 'awaitingConsent', toTenantId: stage.tenants.districtB.id })
    const asked = await account.api.consents.pending()
    expect(asked).toMatchObject([{ isFurther: false, recipientName: stage.tenants.districtB.name }])
    const before = await consentsOf(id)
    expect(before.filter(({ state }) => state === 'asked')).toHaveLength(1)
    const anew = await account.api.consents.show({ id: asked[0]!.id })
    const { version, digest } = anew
    const old = { key: key(), id: shown.id, version, digest: shown.digest, signatory: '理事长' }
    expect(await refusal(account.api.consents.sign(old))).toMatchObject({ appCode: 'REFERRAL_WRONG_STATE' })
    expect(await consentsOf(id)).toEqual(before)
    play.set(await account.api.consents.sign({ key: key(), id: anew.id, version, digest, signatory: '理事长' }))
    await play.approve()
    expect(await rowOf(id)).toMatchObject({ state: 'submitted', sections: ['profile'] })
  })

  test('[B-08] [X-03] while an organisation is asked for its further consent: a successor goes on with the question, and what is signed names whom it goes to', async () => {
    const { id, account, play } = await furtherAsked('districtB', 'capabilityBuilding')
    await reassign(stage.people.city, 'districtB', 'districtC', 'successor')
    expect(await rowOf(id)).toMatchObject({ state: 'informationRequested', toTenantId: stage.tenants.districtC.id })
    const [asked] = await account.api.consents.pending()
    const { version, digest, shown } = await account.api.consents.show({ id: asked!.id })
    expect(shown.recipient.name).toBe(stage.tenants.districtC.name)
    const signed = { key: key(), id: asked!.id, version, digest, signatory: '理事长' }
    play.set(await account.api.consents.sign(signed))
    play.set(await stage.people.streetA.api.referrals.answerInformation({ ...play.next(), answer: '见补充内容' }))
    const heir = stage.people.districtC.api.referrals
    const accepted = { leadName: '负责人', firstContactOn: '2026-03-05', duplicateAnswer: '' }
    await heir.accept({ ...play.next(), ...accepted })
    expect((await heir.openSnapshot({ id })).supplements).toMatchObject([{ isIntact: true }])
  })

  test('[B-08] [X-03] running work goes to the superior without the dossier, until the organisation consents anew', async () => {
    const { play, account, organisation } = await fresh({ to: 'streetB', need: 'venue' })
    await play.until('begin')
    const { id } = play.now()
    await reassign(stage.people.city, 'streetB', 'districtB', 'superior')
    const heir = stage.people.districtB.api.referrals
    expect(await heir.get({ id })).toMatchObject({ as: 'target', state: 'active', organisation: null, grant: null })
    expect(await refusal(heir.openSnapshot({ id }))).toMatchObject({ appCode: 'GRANT_NOT_LIVE' })
    const [asked] = await account.api.consents.pending()
    const shown = await account.api.consents.show({ id: asked!.id })
    const answer = { key: key(), id: shown.id, version: shown.version, digest: shown.digest, signatory: '理事长' }
    expect(await account.api.consents.sign(answer)).toMatchObject({ id, state: 'active' })
    expect(await account.api.consents.sign(answer)).toMatchObject({ id, state: 'active' })
    expect(await heir.openSnapshot({ id })).toMatchObject({ organisationName: organisation.name })
    expect(await heir.get({ id })).toMatchObject({ grant: { isLive: true } })
  })

  test.each([
    [
      'pauses',
      'onHold',
      (change: { key: string; id: string; version: number }) =>
        stage.people.streetB.api.referrals.hold({ ...change, reason: '装修', resumeOn: '2026-03-20' }),
    ],
    [
      'is to be returned',
      'returnRequested',
      (change: { key: string; id: string; version: number }) =>
        stage.people.streetB.api.referrals.requestReturn({ ...change, reason: '已迁走', handOverSheet: '已辅导两次' }),
    ],
  ] as const)(
    '[B-08] [X-03] work that %s goes to the superior likewise, and the organisation consents anew all the same',
    async (_what, state, go) => {
      const { play, account } = await fresh({ to: 'streetB', need: 'venue' })
      await play.until('begin')
      play.set(await go(play.next()))
      const { id } = play.now()
      await reassign(stage.people.city, 'streetB', 'districtB', 'superior')
      const heir = stage.people.districtB.api.referrals
      expect(await refusal(heir.openSnapshot({ id }))).toMatchObject({ appCode: 'GRANT_NOT_LIVE' })
      const pending = await account.api.consents.pending()
      expect(pending.map(({ referralId }) => referralId)).toEqual([id])
      const shown = await account.api.consents.show({ id: pending[0]!.id })
      const answer = { key: key(), id: shown.id, version: shown.version, digest: shown.digest, signatory: '理事长' }
      expect(await account.api.consents.sign(answer)).toMatchObject({ id, state })
      expect(await heir.openSnapshot({ id })).toMatchObject({ isIntact: true })
    },
  )

  test('[B-08] a suspended sender’s referrals go on with its superior, who has custody of what was about to be sent', async () => {
    const waiting = await fresh({ to: 'districtB', mode: 'handOver', need: 'capabilityBuilding' })
    await waiting.play.until('sign')
    const draft = await fresh({ to: 'districtB', need: 'capabilityBuilding' })
    await draft.play.until('edit')
    await reassign(stage.people.city, 'streetA', 'districtA', 'superior')
    expect((await rowOf(draft.play.now().id)).fromTenantId).toBe(stage.tenants.streetA.id)
    const { id, version } = waiting.play.now()
    const approved = await stage.people.districtA.api.referrals.approve({ key: key(), id, version: version + 1 })
    expect(approved.state).toBe('submitted')
    waiting.play.set(approved)
    await waiting.play.acknowledge()
    await waiting.play.accept()
    const [row] = await asSystem(world.db, tx =>
      tx.select().from(schema.organisation).where(eq(schema.organisation.id, waiting.organisation.id)),
    )
    expect(row?.tenantId).toBe(stage.tenants.districtB.id)
  })

  test('[B-08] where heir and other party are one there is nothing left to refer: withdrawn while undecided, closed when running', async () => {
    const undecided = await fresh({ to: 'districtA', need: 'capabilityBuilding' })
    await undecided.play.until('acknowledge')
    const running = await fresh({ to: 'districtA', need: 'capabilityBuilding' })
    await running.play.until('begin')
    await reassign(stage.people.city, 'streetA', 'districtA', 'superior')
    expect(await rowOf(undecided.play.now().id)).toMatchObject({
      state: 'withdrawn',
      holder: null,
      dueAt: null,
      nextClockAt: null,
    })
    expect(await rowOf(running.play.now().id)).toMatchObject({ state: 'closed', holder: null })
    const grants = await asSystem(world.db, tx =>
      tx.select().from(schema.dossierGrant).where(eq(schema.dossierGrant.referralId, running.play.now().id)),
    )
    expect(grants.every(({ endedAt }) => endedAt !== null)).toBe(true)
  })

  test('[B-08] a desk that goes is followed by another superior of both parties', async () => {
    const { play } = await fresh({ to: 'streetB', need: 'venue' })
    await play.until('approve')
    await asSystem(world.db, tx =>
      tx
        .update(schema.referral)
        .set({ deskTenantId: stage.tenants.districtC.id })
        .where(eq(schema.referral.id, play.now().id)),
    )
    await reassign(stage.people.city, 'districtC', 'city', 'superior')
    expect(await rowOf(play.now().id)).toMatchObject({ state: 'submitted', deskTenantId: stage.tenants.city.id })
  })

  test('the gates open to the centre of the network alone', async () => {
    const { play } = await fresh({ to: 'streetB', need: 'venue' })
    await play.until('approve')
    await expect(reassign(stage.people.districtB, 'streetB', 'districtB', 'superior')).rejects.toThrow()
    const elsewhere = await setStage(world)
    expect(await reassign(elsewhere.people.city, 'streetB', 'districtB', 'superior')).toBe(0)
    const forced = withSession(world.db, { sessionId: stage.people.districtB.sessionId, now: testMonday }, tx =>
      tx.execute(sql`select app.stand_in(${stage.tenants.streetB.id}, ${stage.tenants.districtB.id}, '[]'::jsonb)`),
    )
    await expect(forced).rejects.toThrow()
    expect(await rowOf(play.now().id)).toMatchObject({ state: 'submitted', toTenantId: stage.tenants.streetB.id })
  })
})
