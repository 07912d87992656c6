import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq } from 'drizzle-orm'
import { AppError, notFound } from '../../rpc/app-error.ts'

const { premisesEquipment, premisesRoom } = schema

/** A room, or equipment, of an incubator as stored. */
export type RoomRow = typeof premisesRoom.$inferSelect
export type EquipmentRow = typeof premisesEquipment.$inferSelect
type Key = { networkId: number; id: string }
type At = Key & { version: number }

const roomBy = ({ networkId, id }: Key) => and(eq(premisesRoom.networkId, networkId), eq(premisesRoom.id, id))
const equipmentBy = ({ networkId, id }: Key) =>
  and(eq(premisesEquipment.networkId, networkId), eq(premisesEquipment.id, id))

/** The rooms of an incubator and what is in them. */
export async function readPremises(tx: Tx, { networkId, tenantId }: { networkId: number; tenantId: string }) {
  const [rooms, equipment] = await Promise.all([
    tx
      .select()
      .from(premisesRoom)
      .where(and(eq(premisesRoom.networkId, networkId), eq(premisesRoom.tenantId, tenantId)))
      .orderBy(asc(premisesRoom.id)),
    tx
      .select()
      .from(premisesEquipment)
      .where(and(eq(premisesEquipment.networkId, networkId), eq(premisesEquipment.tenantId, tenantId)))
      .orderBy(asc(premisesEquipment.id)),
  ])
  return { rooms, equipment }
}

/** A room in sight. @throws NOT_FOUND */
export async function findRoom(tx: Tx, key: Key): Promise<RoomRow> {
  const [row] = await tx.select().from(premisesRoom).where(roomBy(key))
  if (!row) throw notFound()
  return row
}

/** Equipment in sight. @throws NOT_FOUND */
export async function findEquipment(tx: Tx, key: Key): Promise<EquipmentRow> {
  const [row] = await tx.select().from(premisesEquipment).where(equipmentBy(key))
  if (!row) throw notFound()
  return row
}

export async function insertRoom(tx: Tx, row: typeof premisesRoom.$inferInsert): Promise<void> {
  await tx.insert(premisesRoom).values(row)
}

export async function insertEquipment(tx: Tx, row: typeof premisesEquipment.$inferInsert): Promise<void> {
  await tx.insert(premisesEquipment).values(row)
}

/** Changes a room that stands at this version. @throws VERSION_CONFLICT */
export async function changeRoomRow(
  tx: Tx,
  { version, ...key }: At,
  columns: Pick<RoomRow, 'name' | 'uses' | 'squareMetres' | 'isShared' | 'updatedAt'>,
): Promise<void> {
  const written = await tx
    .update(premisesRoom)
    .set({ ...columns, version: version + 1 })
    .where(and(roomBy(key), eq(premisesRoom.version, version)))
    .returning({ id: premisesRoom.id })
  if (written.length === 0) throw new AppError('VERSION_CONFLICT', { version: (await findRoom(tx, key)).version })
}

/** Changes equipment that stands at this version. @throws VERSION_CONFLICT */
export async function changeEquipmentRow(
  tx: Tx,
  { version, ...key }: At,
  columns: Pick<EquipmentRow, 'kind' | 'note' | 'quantity' | 'goodUntil' | 'updatedAt'>,
): Promise<void> {
  const written = await tx
    .update(premisesEquipment)
    .set({ ...columns, version: version + 1 })
    .where(and(equipmentBy(key), eq(premisesEquipment.version, version)))
    .returning({ id: premisesEquipment.id })
  if (written.length === 0) throw new AppError('VERSION_CONFLICT', { version: (await findEquipment(tx, key)).version })
}

/** Takes a room out that stands at this version. @throws VERSION_CONFLICT */
export async function deleteRoom(tx: Tx, { version, ...key }: At): Promise<void> {
  const gone = await tx
    .delete(premisesRoom)
    .where(and(roomBy(key), eq(premisesRoom.version, version)))
    .returning({ id: premisesRoom.id })
  if (gone.length === 0) throw new AppError('VERSION_CONFLICT', { version: (await findRoom(tx, key)).version })
}

/** Takes equipment out that stands at this version. @throws VERSION_CONFLICT */
export async function deleteEquipment(tx: Tx, { version, ...key }: At): Promise<void> {
  const gone = await tx
    .delete(premisesEquipment)
    .where(and(equipmentBy(key), eq(premisesEquipment.version, version)))
    .returning({ id: premisesEquipment.id })
  if (gone.length === 0) throw new AppError('VERSION_CONFLICT', { version: (await findEquipment(tx, key)).version })
}
