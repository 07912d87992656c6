import { type SQL, sql } from 'drizzle-orm'
import { pgPolicy, pgRole } from 'drizzle-orm/pg-core'

/** The role every request's transaction runs as: neither owner nor BYPASSRLS. */
export const runtimeRole = pgRole('fuqiao_app').existing()

/**
 * The role of clock jobs, sign-in and the gate functions (SECURITY DEFINER). It owns no table and cannot bypass the wall either:
 * what it sees, it sees by the policies named `system` and by its grants.
 */
export const systemRole = pgRole('fuqiao_system').existing()

/**
 * What the current transaction acts as, read from transaction-local settings that `app.enter` fills.
 * Each is wrapped in a scalar subselect so that it runs once a query, and reads '' (a setting left over from an
 * ended transaction) as NULL, so that nothing is visible when nothing was set. Each subselect costs a statement some
 * microseconds, asked or not: where statements are short, a policy makes do with few.
 */
export const acting = {
  network: sql`(select nullif(current_setting('app.network', true), '')::int)`,
  tenant: sql`(select nullif(current_setting('app.tenant', true), '')::uuid)`,
  organisation: sql`(select nullif(current_setting('app.organisation', true), '')::uuid)`,
  person: sql`(select nullif(current_setting('app.person', true), '')::uuid)`,
  /** The keys of the acting tenant and all below it, as one range: one setting to read where two bounds would be two. */
  scope: sql`(select nullif(current_setting('app.scope', true), '')::int8range)`,
  /** The acting tenant, or the acting organisation: a session is one or the other. */
  party: sql`(select nullif(current_setting('app.party', true), '')::uuid)`,
  low: sql`(select nullif(current_setting('app.low', true), '')::bigint)`,
  high: sql`(select nullif(current_setting('app.high', true), '')::bigint)`,
  /** The acting tenant is the root of its network: its range is the whole network's (2^48 keys). */
  isRoot: sql`(select nullif(current_setting('app.high', true), '')::bigint - nullif(current_setting('app.low', true), '')::bigint = 281474976710655)`,
}

/** Rows of the acting tenant's own network. */
export const inNetwork = sql`network_id = ${acting.network}`

/** Rows of the acting tenant and of every tenant below it: one range on the packed key, which begins with the network's number. */
export const inSubtree = sql`scope_key <@ ${acting.scope}`

/** Rows of the acting tenant alone. */
export const ownTenant = sql`network_id = ${acting.network} and tenant_id = ${acting.tenant}`

/** The row's organisation is in the custody of the row's tenant: nobody writes into a dossier that another keeps. */
export const inCustody = (table: string) =>
  sql`exists (select 1 from organisation o where o.network_id = ${sql.raw(table)}.network_id and o.id = ${sql.raw(table)}.organisation_id and o.tenant_id = ${sql.raw(table)}.tenant_id)`

type Command = 'select' | 'insert' | 'update' | 'delete'

/** One permissive policy of the runtime role for one command; `using` reads old rows, `withCheck` new ones. */
export function wall(command: Command, condition: SQL, withCheck: SQL = condition) {
  const to = runtimeRole
  if (command === 'select') return pgPolicy('read', { for: 'select', to, using: condition })
  if (command === 'delete') return pgPolicy('erase', { for: 'delete', to, using: condition })
  if (command === 'insert') return pgPolicy('write', { for: 'insert', to, withCheck: condition })
  return pgPolicy('change', { for: 'update', to, using: condition, withCheck })
}

/** The system role's policy: jobs, sign-in and gate functions work across tenants; its grants say on which tables and columns. */
export function systemWall() {
  return pgPolicy('system', { for: 'all', to: systemRole, using: sql`true`, withCheck: sql`true` })
}
