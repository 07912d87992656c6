import { connect, type Database } from '@fuqiao/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSecret } from '@fuqiao/db/test-global'
import { batchForm } from '../../../test/batch-stage.ts'
import { countingProxy, type CountingProxy } from '../../../test/counting-proxy.ts'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { anotherOrganisation, playReferral, setStage, type Stage } from '../../../test/referral-stage.ts'
import { createCaller } from '../../rpc/app-router.ts'

describe('round trips to the database', () => {
  let world: TestWorld
  let stage: Stage
  let proxy: CountingProxy
  let db: Database
  beforeAll(async () => {
    world = await buildTestWorld()
    stage = await setStage(world)
    const url = new URL(world.adminUrl)
    proxy = await countingProxy({ host: url.hostname, port: Number(url.port) })
    url.host = `127.0.0.1:${proxy.port}`
    db = connect({ adminUrl: url.href, secret: testSecret, poolSize: 1 })
  })
  afterAll(async () => {
    await db.close()
    await proxy.close()
    await world.close()
  })

  const through = ({ sessionId }: TestPerson) =>
    createCaller({
      deps: { ...world.deps, db },
      sessionId,
      requestId: 'test',
      address: '192.0.2.1',
      userAgent: 'test',
      setSession: () => {},
    })

  const acknowledged = async () => {
    const play = playReferral(stage, {
      to: 'districtB',
      mode: 'handOver',
      need: 'capabilityBuilding',
      ...(await anotherOrganisation(world, stage)),
    })
    await play.until('acknowledge')
    return play.next()
  }

  test('accepting a hand-over takes eight at most, once its statements are known', async () => {
    const { referrals } = through(stage.people.districtB)
    const accept = async () =>
      referrals.accept({
        ...(await acknowledged()),
        leadName: '负责人',
        firstContactOn: '2026-03-05',
        duplicateAnswer: '',
      })
    await accept()
    const request = { ...(await acknowledged()), leadName: '负责人', firstContactOn: '2026-03-05', duplicateAnswer: '' }
    proxy.reset()
    expect((await referrals.accept(request)).state).toBe('accepted')
    expect(proxy.roundTrips()).toBeLessThanOrEqual(8)
    expect(proxy.roundTrips()).toBeGreaterThan(2)
  })

  test('a page of the inbox takes two, entering and the page, beside the end of the transaction', async () => {
    const { referrals } = through(stage.people.districtB)
    await referrals.inbox({})
    proxy.reset()
    await referrals.inbox({})
    expect(proxy.roundTrips()).toBeLessThanOrEqual(3)
  })

  test('the draft of an organisation of a batch takes fifteen at most, however many the batch is of', async () => {
    const ids = [stage.organisation.id]
    for (let n = 0; n < 4; n += 1) ids.push((await anotherOrganisation(world, stage)).organisation.id)
    const { id } = await stage.people.streetA.api.batches.start(batchForm(stage, ids))
    const { batches } = through(stage.people.streetA)
    const taken: number[] = []
    for (const organisationId of ids) {
      proxy.reset()
      expect((await batches.begin({ id, organisationId })).refusal).toBeNull()
      taken.push(proxy.roundTrips())
    }
    expect(taken.at(-1)).toBeLessThanOrEqual(15)
    expect(taken.at(-1)).toBeGreaterThan(2)
  })
})
