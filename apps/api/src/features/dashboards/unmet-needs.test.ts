import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, key, playReferral, refusal, setStage, type Stage } from '../../../test/referral-stage.ts'

let world: TestWorld
let stage: Stage
beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  world.setNow(new Date('2026-03-02T09:00:00+08:00'))
  stage = await setStage(world)
})

async function declined(of: { organisation: Stage['organisation']; account: Stage['account'] } = stage) {
  const sent = await playReferral(stage, { to: 'districtB', need: 'venue', ...of }).until('acknowledge')
  return stage.people.districtB.api.referrals.decline({
    key: key(),
    id: sent.id,
    version: sent.version,
    reasonCode: 'capacity',
    text: '',
    betterTenantId: null,
  })
}
const year = { period: { kind: 'year' } } as const

describe('[B-05] needs that nobody met', () => {
  test('[B-11] are counted by need, field, area and cause for those above who brought them forward, and no name with them', async () => {
    const { organisation } = stage
    await declined()
    await declined(await anotherOrganisation(world, stage))
    const { city, districtA } = stage.people
    for (const person of [city, districtA]) {
      const seen = await person.api.dashboards.unmetNeeds(year)
      expect(seen.total.value).toBe(2)
      expect(seen.byNeed).toMatchObject([{ key: 'venue', value: 2 }])
      expect(seen.byCause).toMatchObject([{ key: 'capacity', value: 2 }])
      expect(seen.cells.reduce((sum, { value }) => sum + value, 0)).toBe(2)
      expect(JSON.stringify(seen)).not.toContain(organisation.name)
    }
    const { children } = await city.api.dashboards.unmetNeeds(year)
    expect(children.find(({ tenant }) => tenant.id === stage.tenants.districtA.id)?.value).toBe(2)
  })

  test('are nobody else’s to see', async () => {
    await declined()
    const { districtB, districtC } = stage.people
    for (const person of [districtB, districtC])
      expect((await person.api.dashboards.unmetNeeds(year)).total.value).toBe(0)
    const foreign = { ...year, tenantId: stage.tenants.districtA.id }
    expect(await refusal(districtC.api.dashboards.unmetNeeds(foreign))).toMatchObject({ appCode: 'NOT_FOUND' })
  })

  test('are counted once a chain, and not while the chain goes on with another target', async () => {
    const first = await declined()
    const { streetA, districtA } = stage.people
    const { successorId } = await streetA.api.referrals.reroute({ key: key(), id: first.id, version: first.version })
    expect((await districtA.api.dashboards.unmetNeeds(year)).total.value).toBe(1)
    const onward = playReferral(stage, { to: 'districtC', need: 'venue' })
    onward.set({ id: successorId, number: '', version: 1, state: 'draft' })
    await onward.onward('draft', 'approve')
    expect((await districtA.api.dashboards.unmetNeeds(year)).total.value).toBe(0)
  })
})
