import { bigint, integer, timestamp, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'

/** The network a row belongs to; first column of every key, so that rows can be sharded by network. */
export const networkId = () => integer('network_id').notNull()

/** A random, time-ordered id (UUIDv7): no volumes leak from it and no row of another tenant can be guessed. */
export const id = () =>
  uuid('id')
    .notNull()
    .$defaultFn(() => v7())

/** The tenant that owns the row. */
export const tenantId = () => uuid('tenant_id').notNull()

/** The owning tenant's packed place in the tree (see `scope-key.ts` of the domain), kept true by a composite foreign key with cascade. */
export const scopeKey = () => bigint('scope_key', { mode: 'bigint' }).notNull()

/** An instant with zone; always given by the caller's clock, never by the database's. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** Counts up by one with each change; a writer names the version it read. */
export const version = () => integer('version').notNull().default(1)
