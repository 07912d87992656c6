import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import { insertNotices, type NewNotice } from './outbox-store.ts'

/** The incubators at work below one of them, with their tier and kind. */
export async function readBelow(tx: Tx, networkId: number, tenantId: string) {
  return tx.execute<{ id: string; tier: string; kind: string }>(sql`
    select t.id, t.tier, t.kind from tenant t
    join tenant above on above.network_id = t.network_id and above.id = ${tenantId}
    where t.network_id = ${networkId} and t.scope_key > above.scope_key and t.scope_key <= above.scope_high
      and t.status = 'active' and t.kind <> 'partnerNetwork'
    order by t.scope_key`)
}

/** The centre at the top of a network. */
export async function readRoot(tx: Tx, networkId: number): Promise<string | null> {
  const [row] = await tx.execute<{ id: string }>(
    sql`select id from tenant where network_id = ${networkId} and parent_id is null and kind <> 'partnerNetwork'`,
  )
  return row?.id ?? null
}

const atOnce = 500

/** Writes as many notices as a whole network has incubators. */
export async function insertManyNotices(tx: Tx, rows: Parameters<typeof insertNotices>[1]): Promise<NewNotice[]> {
  const written: NewNotice[] = []
  for (let from = 0; from < rows.length; from += atOnce)
    written.push(...(await insertNotices(tx, rows.slice(from, from + atOnce))))
  return written
}
