import { schema, type Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'

/** What the worker is told of a merge: ids and the version that the merged one has now. */
export type MergePayload = {
  action: 'merge'
  /** The one that was merged. */
  organisationId: string
  survivorId: string
  /** The custodian of both. */
  fromTenantId: string
  version: number
}

/** What is under way for some organisations of the acting tenant, whoever is at it; through the gate. */
export type UnderWay = { referrals: number; enquiries: number; marked: number }

export async function readUnderWay(tx: Tx, ids: readonly string[]): Promise<UnderWay> {
  const [row] = await tx.execute<UnderWay>(sql`
    select referrals, enquiries, marked
    from app.under_way(array(select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))::uuid[])`)
  return row ?? { referrals: 0, enquiries: 0, marked: 0 }
}

/** Ends sight of an organisation that this transaction has merged and service for it, and gives its account one of the survivor's beside it; through the gate. */
export async function endMerged(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select app.end_merged(${id})`)
}

export async function insertMergeOutbox(tx: Tx, networkId: number, payload: MergePayload, at: Date): Promise<void> {
  const { outbox } = schema
  await tx.insert(outbox).values({ networkId, topic: 'organisation', subjectId: payload.organisationId, payload, at })
}
