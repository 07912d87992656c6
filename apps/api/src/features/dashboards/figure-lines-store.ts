import type { NeedCountFilter, ReferralCountFilter } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import type { Direction, ReferralMode, ReferralState } from '@fuqiao/domain'
import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from './board-scope.ts'

/** So many of one incubator: one that the viewer may open, by its id, or a number of others. */
export type Line = { referralId: string | null; place: string; n: number }

/** Referrals of a figure as a superior is told of them. */
export type ReferralLine = Line & {
  fromTier: string
  fromKind: string
  toTier: string | null
  toKind: string | null
  state: ReferralState
  direction: Direction | null
  mode: ReferralMode
}

/** Unmet needs of a figure as a superior is told of them. */
export type NeedLine = Line & { need: string | null; field: string | null; area: string | null; cause: string | null }

const is = (column: SQL, value: string | number | boolean | undefined): SQL =>
  value === undefined ? sql`true` : sql`${column} = ${value}`
const ofKind = (column: SQL, kind: ReferralCountFilter['fromKind']): SQL =>
  kind === 'beside' ? sql`${column} <> 'administrative'` : is(column, kind)
/** The scope with all below it; its own tenant alone is the first key of its range. */
const within = (column: SQL, { tenant }: Scope, alone: boolean | undefined): SQL =>
  alone === true
    ? sql`${column} = ${tenant.low}::bigint`
    : sql`${column} between ${tenant.low}::bigint and ${tenant.high}::bigint`

const became: Readonly<Record<NonNullable<ReferralCountFilter['outcome']>, SQL>> = {
  accepted: sql`f.is_decided and f.state <> 'declined'`,
  declined: sql`f.state = 'declined'`,
  decided: sql`(f.is_decided or f.state = 'declined')`,
  closed: sql`f.state = 'closed'`,
  unconfirmed: sql`f.is_unconfirmed`,
  served: sql`f.state in ('accepted', 'active', 'outcomeReported')`,
}

/**
 * The referrals that a figure counts; through the gate, which checks the range and gives ids to a party alone. `whole` is the incubator within
 * which each counts once: the scope's own, or one above it.
 */
export async function referralLines(
  tx: Tx,
  { scope, whole }: { scope: Scope; whole: Pick<Scope, 'tenant'> },
  filter: ReferralCountFilter,
): Promise<ReferralLine[]> {
  const { stretch, profile } = scope
  const { tenant } = whole
  const { side, moment = null, measure = null, outcome, daysFrom, daysTo, isTimed } = filter
  return tx.execute<ReferralLine>(sql`
    select f.referral_id as "referralId", f.place::text, f.from_tier as "fromTier", f.from_kind as "fromKind", f.to_tier as "toTier", f.to_kind as "toKind",
      f.state, f.direction, f.mode, f.n
    from app.referral_lines(${tenant.low}::bigint, ${tenant.high}::bigint, ${side}, ${moment}::text, ${measure}::text, ${stretch.since.toISOString()}::timestamptz,
      ${stretch.before.toISOString()}::timestamptz, ${profile.businessDayStarts}::time, ${profile.businessDayEnds}::time) f
    where ${within(sql`f.place`, scope, filter.alone)} and ${is(sql`f.state`, filter.state)} and ${is(sql`f.direction`, filter.direction)} and ${is(sql`f.mode`, filter.mode)}
      and ${is(sql`f.place_tier`, filter.tier)} and ${is(sql`f.from_tier`, filter.fromTier)} and ${ofKind(sql`f.from_kind`, filter.fromKind)}
      and ${is(sql`f.to_tier`, filter.toTier)} and ${ofKind(sql`f.to_kind`, filter.toKind)} and ${outcome ? became[outcome] : sql`true`}
      and ${is(sql`f.is_overdue`, filter.overdue)} and ${is(sql`f.is_escalated`, filter.escalated)} and ${is(sql`(f.days is not null)`, isTimed)}
      and ${daysFrom === undefined ? sql`true` : sql`f.days >= ${daysFrom}`} and ${daysTo === undefined ? sql`true` : sql`f.days <= ${daysTo}`}`)
}

/** The unmet needs that a figure counts; through the gates. What was only enquired about or asked for is counted and opens nobody's row. */
export async function needLines(tx: Tx, scope: Scope, filter: NeedCountFilter): Promise<NeedLine[]> {
  const { tenant, stretch } = scope
  const range = sql`${tenant.low}::bigint, ${tenant.high}::bigint`
  const time = sql`${stretch.since.toISOString()}::timestamptz, ${stretch.before.toISOString()}::timestamptz`
  return tx.execute<NeedLine>(sql`
    select f.referral_id as "referralId", f.place::text, f.need, f.field, f.area, f.cause, f.n
    from (
      select * from app.unmet_need_lines(${range}, ${time})
      union all
      select null::uuid, e.child, e.need, e.field, e.area, e.cause, e.n from app.unmet_enquiries(${range}, 1, ${time}) e
      union all
      select null::uuid, q.child, q.need, q.field, q.area, q.cause, q.n from app.unmet_requests(${range}, 1, ${time}) q
    ) f
    where ${within(sql`f.place`, scope, filter.alone)} and ${is(sql`f.need`, filter.need)} and ${is(sql`f.field`, filter.field)}
      and ${is(sql`f.area`, filter.area)} and ${is(sql`f.cause`, filter.cause)}`)
}
