import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { AppError, notFound } from '../../rpc/app-error.ts'

const { staffMember, staffTraining } = schema

/** Somebody of the register as stored. */
export type StaffRow = typeof staffMember.$inferSelect
/** A training as stored. */
export type TrainingRow = typeof staffTraining.$inferSelect
type Key = { networkId: number; id: string }

const byKey = ({ networkId, id }: Key) => and(eq(staffMember.networkId, networkId), eq(staffMember.id, id))

/** The register of an incubator: who is at work before those who left, each in the order in which they came. */
export async function readRegister(
  tx: Tx,
  { networkId, tenantId }: { networkId: number; tenantId: string },
): Promise<{ staff: StaffRow[]; trainings: TrainingRow[] }> {
  const [staff, trainings] = await Promise.all([
    tx
      .select()
      .from(staffMember)
      .where(and(eq(staffMember.networkId, networkId), eq(staffMember.tenantId, tenantId)))
      .orderBy(sql`${staffMember.until} nulls first`, asc(staffMember.from), asc(staffMember.id)),
    tx
      .select()
      .from(staffTraining)
      .where(and(eq(staffTraining.networkId, networkId), eq(staffTraining.tenantId, tenantId)))
      .orderBy(desc(staffTraining.heldOn), desc(staffTraining.id)),
  ])
  return { staff, trainings }
}

/** Somebody in sight. @throws NOT_FOUND */
export async function findStaff(tx: Tx, key: Key): Promise<StaffRow> {
  const [row] = await tx.select().from(staffMember).where(byKey(key))
  if (!row) throw notFound()
  return row
}

export async function insertStaff(tx: Tx, row: typeof staffMember.$inferInsert): Promise<void> {
  await tx.insert(staffMember).values(row)
}

/** Changes somebody who stands at this version. @throws VERSION_CONFLICT naming the present version */
export async function changeStaffRow(
  tx: Tx,
  { version, ...key }: Key & { version: number },
  columns: Partial<Omit<StaffRow, 'networkId' | 'id' | 'tenantId' | 'scopeKey'>>,
): Promise<void> {
  const written = await tx
    .update(staffMember)
    .set({ ...columns, version: version + 1 })
    .where(and(byKey(key), eq(staffMember.version, version)))
    .returning({ id: staffMember.id })
  if (written.length === 0) throw new AppError('VERSION_CONFLICT', { version: (await findStaff(tx, key)).version })
}

export async function insertTraining(tx: Tx, row: typeof staffTraining.$inferInsert): Promise<void> {
  await tx.insert(staffTraining).values(row)
}

/** A training in sight. @throws NOT_FOUND */
export async function findTraining(tx: Tx, { networkId, id }: Key): Promise<TrainingRow> {
  const [row] = await tx
    .select()
    .from(staffTraining)
    .where(and(eq(staffTraining.networkId, networkId), eq(staffTraining.id, id)))
  if (!row) throw notFound()
  return row
}

/** Takes a training out. @throws NOT_FOUND where it is gone */
export async function deleteTraining(tx: Tx, { networkId, id }: Key): Promise<void> {
  const gone = await tx
    .delete(staffTraining)
    .where(and(eq(staffTraining.networkId, networkId), eq(staffTraining.id, id)))
    .returning({ id: staffTraining.id })
  if (gone.length === 0) throw notFound()
}
