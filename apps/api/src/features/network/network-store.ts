import type { Tx } from '@fuqiao/db'
import { sql } from 'drizzle-orm'

/** A division in a picker. */
export type DivisionLine = {
  code: string
  name: string
  level: number
  kind: string
  isStatisticalOnly: boolean
  childCount: number
}

/** The divisions directly below one; with null those of the network's own level. */
export async function childDivisions(tx: Tx, networkId: number, parentCode: string | null): Promise<DivisionLine[]> {
  const place =
    parentCode === null
      ? sql`d.code = (select n.division_code from network n where n.id = ${networkId})`
      : sql`d.parent_code = ${parentCode}`
  return tx.execute<DivisionLine>(sql`
    select d.code, d.name, d.level, d.kind, d.is_statistical_only as "isStatisticalOnly",
      (select count(*)::int from division c where c.parent_code = d.code) as "childCount"
    from division d where ${place} order by d.code limit 1000`)
}
