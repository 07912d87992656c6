import { asSystem, type Database } from '@fuqiao/db'
import { sql } from 'drizzle-orm'
import { type ApiCaller, appRouter } from '../src/rpc/app-router.ts'
import { asAppError } from '../src/rpc/error-format.ts'
import type { ProcedureMeta } from '../src/rpc/init.ts'
import type { Schema } from './input-shape.ts'

/** A procedure as a walk over all of them needs it. */
export type WalkedProcedure = {
  name: string
  type: 'query' | 'mutation' | 'subscription'
  meta: ProcedureMeta | undefined
  inputs: Schema[]
}

/** Every procedure of the product. */
export const everyProcedure: readonly WalkedProcedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: Omit<WalkedProcedure, 'name'> }>,
).map(([name, { _def }]) => ({ name, type: _def.type, meta: _def.meta, inputs: _def.inputs }))

/** Calls a procedure by its path. */
export async function callByName(api: ApiCaller, name: string, input?: unknown): Promise<unknown> {
  const at = name.split('.').reduce<unknown>((level, part) => (level as Record<string, unknown>)[part], api)
  return (at as (input?: unknown) => Promise<unknown>)(input)
}

/** What came of a call: its answer, or the body it was refused with. */
export type Outcome = { answer: unknown } | { refused: unknown }

/** Waits for a call and tells what came of it, an error of ours or not. */
export function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  return call.then(
    answer => ({ answer }),
    (error: unknown) => {
      const { code, body } = asAppError(error)
      return { refused: { code, ...body } }
    },
  )
}

/** Paths of an input that hold an id (`id`, `filter.tenantId`, `ids[]`), but for the request's own key. */
export function idPaths(schema: Schema, path = ''): string[] {
  const { def } = schema._zod
  const inside = (part: Schema | undefined, name: string) => (part ? idPaths(part, `${path}${name}`) : [])
  if (def.type === 'string') return def.format === 'uuid' || def.format === 'guid' ? [path] : []
  if (def.type === 'object')
    return Object.entries(def.shape ?? {})
      .filter(([name]) => !(path === '' && name === 'key'))
      .flatMap(([name, part]) => inside(part, path === '' ? name : `.${name}`))
  if (def.type === 'array') return inside(def.element, '[]')
  return [...inside(def.innerType, ''), ...inside(def.in, ''), ...(def.options ?? []).flatMap(part => inside(part, ''))]
}

/** A digest of each table's rows, by name: equal before and after means that nothing was written anywhere. Reference data, which no request writes, is left out. */
export async function digestOfTables(db: Database, but: readonly string[] = []): Promise<Record<string, string>> {
  const leftOut = ['division', 'calendar_day', 'calendar_year', ...but]
  return asSystem(db, async tx => {
    const tables = await tx.execute<{ name: string }>(
      sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`,
    )
    const digests = tables
      .filter(({ name }) => !leftOut.includes(name))
      .map(
        ({ name }) =>
          sql`select ${name}::text as name, coalesce((select md5(string_agg(md5(t::text), '' order by md5(t::text))) from ${sql.identifier(name)} t), '') as digest`,
      )
    const rows = await tx.execute<{ name: string; digest: string }>(sql.join(digests, sql` union all `))
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]))
  })
}
