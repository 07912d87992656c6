import type { AskedSheetFilter, AskedSort, Cursor, SentEnquiryFilter } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { askedCursor, askedOrder } from './asked-order-store.ts'
import type { EnquiryKey } from './enquiry-store.ts'

const { division, enquiry, enquiryTarget, organisation, referral, tenant } = schema

/** What of a list is asked for. */
export type EnquiryQuery<Filter> = {
  networkId: number
  tenantId: string
  filter?: Filter | undefined
  sort: AskedSort
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

const sentTerms = {
  id: enquiry.id,
  askedAt: enquiry.askedAt,
  changedAt: enquiry.updatedAt,
  dueAt: sql`case when ${enquiry.nextClockAt} is not null then ${enquiry.dueAt} end`,
}

/** Enquiries that a tenant has asked, in the order asked for. */
export async function readSent(tx: Tx, query: EnquiryQuery<SentEnquiryFilter>): Promise<SentEnquiry[]> {
  const { networkId, tenantId, filter: { states, need } = {}, limit } = query
  const order = askedOrder(sentTerms, query)
  return sent(tx)
    .where(
      and(
        eq(enquiry.networkId, networkId),
        eq(enquiry.fromTenantId, tenantId),
        states && inArray(enquiry.state, states),
        need === undefined ? undefined : eq(enquiry.need, need),
        order.after,
      ),
    )
    .orderBy(...order.by)
    .limit(limit)
}

/** Where the next page of what was sent begins, after this row. */
export function cursorAfterSent(sort: AskedSort, { row }: SentEnquiry): Cursor {
  const { id, askedAt, updatedAt: changedAt, nextClockAt, dueAt } = row
  return askedCursor(sort, { id, askedAt, changedAt, dueAt: nextClockAt === null ? null : dueAt })
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

/** How an enquiry stands for one of those asked. */
const standing = sql`coalesce(${enquiryTarget.outcome}, ${enquiryTarget.answer})`
const askedTerms = {
  id: enquiryTarget.id,
  askedAt: enquiryTarget.askedAt,
  changedAt: sql`greatest(${enquiryTarget.askedAt}, ${enquiryTarget.answeredAt}, ${enquiryTarget.outcomeAt})`,
  dueAt: sql`case when ${inArray(standing, ['awaited', 'unanswered'])} then ${enquiryTarget.dueAt} end`,
}

/** What a tenant was asked, in the order asked for. */
export async function readAsked(tx: Tx, query: EnquiryQuery<AskedSheetFilter>): Promise<AskedSheet[]> {
  const { networkId, tenantId, filter: { states, need } = {}, limit } = query
  const order = askedOrder(askedTerms, query)
  return asked(tx)
    .where(
      and(
        eq(enquiryTarget.networkId, networkId),
        eq(enquiryTarget.tenantId, tenantId),
        states && inArray(standing, states),
        need === undefined ? undefined : eq(enquiryTarget.need, need),
        order.after,
      ),
    )
    .orderBy(...order.by)
    .limit(limit)
}

/** When something happened on a sheet last that whoever was asked knows of. */
export function sheetChangedAt({ askedAt, answeredAt, outcomeAt }: AskedSheet['row']): Date {
  return new Date(Math.max(...[askedAt, answeredAt, outcomeAt].map(at => at?.getTime() ?? 0)))
}

/** Whether a sheet waits for its answer, so that its term runs. */
export function isAwaited({ answer, outcome }: Pick<AskedSheet['row'], 'answer' | 'outcome'>): boolean {
  return outcome === null && (answer === 'awaited' || answer === 'unanswered')
}

/** Where the next page of what was asked begins, after this row. */
export function cursorAfterAsked(sort: AskedSort, { row }: AskedSheet): Cursor {
  const { id, askedAt, dueAt } = row
  return askedCursor(sort, { id, askedAt, changedAt: sheetChangedAt(row), dueAt: isAwaited(row) ? dueAt : null })
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
