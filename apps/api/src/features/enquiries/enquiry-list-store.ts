import type { Cursor } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { EnquiryKey } from './enquiry-store.ts'

const { division, enquiry, enquiryTarget, organisation, referral, tenant } = schema

/** What of a list is asked for. */
export type EnquiryQuery = {
  networkId: number
  tenantId: string
  onlyOpen: boolean
  cursor?: Cursor | undefined
  limit: number
}

const tally = (answer: string) =>
  sql<number>`(select count(*)::int from enquiry_target t where t.network_id = ${enquiry.networkId} and t.enquiry_id = ${enquiry.id} and t.answer = ${answer})`

function sent(tx: Tx) {
  return tx
    .select({
      row: enquiry,
      organisationName: organisation.name,
      areaName: division.name,
      can: tally('can'),
      cannot: tally('cannot'),
      awaited: tally('awaited'),
      unanswered: tally('unanswered'),
    })
    .from(enquiry)
    .leftJoin(
      organisation,
      and(eq(organisation.networkId, enquiry.networkId), eq(organisation.id, enquiry.organisationId)),
    )
    .innerJoin(division, eq(division.code, enquiry.divisionCode))
    .$dynamic()
}

/** An enquiry as its sender's list shows it. The organisation's name is null once it is out of the sender's sight. */
export type SentEnquiry = Awaited<ReturnType<typeof sent>>[number]

/** Enquiries that a tenant has asked, the latest first. */
export async function readSent(tx: Tx, query: EnquiryQuery): Promise<SentEnquiry[]> {
  const { networkId, tenantId, onlyOpen, cursor, limit } = query
  return sent(tx)
    .where(
      and(
        eq(enquiry.networkId, networkId),
        eq(enquiry.fromTenantId, tenantId),
        onlyOpen ? inArray(enquiry.state, ['open', 'toChoose']) : undefined,
        cursor ? sql`(${enquiry.askedAt}, ${enquiry.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(enquiry.askedAt), desc(enquiry.id))
    .limit(limit)
}

/** One enquiry as the list shows it. */
export async function readSentOne(tx: Tx, { networkId, id }: EnquiryKey): Promise<SentEnquiry | undefined> {
  const [found] = await sent(tx).where(and(eq(enquiry.networkId, networkId), eq(enquiry.id, id)))
  return found
}

function asked(tx: Tx) {
  return tx
    .select({
      row: enquiryTarget,
      areaName: division.name,
      from: { id: tenant.id, name: tenant.name, shortName: tenant.shortName, tier: tenant.tier, kind: tenant.kind },
    })
    .from(enquiryTarget)
    .innerJoin(tenant, and(eq(tenant.networkId, enquiryTarget.networkId), eq(tenant.id, enquiryTarget.fromTenantId)))
    .innerJoin(division, eq(division.code, enquiryTarget.divisionCode))
    .$dynamic()
}

/** A sheet with whoever asks. */
export type AskedSheet = Awaited<ReturnType<typeof asked>>[number]

/** What a tenant was asked, the latest first; with `onlyOpen` what waits for its answer, the first due first. */
export async function readAsked(tx: Tx, query: EnquiryQuery): Promise<AskedSheet[]> {
  const { networkId, tenantId, onlyOpen, cursor, limit } = query
  return asked(tx)
    .where(
      and(
        eq(enquiryTarget.networkId, networkId),
        eq(enquiryTarget.tenantId, tenantId),
        onlyOpen
          ? and(isNull(enquiryTarget.outcome), inArray(enquiryTarget.answer, ['awaited', 'unanswered']))
          : undefined,
        cursor
          ? sql`(${enquiryTarget.askedAt}, ${enquiryTarget.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(enquiryTarget.askedAt), desc(enquiryTarget.id))
    .limit(limit)
}

/** One sheet with whoever asks. */
export async function readAskedOne(tx: Tx, { networkId, id }: EnquiryKey): Promise<AskedSheet | undefined> {
  const [found] = await asked(tx).where(and(eq(enquiryTarget.networkId, networkId), eq(enquiryTarget.id, id)))
  return found
}

/** The referral that came of an enquiry, while it is there. */
export async function readReferralOf(tx: Tx, { networkId, id }: EnquiryKey) {
  const [row] = await tx
    .select({ id: referral.id, number: referral.number, state: referral.state })
    .from(referral)
    .where(and(eq(referral.networkId, networkId), eq(referral.enquiryId, id)))
  return row ?? null
}

/** How many enquiries a range asked and was asked, by how they stand; through the gate. */
export async function readEnquiryCounts(tx: Tx, { low, high }: { low: bigint; high: bigint }) {
  return tx.execute<{ side: 'sent' | 'asked'; standing: string; n: number }>(
    sql`select side, standing, n from app.enquiry_counts(${low.toString()}::bigint, ${high.toString()}::bigint)`,
  )
}
