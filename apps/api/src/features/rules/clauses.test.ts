import { asSystem } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyToCall, caseLines, type CaseStage, completeOpen, setCaseStage } from '../../../test/case-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import type { TestPerson } from '../../../test/harness.ts'
import { randomUUID } from 'node:crypto'
import { signByPassword } from '../../../test/signing-stage.ts'

let world: TestWorld
let stage: CaseStage
beforeAll(async () => {
  world = await buildTestWorld()
  world.setNow(testMonday)
  stage = await setCaseStage(world, caseLines['zhengzhou']!)
  const id = await applyToCall(stage)
  const { agreement, version } = await completeOpen(stage, id)
  const sign = { id, digest: agreement?.digest ?? '' }
  const first = await signByPassword(world, stage.director, { ...sign, version })
  await signByPassword(world, stage.account, { ...sign, version: first.version })
  const moved = await completeOpen(stage, id)
  const warned = await stage.director.api.cases.act({
    ...{ action: 'warn', key: randomUUID(), id, version: moved.version, violationId: 'subletting', reason: '转租一间' },
  })
  await stage.officer.api.cases.recordService({
    ...{
      key: randomUUID(),
      id,
      version: warned.version,
      serviceId: 'premises',
      on: '2026-03-02',
      minutes: 60,
      words: '提供场地',
    },
  })
})
afterAll(() => world.close())

/** What a viewer reads of a rule. */
async function evidenceFor(person: TestPerson, path: string) {
  const { clauses } = await person.api.rules.clauses()
  const found = clauses.flatMap(({ id, rules }) =>
    rules.filter(rule => rule.path === path).map(rule => ({ id, ...rule })),
  )
  expect(found).toHaveLength(1)
  const { id, lines, evidence } = found[0]!
  return { id, said: lines[0]?.said, ...evidence }
}

test('[X-01] each provision is shown with the rules that carry it out and what shows that they are lived by: counts, the last record, breaches', async () => {
  const { source, clauses, number } = await stage.top.api.rules.clauses()
  expect([source.number, number]).toEqual(['郑民文〔2018〕3号', 0])
  // Every provision of the document, also one that no rule of the profile carries out; and those that were taken with the reference's rules.
  expect(clauses.filter(({ isOwn }) => isOwn)).toHaveLength(18)
  expect(clauses.find(({ id }) => id === 'Z-04')).toMatchObject({ rules: [] })
  expect(clauses.find(({ id }) => id === 'B-11')).toMatchObject({ isOwn: false })

  world.setNow(new Date('2026-05-06T09:00:00+08:00'))
  const { top } = stage
  expect(await evidenceFor(top, 'incubation.steps.review')).toMatchObject({
    ...{ id: 'Z-07', said: { zh: '审核申请单位' }, what: 'tasks', records: 1, last: '2026-03-02', breaches: 0 },
  })
  expect(await evidenceFor(top, 'incubation.eligibility.certified')).toMatchObject({
    id: 'Z-02',
    what: 'cases',
    records: 1,
    breaches: 0,
  })
  expect(await evidenceFor(top, 'incubation.services.premises')).toMatchObject({
    id: 'Z-03',
    records: 1,
    last: '2026-03-02',
  })
  // Nobody looked at whether it was put right.
  expect(await evidenceFor(top, 'incubation.violations.list.subletting')).toMatchObject({
    ...{ id: 'Z-09', what: 'warnings', breach: 'notRectified', records: 1, breaches: 1 },
  })
  expect(await evidenceFor(top, 'incubation.violations.list.commerce')).toMatchObject({
    records: 0,
    last: null,
    breaches: 0,
  })
  expect(await evidenceFor(top, 'incubation.agreement')).toMatchObject({ records: 1, breaches: 0 })
  expect(await evidenceFor(top, 'tiers.district.tenantKinds.administrative')).toMatchObject({
    what: 'incubators',
    records: 1,
  })
})

test('[X-01] figures go as far as the viewer sees: another network has none of them, and who may list no cases is told no figure', async () => {
  const elsewhere = await setCaseStage(world, caseLines['zhengzhou']!)
  expect(await evidenceFor(elsewhere.top, 'incubation.steps.review')).toMatchObject({
    isInSight: true,
    records: 0,
    last: null,
  })
  const admin = await world.person({
    networkId: stage.networkId,
    tenantId: stage.tenantIds[0]!,
    roles: ['tenantAdmin'],
  })
  expect(await evidenceFor(admin, 'incubation.steps.review')).toMatchObject({
    isInSight: false,
    records: 0,
    last: null,
  })
  const auditor = await world.person({ networkId: stage.networkId, tenantId: stage.tenantIds[0]!, roles: ['auditor'] })
  expect(await evidenceFor(auditor, 'incubation.steps.review')).toMatchObject({ isInSight: true, records: 1 })
  await asSystem(world.db, tx =>
    tx.execute(
      sql`update incubation_case set admitted_on = null, state = 'entry', ends_on = null where network_id = ${stage.networkId}`,
    ),
  )
  expect(await evidenceFor(stage.top, 'incubation.agreement')).toMatchObject({ records: 1, breaches: 0 })
})
