import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import type { Between } from './referral-figures-store.ts'

/** A count of the joint meeting's gate, as it is: nobody reads it before small cells are hidden. */
export type JointCount = { figure: string; seat: string | null; part: string; n: number }

/** Counts across the network; the gate asks whether the acting person sits in the joint meeting. */
export async function jointCounts(tx: Tx, { since, before }: Between): Promise<JointCount[]> {
  return tx.execute<JointCount>(sql`
    select f.figure, f.seat::text, f.part, f.n from app.joint_figures(${since.toISOString()}::timestamptz, ${before.toISOString()}::timestamptz) f`)
}

/** Working hours to acknowledgement by seat. */
export async function jointResponses(
  tx: Tx,
  { since, before }: Between,
  day: { starts: string; ends: string },
): Promise<{ seat: string; hours: number; n: number }[]> {
  return tx.execute(sql`
    select r.seat::text, r.hours, r.n
    from app.joint_response(${since.toISOString()}::timestamptz, ${before.toISOString()}::timestamptz, ${day.starts}::time, ${day.ends}::time) r`)
}

/** A seat of the joint meeting: the network's top with all of its tier, or a tenant directly below with all under it. */
export type Seat = {
  id: string
  name: string
  shortName: string
  divisionCode: string
  status: string
  low: string
  high: string
  isTop: boolean
}

/** The seats of the network. */
export async function seatsOf(tx: Tx, networkId: number): Promise<Seat[]> {
  return tx.execute<Seat>(sql`
    select t.id, t.name, t.short_name as "shortName", t.division_code as "divisionCode", t.status, t.scope_key::text as low, t.scope_high::text as high, t.depth = 0 as "isTop"
    from tenant t join tenant top on top.network_id = t.network_id and top.depth = 0
    where t.network_id = ${networkId} and (t.depth = 0 or (t.depth = 1 and t.tier <> top.tier)) order by t.depth, t.kind <> 'administrative', t.division_code, t.name`)
}
