import type { PartnerIncubator } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import type { PartnershipState } from '@fuqiao/domain/partner'
import { type SQL, sql } from 'drizzle-orm'

/** A row of a gate. */
const rowsOf = async <Row>(tx: Tx, query: SQL): Promise<Row[]> => [...((await tx.execute(query)) as unknown as Row[])]

/** A partnership as one side of it reads it. */
export type PartnerRow = {
  networkId: number
  name: string
  divisionCode: string
  state: PartnershipState
  isProposedByUs: boolean
  isChangedByUs: boolean
  tenantId: string | null
  version: number
  changedAt: Date | string
  reason: string
  offered: number
}

/** The partners of the acting network; for the centre at its top also what is proposed, declined or ended. */
export async function readPartners(tx: Tx): Promise<PartnerRow[]> {
  return rowsOf(
    tx,
    sql`select network_id as "networkId", name, division_code as "divisionCode", state, is_proposed_by_us as "isProposedByUs",
          is_changed_by_us as "isChangedByUs", tenant_id as "tenantId", version, changed_at as "changedAt", reason, offered from app.partners()`,
  )
}

/** Networks that the centre may propose to, by a piece of their name. */
export async function readCandidates(tx: Tx, piece: string) {
  return rowsOf<{ networkId: number; name: string; divisionCode: string }>(
    tx,
    sql`select network_id as "networkId", name, division_code as "divisionCode" from app.partner_candidates(${piece})`,
  )
}

/** The incubators that a partner offers, named by the tenant that stands for it; none where there is no partnership in force. */
export async function readPartnerIncubators(tx: Tx, partnerTenantId: string): Promise<PartnerIncubator[]> {
  return rowsOf(
    tx,
    sql`select incubator_id as id, name, tier, kind, division_name as "divisionName", to_json(functions) as functions, to_json(fields) as fields,
          contact_name as "contactName", contact_phone as "contactPhone" from app.partner_incubators(${partnerTenantId})`,
  )
}

/** The partnership with another network, locked; undefined where there never was one. For the centre at the top. */
export async function lockPartnership(tx: Tx, networkId: number) {
  const [row] = await rowsOf<Pick<PartnerRow, 'state' | 'version' | 'isProposedByUs'>>(
    tx,
    sql`select state, version, is_proposed_by_us as "isProposedByUs" from app.lock_partnership(${networkId})`,
  )
  return row
}

/** Proposes; false where there is no network that may be proposed to. */
export async function proposeThroughGate(tx: Tx, networkId: number): Promise<boolean> {
  const [row] = await rowsOf<{ done: boolean }>(tx, sql`select app.propose_partnership(${networkId}) as done`)
  return row?.done === true
}

/** Writes where a locked partnership stands from now on, with the tenants that stand for each other. */
export async function changeThroughGate(
  tx: Tx,
  networkId: number,
  { state, reason }: { state: PartnershipState; reason: string },
): Promise<void> {
  await tx.execute(sql`select app.change_partnership(${networkId}, ${state}, ${reason})`)
}

/** Ids of the acting network's incubators that it offers to others. */
export async function readOffered(tx: Tx): Promise<string[]> {
  const [row] = await rowsOf<{ ids: string[] }>(tx, sql`select to_json(app.offered_incubators()) as ids`)
  return row?.ids ?? []
}

/** Offers an incubator or takes it back; false for one that is not at work in the acting network. */
export async function offerThroughGate(tx: Tx, tenantId: string, isOffered: boolean): Promise<boolean> {
  const [row] = await rowsOf<{ done: boolean }>(tx, sql`select app.offer_incubator(${tenantId}, ${isOffered}) as done`)
  return row?.done === true
}
