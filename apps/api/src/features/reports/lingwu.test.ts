import { asSystem, schema } from '@fuqiao/db'
import { newNetwork, newOrganisation, newTenant } from '@fuqiao/db/factories'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertCase } from '../../../test/case-rows.ts'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { askForReports, reportOf } from '../../../test/report-stage.ts'
import { refusalOf } from '../../../test/small-city.ts'

let world: TestWorld
let base: TestPerson
let caseId: string
let tenantId: string
const key = () => randomUUID()
const newYear = new Date('2026-01-04T09:00:00+08:00')

beforeAll(async () => {
  world = await buildTestWorld()
  const place = await asSystem(world.db, async tx => {
    const { id: networkId } = await newNetwork(tx, { profileId: 'lingwu-2021' })
    await tx
      .update(schema.network)
      .set({ createdAt: new Date('2024-01-01T00:00:00Z') })
      .where(eq(schema.network.id, networkId))
    const root = {
      networkId,
      parentId: null,
      tier: 'county',
      name: '灵武市孵化基地',
      divisionCode: '640181',
      openedOn: '2021-10-01',
    } as const
    const tenant = await newTenant(tx, root)
    const organisation = await newOrganisation(tx, { networkId, tenantId: tenant.id })
    const at = new Date('2025-02-10T09:00:00+08:00')
    const id = await insertCase(tx, { networkId, tenantId: tenant.id, organisationId: organisation.id, now: at })
    await tx
      .update(schema.incubationCase)
      .set({ state: 'resident', submittedAt: at, admittedOn: '2025-03-03', number: 'FH-1' })
      .where(eq(schema.incubationCase.id, id))
    await tx.insert(schema.caseTask).values({
      ...{ networkId, id: randomUUID(), caseId: id, tenantId: tenant.id, scopeKey: tenant.scopeKey },
      ...{ organisationId: organisation.id, kind: 'assessment', ordinal: 1, holder: 'operator', state: 'done' },
      ...{ holderTenantId: tenant.id, mark: 835, doneAt: new Date('2025-09-10T10:00:00+08:00'), result: 'pass' },
    })
    return { networkId, tenantId: tenant.id, caseId: id }
  })
  ;({ caseId, tenantId } = place)
  base = await world.person({ networkId: place.networkId, tenantId, roles: ['director'] })
  world.setNow(newYear)
  await askForReports(world, newYear)
})
afterAll(() => world.close())

test('[L-17] the base sums up the quarter and appraises each resident of the year, with the marks of its assessments beside the grade that a person gives', async () => {
  const { reports } = base.api
  const { rows } = await reports.list({})
  expect(rows.map(({ kind, bucket }) => `${kind.id} ${bucket}`).sort()).toEqual(['quarterly 2025-Q4', 'yearly 2025'])
  const id = await reportOf(world, tenantId, 'yearly')
  expect((await reports.get({ id })).appraisal?.residents).toMatchObject([
    { caseId, marks: [{ on: '2025-09-10', mark: 83.5 }], grade: '' },
  ])
  await reports.compile({ key: key(), id, version: 0 })
  const narrative = { operation: '运行平稳。', results: '培育成效明显。' }
  await reports.save({ key: key(), id, version: 1, narrative })
  const close = (draftVersion: number) => reports.close({ key: key(), id, version: 1, draftVersion })
  expect((await refusalOf(close(2))).body).toMatchObject({ appCode: 'REPORT_PARTS_MISSING', params: { count: 1 } })
  const appraise = (grade: string, of = caseId) =>
    reports.save({
      key: key(),
      id,
      version: 2,
      narrative: {},
      appraisals: [{ caseId: of, grade, words: '团队成形。' }],
    })
  expect((await refusalOf(appraise('splendid'))).body.fields).toEqual({
    'appraisals.0.grade': 'INPUT_REPORT_GRADE_UNKNOWN',
  })
  expect((await refusalOf(appraise('good', randomUUID()))).code).toBe('NOT_FOUND')
  await appraise('good')
  expect(await close(3)).toMatchObject({ state: 'accepted' })
  expect(await reports.get({ id })).toMatchObject({
    ...{ shown: 'submission', appraisal: { residents: [{ caseId, grade: 'good', words: '团队成形。' }] } },
  })
})

test('[L-17] the quarterly summary has no appraisal, and closes by itself', async () => {
  const { reports } = base.api
  const id = await reportOf(world, tenantId, 'quarterly')
  expect((await reports.get({ id })).appraisal).toBeNull()
  await reports.compile({ key: key(), id, version: 0 })
  await reports.save({ key: key(), id, version: 1, narrative: { operation: '本季度运行平稳。' } })
  expect(await reports.close({ key: key(), id, version: 1, draftVersion: 2 })).toMatchObject({ state: 'accepted' })
})
