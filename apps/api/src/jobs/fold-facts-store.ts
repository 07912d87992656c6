import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'

/** Networks with facts that the roll-ups do not have yet: one step of an index for each, however many facts wait. */
export async function networksToFold(tx: Tx): Promise<number[]> {
  const rows = await tx.execute<{ id: number }>(
    sql`select n.id from network n where exists (select 1 from fact f where f.network_id = n.id and not f.is_folded) order by n.id`,
  )
  return rows.map(({ id }) => id)
}

/** Networks whose tree has changed since. */
export async function networksInDebt(tx: Tx): Promise<number[]> {
  const rows = await tx.execute<{ id: number }>(sql`select network_id as id from rollup_debt order by network_id`)
  return rows.map(({ id }) => id)
}

/** Folds the next facts of a network. Answers how many; 0 also while another worker folds. */
export async function foldNetwork(tx: Tx, network: number, most: number): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select app.fold_facts(${network}, ${most}) as n`)
  return row?.n ?? 0
}

/** Makes the roll-ups of a network anew from its facts: all, or those by the tree as it is now. Answers how many facts they hold. */
export async function rebuildNetwork(tx: Tx, network: number, isTreeAlone: boolean): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select app.rebuild_rollups(${network}, ${isTreeAlone}) as n`)
  return row?.n ?? 0
}

/** All networks, by number. */
export async function allNetworks(tx: Tx): Promise<number[]> {
  const rows = await tx.execute<{ id: number }>(sql`select id from network order by id`)
  return rows.map(({ id }) => id)
}
