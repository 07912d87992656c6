import type { Actor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { notFound } from '../../rpc/app-error.ts'

const { savedView } = schema

/** A person's kept filters of a list page. */
export type SavedViewRow = { id: string; name: string; query: Record<string, string> }

const mine = (actor: Actor) => and(eq(savedView.networkId, actor.networkId), eq(savedView.personId, actor.personId))

/** The person's views of a page, in the order they were kept. */
export async function readViews(tx: Tx, actor: Actor, page: string): Promise<SavedViewRow[]> {
  return tx
    .select({ id: savedView.id, name: savedView.name, query: savedView.query })
    .from(savedView)
    .where(and(mine(actor), eq(savedView.page, page)))
    .orderBy(asc(savedView.createdAt), asc(savedView.id))
}

/** How many views the person keeps of a page. */
export async function countViews(tx: Tx, actor: Actor, page: string): Promise<number> {
  const [row] = await tx
    .select({ kept: sql<number>`count(*)::int` })
    .from(savedView)
    .where(and(mine(actor), eq(savedView.page, page)))
  return row?.kept ?? 0
}

/** Keeps a view. */
export async function insertView(
  tx: Tx,
  actor: Actor,
  view: { page: string; name: string; query: Record<string, string>; at: Date },
): Promise<string> {
  const { at, ...columns } = view
  const id = v7()
  await tx
    .insert(savedView)
    .values({ ...columns, id, networkId: actor.networkId, personId: actor.personId, createdAt: at })
  return id
}

/** Forgets one of the person's views. @throws NOT_FOUND */
export async function deleteView(tx: Tx, actor: Actor, id: string): Promise<void> {
  const gone = await tx
    .delete(savedView)
    .where(and(mine(actor), eq(savedView.id, id)))
    .returning({ id: savedView.id })
  if (gone.length === 0) throw notFound()
}
