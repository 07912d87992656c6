import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import type { ReferralRow } from './referral-store.ts'

/** A later hop of a chain as it stood before its consent ended with an earlier one's. */
export type ChainHop = Pick<
  ReferralRow,
  | 'id'
  | 'number'
  | 'version'
  | 'state'
  | 'direction'
  | 'organisationId'
  | 'fromTenantId'
  | 'toTenantId'
  | 'deskTenantId'
> & { wasSubmitted: boolean; submittedAt: string | null }

/** Revokes the later hops of a chain through the gate: rows, consents and grants. Answers them as they stood. */
export async function revokeLaterHops(tx: Tx, referralId: string): Promise<ChainHop[]> {
  return (await tx.execute(sql`
    select h.id, h.number, h.version, h.state, h.direction, h.organisation_id as "organisationId", h.from_tenant_id as "fromTenantId",
           h.to_tenant_id as "toTenantId", h.desk_tenant_id as "deskTenantId", h.submitted_at is not null as "wasSubmitted",
           to_char(h.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "submittedAt"
    from app.revoke_later_hops(${referralId}) h`)) as unknown as ChainHop[]
}

/** What a superior's assignment is drafted with. */
export type Assignment = {
  id: string
  letterCode: string
  toTenantId: string
  reason: string
  personId: string
  personName: string
  dueRule: string | null
  dueAt: string | null
  calendarVersion: string | null
  nextAt: string | null
}

/** Drafts, for the sender, the referral that a superior assigns in another's stead; through the gate. Answers its number. */
export async function draftAssignment(tx: Tx, referralId: string, draft: Assignment): Promise<string> {
  const rows = (await tx.execute(
    sql`select app.draft_assignment(${referralId}, ${JSON.stringify(draft)}::text::jsonb) as number`,
  )) as unknown as { number: string }[]
  const [row] = rows
  if (!row) throw new Error('the gate answers a number')
  return row.number
}
