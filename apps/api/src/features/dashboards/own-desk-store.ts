import type { Tx } from '@fuqiao/db'
import { isOpen, REFERRAL_STATES } from '@fuqiao/domain/referral'
import { sql } from 'drizzle-orm'

/** What waits at one incubator and what it carries. */
export type DeskCounts = {
  awaitingApproval: number
  toAcknowledge: number
  toDecide: number
  overdue: number
  escalatedHere: number
  activeNow: number
  residents: number
  granted: number
  ceiling: number | null
}

const openStates = sql.join(
  REFERRAL_STATES.filter(isOpen).map(state => sql`${state}`),
  sql`, `,
)

/** Counts of the acting tenant's own rows, behind the wall. */
export async function countDesk(
  tx: Tx,
  place: { networkId: number; tenantId: string; now: Date },
): Promise<DeskCounts> {
  const { networkId, tenantId } = place
  const now = place.now.toISOString()
  const mine = sql`x.network_id = ${networkId} and x.tenant_id = ${tenantId}`
  const [row] = await tx.execute<DeskCounts>(sql`
    select r.*,
      (select count(*)::int from organisation x where ${mine} and x.merged_into_id is null) as residents,
      (select count(*)::int from organisation x where x.network_id = ${networkId} and x.id = any ((select app.granted_organisations())::uuid[])) as granted,
      (select x.ceiling from capability x where ${mine}) as ceiling
    from (
      select count(*) filter (where x.state = 'awaitingApproval' and x.from_tenant_id = ${tenantId})::int as "awaitingApproval",
        count(*) filter (where x.state = 'submitted' and x.to_tenant_id = ${tenantId})::int as "toAcknowledge",
        count(*) filter (where x.state = 'acknowledged' and x.to_tenant_id = ${tenantId})::int as "toDecide",
        count(*) filter (where x.to_tenant_id = ${tenantId} and x.submitted_at is not null and x.due_at < ${now})::int as overdue,
        count(*) filter (where x.desk_tenant_id = ${tenantId} and (x.escalation_level = 2 and x.state in (${openStates}) or x.holder = 'desk'))::int as "escalatedHere",
        count(*) filter (where x.to_tenant_id = ${tenantId} and x.state in ('accepted', 'active', 'outcomeReported'))::int as "activeNow"
      from referral x
      where x.network_id = ${networkId} and (x.from_tenant_id = ${tenantId} or x.to_tenant_id = ${tenantId} or x.desk_tenant_id = ${tenantId}) and x.holder is not null
    ) r`)
  if (!row) throw new Error('an aggregate without a row')
  return row
}
