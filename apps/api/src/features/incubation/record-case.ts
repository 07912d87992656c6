import type { Actor } from '@fuqiao/access'
import { sendInOrder, type Tx } from '@fuqiao/db'
import { dueInstant } from '@fuqiao/domain/calendar'
import type { CaseDecision } from '@fuqiao/domain/incubation'
import type { Profile } from '@fuqiao/domain/profile'
import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { AppError } from '../../rpc/app-error.ts'
import { writeAudit, writeClockAudit } from '../audit/index.ts'
import {
  type CaseColumns,
  insertTasks,
  type Places,
  type TaskColumns,
  type TaskRow,
  type WholeCase,
  writeCase,
  writeTasks,
} from './case-store.ts'
import { type NewTask, type Reckoning, tasksOfPlans } from './plan-tasks.ts'
import { insertAgreement, insertCaseOutbox, insertEvent, insertNotice } from './record-store.ts'

/** A decided deed, with what is written of it beside the decision. */
export type CaseDeed = {
  found: WholeCase
  /** Null: it came about by itself. */
  actor: Actor | null
  action: string
  decision: Extract<CaseDecision, { ok: true }>
  profile: Pick<Profile, 'incubation' | 'businessDayEnds'>
  reckoning: Reckoning
  places: Places
  /** Of the task that was done. */
  done?: TaskColumns
  columns?: CaseColumns
  note?: string
  /** What was decided inside stays there. */
  isForOrganisation?: boolean
}

/**
 * Writes a decided deed: tasks, papers that open with them, history, audit entry, event, and the case itself last, so that whoever had something to do to it
 * may still write what follows; sent one after the other without waiting between. One transaction, the caller's. @throws CALENDAR_NOT_LOADED
 */
export async function recordCase(
  tx: Tx,
  deed: CaseDeed,
): Promise<{ version: number; state: WholeCase['row']['state'] }> {
  const { found, decision, columns = {} } = deed
  const { row } = found
  const version = row.version + 1
  const number = columns.number ?? row.number
  const opens = openings(deed, number)
  const opened = opens.tasks
  const { isArchived, ...change } = decision.change
  const state = change.state ?? row.state
  const written: CaseColumns = {
    ...columns,
    ...plainChange(change),
    ...standingAfter(found, decision, opened),
    ...(isArchived ? { archivedAt: deed.reckoning.now } : {}),
    ...(state === 'ended' && row.state !== 'ended' ? { endedAt: deed.reckoning.now } : {}),
    version,
    updatedAt: deed.reckoning.now,
  }
  await sendInOrder([
    ...opens.writes(tx),
    ...closings(tx, deed),
    ...lines(tx, deed, { version, state, number, opened }),
    () => writeCase(tx, { networkId: row.networkId, id: row.id }, written),
  ])
  return { version, state }
}

type Change = Omit<Extract<CaseDecision, { ok: true }>['change'], 'isArchived'>

const plainChange = ({ verdicts, ...change }: Change): CaseColumns => ({
  ...change,
  ...(verdicts ? { verdicts: verdicts.map(verdict => ({ ...verdict })) } : {}),
})

type Write = () => Promise<void>
type Opening = { tasks: NewTask[]; writes: (tx: Tx) => Write[] }

/** What opens: the tasks, and with them the notice that the public reads and the agreement that is to be signed. */
function openings(deed: CaseDeed, number: string | null): Opening {
  const { found, decision, profile, places, reckoning } = deed
  const { row } = found
  const opens = (kind: TaskRow['kind']) => decision.opens.some(plan => plan.kind === kind)
  const place = { networkId: row.networkId, caseId: row.id, tenantId: row.tenantId, scopeKey: row.scopeKey }
  const of = { ...place, organisationId: row.organisationId }
  const noticeEndsAt = opens('publicNotice') ? endOfNotice(deed) : null
  const planned = { plans: decision.opens, rules: profile.incubation }
  const tasks = tasksOfPlans(row, { ...planned, places, reckoning, noticeEndsAt })
  const notice = noticeEndsAt && {
    ...{ ...of, organisationName: row.organisationName, publishedAt: reckoning.now, endsAt: noticeEndsAt },
  }
  const agreement = opens('agreement') ? { ...of, ...agreementFor(deed, number) } : null
  return {
    tasks,
    writes: tx => [
      ...(tasks.length > 0 ? [() => insertTasks(tx, tasks)] : []),
      ...(notice ? [() => insertNotice(tx, notice)] : []),
      ...(agreement ? [() => insertAgreement(tx, agreement)] : []),
    ],
  }
}

