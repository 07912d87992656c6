import type { Tx } from '@fuqiao/db'
import type { RollupCell } from '@fuqiao/domain/indicators'
import { sql } from 'drizzle-orm'

/** Below an incubator by the tree as it is now or as it was, or the incubator alone. */
export type Sight = 'own' | 'then' | 'now'

/** A cell at a place, in a stretch of time. */
export type WantedCell = Pick<RollupCell, 'kind' | 'counted' | 'detail'> & {
  tenantId: string
  sight: Sight
  bucket: string
}

/** Names a cell within an answer. */
export const cellKey = ({ tenantId, sight, kind, counted, detail, bucket }: WantedCell): string =>
  [tenantId, sight, kind, counted, detail, bucket].join(' ')

/**
 * What cells held at the end of a day: one row read for each that is asked for, whatever the day and however many facts there are. A cell that nothing fell
 * into is not in the answer.
 */
export async function readCells(
  tx: Tx,
  { networkId, asOf }: { networkId: number; asOf: string },
  wanted: readonly WantedCell[],
): Promise<Map<string, number>> {
  if (wanted.length === 0) return new Map()
  const rows = await tx.execute<WantedCell & { value: string }>(sql`
    select w."tenantId", w.sight, w.kind, w.counted, w.detail, w.bucket, r.value::text
    from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) w("tenantId" uuid, sight text, kind text, counted text, detail text, bucket text)
    cross join lateral (
      select x.value from rollup x
      where x.network_id = ${networkId} and x.tenant_id = w."tenantId" and x.kind = w.kind and x.counted = w.counted and x.detail = w.detail
        and x.tree = w.sight and x.bucket = w.bucket and x.known_on <= ${asOf}
      order by x.known_on desc limit 1
    ) r`)
  return new Map(rows.map(row => [cellKey(row), Number(row.value)]))
}

/** How many divisions of a tier lie in each place, of some kinds or of all; zones that are none by law do not count. */
export async function countDivisions(
  tx: Tx,
  places: readonly string[],
  sorts: readonly { codeLength: number; kinds: readonly string[] | undefined }[],
): Promise<{ place: string; codeLength: number; kinds: string; n: number }[]> {
  if (places.length === 0 || sorts.length === 0) return []
  const asked = sorts.map(({ codeLength, kinds = [] }) => ({ codeLength, kinds: kinds.join(' ') }))
  return tx.execute(sql`
    select p.place, s."codeLength", s.kinds, count(d.code)::int as n
    from jsonb_array_elements_text(${JSON.stringify(places)}::text::jsonb) p(place)
    cross join jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) s("codeLength" int, kinds text)
    left join division d on d.code >= p.place and d.code < p.place || ':' and length(d.code) = s."codeLength" and not d.is_statistical_only
      and (s.kinds = '' or d.kind = any (string_to_array(s.kinds, ' ')))
    group by 1, 2, 3`)
}
