import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'

const { jointSeat, tenant } = schema

/** A seat as it is stored. */
export type SeatRow = typeof jointSeat.$inferSelect
/** Which row of a network. */
export type KeyOf = { networkId: number; id: string }

/** Seats in sight, those of incubators first: all that there are or were for the centre, its own for whoever sits there. */
export function readSeats(tx: Tx, networkId: number): Promise<SeatRow[]> {
  return tx
    .select()
    .from(jointSeat)
    .where(eq(jointSeat.networkId, networkId))
    .orderBy(asc(sql`${jointSeat.tenantId} is null`), asc(jointSeat.createdAt), asc(jointSeat.id))
}

/** Seats in sight that are filled now. */
export function readLiveSeats(tx: Tx, networkId: number): Promise<SeatRow[]> {
  return tx
    .select()
    .from(jointSeat)
    .where(and(eq(jointSeat.networkId, networkId), isNull(jointSeat.endedAt)))
    .orderBy(asc(sql`${jointSeat.tenantId} is null`), asc(jointSeat.createdAt), asc(jointSeat.id))
}

/** The seat, locked until the transaction ends; undefined where it is not there or not the caller's to change. */
export async function lockSeat(tx: Tx, { networkId, id }: KeyOf): Promise<SeatRow | undefined> {
  const [row] = await tx
    .select()
    .from(jointSeat)
    .where(and(eq(jointSeat.networkId, networkId), eq(jointSeat.id, id)))
    .for('update')
  return row
}

/** Writes a seat; false where the incubator has one. */
export async function insertSeat(tx: Tx, row: typeof jointSeat.$inferInsert): Promise<boolean> {
  const written = await tx.insert(jointSeat).values(row).onConflictDoNothing().returning({ id: jointSeat.id })
  return written.length > 0
}

export async function writeSeat(
  tx: Tx,
  { networkId, id }: KeyOf,
  columns: Partial<Pick<SeatRow, 'personIds' | 'people' | 'version' | 'updatedAt' | 'endedAt'>>,
): Promise<void> {
  const written = await tx
    .update(jointSeat)
    .set(columns)
    .where(and(eq(jointSeat.networkId, networkId), eq(jointSeat.id, id)))
    .returning({ id: jointSeat.id })
  if (written.length === 0) throw notFound()
}

/** Whoever could sit, through the gate: nothing for anybody but the centre. */
export async function readMembers(tx: Tx): Promise<{ personId: string; name: string; tenantName: string }[]> {
  return tx.execute(
    sql`select m.person_id as "personId", m.name, m.tenant_name as "tenantName" from app.joint_members() m`,
  )
}

/** A tenant at work in the network; undefined where there is none. */
export async function readSeatTenant(tx: Tx, { networkId, id }: KeyOf) {
  const [found] = await tx
    .select({ id: tenant.id, name: tenant.name })
    .from(tenant)
    .where(
      and(
        eq(tenant.networkId, networkId),
        eq(tenant.id, id),
        eq(tenant.status, 'active'),
        sql`${tenant.kind} <> 'partnerNetwork'`,
      ),
    )
  return found
}
