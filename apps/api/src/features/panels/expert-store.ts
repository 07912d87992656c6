import { type Cursor, pageSize } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, arrayContains, asc, desc, eq, gt, ilike, isNull, lte, or, sql } from 'drizzle-orm'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { sqlStateOf } from '../../rpc/error-format.ts'

const { expert, membership, tenant } = schema

/** An expert of the pool as stored. */
export type ExpertRow = typeof expert.$inferSelect
/** Which expert. */
export type ExpertKey = { networkId: number; id: string }

const byKey = ({ networkId, id }: ExpertKey) => and(eq(expert.networkId, networkId), eq(expert.id, id))

/** An account belongs to one expert. @throws EXPERT_ACCOUNT_TAKEN */
async function once<T>(write: PromiseLike<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (sqlStateOf(error) === '23505') throw new AppError('EXPERT_ACCOUNT_TAKEN')
    throw error
  }
}

export async function insertExpert(tx: Tx, row: typeof expert.$inferInsert): Promise<void> {
  await once(tx.insert(expert).values(row))
}

/** An expert with the name of whoever keeps the card; undefined when there is none behind the wall. */
export async function readExpert(tx: Tx, key: ExpertKey) {
  const [found] = await withKeeper(tx).where(byKey(key))
  return found
}

const withKeeper = (tx: Tx) =>
  tx
    .select({ row: expert, tenantName: tenant.shortName })
    .from(expert)
    .innerJoin(tenant, and(eq(tenant.networkId, expert.networkId), eq(tenant.id, expert.tenantId)))

/** An expert, locked until the transaction ends. Of one that another incubator keeps the lock is behind the wall: it is read without. @throws NOT_FOUND */
export async function lockExpert(tx: Tx, key: ExpertKey): Promise<ExpertRow> {
  const [locked] = await tx.select().from(expert).where(byKey(key)).for('no key update')
  const row = locked ?? (await tx.select().from(expert).where(byKey(key)))[0]
  if (!row) throw notFound()
  return row
}

/** Writes columns of an expert that this transaction holds locked. @throws NOT_FOUND when the wall lets nothing through */
export async function updateExpert(
  tx: Tx,
  key: ExpertKey,
  columns: Partial<Omit<ExpertRow, 'networkId' | 'id' | 'tenantId' | 'createdAt'>>,
): Promise<void> {
  const written = await once(tx.update(expert).set(columns).where(byKey(key)).returning({ id: expert.id }))
  if (written.length === 0) throw notFound()
}

/** What of the pool is asked for. */
export type PoolQuery = {
  networkId: number
  text?: string | undefined
  field?: string | undefined
  isRetired?: boolean | undefined
  cursor?: Cursor | undefined
}

/** The pool, who was added last first, a page and one more. */
export async function readExperts(tx: Tx, { networkId, text, field, isRetired, cursor }: PoolQuery) {
  const like = text ? `%${text.replaceAll(/[\\%_]/g, sign => `\\${sign}`)}%` : null
  return withKeeper(tx)
    .where(
      and(
        eq(expert.networkId, networkId),
        isRetired ? undefined : eq(expert.isActive, true),
        field ? arrayContains(expert.fields, [field]) : undefined,
        like
          ? or(...[expert.name, expert.employer, expert.qualifications].map(column => ilike(column, like)))
          : undefined,
        cursor ? sql`(${expert.createdAt}, ${expert.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(expert.createdAt), desc(expert.id))
    .limit(pageSize + 1)
}

/** All experts of the network, for a draw: who retired too, so that the list says of everyone how they stand. */
export async function readPool(tx: Tx, networkId: number): Promise<ExpertRow[]> {
  return tx.select().from(expert).where(eq(expert.networkId, networkId)).orderBy(asc(expert.id))
}

/** The acting incubator's people who may be an expert's account. */
export async function readReviewers(tx: Tx, of: { networkId: number; tenantId: string; now: Date }) {
  return tx
    .select({ personId: membership.personId, name: membership.displayName })
    .from(membership)
    .where(
      and(
        eq(membership.networkId, of.networkId),
        eq(membership.tenantId, of.tenantId),
        arrayContains(membership.roles, ['reviewer']),
        lte(membership.from, of.now),
        or(isNull(membership.until), gt(membership.until, of.now)),
      ),
    )
    .orderBy(asc(membership.displayName), asc(membership.personId))
}
