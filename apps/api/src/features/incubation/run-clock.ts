import type { Tx } from '@fuqiao/db'
import { caseClockDue, caseTerm, deadlineOf, openingOf } from '@fuqiao/domain/incubation'
import type { Profile } from '@fuqiao/domain/profile'
import { v7 } from 'uuid'
import { writeClockAudit } from '../audit/index.ts'
import {
  type CaseKey,
  lockCase,
  readPlaces,
  type TaskColumns,
  type TaskRow,
  type WholeCase,
  writeCase,
  writeTasks,
} from './case-store.ts'
import type { Reckoning } from './plan-tasks.ts'
import { insertCaseOutbox, insertEvent } from './record-store.ts'

/** What the clock works with: the rules that the case runs under, and how terms are counted. */
export type CaseClock = { profile: Pick<Profile, 'incubation'>; reckoning: Reckoning }

/**
 * Does what has come of one case by itself: opens what was planned for a day, reminds of what is due, lets what is late climb. The case is locked, so that
 * several servers do nothing twice; whoever finds nothing due leaves it. Answers how much it did. For the worker, as the system role.
 */
export async function runCaseClock(
  tx: Tx,
  key: CaseKey,
  clockOf: (found: WholeCase) => Promise<CaseClock>,
): Promise<number> {
  const found = await lockCase(tx, key)
  if (!found) return 0
  const clock = await clockOf(found)
  let done = 0
  for (const task of found.tasks) {
    if (task.nextClockAt === null || task.nextClockAt > clock.reckoning.now) continue
    if (await look(tx, { found, task, ...clock })) done += 1
  }
  if (done > 0) await writeCase(tx, key, standing(found))
  return done
}

type Look = CaseClock & { found: WholeCase; task: TaskRow }

/** Of the tasks as they stand after this run. */
function standing({ row, tasks }: WholeCase) {
  const open = tasks.filter(({ state }) => state === 'open')
  const holders = new Set(open.flatMap(({ holderTenantId }) => holderTenantId ?? []))
  holders.delete(row.tenantId)
  const due = open.flatMap(({ dueAt }) => dueAt ?? []).sort((one, other) => one.getTime() - other.getTime())
  return { holderTenantIds: [...holders], nextDueAt: due[0] ?? null }
}

async function look(tx: Tx, at: Look): Promise<boolean> {
  const { task, profile, reckoning } = at
  const due = deadlineOf(profile.incubation, task)
  const { opensOn, dueAt, level, startedAt, remindedAt } = task
  const clock = { state: task.state as 'open' | 'planned', opensOn, dueAt, level, isReminded: remindedAt !== null }
  const found = caseClockDue(clock, { due, startedAt }, reckoning)
  // A year that is not loaded yet: the next run looks again.
  if ('refusal' in found) return false
  if (found.action === 'open') return open(tx, at)
  if (found.action === null) {
    await keep(tx, task, { nextClockAt: found.nextAt })
    return false
  }
  const { now } = reckoning
  const isReminder = found.action === 'remind'
  const columns = isReminder ? { remindedAt: now } : { level: level + 1, remindedAt: remindedAt ?? now }
  await keep(tx, task, { ...columns, nextClockAt: found.nextAt })
  await tell(tx, at, found.action)
  return true
}

/** Writes a task, here and in what was read. */
async function keep(tx: Tx, task: TaskRow, columns: TaskColumns): Promise<void> {
  await writeTasks(tx, task.networkId, [task.id], columns)
  Object.assign(task, columns)
}

async function open(tx: Tx, at: Look): Promise<boolean> {
  const { task, profile, reckoning } = at
  const startedAt = openingOf(task.opensOn ?? '')
  const term = caseTerm(deadlineOf(profile.incubation, task), startedAt, reckoning)
  if (!term.ok) return false
  const { dueAt, nextAt: nextClockAt, calendarVersion } = term
  await keep(tx, task, { state: 'open', startedAt, dueAt, nextClockAt, calendarVersion })
  await tell(tx, at, 'open')
  return true
}

/** The line of the history, of the audit trail, and the event that people are told by. */
async function tell(tx: Tx, { found: { row }, task, reckoning }: Look, action: 'open' | 'remind' | 'escalate') {
  const { now } = reckoning
  const { networkId, tenantId, scopeKey, organisationId, number, state } = row
  const superiorId =
    action === 'escalate' ? (await readPlaces(tx, networkId, task.holderTenantId ?? tenantId)).superior : null
  const place = { networkId, tenantId, scopeKey, organisationId, caseId: row.id }
  await insertEvent(tx, {
    ...{ ...place, id: v7(), seq: row.version, action, state, taskKind: task.kind, stepId: task.stepId, at: now },
    isForOrganisation: task.holder === 'applicant' || action === 'open',
  })
  await writeClockAudit(
    tx,
    { networkId, tenantId },
    {
      ...{ action: `incubationCase.${action}`, subjectKind: 'IncubationCase', subjectId: row.id, at: now },
      details: { number, task: task.kind, ordinal: task.ordinal, level: task.level },
    },
  )
  const { id, kind, holderTenantId } = task
  const payload = {
    ...{ action, number, tenantId, organisationId, fromState: state, toState: state, seq: row.version },
    ...{ actorTenantId: null, actorOrganisationId: null },
    waitsFor: action === 'open' ? [{ taskId: id, tenantId: holderTenantId, kind }] : [],
    task: { id, kind, holderTenantId, superiorId: superiorId === holderTenantId ? null : superiorId },
  }
  await insertCaseOutbox(tx, { networkId, id: row.id }, payload, now)
}
