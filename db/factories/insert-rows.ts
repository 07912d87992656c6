import { getColumns, type InferInsertModel, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '../src/transactions.ts'

const rowsAtOnce = 4000

/**
 * Inserts many rows with one parameter a statement: a hundred times less to parse than a value list.
 * Columns that no row names keep their default; ids are the caller's to give.
 * @throws when rows of one call do not name the same columns
 */
export async function insertRows<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly InferInsertModel<T>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const keys = Object.keys(first)
  const columns = new Map(Object.entries(getColumns(table)).map(([key, column]) => [key, column.name]))
  const names = keys.map(key => sql.identifier(columns.get(key) ?? key))
  const list = sql.join(names, sql`, `)
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const part = rows.slice(start, start + rowsAtOnce).map(row => recordOf(row, keys, columns))
    const values = sql`jsonb_populate_recordset(null::${table}, ${JSON.stringify(part)}::text::jsonb)`
    await tx.execute(sql`insert into ${table} (${list}) select ${list} from ${values}`)
  }
}

function recordOf(
  row: Record<string, unknown>,
  keys: readonly string[],
  columns: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const named = Object.keys(row)
  if (named.length !== keys.length || keys.some(key => !(key in row)))
    throw new TypeError(`rows of one insert name different columns: ${named.join(', ')}`)
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [columns.get(key) ?? key, plainOf(value)]))
}

function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return value
}
