import type { Tx } from '@fuqiao/db'
import type { TenantKind, Tier } from '@fuqiao/domain'
import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from './board-scope.ts'

type Range = Pick<Scope, 'tenant' | 'span'>
/** From an instant up to another, not included. */
export type Between = { since: Date; before: Date }

const range = ({ tenant }: Range): SQL => sql`${tenant.low}::bigint, ${tenant.high}::bigint`
const between = ({ since, before }: Between): SQL =>
  sql`${since.toISOString()}::timestamptz, ${before.toISOString()}::timestamptz`

/** How many referrals went between two tiers and kinds, one way, and stand so now. */
export type FlowCount = {
  fromTier: Tier
  fromKind: TenantKind
  toTier: Tier
  toKind: TenantKind
  direction: string
  mode: string
  state: string
  n: number
}

/** Referrals submitted in the time with an end in the scope, each once; through the gate. */
export async function flowOf(tx: Tx, scope: Range, time: Between): Promise<FlowCount[]> {
  return tx.execute<FlowCount>(sql`
    select f.from_tier as "fromTier", f.from_kind as "fromKind", f.to_tier as "toTier", f.to_kind as "toKind", f.direction, f.mode, f.state, f.n
    from app.referral_flow(${range(scope)}, ${between(time)}) f`)
}

/** Counts of one child of the scope, by its place. */
export type ChildCount = {
  child: string
  sent: number
  received: number
  accepted: number
  declined: number
  closed: number
  unconfirmed: number
  waiting: number
  overdue: number
  escalated: number
}

/** The same by child; what waits, is overdue or escalated is as of now. */
export async function childCounts(tx: Tx, scope: Range, time: Between): Promise<ChildCount[]> {
  return tx.execute<ChildCount>(sql`
    select c.child::text, c.sent, c.received, c.accepted, c.declined, c.closed, c.unconfirmed, c.waiting, c.overdue, c.escalated
    from app.referral_children(${range(scope)}, ${scope.span}::bigint, ${between(time)}) c`)
}

/** How many answers took so many working days and whole hours of business; null where a year's calendar is not loaded. */
export type ResponseCount = {
  child: string
  measure: 'acknowledge' | 'decide'
  days: number | null
  hours: number | null
  n: number
}

/** How long the incubators of the scope took to answer what was submitted to them in the time. */
export async function responseCounts(
  tx: Tx,
  scope: Range & Pick<Scope, 'profile'>,
  time: Between,
): Promise<ResponseCount[]> {
  const { businessDayStarts, businessDayEnds } = scope.profile
  return tx.execute<ResponseCount>(sql`
    select r.child::text, r.measure, r.days, r.hours, r.n
    from app.referral_response(${range(scope)}, ${scope.span}::bigint, ${between(time)}, ${businessDayStarts}::time, ${businessDayEnds}::time) r`)
}

/** What happened in one month. */
export type MonthCount = { month: string; submitted: number; accepted: number; declined: number; closed: number }

/** Month by month. */
export async function monthCounts(tx: Tx, scope: Range, time: Between): Promise<MonthCount[]> {
  return tx.execute<MonthCount>(
    sql`select m.month, m.submitted, m.accepted, m.declined, m.closed from app.referral_months(${range(scope)}, ${between(time)}) m`,
  )
}
