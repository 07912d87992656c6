import type { Sql } from 'postgres'

/** An index that loading goes faster without, with the statement that makes it again. */
type SecondaryIndex = { name: string; definition: string }

const list = 'fuqiao_bench.dropped_index'

/**
 * Drops every index that no constraint needs on tables that are loaded in bulk. What was dropped is noted in the database first, so that a
 * load that was broken off can still put everything back.
 */
export async function dropSecondaryIndexes(sql: Sql, tables: string[]): Promise<void> {
  // a schema of its own: every table in public stands behind the wall, and a server refuses to start where one does not
  await sql.unsafe('create schema if not exists fuqiao_bench')
  await sql.unsafe(`create table if not exists ${list} (name text primary key, definition text not null)`)
  const found = await sql<SecondaryIndex[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'public'::regnamespace and t.relname = any (${tables})
      and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`
  for (const { name, definition } of found) {
    await sql`insert into ${sql.unsafe(list)} (name, definition) values (${name}, ${definition}) on conflict do nothing`
    await sql.unsafe(`drop index ${name}`)
  }
}

/** Makes the dropped indexes again from their definitions in the catalog. */
export async function restoreSecondaryIndexes(sql: Sql): Promise<void> {
  for (const { name, definition } of await sql<
    SecondaryIndex[]
  >`select name, definition from ${sql.unsafe(list)} order by name`) {
    await sql.unsafe(definition)
    await sql`delete from ${sql.unsafe(list)} where name = ${name}`
  }
  await sql.unsafe(`drop table ${list}`)
}
