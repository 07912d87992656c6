import type { Actor } from '@fuqiao/access'
import { type Cursor, pageSize } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, desc, eq, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm'

const { agreement, notice } = schema

function mine(actor: Actor): SQL | undefined {
  const place =
    actor.kind === 'organisation'
      ? eq(notice.organisationId, actor.organisationId)
      : eq(notice.tenantId, actor.tenantId)
  return and(eq(notice.networkId, actor.networkId), place)
}

/** Whether an agreement stands in the session's sight. */
export async function isAgreementInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  const rows = await tx
    .select({ id: agreement.id })
    .from(agreement)
    .where(and(eq(agreement.networkId, networkId), eq(agreement.id, id)))
  return rows.length > 0
}

/** Notices of the acting tenant or organisation, the latest first; one more than a page, so that the caller knows whether there is another. */
export async function readNotices(
  tx: Tx,
  actor: Actor,
  { onlyUnread, cursor }: { onlyUnread: boolean; cursor?: Cursor | undefined },
) {
  const after = cursor ? sql`(${notice.at}, ${notice.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)` : undefined
  return tx
    .select()
    .from(notice)
    .where(and(mine(actor), onlyUnread ? isNull(notice.readAt) : undefined, after))
    .orderBy(desc(notice.at), desc(notice.id))
    .limit(pageSize + 1)
}

/** Unread notices, counted to a hundred. */
export async function countUnread(tx: Tx, actor: Actor): Promise<number> {
  const some = tx
    .select({ id: notice.id })
    .from(notice)
    .where(and(mine(actor), isNull(notice.readAt)))
    .limit(100)
  return (await some).length
}

/** Marks notices as read: some, or all up to an instant. Answers how many were unread. */
export async function markNoticesRead(
  tx: Tx,
  actor: Actor,
  which: { ids: string[] } | { until: Date },
  now: Date,
): Promise<number> {
  const chosen = 'ids' in which ? inArray(notice.id, which.ids) : lte(notice.at, which.until)
  const rows = await tx
    .update(notice)
    .set({ readAt: now })
    .where(and(mine(actor), isNull(notice.readAt), chosen))
    .returning({ id: notice.id })
  return rows.length
}
