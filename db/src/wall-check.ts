import type { Database, Sql } from './connect.ts'

/** A way round the wall that was found; the server does not start while there is one. */
export type Hole = { role: string; hole: string }

async function holesOf(pool: Sql, role: string): Promise<Hole[]> {
  const rows = await pool<{ hole: string }[]>`
    select 'is a superuser' as hole from pg_roles where rolname = current_user and rolsuper
    union all select 'has BYPASSRLS' from pg_roles where rolname = current_user and rolbypassrls
    union all select 'owns table ' || c.relname from pg_class c join pg_roles r on r.oid = c.relowner
      where r.rolname = current_user and c.relkind in ('r', 'p', 'v', 'm')
    union all select 'is a member of ' || r.rolname from pg_roles r
      where r.rolname <> current_user and pg_has_role(current_user, r.oid, 'member')
        and (r.rolsuper or r.rolbypassrls or r.rolname = 'fuqiao_system' or exists (select 1 from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace))
    union all select 'table ' || c.relname || ' has no forced row-level security' from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
    union all select 'row_security is off' where current_setting('row_security') <> 'on'
    union all select 'is not ' || ${role} where current_user <> ${role}`
  return rows.map(({ hole }) => ({ role, hole }))
}

/**
 * Asks the database whether the roles this server runs as could get round the wall: superuser, BYPASSRLS, owner of a table,
 * member of a role that is, a table without forced row-level security. Empty when all is right.
 */
export async function findHoles(db: Database): Promise<Hole[]> {
  return [...(await holesOf(db.app, 'fuqiao_app')), ...(await holesOf(db.system, 'fuqiao_system'))]
}
