import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, getColumns } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { organisation, referral, referralBatch, referralBatchItem, tenant } = schema

/** A batch as it is stored. */
export type BatchRow = typeof referralBatch.$inferSelect
/** One organisation of a batch. */
export type ItemRow = typeof referralBatchItem.$inferSelect
/** Which batch. */
export type BatchKey = { networkId: number; id: string }
/** Which organisation of which batch. */
export type ItemKey = BatchKey & { organisationId: string }

const byKey = ({ networkId, id }: BatchKey) => and(eq(referralBatch.networkId, networkId), eq(referralBatch.id, id))
const byItem = ({ networkId, id, organisationId }: ItemKey) =>
  and(
    eq(referralBatchItem.networkId, networkId),
    eq(referralBatchItem.batchId, id),
    eq(referralBatchItem.organisationId, organisationId),
  )

/** Writes a batch with its organisations, in the order given. */
export async function insertBatch(
  tx: Tx,
  batch: typeof referralBatch.$inferInsert & { id: string },
  organisationIds: readonly string[],
): Promise<void> {
  const { networkId, id: batchId, fromTenantId } = batch
  await tx.insert(referralBatch).values(batch)
  await tx
    .insert(referralBatchItem)
    .values(
      organisationIds.map((organisationId, place) => ({ networkId, batchId, fromTenantId, organisationId, place })),
    )
}

/** The batch; undefined when there is none behind the wall. */
export async function readBatch(tx: Tx, key: BatchKey): Promise<BatchRow | undefined> {
  const [row] = await tx.select().from(referralBatch).where(byKey(key))
  return row
}

/** The batch with its target's name; undefined when there is none behind the wall. */
export async function readBatchWithTarget(tx: Tx, key: BatchKey) {
  const [found] = await tx
    .select({
      row: getColumns(referralBatch),
      target: {
        id: tenant.id,
        name: tenant.name,
        shortName: tenant.shortName,
        tier: tenant.tier,
        kind: tenant.kind,
      },
    })
    .from(referralBatch)
    .innerJoin(tenant, and(eq(tenant.networkId, referralBatch.networkId), eq(tenant.id, referralBatch.toTenantId)))
    .where(byKey(key))
  return found
}

/** One organisation of a batch, locked until the transaction ends: whoever tries it at the same time waits for what comes of it. */
export async function lockItem(tx: Tx, key: ItemKey): Promise<ItemRow | undefined> {
  const [row] = await tx.select().from(referralBatchItem).where(byItem(key)).for('update')
  return row
}

/** Writes what came of one organisation. @throws NOT_FOUND when the wall lets nothing through */
export async function writeItem(
  tx: Tx,
  key: ItemKey,
  columns: Pick<ItemRow, 'referralId' | 'referralNumber' | 'refusalCode' | 'refusalParams' | 'triedAt'>,
): Promise<void> {
  const written = await tx
    .update(referralBatchItem)
    .set(columns)
    .where(byItem(key))
    .returning({ id: referralBatchItem.organisationId })
  if (written.length === 0) throw notFound()
}

/** The organisations of a batch in the order in which they were marked, each with its referral as it stands; without one that was discarded. */
export async function readItems(tx: Tx, { networkId, id }: BatchKey) {
  return tx
    .select({
      item: getColumns(referralBatchItem),
      organisationName: organisation.name,
      referral: { id: referral.id, state: referral.state, version: referral.version },
    })
    .from(referralBatchItem)
    .leftJoin(
      organisation,
      and(
        eq(organisation.networkId, referralBatchItem.networkId),
        eq(organisation.id, referralBatchItem.organisationId),
      ),
    )
    .leftJoin(
      referral,
      and(eq(referral.networkId, referralBatchItem.networkId), eq(referral.id, referralBatchItem.referralId)),
    )
    .where(and(eq(referralBatchItem.networkId, networkId), eq(referralBatchItem.batchId, id)))
    .orderBy(asc(referralBatchItem.place))
}

/** The tenant's batches, the latest first. */
export async function readBatches(
  tx: Tx,
  { networkId, tenantId, limit }: { networkId: number; tenantId: string; limit: number },
) {
  return tx
    .select({
      id: referralBatch.id,
      number: referralBatch.number,
      name: referralBatch.name,
      size: referralBatch.size,
      createdByName: referralBatch.createdByName,
      createdAt: referralBatch.createdAt,
    })
    .from(referralBatch)
    .where(and(eq(referralBatch.networkId, networkId), eq(referralBatch.fromTenantId, tenantId)))
    .orderBy(desc(referralBatch.createdAt), desc(referralBatch.id))
    .limit(limit)
}
