import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { applyToCall, caseLines, completeOpen, openTask, setCaseStage } from '../../../test/case-stage.ts'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { signByPassword } from '../../../test/signing-stage.ts'

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
  const of = { id, digest: view.agreement?.digest ?? '' }
  const first = await signByPassword(world, stage.director, { ...of, version: view.version })
  await signByPassword(world, stage.account, { ...of, version: first.version })
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
