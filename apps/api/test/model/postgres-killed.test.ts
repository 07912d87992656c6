import { migrateDatabase } from '@fuqiao/db'
import { type Embedded, startEmbedded } from '@fuqiao/db/embedded'
import { testSecret } from '@fuqiao/db/test-global'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../harness.ts'
import { callByName, outcomeOf } from '../every-call.ts'
import { setStage, type Stage } from '../referral-stage.ts'
import { doomed, prepare, standing } from './crash-scene.ts'
import { isNightly, times } from './repetitions.ts'
import { faultsIn, readStored } from './rules.ts'

// A cluster of its own, on disk as an installation has it: the other tests' stays unharmed.
const folder = mkdtempSync(path.join(tmpdir(), 'fuqiao-killed-'))
const dataDir = path.join(folder, 'pg')
let server: Embedded
let world: TestWorld
let stage: Stage
beforeAll(async () => {
  server = await startEmbedded({ dataDir })
  await migrateDatabase({ adminUrl: server.url, secret: testSecret })
  world = await buildTestWorld({ cluster: server.url })
  stage = await setStage(world)
}, 120_000)
afterAll(async () => {
  await world?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Starts it again where it lay, as soon as the last process of the dead one has let go of it. */
async function startAgain(): Promise<void> {
  const { port, stop } = server
  await stop()
  await expect
    .poll(
      () =>
        startEmbedded({ dataDir, port }).then(
          started => {
            server = started
            return 'started'
          },
          (error: unknown) => String(error),
        ),
      { timeout: 30_000, interval: 200 },
    )
    .toBe('started')
}

const points = (action: string, procedure: string): string[] => {
  const ends = [`committing:${procedure}`, `committed:${procedure}`]
  const groups = isNightly ? ['row', 'line', 'audit', 'event', 'beside', 'effects', 'snapshot'] : []
  return [...groups.map(group => `written:${action}:${group}`), ...(isNightly ? ends : ends.slice(0, 1))]
}

describe.each(doomed)('PostgreSQL killed by SIGKILL in $what', transition => {
  const { action, procedure } = transition
  test.each(points(action, procedure))(
    '[B-11] %s leaves the referral whole, loses nothing that was answered, and the request asked again is answered once',
    async point => {
      for (let round = 0; round < times(1, 2); round += 1) {
        const ready = await prepare(world, stage, transition)
        world.deps.failPoint = at => at === point && process.kill(server.pid, 'SIGKILL')
        const came = await outcomeOf(callByName(ready.person.api, procedure, ready.input))
        world.deps.failPoint = undefined
        if ('refused' in came) expect(came.refused).toMatchObject({ appCode: 'BUSY' })
        await startAgain()
        const found = await standing(world.db, ready)
        const isAfter = found.version === ready.version + 1
        expect(found).toMatchObject({
          state: isAfter ? transition.after : transition.before,
          version: isAfter ? ready.version + 1 : ready.version,
        })
        if ('answer' in came) expect(isAfter).toBe(true)
        const again = await callByName(ready.person.api, procedure, ready.input)
        expect(again).toMatchObject({ id: ready.id, state: transition.after, version: ready.version + 1 })
        if ('answer' in came) expect(again).toEqual(came.answer)
        expect(await callByName(ready.person.api, procedure, ready.input)).toEqual(again)
        const stored = await readStored(world, [ready.organisationId], [ready.id])
        expect(faultsIn(stored, new Map([[ready.id, ready.version + 1]]))).toEqual([])
        const { custodian, from, to } = await standing(world.db, ready)
        expect(custodian).toBe(transition.what === 'handOver' ? to : from)
      }
    },
    300_000,
  )
})
