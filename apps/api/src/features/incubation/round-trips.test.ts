import type { CaseView } from '@fuqiao/contract'
import { connect, type Database } from '@fuqiao/db'
import { testSecret } from '@fuqiao/db/test-global'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { playOpen, playPanel } from '../../../test/case-play.ts'
import {
  applyToCall,
  caseLines,
  type CaseStage,
  completionOf,
  openTask,
  setCaseStage,
} from '../../../test/case-stage.ts'
import { countingProxy, type CountingProxy } from '../../../test/counting-proxy.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { createCaller } from '../../rpc/app-router.ts'

describe('round trips to the database', () => {
  let world: TestWorld
  let proxy: CountingProxy
  let db: Database
  beforeAll(async () => {
    world = await buildTestWorld()
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

  const through = ({ sessionId }: TestPerson) =>
    createCaller({
      deps: { ...world.deps, db },
      sessionId,
      requestId: 'test',
      address: '192.0.2.1',
      userAgent: 'test',
      setSession: () => {},
    })

  test('each step of a case takes eight at most, once its statements are known', async () => {
    const line = caseLines['beijing']!
    const taken: Record<string, number> = {}
    // The first way through makes the statements known.
    for (const stage of [await setCaseStage(world, line), await setCaseStage(world, line)]) {
      world.setNow(testMonday)
      const id = await applyToCall(stage)
      for (let view = await stage.officer.api.cases.get({ id }); view.state === 'entry';) {
        const { kind } = openTask(view)
        view =
          kind === 'agreement' ? await playOpen(stage, id) : await counted(stage, view, trips => (taken[kind] = trips))
      }
    }
    expect(Object.keys(taken)).toEqual([
      ...['acceptance', 'review', 'siteVisit', 'panel', 'publicNotice', 'approval', 'admission'],
    ])
    expect(Object.entries(taken).filter(([, trips]) => trips > 8 || trips < 3)).toEqual([])
  })

  /** Completes what is open; what has to come before it does not count. */
  async function counted(stage: CaseStage, view: CaseView, note: (trips: number) => void): Promise<CaseView> {
    const { kind } = openTask(view)
    if (kind === 'panel') await playPanel(stage, view.id)
    if (kind === 'publicNotice') world.setNow(new Date(new Date(view.notice?.endsAt ?? '').getTime() + 1000))
    const { holder, request } = await completionOf(stage, view)
    proxy.reset()
    await through(holder).cases.complete(request)
    note(proxy.roundTrips())
    return stage.officer.api.cases.get({ id: view.id })
  }
})
