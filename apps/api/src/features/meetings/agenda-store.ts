import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, inArray, max, type SQL } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'
import type { KeyOf } from './seat-store.ts'

const { jointAgendaItem, jointPaper, tenant } = schema

/** An item as it is stored. */
export type ItemRow = typeof jointAgendaItem.$inferSelect

function joined(tx: Tx) {
  return tx
    .select({
      row: jointAgendaItem,
      tenant: { id: tenant.id, name: tenant.name, shortName: tenant.shortName, tier: tenant.tier, kind: tenant.kind },
    })
    .from(jointAgendaItem)
    .innerJoin(tenant, and(eq(tenant.networkId, jointAgendaItem.networkId), eq(tenant.id, jointAgendaItem.tenantId)))
    .$dynamic()
}

/** An item with whoever raised it. */
export type JoinedItem = Awaited<ReturnType<typeof joined>>[number]

const byKey = ({ networkId, id }: KeyOf) => and(eq(jointAgendaItem.networkId, networkId), eq(jointAgendaItem.id, id))

/** The item; undefined when there is none behind the wall. */
export async function readItem(tx: Tx, key: KeyOf): Promise<JoinedItem | undefined> {
  const [found] = await joined(tx).where(byKey(key))
  return found
}

/** The item, locked until the transaction ends; undefined where it is not there or not the caller's to settle. */
export async function lockItem(tx: Tx, key: KeyOf): Promise<JoinedItem | undefined> {
  const [found] = await joined(tx).where(byKey(key)).for('update', { of: jointAgendaItem })
  return found
}

/** Items that were raised, the latest first: by one tenant, or by all. */
export function readItems(
  tx: Tx,
  { networkId, tenantId, states }: { networkId: number; tenantId: string | null; states: ItemRow['state'][] },
): Promise<JoinedItem[]> {
  return joined(tx)
    .where(
      and(
        eq(jointAgendaItem.networkId, networkId),
        tenantId === null ? undefined : eq(jointAgendaItem.tenantId, tenantId),
        states.length > 0 ? inArray(jointAgendaItem.state, states) : undefined,
      ),
    )
    .orderBy(desc(jointAgendaItem.raisedAt), desc(jointAgendaItem.id))
    .limit(200)
}

/** The agenda of a meeting, in its order. */
export function readAgenda(tx: Tx, { networkId, id }: KeyOf): Promise<JoinedItem[]> {
  return joined(tx)
    .where(and(eq(jointAgendaItem.networkId, networkId), eq(jointAgendaItem.meetingId, id)))
    .orderBy(asc(jointAgendaItem.ordinal))
}

/** The next free place of a meeting's agenda; the meeting is locked. */
export async function nextPlace(tx: Tx, { networkId, id }: KeyOf): Promise<number> {
  const [row] = await tx
    .select({ last: max(jointAgendaItem.ordinal) })
    .from(jointAgendaItem)
    .where(and(eq(jointAgendaItem.networkId, networkId), eq(jointAgendaItem.meetingId, id)))
  return (row?.last ?? 0) + 1
}

export async function insertItem(tx: Tx, row: typeof jointAgendaItem.$inferInsert): Promise<void> {
  await tx.insert(jointAgendaItem).values(row)
}

export async function writeItem(
  tx: Tx,
  key: KeyOf,
  columns: Partial<Pick<ItemRow, 'state' | 'meetingId' | 'ordinal' | 'reason' | 'settledAt' | 'version'>>,
): Promise<void> {
  const written = await tx.update(jointAgendaItem).set(columns).where(byKey(key)).returning({ id: jointAgendaItem.id })
  if (written.length === 0) throw notFound()
}

const paperColumns = {
  id: jointPaper.id,
  itemId: jointPaper.itemId,
  meetingId: jointPaper.meetingId,
  fileName: jointPaper.fileName,
  mediaType: jointPaper.mediaType,
  size: jointPaper.size,
  personName: jointPaper.personName,
  createdAt: jointPaper.createdAt,
}
const papersWhere = (tx: Tx, condition: SQL | undefined) =>
  tx.select(paperColumns).from(jointPaper).where(condition).orderBy(asc(jointPaper.createdAt), asc(jointPaper.id))

/** A paper without its bytes. */
export type PaperRow = Awaited<ReturnType<typeof papersWhere>>[number]

/** The papers of a meeting without their bytes. */
export const readMeetingPapers = (tx: Tx, { networkId, id }: KeyOf) =>
  papersWhere(tx, and(eq(jointPaper.networkId, networkId), eq(jointPaper.meetingId, id)))

/** The papers of items without their bytes, by item. */
export async function readItemPapers(
  tx: Tx,
  networkId: number,
  itemIds: string[],
): Promise<ReadonlyMap<string | null, PaperRow[]>> {
  if (itemIds.length === 0) return new Map()
  const rows = await papersWhere(tx, and(eq(jointPaper.networkId, networkId), inArray(jointPaper.itemId, itemIds)))
  return Map.groupBy(rows, ({ itemId }) => itemId)
}

/** A paper with its bytes; undefined when it is not in sight. */
export async function readPaper(tx: Tx, { networkId, id }: KeyOf) {
  const [row] = await tx
    .select({ ...paperColumns, content: jointPaper.content })
    .from(jointPaper)
    .where(and(eq(jointPaper.networkId, networkId), eq(jointPaper.id, id)))
  return row
}

export async function insertPaper(tx: Tx, row: typeof jointPaper.$inferInsert): Promise<void> {
  await tx.insert(jointPaper).values(row)
}
