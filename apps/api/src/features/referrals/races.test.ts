import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

describe('referrals under concurrency', () => {
  let world: TestWorld
  let stage: Stage
  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
  })
  afterAll(() => world.close())

  const fresh = async (plot: Parameters<typeof playReferral>[1] = {}) => {
    const { organisation, account } = await anotherOrganisation(world, stage)
    return { account, organisation, play: playReferral(stage, { ...plot, organisation, account }) }
  }
  const eventsOf = (id: string) =>
    asSystem(world.db, tx => tx.select().from(schema.referralEvent).where(eq(schema.referralEvent.referralId, id)))

  test('the same key twice, one after the other, gives the same answer and one effect', async () => {
    const { play } = await fresh()
    await play.until('edit')
    const request = play.next()
    const first = await stage.people.streetA.api.referrals.requestConsent(request)
    expect(await stage.people.streetA.api.referrals.requestConsent(request)).toEqual(first)
    const consents = await asSystem(world.db, tx =>
      tx.select().from(schema.consent).where(eq(schema.consent.referralId, first.id)),
    )
    expect(consents).toHaveLength(1)
  })

  test('the same key five times at once creates one referral, and everyone gets it', async () => {
    const { organisation } = await fresh()
    const request = { key: key(), organisationId: organisation.id, mode: 'coService' as const }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => stage.people.streetA.api.referrals.create(request)),
    )
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    const rows = await asSystem(world.db, tx =>
      tx.select().from(schema.referral).where(eq(schema.referral.organisationId, organisation.id)),
    )
    expect(rows).toHaveLength(1)
  })

  test('a key that was used for something else is refused', async () => {
    const { play } = await fresh()
    await play.until('draft')
    const { key: used } = play.next()
    await stage.people.streetA.api.referrals.discard({ ...play.next(), key: used })
    expect(
      await refusal(
        stage.people.streetA.api.referrals.create({
          key: used,
          organisationId: stage.organisation.id,
          mode: 'coService',
        }),
      ),
    ).toMatchObject({ appCode: 'KEY_REUSED' })
  })

  test('a stale version is refused by name of the present state, and nothing changes', async () => {
    const { play } = await fresh()
    await play.until('approve')
    const stale = { ...play.next(), version: play.now().version - 1 }
    expect(await refusal(stage.people.city.api.referrals.acknowledge(stale))).toEqual({
      appCode: 'VERSION_CONFLICT',
      params: { version: play.now().version, state: 'submitted' },
    })
    expect(await stage.people.city.api.referrals.get({ id: play.now().id })).toMatchObject({
      state: 'submitted',
      version: play.now().version,
    })
  })

  test('two desks that accept at once: one wins, the other is told the present state; custody moves once', async () => {
    const { organisation, play } = await fresh({ to: 'districtB', mode: 'handOver', need: 'capabilityBuilding' })
    await play.until('acknowledge')
    const second: TestPerson = await world.person({
      networkId: stage.networkId,
      tenantId: stage.tenants.districtB.id,
      roles: ['director'],
    })
    const accept = (person: TestPerson) =>
      person.api.referrals.accept({
        ...play.next(),
        leadName: '负责人',
        firstContactOn: '2026-03-05',
        duplicateAnswer: '名称相近，不是同一组织',
      })
    const answers = await Promise.allSettled([accept(stage.people.districtB), accept(second)])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = answers.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(lost.reason).toMatchObject({ message: 'VERSION_CONFLICT' })
    expect((await eventsOf(play.now().id)).filter(({ action }) => action === 'accept')).toHaveLength(1)
    const [row] = await asSystem(world.db, tx =>
      tx.select().from(schema.organisation).where(eq(schema.organisation.id, organisation.id)),
    )
    expect(row?.tenantId).toBe(stage.tenants.districtB.id)
  })

  test('the organisation withdraws while the target accepts, thirty times: exactly one of the two stands, and all that goes with it', async () => {
    const winners: string[] = []
    for (let round = 0; round < 30; round += 1) {
      const { account, play } = await fresh()
      await play.until('acknowledge')
      const { id } = play.now()
      const accept = () =>
        stage.people.city.api.referrals.accept({
          ...play.next(),
          leadName: '负责人',
          firstContactOn: '2026-03-05',
          duplicateAnswer: '名称相近，不是同一组织',
        })
      const withdraw = () => account.api.referrals.withdraw({ ...play.next(), reason: '' })
      const answers = await Promise.allSettled(round % 2 === 0 ? [accept(), withdraw()] : [withdraw(), accept()])
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const lost = answers.find(({ status }) => status === 'rejected') as PromiseRejectedResult
      expect(lost.reason).toMatchObject({ message: 'VERSION_CONFLICT' })
      const after = await asSystem(world.db, async tx => ({
        row: (await tx.select().from(schema.referral).where(eq(schema.referral.id, id)))[0]!,
        grants: await tx.select().from(schema.dossierGrant).where(eq(schema.dossierGrant.referralId, id)),
      }))
      expect(after.grants).toHaveLength(after.row.state === 'accepted' ? 1 : 0)
      expect((await eventsOf(id)).filter(({ action }) => action === 'accept' || action === 'withdraw')).toHaveLength(1)
      winners.push(after.row.state)
    }
    expect(winners.every(state => state === 'accepted' || state === 'withdrawn')).toBe(true)
  })

  test('the retry with the same key after an answer that was lost gets the same referral', async () => {
    const { play } = await fresh()
    await play.until('acknowledge')
    const request = {
      ...play.next(),
      leadName: '负责人',
      firstContactOn: '2026-03-05',
      duplicateAnswer: '名称相近，不是同一组织',
    }
    const lost = await stage.people.city.api.referrals.accept(request)
    await stage.people.city.api.referrals.begin({
      key: key(),
      id: lost.id,
      version: lost.version,
      contactedOn: '2026-03-02',
      note: '',
    })
    expect(await stage.people.city.api.referrals.accept(request)).toEqual(lost)
  })
})
