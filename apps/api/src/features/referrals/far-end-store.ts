import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import type { ReferralKey } from './referral-store.ts'

/** Which end of a referral between networks a row is. */
export type Crossing = 'sending' | 'receiving'

/** The other end as a party may know it: the network and the incubator there. */
export type FarEnd = {
  side: Crossing
  networkName: string
  /** Of the incubator that it goes to; null for the one that it comes from. */
  incubatorId: string | null
  name: string
  divisionName: string
  contactName: string
  contactPhone: string
}

/** For the worker, which holds the row: whether nobody acts on the far end. Held from then on. */
export async function isBridgeFree(tx: Tx, { networkId, id }: ReferralKey): Promise<boolean> {
  const rows = (await tx.execute(sql`select app.try_bridge(${networkId}::int, ${id}) as free`)) as unknown as {
    free: boolean
  }[]
  return rows[0]?.free === true
}

/** The other end, for a party of the referral; null inside one network and for everybody else. */
export async function readFarEnd(tx: Tx, id: string): Promise<FarEnd | null> {
  const rows = (await tx.execute(sql`
    select side, network_name as "networkName", incubator_id as "incubatorId", name, division_name as "divisionName", contact_name as "contactName",
           contact_phone as "contactPhone" from app.far_end(${id})`)) as unknown as FarEnd[]
  return rows[0] ?? null
}

/** Names the incubator of a partner network that a draft is for; false when it is none of those that are offered. */
export async function nameFarEnd(
  tx: Tx,
  id: string,
  { partnerTenantId, incubatorId }: { partnerTenantId: string; incubatorId: string },
): Promise<boolean> {
  const rows = (await tx.execute(
    sql`select app.name_partner_incubator(${id}, ${partnerTenantId}, ${incubatorId}) as done`,
  )) as unknown as { done: boolean }[]
  return rows[0]?.done === true
}

/** The draft stays inside the network. */
export async function forgetFarEnd(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select app.name_partner_incubator(${id}, null, null)`)
}

/** Makes the target's row in its network, in the transaction that submits. */
export async function openFarEnd(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select app.open_bridge(${id})`)
}

/** Brings the other row to where this one stands after a transition of this transaction. */
export async function mirrorTransition(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select app.mirror_transition(${id})`)
}

/** The same, of what the worker did. */
export async function mirrorByWorker(tx: Tx, { networkId, id }: ReferralKey): Promise<void> {
  await tx.execute(sql`select app.mirror_row(${networkId}::int, ${id})`)
}
