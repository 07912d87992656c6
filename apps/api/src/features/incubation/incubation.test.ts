import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { applyToCall, caseLines, completeOpen, openTask, setCaseStage } from '../../../test/case-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'

let world: TestWorld
beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(() => world.setNow(testMonday))
afterAll(() => world.close())

test('[Z-07] [Z-08] an agency answers a call, is reviewed, signs the agreement with the base and moves in', async () => {
  const stage = await setCaseStage(world, caseLines['zhengzhou']!)
  const id = await applyToCall(stage)
  let view = await completeOpen(stage, id)
  expect(view.number).toMatch(/^IC2026-410102-0001$/)
  expect(openTask(view).kind).toBe('agreement')
  const digest = view.agreement?.digest ?? ''
  const sign = { id, digest, signatory: '何小满' }
  const first = await stage.director.api.cases.sign({ ...sign, key: randomUUID(), version: view.version })
  await stage.account.api.cases.sign({ ...sign, key: randomUUID(), version: first.version })
  view = await completeOpen(stage, id)
  expect(view).toMatchObject({ state: 'resident', place: '201 室', admittedOn: '2026-03-02' })
  expect(view.tasks.map(({ kind, state }) => [kind, state])).toMatchInlineSnapshot(`
    [
      [
        "review",
        "done",
      ],
      [
        "agreement",
        "done",
      ],
      [
        "admission",
        "done",
      ],
      [
        "assessment",
        "planned",
      ],
      [
        "exit",
        "planned",
      ],
    ]
  `)
})
