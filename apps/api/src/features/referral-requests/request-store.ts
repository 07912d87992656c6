import type { AskedSort, Cursor, ReferralRequestFilter } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, count, eq, gte, inArray, isNotNull, sql } from 'drizzle-orm'
import { askedCursor, askedOrder } from '../enquiries/index.ts'

const { outbox, referral, referralRequest, tenant } = schema

/** A request as it is stored. */
export type RequestRow = typeof referralRequest.$inferSelect
/** Which request. */
export type RequestKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: RequestKey) =>
  and(eq(referralRequest.networkId, networkId), eq(referralRequest.id, id))

export async function insertRequest(tx: Tx, row: typeof referralRequest.$inferInsert): Promise<void> {
  await tx.insert(referralRequest).values(row)
}

type OfTenant = { networkId: number; tenantId: string }

/** How many requests a tenant has made since an instant. */
export async function countSince(tx: Tx, { networkId, tenantId, since }: OfTenant & { since: Date }): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(referralRequest)
    .where(
      and(
        eq(referralRequest.networkId, networkId),
        eq(referralRequest.tenantId, tenantId),
        gte(referralRequest.askedAt, since),
      ),
    )
  return row?.n ?? 0
}

/** The tenant's own request for an organisation that is open; undefined when there is none. */
export async function readOpen(tx: Tx, { networkId, tenantId, subjectKey }: OfTenant & { subjectKey: string }) {
  const [row] = await tx
    .select({ number: referralRequest.number })
    .from(referralRequest)
    .where(
      and(
        eq(referralRequest.networkId, networkId),
        eq(referralRequest.tenantId, tenantId),
        eq(referralRequest.subjectKey, subjectKey),
        eq(referralRequest.state, 'open'),
      ),
    )
  return row
}

/** How a request stands for its asker: a referral is there the moment it is submitted; the worker settles the row right after. */
const standing = sql`case when ${referral.id} is not null then 'referred' else ${referralRequest.state} end`
const terms = {
  id: referralRequest.id,
  askedAt: referralRequest.askedAt,
  changedAt: sql`coalesce(${referralRequest.settledAt}, ${referralRequest.askedAt})`,
  dueAt: sql`case when ${standing} = 'open' then ${referralRequest.dueAt} end`,
}
/** What of a list is asked for. */
type RequestQuery = OfTenant & {
  filter?: ReferralRequestFilter | undefined
  sort: AskedSort
  cursor?: Cursor | undefined
  limit: number
}

/** A tenant's requests in the order asked for, each with the referral that came of it: behind the wall, so only once it was submitted. */
export async function readAskedBy(tx: Tx, query: RequestQuery) {
  const { networkId, tenantId, filter: { states, need } = {}, limit } = query
  const order = askedOrder(terms, query)
  return tx
    .select({ row: referralRequest, referral: { id: referral.id, number: referral.number } })
    .from(referralRequest)
    .leftJoin(
      referral,
      and(
        eq(referral.networkId, referralRequest.networkId),
        eq(referral.requestId, referralRequest.id),
        isNotNull(referral.submittedAt),
      ),
    )
    .where(
      and(
        eq(referralRequest.networkId, networkId),
        eq(referralRequest.tenantId, tenantId),
        states && inArray(standing, states),
        need === undefined ? undefined : eq(referralRequest.need, need),
        order.after,
      ),
    )
    .orderBy(...order.by)
    .limit(limit)
}
/** A request with its referral. */
export type AskedRequest = Awaited<ReturnType<typeof readAskedBy>>[number]

/** Where the next page of a list begins, after this row. */
export function cursorAfter(sort: AskedSort, { row, referral: found }: AskedRequest): Cursor {
  const { id, askedAt, settledAt, state, dueAt } = row
  const isOpen = state === 'open' && found === null
  return askedCursor(sort, { id, askedAt, changedAt: settledAt ?? askedAt, dueAt: isOpen ? dueAt : null })
}

/** Whether a request is in the viewer's sight. */
export async function isRequestInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  return (await tx.select({ id: referralRequest.id }).from(referralRequest).where(byKey({ networkId, id }))).length > 0
}

/** The request, locked, with whether its asker is at work. For the worker. */
export async function lockRequest(tx: Tx, key: RequestKey) {
  const [found] = await tx
    .select({ row: referralRequest, askerStatus: tenant.status })
    .from(referralRequest)
    .innerJoin(tenant, and(eq(tenant.networkId, referralRequest.networkId), eq(tenant.id, referralRequest.tenantId)))
    .where(byKey(key))
    .for('update', { of: referralRequest })
  return found
}

/** The next look at a request is when its term ends: nothing else of it shows that it was looked at, or what was found. */
export async function passOver(tx: Tx, { networkId, id, dueAt }: RequestRow): Promise<void> {
  await tx.update(referralRequest).set({ nextClockAt: dueAt }).where(byKey({ networkId, id }))
}

/** Writes how a request ended. */
export async function writeSettled(
  tx: Tx,
  { networkId, id, version }: RequestRow,
  settled: { state: 'referred' | 'ended'; settledAt: Date },
): Promise<void> {
  await tx
    .update(referralRequest)
    .set({ ...settled, version: version + 1, nextClockAt: null })
    .where(byKey({ networkId, id }))
}

/** What the worker and the listeners need of a request's deed. Only the asker is a party of it. */
export type RequestPayload = {
  action: 'ask' | 'end' | 'refer' | 'calendar'
  seq: number
  number: string
  fromTenantId: string
  actorTenantId: string | null
}

export async function insertRequestOutbox(tx: Tx, key: RequestKey, payload: RequestPayload, at: Date): Promise<void> {
  await tx.insert(outbox).values({ networkId: key.networkId, topic: 'referralRequest', subjectId: key.id, payload, at })
}
