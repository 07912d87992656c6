import type { TenantActor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, getColumns, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { AppError, notFound } from '../../rpc/app-error.ts'

const { delivery, notice, webhookEndpoint } = schema

// The role of requests may write the sealed secret and not read it, nor the one before it.
const { sealedSecret: _, previousSealedSecret: __, ...readable } = getColumns(webhookEndpoint)

/** An endpoint without its secrets. */
export type EndpointRow = Omit<typeof webhookEndpoint.$inferSelect, 'sealedSecret' | 'previousSealedSecret'>

const own = (actor: TenantActor) =>
  and(eq(webhookEndpoint.networkId, actor.networkId), eq(webhookEndpoint.tenantId, actor.tenantId))
const byId = (actor: TenantActor, id: string) => and(own(actor), eq(webhookEndpoint.id, id))

/** The tenant's endpoints in the order they were made. */
export async function readEndpoints(tx: Tx, actor: TenantActor): Promise<EndpointRow[]> {
  return tx.select(readable).from(webhookEndpoint).where(own(actor)).orderBy(asc(webhookEndpoint.createdAt))
}

/** One of them. @throws NOT_FOUND */
export async function findEndpoint(tx: Tx, actor: TenantActor, id: string): Promise<EndpointRow> {
  const [row] = await tx.select(readable).from(webhookEndpoint).where(byId(actor, id))
  if (!row) throw notFound()
  return row
}

export async function insertEndpoint(tx: Tx, row: typeof webhookEndpoint.$inferInsert): Promise<void> {
  await tx.insert(webhookEndpoint).values(row)
}

/** Changes an endpoint at the version that was seen. @throws VERSION_CONFLICT with the present one */
export async function updateEndpoint(
  tx: Tx,
  actor: TenantActor,
  row: EndpointRow,
  changed: { version: number; updatedAt: Date } & (
    { kinds: string[]; state: EndpointRow['state'] } | { sealedSecret: string; previousUntil: Date }
  ),
): Promise<number> {
  const { version, ...values } = changed
  const [written] = await tx
    .update(webhookEndpoint)
    .set({ ...values, version: sql`${webhookEndpoint.version} + 1` })
    .where(and(byId(actor, row.id), eq(webhookEndpoint.version, version)))
    .returning({ version: webhookEndpoint.version })
  if (written) return written.version
  const { version: now, state } = await findEndpoint(tx, actor, row.id)
  throw new AppError('VERSION_CONFLICT', { version: now, state, of: 'webhook' })
}

/** Removes an endpoint, and with it the list of what was sent there. @throws NOT_FOUND */
export async function deleteEndpoint(tx: Tx, actor: TenantActor, id: string): Promise<void> {
  const gone = await tx.delete(webhookEndpoint).where(byId(actor, id)).returning({ id: webhookEndpoint.id })
  if (gone.length === 0) throw notFound()
}

/** Whether a test of an endpoint waits to be sent. */
export async function isTestWaiting(tx: Tx, actor: TenantActor, endpointId: string): Promise<boolean> {
  const waiting = and(ofEndpoint(actor, endpointId), eq(delivery.purpose, 'test'), eq(delivery.state, 'waiting'))
  return (await tx.select({ id: delivery.id }).from(delivery).where(waiting).limit(1)).length > 0
}

/** Asks the worker for a test of an endpoint. */
export async function insertTest(tx: Tx, actor: TenantActor, endpointId: string, now: Date): Promise<void> {
  const { networkId, tenantId } = actor
  const id = v7()
  await tx.insert(delivery).values({
    ...{ networkId, id, tenantId, endpointId, channel: 'webhook', purpose: 'test', noticeIds: [] },
    ...{ dueAt: now, nextAt: now, createdAt: now, sourceKey: `test:${id}` },
  })
}

const ofEndpoint = (actor: TenantActor, endpointId: string) =>
  and(
    eq(delivery.networkId, actor.networkId),
    eq(delivery.tenantId, actor.tenantId),
    eq(delivery.endpointId, endpointId),
  )

/** The last messages to an endpoint, the latest first. */
export async function readLastDeliveries(tx: Tx, actor: TenantActor, endpointId: string, most: number) {
  return tx
    .select({
      id: delivery.id,
      endpointId: delivery.endpointId,
      purpose: delivery.purpose,
      state: delivery.state,
      attempts: delivery.attempts,
      errorCode: delivery.errorCode,
      at: delivery.createdAt,
      nextAt: delivery.nextAt,
      kind: notice.kind,
      params: notice.params,
    })
    .from(delivery)
    .leftJoin(notice, and(eq(notice.networkId, delivery.networkId), sql`${notice.id} = ${delivery.noticeIds}[1]`))
    .where(ofEndpoint(actor, endpointId))
    .orderBy(desc(delivery.createdAt), desc(delivery.id))
    .limit(most)
}
