import type { Tx } from '@fuqiao/db'
import type { EnquiryOfRetiring, EnquiryStandIn, SlotPlan } from '@fuqiao/domain/enquiry'
import { sql } from 'drizzle-orm'

/** An enquiry under way of which an incubator that goes is a party. */
export type RetiringEnquiry = EnquiryOfRetiring & { id: string; number: string; version: number }

/** Enquiries under way of an incubator that goes, locked with their sheets, through the gate of the network's centre. */
export async function lockEnquiriesOfRetiring(
  tx: Tx,
  { fromTenantId, toTenantId }: EnquiryStandIn,
): Promise<RetiringEnquiry[]> {
  const rows = await tx.execute<RetiringEnquiry>(
    sql`select id, number, version, state, from_tenant_id as "fromTenantId", has_own as "hasOwn", to_json(asked) as asked
      from app.enquiries_of_retiring(${fromTenantId}, ${toTenantId})`,
  )
  return [...rows].map(row => ({ ...row, asked: row.asked ?? [] }))
}

/** What of an enquiry changes, as the gate takes it. */
type Plan = { id: string; version: number; becomes: string; isAskerReplaced: boolean; slots: readonly SlotPlan[] }

/** Carries the plans out through the gate, each with its lines of history. */
export async function standInEnquiries(
  tx: Tx,
  { fromTenantId, toTenantId, personName }: EnquiryStandIn & { personName: string },
  plans: readonly Plan[],
): Promise<void> {
  await tx.execute(
    sql`select app.stand_in_enquiries(${fromTenantId}, ${toTenantId}, ${personName}, ${JSON.stringify(plans)}::text::jsonb)`,
  )
}
