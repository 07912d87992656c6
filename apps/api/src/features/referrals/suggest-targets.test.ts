import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

describe('suggested targets', () => {
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

  const draft = async () => (await playReferral(stage).until('draft')).id

  test('[X-04] [B-11] ranks the incubators of the whole network by capability, tier function, field, capacity, response record and distance, each with its reason', async () => {
    const { suggestions, considered } = await stage.people.streetA.api.referrals.suggest({
      id: await draft(),
      need: 'capabilityBuilding',
    })
    expect(considered).toBe(7)
    expect(suggestions.slice(0, 2).map(({ tenant }) => tenant.id)).toEqual([
      stage.tenants.districtA.id,
      stage.tenants.districtB.id,
    ])
    expect(suggestions.map(({ tenant }) => tenant.id)).not.toContain(stage.tenants.streetA.id)
    expect(suggestions[0]!.lines.map(({ part, reason }) => [part, reason.code])).toEqual([
      ['capability', 'DECLARES_FUNCTION'],
      ['tierFunction', 'FUNCTION_OF_TIER'],
      ['field', 'FIELD_GENERALIST'],
      ['capacity', 'CAPACITY_FREE'],
      ['response', 'RESPONSE_NO_RECORD'],
      ['distance', 'DISTANCE'],
    ])
    expect(suggestions[0]!.score).toBeCloseTo(
      suggestions[0]!.lines.reduce((sum, { points }) => sum + points, 0),
      5,
    )
  })

  test('[X-04] a record of declines and a full house cost points; one that takes no referrals is left out', async () => {
    const { districtA, districtB } = stage.tenants
    await asSystem(world.db, async tx => {
      await tx.insert(schema.responseRecord).values({
        networkId: stage.networkId,
        tenantId: districtA.id,
        received: 10,
        acknowledged: 10,
        accepted: 1,
        declined: 9,
        activeNow: 20,
        acknowledgeHoursTotal: 300,
        updatedAt: testMonday,
      })
    })
    const ask = async () =>
      (await stage.people.streetA.api.referrals.suggest({ id: await draft(), need: 'capabilityBuilding' })).suggestions
    const [first, second] = await ask()
    expect([first!.tenant.id, second!.tenant.id]).toEqual([districtB.id, districtA.id])
    expect(second!.lines.find(({ part }) => part === 'capacity')!.reason).toEqual({
      code: 'CAPACITY_FULL',
      params: { ceiling: 20 },
    })
    expect(second!.lines.find(({ part }) => part === 'response')!.reason).toEqual({
      code: 'RESPONSE_RECORD',
      params: { acceptedPercent: 10, decided: 10, workingHours: 30 },
    })
    await asSystem(world.db, tx =>
      tx.update(schema.capability).set({ takesReferrals: false }).where(eq(schema.capability.tenantId, districtB.id)),
    )
    expect((await ask()).map(({ tenant }) => tenant.id)).not.toContain(districtB.id)
  })

  test('[X-04] a target that was not suggested needs a reason, and the referral keeps what there was to choose from', async () => {
    const play = playReferral(stage, { to: 'districtC', need: 'venue' })
    await play.until('draft')
    const form = {
      mode: 'coService' as const,
      need: 'venue',
      needText: '',
      purpose: '场地',
      sections: ['profile' as const],
      personal: false,
      grantUntil: '2026-08-31',
    }
    const edit = (otherReason: string, targetTenantId: string) =>
      stage.people.streetA.api.referrals.edit({ ...play.next(), ...form, otherReason, targetTenantId })
    play.set(await edit('', stage.tenants.districtC.id))
    expect(await refusal(play.ask())).toMatchObject({ appCode: 'REFERRAL_OTHER_TARGET_REASON_MISSING' })
    play.set(await edit('离组织最近', stage.tenants.districtC.id))
    expect((await stage.people.streetA.api.referrals.get({ id: play.now().id })).workings).toMatchObject({
      suggestion: { need: 'venue', taken: false },
      otherReason: '离组织最近',
    })
    play.set(await edit('', stage.tenants.streetB.id))
    expect((await play.ask()).state).toBe('awaitingConsent')
    expect((await stage.people.streetA.api.referrals.get({ id: play.now().id })).workings?.suggestion).toMatchObject({
      taken: true,
    })
  })

  test('a need outside the network’s catalogue and a target outside the network are refused', async () => {
    const elsewhere = await setStage(world)
    const play = playReferral(stage)
    await play.until('draft')
    const form = {
      mode: 'coService' as const,
      needText: '',
      purpose: '',
      sections: [],
      personal: false,
      grantUntil: null,
      otherReason: '',
    }
    const edit = (need: string, targetTenantId: string) =>
      stage.people.streetA.api.referrals.edit({ ...play.next(), ...form, need, targetTenantId })
    expect(await refusal(edit('catering', stage.tenants.city.id))).toMatchObject({ appCode: 'REFERRAL_NEED_UNKNOWN' })
    expect(await refusal(edit('venue', elsewhere.tenants.city.id))).toEqual(
      await refusal(edit('venue', crypto.randomUUID())),
    )
  })
})
