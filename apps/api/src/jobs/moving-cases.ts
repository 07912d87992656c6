import type { Tx } from '@fuqiao/db'
import { moveTerm } from '@fuqiao/domain/deadlines'
import { caseClockDue, deadlineOf } from '@fuqiao/domain/incubation'
import type { Profile } from '@fuqiao/domain/profile'
import { writeClockAudit } from '../features/audit/index.ts'
import { tellOfCalendar, writeTasks } from '../features/incubation/index.ts'
import { rulesAt } from '../features/network/index.ts'
import type { Calendars, Moving, OpenTerm, ReckonedTerm, TermKind } from './calendar-change.ts'
import { hasOtherTask, readOpenTasks, setNextDue } from './moving-cases-store.ts'

/** What is due of incubation cases, under the rules that each runs under. A public notice that runs ends on the day that the public was told. */
export const caseTerms: TermKind = {
  read: async (tx, query, deps) => {
    const found = await readOpenTasks(tx, query)
    const terms: OpenTerm[] = []
    for (const { profileId, ...one } of found) {
      const { networkId, rulesVersion: version } = one.row
      terms.push(termOf({ ...one, profile: await rulesAt({ tx, deps }, { networkId, profileId, version }) }))
    }
    return terms
  },
  hasOther: hasOtherTask,
}

type Found = Omit<Awaited<ReturnType<typeof readOpenTasks>>[number], 'profileId'> & { profile: Profile }

function termOf(found: Found): OpenTerm {
  const { networkId, id } = found.task
  return {
    ...{ networkId, id },
    reckon: (_deps, calendars, now) => reckon(found, calendars, now),
    isFree: () => Promise.resolve(true),
    keep: (tx, { version, reckoned }) =>
      writeTasks(tx, networkId, [id], {
        calendarVersion: version,
        ...(reckoned && { nextClockAt: reckoned.nextAt }),
      }),
  }
}

function reckon(found: Found, calendars: Calendars, now: Date): ReckonedTerm | null {
  const { row, task, profile } = found
  const { startedAt, dueAt: endsAt, opensOn, level, remindedAt } = task
  if (startedAt === null || endsAt === null) return null
  const { businessDayEnds } = profile
  const due = deadlineOf(profile.incubation, task)
  const dueAt = moveTerm({ startedAt, endsAt, unit: due.unit }, { ...calendars, businessDayEnds, now })
  const clock = { state: 'open', opensOn, dueAt, level, isReminded: remindedAt !== null } as const
  const look = caseClockDue(clock, { due, startedAt }, { calendar: calendars.after, businessDayEnds, now })
  // What is to be done at once, the worker finds when it looks next.
  const nextAt = 'refusal' in look ? task.nextClockAt : look.action === null ? look.nextAt : now
  const { networkId, id, kind } = task
  const { number, state } = row
  return {
    ...{ isMoved: dueAt.getTime() !== endsAt.getTime(), nextAt },
    move: {
      ...{ networkId, subjectId: id, subjectKind: 'caseTask', number: number ?? '', rule: `case.${kind}`, state },
      ...{ tenantId: task.holderTenantId ?? row.tenantId, dueBefore: endsAt, dueAfter: dueAt },
    },
    write: (tx, moving) => write(tx, { ...moving, found, dueAt, nextAt }),
  }
}

type Move = Moving & { found: Found; dueAt: Date; nextAt: Date | null }

/** One task's dates and its case's, one line, one audit entry, one event. Whoever is doing it loses nothing: the case keeps its version. */
async function write(tx: Tx, { load, version, now, found: { row, task }, dueAt, nextAt }: Move): Promise<void> {
  const { networkId, tenantId, number } = row
  await writeTasks(tx, networkId, [task.id], { dueAt, nextClockAt: nextAt, calendarVersion: version })
  await setNextDue(tx, row)
  await tellOfCalendar(tx, { row, task, at: now })
  const details = { year: load.year, dueBefore: task.dueAt?.toISOString() ?? null, dueAfter: dueAt.toISOString() }
  await writeClockAudit(
    tx,
    { networkId, tenantId },
    {
      ...{ action: 'incubationCase.calendar', subjectKind: 'IncubationCase', subjectId: row.id, at: now },
      details: { ...details, number, task: task.kind, taskId: task.id },
    },
  )
}
