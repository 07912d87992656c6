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
  stage = await setCaseStage(world, caseLines['jilin']!)
  id = await applyToCall(stage)
  await playEntry(stage, id)
})
afterAll(() => world.close())

/** How often each rule of the provision was lived by, by its place in the profile. */
async function counts(): Promise<Record<string, number | null>> {
  const { clauses } = await stage.top.api.rules.clauses()
  const rules = clauses.filter(clause => clause.id === 'J-03').flatMap(clause => clause.rules)
  return Object.fromEntries(rules.map(({ path, evidence }) => [path, evidence?.records ?? null]))
}

test('[J-03] a county’s base declares the eight functions of its document, and what third parties do for a resident is recorded and counted with them', async () => {
  const { functions } = await stage.director.api.network.vocabulary()
  expect(functions.map(({ name }) => name.zh)).toEqual([
    ...['咨询指导', '孵化培育', '能力培养', '专业服务', '信息发布', '社会实践', '合作交流', '宣传推广'],
  ])
  await stage.director.api.tenants.declareCapability({
    ...{ fields: [], services: '孵化培育', contactName: '王', contactPhone: '0431-5550000' },
    ...{ ceiling: 6, takesReferrals: true, functions: functions.map(one => one.id), version: 1 },
  })
  const thirdParties = stage.rules.services.filter(({ provision }) => provision === 'J-03')
  expect(thirdParties.length).toBeGreaterThan(2)
  for (const { id: serviceId } of thirdParties) {
    const { version, admittedOn } = await stage.officer.api.cases.get({ id })
    const service = { serviceId, on: admittedOn ?? '', minutes: 60, words: '由第三方提供' }
    await stage.officer.api.cases.recordService({ key: randomUUID(), id, version, ...service })
  }
  const after = await counts()
  for (const one of functions.filter(({ id }) => `functions.${id}` in after))
    expect([one.id, after[`functions.${one.id}`]]).toEqual([one.id, 1])
  for (const one of thirdParties) expect([one.id, after[`incubation.services.${one.id}`]]).toEqual([one.id, 1])
})

test('[J-03] the organisation does not record what was done for it', async () => {
  const { version, admittedOn } = await stage.officer.api.cases.get({ id })
  const service = { serviceId: 'legalAdvice', on: admittedOn ?? '', minutes: 60, words: '由第三方提供' }
  const request = { key: randomUUID(), id, version, ...service }
  expect(await refusal(stage.account.api.cases.recordService(request))).toMatchObject({ appCode: 'NOT_ALLOWED' })
  expect((await stage.officer.api.cases.get({ id })).version).toBe(version)
})
