import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import type { ReferralRow } from './referral-store.ts'

/** What of a referral the rule of B-08 needs. */
export type RetiringRow = Pick<
  ReferralRow,
  | 'networkId'
  | 'id'
  | 'number'
  | 'kind'
  | 'version'
  | 'state'
  | 'holder'
  | 'direction'
  | 'mode'
  | 'organisationId'
  | 'fromTenantId'
  | 'toTenantId'
  | 'deskTenantId'
  | 'need'
  | 'purpose'
  | 'sections'
  | 'personal'
  | 'grantUntil'
> & { submittedAt: string | null }

/** Open referrals of an incubator that goes, locked, through the gate of the network's centre. */
export async function lockOfRetiring(tx: Tx, tenantId: string): Promise<RetiringRow[]> {
  const rows = (await tx.execute(
    sql`select to_jsonb(r)::text as row from app.referrals_of_retiring(${tenantId}) r`,
  )) as unknown as { row: string }[]
  return rows.map(({ row }) => camelCased(JSON.parse(row) as Record<string, unknown>) as RetiringRow)
}

function camelCased(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}

/** One plan as the gate takes it. */
export type GatePlan = Record<string, unknown>

/** Carries the plans out through the gate, and finds the common superiors anew. */
export async function standIn(
  tx: Tx,
  { retiring, heir }: { retiring: string; heir: string },
  plans: readonly GatePlan[],
): Promise<void> {
  await tx.execute(sql`select app.stand_in(${retiring}, ${heir}, ${JSON.stringify(plans)}::text::jsonb)`)
  await tx.execute(sql`select app.redesk_referrals(array[${heir}]::uuid[])`)
}