/** The agreement as it is to be signed, with the digest of its words. */
function agreementFor({ found: { row }, profile, reckoning }: CaseDeed, number: string | null) {
  const clauses = profile.incubation.agreement.clauses.map(({ id, text }) => ({ id, ...text }))
  const { months } = profile.incubation.term
  const agreement = { number: `${number ?? row.id}-XY`, clauses, months }
  const text = JSON.stringify({ ...agreement, tenantId: row.tenantId, organisationId: row.organisationId })
  const digest = createHash('sha256').update(text).digest('hex')
  return { ...agreement, digest, issuedAt: reckoning.now }
}

function endOfNotice({ profile, reckoning }: CaseDeed): Date {
  const { notice } = profile.incubation
  if (!notice) throw new Error('there is no rule for a public notice')
  const end = dueInstant(reckoning.calendar, reckoning.now, {
    ...notice.term,
    businessDayEnds: reckoning.businessDayEnds,
  })
  if (!end.ok) throw new AppError('CALENDAR_NOT_LOADED', { year: end.year })
  return end.at
}

function closings(tx: Tx, { found, actor, decision, reckoning, done = {} }: CaseDeed): Write[] {
  const { networkId } = found.row
  const { closes, cancels } = decision
  const by = { doneByPersonId: actor?.personId ?? null, doneByName: actor?.personName ?? '' }
  const closed = { ...done, ...by, state: 'done' as const, doneAt: reckoning.now, nextClockAt: null }
  return [
    ...(closes ? [() => writeTasks(tx, networkId, [closes.taskId], { ...closed, result: closes.result })] : []),
    ...(cancels.length > 0
      ? [() => writeTasks(tx, networkId, cancels, { state: 'cancelled', nextClockAt: null })]
      : []),
  ]
}

/** Who has something to do to it now, and until when. */
function standingAfter({ row, tasks }: WholeCase, decision: CaseDeed['decision'], opened: NewTask[]): CaseColumns {
  const gone = new Set([...decision.cancels, decision.closes?.taskId])
  const open = [
    ...tasks.filter(({ id, state }) => state === 'open' && !gone.has(id)),
    ...opened.filter(({ state }) => state === 'open'),
  ]
  const holders = new Set(open.flatMap(({ holderTenantId }) => holderTenantId ?? []))
  holders.delete(row.tenantId)
  const due = open.flatMap(({ dueAt }) => dueAt ?? []).sort((one, other) => one.getTime() - other.getTime())
  return { holderTenantIds: [...holders], nextDueAt: due[0] ?? null }
}

type After = { version: number; state: WholeCase['row']['state']; number: string | null; opened: NewTask[] }

function lines(tx: Tx, deed: CaseDeed, { version, state, number, opened }: After): Write[] {
  const { found, actor, action, decision, reckoning, note = '', isForOrganisation = true } = deed
  const { row, tasks } = found
  const { now: at } = reckoning
  const task = tasks.find(({ id }) => id === decision.closes?.taskId)
  const [taskKind, stepId, result] = [task?.kind ?? null, task?.stepId ?? null, decision.closes?.result ?? null]
  const { networkId, tenantId, scopeKey, organisationId } = row
  const place = { networkId, tenantId, scopeKey, organisationId, caseId: row.id }
  const by = hands(actor)
  const event = {
    ...{ ...place, id: v7(), seq: version, action, state, note, isForOrganisation, at, taskKind, stepId, result },
    ...{ actorTenantId: by.actorTenantId, actorPersonId: actor?.personId ?? null, actorName: actor?.personName ?? '' },
  }
  const line = {
    ...{ action: `incubationCase.${action}`, subjectKind: 'IncubationCase', subjectId: row.id, at },
    details: { number, from: row.state, to: state, version, ...(task ? { task: taskKind, result } : {}) },
  }
  const payload = {
    action,
    number,
    tenantId,
    organisationId,
    seq: version,
    fromState: row.state,
    toState: state,
    ...by,
  }
  return [
    () => insertEvent(tx, event),
    () => (actor ? writeAudit(tx, actor, line) : writeClockAudit(tx, { networkId, tenantId }, line)),
    () => insertCaseOutbox(tx, { networkId, id: row.id }, { ...payload, waitsFor: waiting(opened) }, at),
  ]
}

const hands = (actor: Actor | null) => ({
  actorTenantId: actor?.kind === 'tenant' ? actor.tenantId : null,
  actorOrganisationId: actor?.kind === 'organisation' ? actor.organisationId : null,
})

/** Whom something waits for from now on. */
const waiting = (opened: NewTask[]) =>
  opened
    .filter(({ state }) => state === 'open')
    .map(({ id, holderTenantId, kind }) => ({ taskId: String(id), tenantId: holderTenantId ?? null, kind }))
