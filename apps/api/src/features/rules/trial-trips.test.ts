import { asSystem, connect, type Database } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { testSecret } from '@fuqiao/db/test-global'
import type { Profile } from '@fuqiao/domain/profile'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertCase } from '../../../test/case-rows.ts'
import { caseLines, type CaseStage, setCaseStage } from '../../../test/case-stage.ts'
import { countingProxy, type CountingProxy } from '../../../test/counting-proxy.ts'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { runPasses } from '../../jobs/run-rules.ts'

let world: TestWorld
let stage: CaseStage
let proxy: CountingProxy
let db: Database
beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setCaseStage(world, caseLines['beijing']!)
  const url = new URL(world.adminUrl)
  proxy = await countingProxy({ host: url.hostname, port: Number(url.port), delayMs: 40 })
  url.host = `127.0.0.1:${proxy.port}`
  db = connect({ adminUrl: url.href, secret: testSecret, poolSize: 1 })
})
afterAll(async () => {
  await db.close()
  await proxy.close()
  await world.close()
})

const addCases = (cases: number) =>
  asSystem(world.db, async tx => {
    const { networkId, tenantId } = stage
    for (let n = 0; n < cases; n += 1) {
      const { id: organisationId } = await newOrganisation(tx, { networkId, tenantId, kind: 'serviceOrganisation' })
      await insertCase(tx, { networkId, tenantId, organisationId, now: world.deps.now() })
    }
  })

test('[X-09] a trial of a draft asks as often for two hundred running cases as for one: they are looked at in one go, and how far it is stands beside it', async () => {
  const { networkId, tenantIds } = stage
  const admin = await world.person({ networkId, tenantId: tenantIds[0]!, roles: ['tenantAdmin'] })
  const { rules } = admin.api
  const { number } = await rules.begin({ key: randomUUID() })
  const { content } = await rules.read({ number })
  const draft = structuredClone(content) as Pick<Profile, 'incubation'> & Record<string, unknown>
  const agreement = draft.incubation.steps.find(({ kind }) => kind === 'agreement')
  if (agreement) agreement.due.days += 5
  const { version } = await rules.save({ key: randomUUID(), number, version: 1, content: draft })
  const trial = async (cases: number) => {
    await addCases(cases)
    const { id } = await rules.tryOut({ key: randomUUID(), number, version })
    proxy.reset()
    await runPasses({ ...world.deps, db }, world.deps.now())
    const pass = await rules.pass({ id })
    return { trips: proxy.roundTrips(), total: pass.total, done: pass.done, touched: pass.effects[0]?.cases }
  }
  // The first makes the statements known.
  await trial(1)
  const few = await trial(1)
  expect(few).toMatchObject({ total: 2, done: 2, touched: 2 })
  const many = await trial(198)
  expect(many).toMatchObject({ total: 200, done: 200, touched: 200 })
  // One more, since a line of every case is written by a statement that was not known.
  expect(many.trips).toBeLessThanOrEqual(few.trips + 1)
})
