import type { Sql } from 'postgres'

type Reference = { name: string; child: string; parent: string; childColumns: string[]; parentColumns: string[] }

/**
 * Checks every foreign key of the loaded tables in one join each: loading goes without the check of each row.
 * @throws when a row refers to nothing
 */
export async function checkReferences(sql: Sql, tables: string[]): Promise<void> {
  for (const reference of await referencesOf(sql, tables)) {
    const { name, child, parent, childColumns, parentColumns } = reference
    const known = childColumns.map(column => `c.${column} is not null`).join(' and ')
    const same = childColumns.map((column, i) => `p.${parentColumns[i]} = c.${column}`).join(' and ')
    const [row] = await sql.unsafe(
      `select count(*)::int as lost from ${child} c where ${known} and not exists (select 1 from ${parent} p where ${same})`,
    )
    if (row?.['lost'] !== 0) throw new Error(`${row?.['lost']} rows of ${child} break ${name}`)
  }
}

async function referencesOf(sql: Sql, tables: string[]): Promise<Reference[]> {
  return sql<Reference[]>`
    select c.conname as name, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
      array(select quote_ident(a.attname) from unnest(c.conkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.i) as "childColumns",
      array(select quote_ident(a.attname) from unnest(c.confkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by k.i) as "parentColumns"
    from pg_constraint c
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and c.conrelid = any (${tables}::text[]::regclass[])`
}
