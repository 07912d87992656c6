import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { playEntry } from '../../../test/case-play.ts'
import { applyToCall, caseLines, type CaseStage, setCaseStage } from '../../../test/case-stage.ts'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { refusal } from '../../../test/referral-stage.ts'

let world: TestWorld
let stage: CaseStage
let id: string
beforeAll(async () => {
  world = await buildTestWorld()
  // A working day after which years of holidays are loaded, in the last of the scheme's phases.
  world.setNow(new Date('2023-10-09T09:00:00+08:00'))
  stage = await setCaseStage(world, caseLines['lingwu']!)
  id = await applyToCall(stage)
  await playEntry(stage, id)
})
afterAll(() => world.close())

/** How often each rule of the network was lived by, by its place in the profile. */
async function counts(): Promise<Record<string, number | null>> {
  const { clauses } = await stage.top.api.rules.clauses()
  const rules = clauses.flatMap(clause => clause.rules)
  return Object.fromEntries(rules.map(({ path, evidence }) => [path, evidence?.records ?? null]))
}

test('[L-02] the base declares its functions, party building among them, and what it does for a resident’s party building is recorded and counted beside them', async () => {
  const { functions } = await stage.director.api.network.vocabulary()
  const own = functions.map(one => one.id)
  expect(own).toContain('partyBuildingLead')
  const before = await counts()
  expect(before['functions.partyBuildingLead']).toBe(0)
  expect(before['incubation.services.partyBuilding']).toBe(0)
  const declared = { fields: [], services: '党建孵化', contactName: '王', contactPhone: '0951-5550000' }
  await stage.director.api.tenants.declareCapability({
    ...{ ...declared, ceiling: 6, takesReferrals: true, functions: own, version: 1 },
  })
  const { version, admittedOn } = await stage.officer.api.cases.get({ id })
  const service = { serviceId: 'partyBuilding', on: admittedOn ?? '', minutes: 60, words: '组建党支部指导' }
  await stage.officer.api.cases.recordService({ key: randomUUID(), id, version, ...service })
  const after = await counts()
  expect(own.length).toBeGreaterThanOrEqual(9)
  for (const one of own) expect([one, after[`functions.${one}`]]).toEqual([one, 1])
  expect(after['incubation.services.partyBuilding']).toBe(1)
})

test('[L-02] nobody but the base records it, and what is on no list of the network is refused', async () => {
  const { version, admittedOn } = await stage.officer.api.cases.get({ id })
  const service = { serviceId: 'partyBuilding', on: admittedOn ?? '', minutes: 60, words: '组建党支部指导' }
  const request = { key: randomUUID(), id, version, ...service }
  expect(await refusal(stage.account.api.cases.recordService(request))).toMatchObject({ appCode: 'NOT_ALLOWED' })
  const unknown = { ...request, serviceId: 'partyBuildingOfNone' }
  expect(await refusal(stage.officer.api.cases.recordService(unknown))).toMatchObject({
    appCode: 'CASE_SERVICE_UNKNOWN',
  })
  expect((await counts())['incubation.services.partyBuilding']).toBe(1)
})
