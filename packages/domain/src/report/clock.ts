import { OPEN_REPORT_STATES, type ReportClockAction, type ReportState } from './machine.ts'

/** A report's clock as it is stored; `level` 1: it has climbed. */
export type ReportClock = {
  readonly state: ReportState
  readonly remindAt: Date
  readonly dueAt: Date
  readonly isReminded: boolean
  readonly level: number
}

const open: readonly ReportState[] = OPEN_REPORT_STATES

/** When the worker looks at a report next; null where there is nothing to look at. */
export function nextReportLook({ state, remindAt, dueAt, isReminded, level }: ReportClock): Date | null {
  if (!open.includes(state) || level > 0) return null
  return isReminded || remindAt >= dueAt ? dueAt : remindAt
}

/** What the clock does to a report at an instant, each once: remind whoever makes it, or tell those above that it is late. */
export function reportDue(clock: ReportClock, now: Date): ReportClockAction | null {
  const next = nextReportLook(clock)
  if (next === null || next > now) return null
  return clock.dueAt <= now ? 'escalate' : 'remind'
}

/** Past its end and still with whoever makes it. */
export const isReportLate = (
  { state, dueAt }: { readonly state: ReportState; readonly dueAt: Date },
  now: Date,
): boolean => dueAt < now && open.includes(state)
