import type { schema } from '@fuqiao/db'
import { caseTerm, openingOf, type TaskPlan } from '@fuqiao/domain/incubation'
import type { IncubationRules } from '@fuqiao/domain/profile'
import { v7 } from 'uuid'
import { AppError } from '../../rpc/app-error.ts'
import type { CaseRow, Places } from './case-store.ts'

/** A task about to be stored. */
export type NewTask = typeof schema.caseTask.$inferInsert
/** How terms are counted, and from when. */
export type Reckoning = Parameters<typeof caseTerm>[2] & { now: Date }

/**
 * Tasks to come, as rows: with the tenant that holds each, and a term where they begin now. A term that is counted from the end of a public notice begins
 * there. @throws CALENDAR_NOT_LOADED
 */
export function tasksOfPlans(row: CaseRow, { plans, rules, places, reckoning, noticeEndsAt }: Planning): NewTask[] {
  const placeOf = (holder: TaskPlan['holder']) => {
    if (holder === 'applicant') return null
    const actor = rules.actors.find(({ id }) => id === holder)
    return places[actor?.place ?? 'own']
  }
  return plans.map((plan): NewTask => {
    const { kind, stepId, ordinal, holder, subject, ofTaskId, opensOn } = plan
    return {
      ...{ networkId: row.networkId, id: v7(), caseId: row.id, tenantId: row.tenantId, scopeKey: row.scopeKey },
      ...{ organisationId: row.organisationId, kind, stepId, ordinal, holder, subject, ofTaskId, opensOn },
      holderTenantId: placeOf(holder),
      ...(opensOn !== null && openingOf(opensOn) > reckoning.now
        ? { state: 'planned' as const, nextClockAt: openingOf(opensOn) }
        : openNow(plan, kind === 'publicNotice' && noticeEndsAt ? noticeEndsAt : reckoning.now, reckoning)),
    }
  })
}

/** What is planned, under which rules. */
export type Planning = {
  plans: readonly TaskPlan[]
  rules: IncubationRules
  places: Places
  reckoning: Reckoning
  /** When the public notice that opens with them ends. */
  noticeEndsAt: Date | null
}

function openNow({ due }: TaskPlan, from: Date, reckoning: Reckoning) {
  const term = caseTerm(due, from, reckoning)
  if (!term.ok) throw new AppError('CALENDAR_NOT_LOADED', { year: term.year })
  const { dueAt, nextAt: nextClockAt, calendarVersion } = term
  return { state: 'open' as const, startedAt: reckoning.now, dueAt, nextClockAt, calendarVersion }
}
