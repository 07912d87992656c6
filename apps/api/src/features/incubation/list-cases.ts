import { type Actor, isAllowed, relationOf } from '@fuqiao/access'
import { caseRowSchema, dueRowSchema, listCasesInput, listDueInput, pageOf, pageSize } from '@fuqiao/contract'
import { daysBetween } from '@fuqiao/domain/calendar'
import type { IncubationRules } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { actorProcedure, tenantProcedure } from '../../rpc/procedures.ts'
import { rulesByVersion } from '../network/index.ts'
import { type ListedRow, readCaseList, readDue } from './case-list-store.ts'
import { nameOfTask } from './case-words.ts'

/** Days that a calendar shows at most, and rows in it. */
const mostDays = 62
const mostDue = 500

const rangeOf = (actor: Actor) =>
  actor.kind === 'tenant'
    ? { low: actor.scopeLow.toString(), high: actor.scopeHigh.toString() }
    : { organisationId: actor.organisationId }

/** Cases of the acting incubator and those below, or the organisation's own: what is due first on top, or the latest changed. */
export const listCases = actorProcedure
  .meta({ can: ['list', 'IncubationCase'] })
  .input(listCasesInput)
  .output(pageOf(caseRowSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { filter: { states, waiting } = {}, sort, cursor } = input
    const found = await readCaseList(tx, {
      ...{ networkId: actor.networkId, of: rangeOf(actor), states, sort, cursor, limit: pageSize + 1 },
      waitingFor: waiting && actor.kind === 'tenant' ? actor.tenantId : undefined,
    })
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    const rules = await rulesByVersion(
      { tx, deps },
      actor,
      found.map(({ rulesVersion }) => rulesVersion),
    )
    const mayList = (row: ListedRow) =>
      isAllowed(ability, 'list', 'IncubationCase', {
        relation: relationOf(
          actor,
          'IncubationCase',
          { ...row, networkId: actor.networkId, scopeKey: BigInt(row.scopeKey) },
          now,
        ),
      })
    return {
      rows: found
        .slice(0, pageSize)
        .filter(mayList)
        .map(row => rowView(row, rules.get(row.rulesVersion)?.incubation)),
      next: last ? { at: last.at, id: last.id } : null,
    }
  })

function rowView({ task, ...row }: ListedRow, rules: IncubationRules | undefined) {
  const { id, number, organisationName, tenantName, state, outcome, preferences, submittedAt, updatedAt } = row
  return {
    ...{ id, number, organisationName, tenantName, state, outcome, preferences, submittedAt, updatedAt },
    task: task && {
      ...{ startedAt: task.startedAt, dueAt: task.dueAt, level: task.level },
      ...namedTask(task, rules),
    },
  }
}

type Task = Parameters<typeof nameOfTask>[1]
type Listed = { kind: string; stepId: string | null; ordinal: number; subject: string | null; holder: string }

function namedTask({ kind, stepId, ordinal, subject, holder }: Listed, rules: IncubationRules | undefined) {
  if (!rules) throw new Error('the rules of a listed case were not read')
  const task = { kind, stepId, ordinal, subject } as Task
  return { kind: task.kind, name: nameOfTask(rules, task), holder: holder as 'operator' }
}

/** What is due of the acting incubator's cases and of those below, day by day. @throws INPUT_INVALID for a span that is none, or too long */
export const listDue = tenantProcedure
  .meta({ can: ['list', 'IncubationCase'] })
  .input(listDueInput)
  .output(z.strictObject({ rows: z.array(dueRowSchema), isCutOff: z.boolean() }))
  .query(async ({ ctx, input: { from, to } }) => {
    const { tx, actor, deps } = ctx
    if (to < from) throw new AppError('INPUT_INVALID', {}, { to: 'INPUT_PERIOD_ORDER' })
    if (daysBetween(from, to) > mostDays) throw new AppError('INPUT_INVALID', {}, { to: 'INPUT_PERIOD_TOO_LONG' })
    const range = { low: actor.scopeLow.toString(), high: actor.scopeHigh.toString() }
    const found = await readDue(tx, { networkId: actor.networkId, ...range, from, to, limit: mostDue + 1 })
    const rules = await rulesByVersion(
      { tx, deps },
      actor,
      found.map(({ rulesVersion }) => rulesVersion),
    )
    return {
      rows: found.slice(0, mostDue).map(row => {
        const { caseId, rulesVersion, organisationName, tenantName, day, isPlanned } = row
        const named = namedTask(row, rules.get(rulesVersion)?.incubation)
        return { caseId, organisationName, tenantName, day, isPlanned, ...named }
      }),
      isCutOff: found.length > mostDue,
    }
  })
