import type { ActionOf } from '@fuqiao/access'
import { caseChanged, completeTaskInput } from '@fuqiao/contract'
import { type CaseHolder, weighted } from '@fuqiao/domain/incubation'
import type { IncubationRules } from '@fuqiao/domain/profile'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { nextNumber } from '../network/index.ts'
import { today } from './case-facts.ts'
import type { TaskRow, WholeCase } from './case-store.ts'
import { changeCase } from './change-case.ts'
import { readPapers } from './record-store.ts'

type Input = z.infer<typeof completeTaskInput>

/** What the permission book calls the part of each actor of a profile. */
const partOf: Readonly<Record<CaseHolder, ActionOf<'IncubationCase'>>> = {
  operator: 'operate',
  supervisingUnit: 'supervise',
  leadingOffice: 'lead',
  applicant: 'submit',
}

/** The action that completing a task is, for whoever holds it. */
export const actionOnTask = (task: Pick<TaskRow, 'holder'>): ActionOf<'IncubationCase'> => partOf[task.holder]

/** Steps whose words are for the organisation too: what is decided on the way is not. */
const told: ReadonlySet<TaskRow['kind']> = new Set([
  'acceptance',
  'completion',
  'publicNotice',
  'admission',
  'exit',
  'followUp',
])

/**
 * Completes what is due of a case, by whoever holds it: a step of entry, a link of the chain, an assessment, an exit, a visit.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, and the machine's refusals by name
 */
export const completeTask = tenantProcedure
  .meta({ can: ['read', 'IncubationCase'] })
  .input(completeTaskInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) =>
    changeCase(ctx, {
      procedure: 'cases.complete',
      input,
      may: found => actionOnTask(heldTask(ctx, found, input.taskId)),
      prepare: async (found, { incubation }) => {
        const task = heldTask(ctx, found, input.taskId)
        await checkPapers(ctx, found, { input, task, rules: incubation })
        const { taskId, result, reason, records, verdicts, marks, place } = input
        const isFailed = result !== 'pass'
        return {
          command: { action: 'complete', taskId, result, reason, records, verdicts, marks, place },
          also: {
            note: reason,
            isForOrganisation: told.has(task.kind) || (isFailed && task.subject !== 'assessment'),
            columns: await numbered(ctx, found),
            done: {
              ...{ reason, records, marks, verdicts: verdicts.map(verdict => ({ ...verdict })) },
              mark:
                task.kind === 'assessment' ? Math.round(weighted(incubation.assessment.criteria, marks) * 10) : null,
            },
          },
        }
      },
    }),
  )

/** The task, where the acting tenant holds it. @throws NOT_FOUND, NOT_ALLOWED */
function heldTask({ actor }: ActingIn, { tasks }: WholeCase, taskId: string): TaskRow {
  const task = tasks.find(({ id }) => id === taskId)
  if (!task || actor.kind !== 'tenant') throw notFound()
  if (task.holderTenantId !== actor.tenantId) throw new AppError('NOT_ALLOWED')
  return task
}

/** With the first thing that the incubator does to it a case gets its number (受理号). */
async function numbered({ tx, actor, now }: ActingIn, { row }: WholeCase): Promise<{ number?: string }> {
  if (row.number !== null || actor.kind !== 'tenant' || actor.tenantId !== row.tenantId) return {}
  const year = Number(today(now).slice(0, 4))
  const { networkId, tenantId, divisionCode } = actor
  const counted = await nextNumber(tx, { networkId, tenantId, name: 'incubationCase', year })
  return { number: `IC${year}-${divisionCode}-${String(counted).padStart(4, '0')}` }
}

/** What is recorded as a paper or photo is one that was handed in with this case. @throws CASE_PAPER_UNKNOWN */
async function checkPapers(
  { tx }: ActingIn,
  { row }: WholeCase,
  { input, task, rules }: { input: Input; task: TaskRow; rules: IncubationRules },
): Promise<void> {
  const step = rules.steps.find(({ id }) => id === task.stepId)
  const named = (step?.records ?? [])
    .filter(({ kind }) => kind === 'paper' || kind === 'photo')
    .flatMap(({ id }) => (input.records[id] ?? '').split(',').filter(paper => paper !== ''))
  if (named.length === 0) return
  const known = new Set((await readPapers(tx, row)).filter(({ purpose }) => purpose === 'record').map(({ id }) => id))
  if (!named.every(paper => known.has(paper))) throw new AppError('CASE_PAPER_UNKNOWN')
}
