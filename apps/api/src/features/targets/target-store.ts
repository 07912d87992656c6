import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { notFound } from '../../rpc/app-error.ts'

const { outbox, targetShare, targetShareEvent, tenant } = schema
const giver = alias(tenant, 'giver')

/** A share as it is stored. */
export type ShareRow = typeof targetShare.$inferSelect
export type ShareColumns = Partial<
  Pick<
    ShareRow,
    | 'state'
    | 'round'
    | 'value'
    | 'version'
    | 'fromSignatory'
    | 'fromSignedAt'
    | 'signatory'
    | 'signedAt'
    | 'signedValue'
    | 'signedRound'
    | 'updatedAt'
  >
>
/** Which share. */
export type ShareKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: ShareKey) => and(eq(targetShare.networkId, networkId), eq(targetShare.id, id))
const refOf = (of: typeof tenant | typeof giver) => ({
  ...{ id: of.id, name: of.name, shortName: of.shortName, tier: of.tier, kind: of.kind },
})

function joined(tx: Tx) {
  return tx
    .select({ row: targetShare, from: refOf(giver), tenant: refOf(tenant), parentId: tenant.parentId })
    .from(targetShare)
    .innerJoin(tenant, and(eq(tenant.networkId, targetShare.networkId), eq(tenant.id, targetShare.tenantId)))
    .innerJoin(giver, and(eq(giver.networkId, targetShare.networkId), eq(giver.id, targetShare.fromTenantId)))
    .$dynamic()
}

/** A share with its two sides, and who stands above whoever is to reach it now. */
export type JoinedShare = Awaited<ReturnType<typeof joined>>[number]

/** The share with its sides; undefined when there is none behind the wall. */
export async function readShare(tx: Tx, key: ShareKey): Promise<JoinedShare | undefined> {
  const [found] = await joined(tx).where(byKey(key))
  return found
}

/** The share, locked until the transaction ends; undefined where it is not there or not the caller's to change. */
export async function lockShare(tx: Tx, key: ShareKey): Promise<JoinedShare | undefined> {
  const [found] = await joined(tx).where(byKey(key)).for('update', { of: targetShare })
  return found
}

/** Between whom a share is, of what and when: there is one. */
export type ShareOf = Pick<ShareRow, 'networkId' | 'fromTenantId' | 'tenantId' | 'indicatorId' | 'year'>

/** The share between two, or an incubator's own total, locked; undefined where there is none yet. */
export async function lockShareOf(tx: Tx, of: ShareOf): Promise<JoinedShare | undefined> {
  const [found] = await joined(tx)
    .where(
      and(
        ...[eq(targetShare.networkId, of.networkId), eq(targetShare.fromTenantId, of.fromTenantId)],
        ...[eq(targetShare.tenantId, of.tenantId), eq(targetShare.indicatorId, of.indicatorId)],
        eq(targetShare.year, of.year),
      ),
    )
    .for('update', { of: targetShare })
  return found
}

/** What a place was given, set for itself and gives others of a year, in sight. */
export async function readShares(
  tx: Tx,
  { networkId, tenantId, year }: { networkId: number; tenantId: string; year: number },
): Promise<JoinedShare[]> {
  return joined(tx)
    .where(
      and(
        ...[eq(targetShare.networkId, networkId), eq(targetShare.year, year)],
        sql`(${targetShare.tenantId} = ${tenantId} or ${targetShare.fromTenantId} = ${tenantId})`,
      ),
    )
    .orderBy(asc(targetShare.number), asc(targetShare.id))
}

/** Shares that wait for a tenant, the last changed first: as far as they can be told by their columns. */
export async function readWaitingShares(
  tx: Tx,
  { networkId, tenantId, limit }: { networkId: number; tenantId: string; limit: number },
): Promise<JoinedShare[]> {
  return joined(tx)
    .where(
      and(
        eq(targetShare.networkId, networkId),
        inArray(targetShare.state, ['proposed', 'countered', 'agreed']),
        sql`case when ${targetShare.tenantId} = ${tenantId} then ${targetShare.state} = 'proposed' or ${targetShare.state} = 'agreed' and ${targetShare.signedAt} is null
          when ${targetShare.fromTenantId} = ${tenantId} then ${targetShare.state} = 'countered' or ${targetShare.state} = 'agreed' and ${targetShare.fromSignedAt} is null
          else false end`,
      ),
    )
    .orderBy(desc(targetShare.updatedAt), desc(targetShare.id))
    .limit(limit)
}

/** Writes a new share; false where another request has just written it. */
export async function insertShare(tx: Tx, row: typeof targetShare.$inferInsert): Promise<boolean> {
  const written = await tx
    .insert(targetShare)
    .values(row)
    .onConflictDoNothing({
      target: [
        ...[targetShare.networkId, targetShare.tenantId, targetShare.fromTenantId],
        ...[targetShare.indicatorId, targetShare.year],
      ],
    })
    .returning({ id: targetShare.id })
  return written.length > 0
}

/** Writes columns of a share that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function writeShare(tx: Tx, key: ShareKey, columns: ShareColumns): Promise<void> {
  const written = await tx.update(targetShare).set(columns).where(byKey(key)).returning({ id: targetShare.id })
  if (written.length === 0) throw notFound()
}

export async function insertShareEvent(tx: Tx, row: typeof targetShareEvent.$inferInsert): Promise<void> {
  await tx.insert(targetShareEvent).values(row)
}

/** A line of the ledger as it is stored. */
export type ShareEventRow = typeof targetShareEvent.$inferSelect

/** The ledger of a share, in order. */
export function readLedger(tx: Tx, { networkId, id }: ShareKey): Promise<ShareEventRow[]> {
  return tx
    .select()
    .from(targetShareEvent)
    .where(and(eq(targetShareEvent.networkId, networkId), eq(targetShareEvent.shareId, id)))
    .orderBy(asc(targetShareEvent.seq))
}

/** What the worker is told of a deed: ids and codes. */
export type TargetPayload = {
  action: string
  seq: number
  number: string
  toState: string
  fromTenantId: string
  toTenantId: string
  actorTenantId: string
}

export async function insertShareOutbox(
  tx: Tx,
  { networkId, id }: ShareKey,
  payload: TargetPayload,
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId, topic: 'target', subjectId: id, payload, at })
}

/** An incubator at work directly below another, with its place; undefined where there is none. */
export async function readChild(tx: Tx, of: { networkId: number; parentId: string; id: string }) {
  const [found] = await tx
    .select({ id: tenant.id, scopeKey: tenant.scopeKey, parentId: tenant.parentId })
    .from(tenant)
    .where(
      and(
        ...[eq(tenant.networkId, of.networkId), eq(tenant.id, of.id), eq(tenant.status, 'active')],
        ne(tenant.kind, 'partnerNetwork'),
      ),
    )
  if (!found) throw notFound()
  return found.parentId === of.parentId ? found : undefined
}

/** Whether a share stands in the session's sight. */
export async function isShareInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  return (await readShare(tx, { networkId, id })) !== undefined
}
