import { randomUUID } from 'node:crypto'
import { rulesOf } from './case-rows.ts'
import { completeOpen, openCall, openTask, paper } from './case-stage.ts'
import type { TestPerson, TestWorld } from './harness.ts'
import { markOf } from './planted.ts'
import { plantPanel, type PlantedPanel } from './planted-panel.ts'
import type { Stage } from './referral-stage.ts'

/** An organisation's application to the first street, and the panel that judges it, with a mark in every word. */
export type PlantedCase = {
  callId: string
  caseId: string
  paperIds: string[]
  panel: PlantedPanel
}

/** Words of a case: whoever stands above its incubator reads them too. */
export const caseMarks = [
  'caseAnswer',
  'caseClaim',
  'caseId',
  'casePaper',
  'casePaperName',
  'caseReason',
  'caseRecord',
  'caseVerdict',
  'panelConflict',
  'panelRecusal',
]

const marked = (of: string, recordId: string, caseId: string) => ({
  ...paper(caseId, of === 'record' ? 'record' : 'application', recordId),
  ...{ fileName: `${markOf('casePaperName')}.pdf`, content: Buffer.from(`%PDF-1.7 ${markOf('casePaper')}`) },
})

/** Applies by the organisation's own account. Nothing of it is published: a public notice would name the organisation to everybody. */
export async function plantCase(world: TestWorld, stage: Stage, account: TestPerson): Promise<PlantedCase> {
  const { people } = stage
  const rules = rulesOf(world)
  const [own, street] = [account.api.cases, people.streetA.api.cases]
  const callId = await openCall({ world, rules, director: people.streetA })
  const { id } = await own.begin({ key: randomUUID(), organisationId: null, callId })
  const paperIds: string[] = []
  for (const { id: recordId } of rules.application.papers)
    paperIds.push((await own.addPaper(marked('application', recordId, id))).id)
  const { eligibility } = await own.rules({ caseId: id, tenantId: null })
  const saved = await own.save({
    ...{ key: randomUUID(), id, version: 1 },
    answers: Object.fromEntries(rules.application.answers.map(answer => [answer.id, markOf('caseAnswer')])),
    claims: eligibility
      .filter(({ check }) => check.by === 'answer')
      .map(condition => ({ id: condition.id, claims: true, words: markOf('caseClaim') })),
  })
  await own.submit({ key: randomUUID(), id, version: saved.version })
  paperIds.push((await street.addPaper(marked('record', 'photos', id))).id)
  const view = await street.get({ id })
  await street.complete({
    ...{ key: randomUUID(), id, version: view.version, taskId: openTask(view).id, result: 'pass' },
    ...{ reason: markOf('caseReason'), records: { completeness: markOf('caseRecord') } },
    verdicts: view.verdicts
      .filter(({ verdict }) => verdict === 'claimed')
      .map(one => ({ id: one.id, verdict: 'met' as const, reason: markOf('caseVerdict') })),
  })
  const hands = { rules, officer: people.streetA, account, approvers: {} }
  while (openTask(await street.get({ id })).kind !== 'panel') await completeOpen(hands, id)
  return { callId, caseId: id, paperIds, panel: await plantPanel(world, stage, id) }
}
