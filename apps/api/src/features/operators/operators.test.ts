import { asSystem, schema } from '@fuqiao/db'
import { newNetwork, newOrganisation, newTenant, type TenantRow } from '@fuqiao/db/factories'
import { asc, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { refusalOf } from '../../../test/small-city.ts'
import { runOperators } from '../../jobs/run-operators.ts'

let world: TestWorld
beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())

const key = () => randomUUID()

/** A province of the profile with a county centre below it, and people in both. */
async function setStage(profileId: string, tiers: [TenantRow['tier'], TenantRow['tier']]) {
  const { networkId, top, centre } = await asSystem(world.db, async tx => {
    const { id } = await newNetwork(tx, { profileId })
    const root = await newTenant(tx, { networkId: id, tier: tiers[0] })
    return {
      networkId: id,
      top: root,
      centre: await newTenant(tx, { networkId: id, parentId: root.id, tier: tiers[1] }),
    }
  })
  const at = (tenantId: string, ...roles: Parameters<TestWorld['person']>[0]['roles']) =>
    world.person({ networkId, tenantId, roles })
  const superior = await at(top.id, 'director')
  const bureau = await at(centre.id, 'director', 'tenantAdmin')
  return { networkId, top, centre, at, superior, bureau }
}
const self = (tenantId: string) => ({
  key: key(),
  tenantId,
  name: '县民政局',
  kind: 'self' as const,
  from: '2020-01-01',
})
const purchased = (more: Record<string, unknown> = {}) => ({
  ...{ name: '某社会组织促进会', kind: 'purchased' as const, contractNumber: '购2026-1' },
  ...{ from: '2026-03-02', until: '2026-12-31', ...more },
})
const over = (operator: { id: string; version: number }, more: Record<string, unknown> = {}) => ({
  ...{ key: key(), id: operator.id, version: operator.version, reason: '条件成熟，转由专业机构承接' },
  ...purchased(more),
})
const stored = (id: string) =>
  asSystem(
    world.db,
    async tx => (await tx.select().from(schema.tenantOperator).where(eq(schema.tenantOperator.id, id)))[0]!,
  )
const auditsOf = (id: string) =>
  asSystem(world.db, async tx => {
    const { auditEntry } = schema
    const rows = await tx.select().from(auditEntry).where(eq(auditEntry.subjectId, id)).orderBy(asc(auditEntry.id))
    return rows.map(({ action }) => action)
  })
const isShutOut = async (person: TestPerson) => (await refusalOf(person.api.organisations.list({}))).code

test('[J-13] a centre run by the bureau is handed over to a body whose service is purchased: the old people are out at once, all that was kept is there for the new ones', async () => {
  const { networkId, centre, superior, bureau, at } = await setStage('jilin-2014', ['province', 'county'])
  const officer = await at(centre.id, 'caseWorker')
  const organisation = await asSystem(world.db, tx => newOrganisation(tx, { networkId, tenantId: centre.id }))
  await officer.api.organisations.addNote({ organisationId: organisation.id, text: '首次走访' })
  const first = await superior.api.operators.appoint(self(centre.id))
  expect(first).toMatchObject({ state: 'inForce', endedPlaces: 0 })
  expect((await bureau.api.organisations.list({})).rows).toHaveLength(1)

  const request = over(first)
  const next = await superior.api.operators.handOver(request)
  expect(next).toMatchObject({ state: 'inForce', endedPlaces: 2 })
  expect(await superior.api.operators.handOver(request)).toEqual(next)
  expect([await isShutOut(bureau), await isShutOut(officer)]).toEqual(['UNAUTHORIZED', 'UNAUTHORIZED'])
  expect([await auditsOf(first.id), await auditsOf(next.id)]).toEqual([
    ['operator.appoint', 'operator.end'],
    ['operator.appoint'],
  ])

  const newcomer = await at(centre.id, 'director')
  const { rows } = await newcomer.api.organisations.list({})
  expect(rows.map(({ id }) => id)).toEqual([organisation.id])
  const { rows: notes } = await newcomer.api.organisations.notes({ organisationId: organisation.id })
  expect(notes.map(({ text }) => text)).toEqual(['首次走访'])
  const history = await newcomer.api.operators.list({ tenantId: centre.id })
  expect(history).toMatchObject({
    operators: [
      { id: next.id, state: 'inForce', kind: 'purchased', until: '2026-12-31' },
      { id: first.id, state: 'ended', kind: 'self', endReason: '条件成熟，转由专业机构承接' },
    ],
    ways: [{ id: 'self' }, { id: 'purchased' }],
    mayAppoint: false,
  })

  // When the contract's last day has passed, the clock closes the access, once, whichever server comes.
  const later = new Date('2027-01-01T09:00:00+08:00')
  world.setNow(later)
  try {
    const moved = await Promise.all([runOperators(world.deps, later), runOperators(world.deps, later)])
    expect(moved[0] + moved[1]).toBe(1)
    expect(await isShutOut(newcomer)).toBe('UNAUTHORIZED')
    expect(await stored(next.id)).toMatchObject({ state: 'ended', version: 2 })
    expect(await auditsOf(next.id)).toEqual(['operator.appoint', 'operator.lapse'])
  } finally {
    world.setNow(testMonday)
  }
})

