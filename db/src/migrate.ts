import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { fileURLToPath } from 'node:url'
import { connectAsAdministrator, rolePassword, type Sql } from './connect.ts'

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))

/** Any number; the same for every server of an installation, so that only one migrates at a time. */
const migrationLock = 7_316_420_951

async function ensureRole(admin: Sql, role: string, password: string): Promise<void> {
  const [known] = await admin`select 1 from pg_roles where rolname = ${role}`
  if (!known) await admin.unsafe(`create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls`)
  await admin.unsafe(`alter role ${role} password '${password}'`)
  // Needed to hand the gate functions over to the role; being its member is the administrator's, not the runtime's, right.
  if (role === 'fuqiao_system') await admin.unsafe(`grant ${role} to current_user`)
}

/**
 * Brings the database to the present schema: roles, then each migration once. Safe to call from several servers at the same time:
 * one works, the others wait and find it done.
 * @throws when a migration fails; the database is then as before that migration
 */
export async function migrateDatabase({ adminUrl, secret }: { adminUrl: string; secret: string }): Promise<void> {
  const admin = connectAsAdministrator(adminUrl)
  try {
    await admin`select pg_advisory_lock(${migrationLock})`
    await ensureRole(admin, 'fuqiao_app', rolePassword(secret, 'fuqiao_app'))
    await ensureRole(admin, 'fuqiao_system', rolePassword(secret, 'fuqiao_system'))
    await applyMigrations(drizzle({ client: admin }), { migrationsFolder })
    await admin`select pg_advisory_unlock(${migrationLock})`
  } finally {
    await admin.end({ timeout: 5 })
  }
}

/** Takes the planner's statistics anew, after many rows came at once: without them a dashboard's first queries take seconds. Only the owner may. */
export async function refreshStatistics(adminUrl: string): Promise<void> {
  const admin = connectAsAdministrator(adminUrl)
  try {
    await admin.unsafe('analyze')
  } finally {
    await admin.end({ timeout: 5 })
  }
}
