import type { Page } from '@playwright/test'
import type { CaseView, PanelOfCase } from '@fuqiao/contract'
import { randomUUID } from 'node:crypto'
import { ask, type Cast, caseOf, handOf, monday, read, type Rules } from './cast.ts'

type Task = CaseView['tasks'][number]
type Seat = { id: string }

/** Does a task without its page, as whoever holds it: what was done by its page before, in this network or in the one whose steps it shares. */
export async function doStraight(cast: Cast, id: string, { task, rules }: { task: Task; rules: Rules }): Promise<void> {
  const { version, verdicts } = await caseOf(cast, id)
  const records = rules.steps.find(step => step.id === task.stepId)?.records ?? []
  const claimed = verdicts.filter(({ verdict }) => verdict === 'claimed').map(one => one.id)
  const isLink = task.kind === 'approval'
  await ask(await cast.as(handOf(task)), 'cases.complete', {
    ...{ key: randomUUID(), id, version, taskId: task.id, result: 'pass', place: '', reason: '符合要求' },
    records: Object.fromEntries(
      records
        .filter(({ isRequired }) => isRequired && !isLink)
        .map(record => [record.id, record.kind === 'date' ? monday.slice(0, 10) : '经核实']),
    ),
    verdicts: isLink ? [] : claimed.map(of => ({ id: of, verdict: 'met', reason: '经核实' })),
    marks: task.kind === 'assessment' ? Object.fromEntries(rules.assessment.criteria.map(one => [one.id, 80])) : {},
  })
}

/** An expert takes their seat and scores. */
export async function scoreStraight(page: Page, criteria: readonly { id: string }[], mark: number): Promise<void> {
  const [seat] = await read<Seat[]>(page, 'panels.mine', {})
  const desk = await read<{ version: number }>(page, 'panels.desk', { id: seat?.id })
  const at = { key: randomUUID(), id: seat?.id }
  const { version } = await ask<{ version: number }>(page, 'panels.accept', { ...at, version: desk.version })
  const marks = criteria.map(({ id }) => ({ id, mark }))
  await ask(page, 'panels.score', { key: randomUUID(), id: seat?.id, version, words: '团队稳定', marks })
}

/** Who of the pool sits on the panel of a case, in no order. */
export async function seatedOn(cast: Cast, caseId: string): Promise<number[]> {
  const { panel } = await read<PanelOfCase>(await cast.as('officer'), 'panels.ofCase', { caseId })
  const names = panel?.seats.map(({ expertName }) => expertName) ?? []
  const seated: number[] = []
  for (const who of [1, 2, 3, 4]) {
    const { person } = await read<{ person: { name: string } }>(await cast.as(who), 'identity.me', {})
    if (names.includes(person.name)) seated.push(who)
  }
  return seated
}

/** A panel is called, drawn and scored without its pages. */
export async function panelStraight(cast: Cast, caseId: string, rules: Rules): Promise<void> {
  const page = await cast.as('officer')
  const { version } = await caseOf(cast, caseId)
  await ask(page, 'panels.callExperts', { key: randomUUID(), caseId, version, declared: [] })
  const { panel } = await read<PanelOfCase>(page, 'panels.ofCase', { caseId })
  await ask(page, 'panels.draw', { key: randomUUID(), id: panel?.id, version: panel?.version })
  for (const who of await seatedOn(cast, caseId))
    await scoreStraight(await cast.as(who), rules.panel?.criteria ?? [], 80)
}
