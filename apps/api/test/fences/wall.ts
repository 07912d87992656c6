import { schema } from '@fuqiao/db'
import { getColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Fenced } from './fenced.ts'

/** Runs SQL as the acting role and answers rows. */
export type Ask = <R>(statement: string, parameters?: unknown[]) => Promise<R[]>

/** A row that was offered for insertion and whether the wall let it pass. */
export type Offer = { row: never; isLetIn: boolean }

/** What the wall did for one actor. */
export type Observed = {
  /** Keys of the rows it showed, by table. */
  shown: Map<string, Set<string>>
  /** Keys of rows that a write found and changed, by `table.command`. */
  changed: Map<string, Set<string>>
  /** How many rows the same write reached when it did not have to read them, by `table.command`. */
  reached: Map<string, number>
  offers: Map<string, Offer[]>
  /** Tables out of which an update took a row to where the actor does not stand. */
  pushed: Set<string>
}

/** SQLSTATE of a row that a policy refused. */
const refused = '42501'

/** Made by the administrator in a test's own database: runs a statement with the caller's rights and undoes it. Answers how many rows, or with a key which, or the SQLSTATE. */
export const probe = `
  create schema probe;
  grant usage on schema probe to fuqiao_app;
  create function probe.attempt(statement text, key text) returns text language plpgsql set search_path = public, pg_temp as $$
  declare
    n int;
    found text;
  begin
    if key is not null then
      execute 'with x as (' || statement || ' returning ' || key || ' as k) select coalesce(string_agg(k, '','') , '''') from x' into found;
    else
      execute statement;
      get diagnostics n = row_count;
      found := n::text;
    end if;
    raise exception using errcode = 'UNDO1', message = 'found ' || found;
  exception
    when sqlstate 'UNDO1' then return substr(sqlerrm, 7);
    when others then return 'failed ' || sqlstate;
  end $$`

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

/** The insertion of an exact copy: let in, it fails on its key; kept out, before that. */
function copyOf({ name, table }: Fenced, row: Record<string, unknown>): string {
  const columns = getColumns(schema[table] as PgTable)
  const given = Object.keys(row).filter(key => columns[key])
  const names = given.map(key => columns[key]?.name ?? key)
  const bytes = given.filter(key => row[key] instanceof Uint8Array)
  const values = Object.fromEntries(
    given.map(key => [columns[key]?.name ?? key, bytes.includes(key) ? '\\x01' : row[key]]),
  )
  return `insert into ${name} (${names.join(', ')}) select ${names.join(', ')} from jsonb_populate_record(null::${name}, ${quoted(JSON.stringify(values, plain))}::jsonb)`
}

const keysIn = (answer: string) =>
  new Set(answer.startsWith('failed') ? [] : answer.split(',').filter(key => key !== ''))

type Attempt = { statement: string; key?: string; note: (answer: string) => void }

function attempts(fence: Fenced, offered: readonly never[], into: Observed): Attempt[] {
  const { name, key, update, insert } = fence
  const writes = [
    ...(update ? [{ command: 'update', statement: `update ${name} set ${update.set}` }] : []),
    ...(fence.delete ? [{ command: 'delete', statement: `delete from ${name}` }] : []),
  ]
  const counted = writes.flatMap(({ command, statement }): Attempt[] => [
    { statement, key, note: answer => into.changed.set(`${name}.${command}`, keysIn(answer)) },
    { statement, note: answer => into.reached.set(`${name}.${command}`, Number(answer)) },
  ])
  const pushes = update?.push
    ? [
        {
          statement: `update ${name} set ${update.push}`,
          note: (answer: string) => isThrough(answer) && into.pushed.add(name),
        },
      ]
    : []
  const offers: Offer[] = []
  into.offers.set(name, offers)
  const inserts = (insert ? offered : []).map((row): Attempt => ({
    statement: copyOf(fence, row),
    note: answer => offers.push({ row, isLetIn: answer === 'failed 23505' || /^\d+$/.test(answer) }),
  }))
  return [...counted, ...pushes, ...inserts]
}

const isThrough = (answer: string) => answer !== '0' && answer !== `failed ${refused}`

/** What the wall shows of these tables to whoever `ask` acts as. */
export async function observeReads(ask: Ask, fences: readonly Fenced[], into: Observed): Promise<void> {
  const all = fences.map(({ name, key }) => `select '${name}' as name, string_agg(${key}, ',') as keys from ${name}`)
  for (const { name, keys } of await ask<{ name: string; keys: string | null }>(all.join(' union all '))) {
    into.shown.set(name, keysIn(keys ?? ''))
  }
}

/** What the wall lets whoever `ask` acts as write; everything is undone. `offered` gives the rows to try to insert. */
export async function observeWrites(
  ask: Ask,
  fences: readonly Fenced[],
  offered: (fence: Fenced) => readonly never[],
  into: Observed,
): Promise<void> {
  const all = fences.flatMap(fence => attempts(fence, offered(fence), into))
  const statements = JSON.stringify(all.map(({ statement, key }) => ({ statement, key: key ?? null })))
  const answers = await ask<{ answer: string }>(
    'select probe.attempt(s.statement, s.key) as answer from rows from (jsonb_to_recordset($1::text::jsonb) as (statement text, key text)) with ordinality as s(statement, key, at) order by at',
    [statements],
  )
  all.forEach(({ note, statement }, at) => {
    const answer = answers[at]?.answer ?? ''
    if (/^failed (?!42501|23)/.test(answer)) throw new Error(`${answer}: ${statement}`)
    note(answer)
  })
}

/** Nothing observed yet. */
export const unobserved = (): Observed => ({
  shown: new Map(),
  changed: new Map(),
  reached: new Map(),
  offers: new Map(),
  pushed: new Set(),
})