test('[J-13] is for those above alone: the centre’s own director (403), a sibling (403, it knows of the centre), another network (404), the signed-out (401); nobody loses access', async () => {
  const { networkId, top, centre, superior, bureau, at } = await setStage('jilin-2014', ['province', 'county'])
  const first = await superior.api.operators.appoint(self(centre.id))
  const sibling = await asSystem(world.db, tx => newTenant(tx, { networkId, parentId: top.id, tier: 'county' }))
  const beside = await at(sibling.id, 'director')
  const far = (await setStage('jilin-2014', ['province', 'county'])).superior
  const before = await stored(first.id)
  expect((await refusalOf(bureau.api.operators.handOver(over(first)))).code).toBe('FORBIDDEN')
  expect((await refusalOf(beside.api.operators.handOver(over(first)))).body.appCode).toMatch(/NOT_FOUND|NOT_ALLOWED/)
  expect((await refusalOf(beside.api.operators.list({ tenantId: centre.id }))).code).toBe('FORBIDDEN')
  const hidden = await refusalOf(far.api.operators.handOver(over(first)))
  expect(hidden.code).toBe('NOT_FOUND')
  expect(await refusalOf(far.api.operators.handOver({ ...over(first), id: randomUUID() }))).toEqual(hidden)
  expect((await refusalOf(world.anonymous.operators.handOver(over(first)))).code).toBe('UNAUTHORIZED')
  const stale = await refusalOf(superior.api.operators.handOver(over({ id: first.id, version: 2 })))
  expect(stale.body).toEqual({ appCode: 'VERSION_CONFLICT', params: { version: 1, state: 'inForce', of: 'operator' } })
  expect((await refusalOf(superior.api.operators.appoint(self(centre.id)))).body.appCode).toBe('OPERATOR_THERE')
  expect(await stored(first.id)).toEqual(before)
  expect((await bureau.api.organisations.list({})).rows).toEqual([])
})

test('[J-13] the director at the top hands over their own centre and is not shut out by it', async () => {
  const { top, superior, at } = await setStage('jilin-2014', ['province', 'county'])
  const colleague = await at(top.id, 'caseWorker')
  const first = await superior.api.operators.appoint(self(top.id))
  await superior.api.operators.handOver(over(first))
  expect(await isShutOut(colleague)).toBe('UNAUTHORIZED')
  expect((await superior.api.operators.list({ tenantId: top.id })).operators).toHaveLength(2)
})

test('[L-03] an operator of Lingwu is a third party that meets the conditions of the tender; what is preferred is recorded', async () => {
  const { centre, superior } = await setStage('lingwu-2021', ['county', 'street'])
  const refused = async (input: Record<string, unknown>) =>
    (await refusalOf(superior.api.operators.appoint({ key: key(), tenantId: centre.id, ...purchased(input) }))).body
  expect((await refusalOf(superior.api.operators.appoint(self(centre.id)))).body.fields).toEqual({
    kind: 'INPUT_OPERATOR_WAY',
  })
  expect((await refused({ contractNumber: '', until: null })).fields).toEqual({
    contractNumber: 'INPUT_OPERATOR_CONTRACT',
    until: 'INPUT_OPERATOR_UNTIL',
  })
  const leader = { id: 'leader', said: '社会工作师，从业九年' }
  const words = [leader, { id: 'experience', said: '承接过两期孵化项目' }]
  // Four years on the day the contract begins, and not a day less.
  expect(await refused({ registeredOn: '2022-03-03', rating: 2, words: [leader] })).toEqual({
    appCode: 'OPERATOR_CONDITIONS_UNMET',
    params: { count: 3 },
    fields: Object.fromEntries(['registeredYears', 'rated', 'experience'].map(id => [id, 'INPUT_OPERATOR_CONDITION'])),
  })
  const input = purchased({ registeredOn: '2022-03-02', rating: 3, words })
  const { id } = await superior.api.operators.appoint({ key: key(), tenantId: centre.id, ...input })
  const met = (await stored(id)).conditions.filter(({ isMet }) => isMet).map(condition => condition.id)
  expect(met).toEqual(['registeredYears', 'rated', 'leader', 'experience'])
})
