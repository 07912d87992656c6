import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestWorld } from '../harness.ts'
import { setStage, type Stage } from '../referral-stage.ts'
import { doomed, prepare, type Ready, standing } from './crash-scene.ts'
import { isNightly, times } from './repetitions.ts'
import { faultsIn, readStored } from './rules.ts'
import { type SideProcess, startSide, type Weakness } from './side-process.ts'

let world: TestWorld
let stage: Stage
let survivor: SideProcess
beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setStage(world)
  survivor = await startSide(world.adminUrl)
})
afterAll(async () => {
  await survivor?.stop()
  await world.close()
})

const order = (procedure: string, { person, input, now }: Ready) => ({
  ...{ sessionId: person.sessionId, name: procedure, input, now: now.toISOString() },
})

/** Where a server may die: after each group of statements, before and after COMMIT. Only the last leaves the new state. */
const points = (action: string, procedure: string): [string, 'before' | 'after'][] => [
  ...['row', 'line', 'audit', 'event', 'beside', 'effects', 'snapshot'].map((group): [string, 'before'] => [
    `written:${action}:${group}`,
    'before',
  ]),
  [`committing:${procedure}`, 'before'],
  [`committed:${procedure}`, 'after'],
]

/** Each point for a hand-over, which does the most; for the others the ends, but for the night. */
const chosen = ({ what, action, procedure }: (typeof doomed)[number]) =>
  points(action, procedure).filter(([point]) => isNightly || what === 'handOver' || /:effects$|^committed/.test(point))

type Death = {
  transition: (typeof doomed)[number]
  point: string
  leaves: 'before' | 'after'
  weakness?: Weakness
}

/** A server dies at a point: what it leaves is whole, and another that is asked the same answers once. */
async function dieAndAskAgain({ transition, point, leaves, weakness = '' }: Death): Promise<void> {
  const [ready, victim] = await Promise.all([
    prepare(world, stage, transition),
    startSide(world.adminUrl, { failPoint: point, weakness }),
  ])
  const before = await standing(world.db, ready)
  expect(before.state).toBe(transition.before)
  expect(await victim.do(order(transition.procedure, ready))).toEqual({ died: true })
  expect(victim.child.signalCode).toBe('SIGKILL')
  // What the dead server held is free again once its connection is gone: the retry waits for that and no longer.
  const found = await standing(world.db, ready)
  if (leaves === 'before') expect(found).toEqual(before)
  else expect(found).toMatchObject({ state: transition.after, version: ready.version + 1 })
  const again = await survivor.do(order(transition.procedure, ready))
  expect(again).toMatchObject({ answer: { id: ready.id, state: transition.after, version: ready.version + 1 } })
  expect(await survivor.do(order(transition.procedure, ready))).toEqual(again)
  const stored = await readStored(world, [ready.organisationId], [ready.id])
  expect(faultsIn(stored, new Map([[ready.id, ready.version + 1]])).join('; ')).toBe('')
  const { custodian, from, to } = await standing(world.db, ready)
  expect(custodian).toBe(transition.what === 'handOver' ? to : from)
}

describe.each(doomed)('a server killed by SIGKILL in $what', transition => {
  test.each(chosen(transition))(
    `[B-11] %s leaves the referral whole as it was %s it, and the same request asked again is answered once`,
    async (point, leaves) => {
      for (let round = 0; round < times(1, 5); round += 1) {
        await dieAndAskAgain({ transition, point, leaves })
      }
    },
    300_000,
  )
})

test('a crash finds a server that tells of a change before it has committed it', async () => {
  const [transition] = doomed
  if (!transition) throw new Error('none')
  const death: Death = { transition, point: `written:${transition.action}:line`, leaves: 'before' }
  await dieAndAskAgain(death)
  await expect(dieAndAskAgain({ ...death, weakness: 'tellsFirst' })).rejects.toThrow('rule 5')
}, 300_000)
