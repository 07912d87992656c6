import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseLines, type CaseStage, setCaseStage } from '../../../test/case-stage.ts'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { refusalOf } from '../../../test/small-city.ts'

let world: TestWorld
let stage: CaseStage
beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setCaseStage(world, caseLines['lingwu']!)
})
afterAll(() => world.close())

test('[L-04] a base is given the functions of each one-year phase from its first day on, and those of the phases before stay', async () => {
  const declared = {
    fields: [],
    services: '',
    contactName: '王',
    contactPhone: '0951-5550000',
    ceiling: 6,
    takesReferrals: true,
  }
  const seen: [string | undefined, string[], string[]][] = []
  for (const day of ['2021-10-01', '2022-10-01', '2023-10-01', '2024-10-01']) {
    world.setNow(new Date(`${day}T09:00:00+08:00`))
    const { phase, functions, functionsToCome } = await stage.director.api.network.vocabulary()
    seen.push([phase?.name.zh, functions.map(({ id }) => id), functionsToCome.map(({ id, from }) => `${id} ${from}`)])
  }
  const always = ['projectSupport', 'policyAdvice', 'communityGovernance']
  const first = ['incubation', 'partyBuildingLead', 'capability', 'socialWorkerTraining']
  const second = ['informationAchievements', 'resourceMatching']
  const third = ['thinkTank', 'ventureFund']
  const coming = [second.map(id => `${id} 2022-10-01`), third.map(id => `${id} 2023-10-01`)]
  expect(seen.map(([phase, on, to]) => [phase, on.toSorted(), to])).toEqual([
    ['探索发展期', [...always, ...first].toSorted(), coming.flat()],
    ['强化发展期', [...always, ...first, ...second].toSorted(), coming[1]],
    ['巩固成熟期', [...always, ...first, ...second, ...third].toSorted(), []],
    [undefined, [...always, ...first, ...second, ...third].toSorted(), []],
  ])

  world.setNow(new Date('2022-09-30T23:59:00+08:00'))
  const declare = (version: number, functions: string[]) =>
    stage.director.api.tenants.declareCapability({ ...declared, functions, version })
  expect(await refusalOf(declare(1, ['incubation', 'resourceMatching']))).toMatchObject({
    body: { appCode: 'INPUT_INVALID', fields: { 'functions.1': 'FUNCTION_UNKNOWN' } },
  })
  world.setNow(new Date('2022-10-01T00:00:00+08:00'))
  expect(await declare(1, ['incubation', 'resourceMatching'])).toEqual({ version: 2 })
})
