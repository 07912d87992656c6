import { sql } from 'drizzle-orm'
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** A section of a standard: its heading and its words, paragraph by paragraph. */
export type StandardSection = { heading: string; words: string }

/** The centre alone writes standards, and nobody writes what is published. */
const ownDraft = sql`${ownTenant} and ${acting.isRoot} and state = 'draft'`

/** A version of a service standard (B-09): written by the centre, the whole network's from its publication, in force from a day until the next one is. */
export const standardVersion = pgTable.withRLS(
  'standard_version',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    /** What all versions of a standard have in common. */
    code: text('code').notNull(),
    number: integer('number').notNull(),
    title: text('title').notNull(),
    sections: jsonb('sections').$type<StandardSection[]>().notNull(),
    /** Services of the network's rules that it holds for. */
    services: text('services').array().notNull(),
    /** The first day on which it holds. */
    inForceFrom: date('in_force_from').notNull(),
    state: text('state').$type<'draft' | 'published'>().notNull(),
    publishedAt: instant('published_at'),
    personName: text('person_name').notNull(),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'standard_version_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    check('standard_published_whole', sql`(state = 'published') = (published_at is not null)`),
    uniqueIndex('standard_version_number').on(t.networkId, t.code, t.number),
    uniqueIndex('standard_version_draft')
      .on(t.networkId, t.code)
      .where(sql`state = 'draft'`),
    index('standard_version_place').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', sql`${inNetwork} and case when state = 'published' then true else tenant_id = ${acting.tenant} end`),
    wall('insert', ownDraft),
    wall('update', ownDraft, sql`${ownTenant} and ${acting.isRoot}`),
    wall('delete', ownDraft),
    systemWall(),
  ],
)

/** Something that those above ask of the incubators below, the same of each (B-19): a service of the network's rules, or one in their own words, so many times a period. */
export const serviceItem = pgTable.withRLS(
  'service_item',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    title: text('title').notNull(),
    words: text('words').notNull(),
    /** The service whose records count; null where those count that name the item. */
    serviceId: text('service_id'),
    /** Whom it is asked of, of those below; empty: whatever their tier, whatever their kind. */
    tiers: text('tiers').array().notNull(),
    kinds: text('kinds').array().notNull(),
    target: integer('target').notNull(),
    period: text('period').$type<'month' | 'quarter' | 'year'>().notNull(),
    from: date('from_on').notNull(),
    until: date('until_on'),
    state: text('state').$type<'pushed' | 'ended'>().notNull(),
    endReason: text('end_reason').notNull().default(''),
    endedAt: instant('ended_at'),
    personName: text('person_name').notNull(),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'service_item_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    check('service_item_target', sql`target > 0`),
    check('service_item_term', sql`until_on is null or until_on >= from_on`),
    check('service_item_ended_whole', sql`(state = 'ended') = (ended_at is not null)`),
    index('service_item_place').on(t.networkId, t.tenantId, t.scopeKey),
    // What is asked of one is no secret from another; an organisation has no part in it.
    wall('select', sql`${inNetwork} and ${acting.tenant} is not null`),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** An incubator's word, by its director, that it knows of a standard's version or of a service item. Given once. */
export const acknowledgement = pgTable.withRLS(
  'acknowledgement',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    standardVersionId: uuid('standard_version_id'),
    serviceItemId: uuid('service_item_id'),
    personName: text('person_name').notNull(),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'acknowledgement_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'acknowledgement_of_standard',
      columns: [t.networkId, t.standardVersionId],
      foreignColumns: [standardVersion.networkId, standardVersion.id],
    }),
    foreignKey({
      name: 'acknowledgement_of_item',
      columns: [t.networkId, t.serviceItemId],
      foreignColumns: [serviceItem.networkId, serviceItem.id],
    }),
    check('acknowledgement_of_one', sql`num_nonnulls(standard_version_id, service_item_id) = 1`),
    uniqueIndex('acknowledged_standard').on(t.networkId, t.standardVersionId, t.tenantId),
    uniqueIndex('acknowledged_item').on(t.networkId, t.serviceItemId, t.tenantId),
    index('acknowledgement_place').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', sql`${inNetwork} and ${inSubtree}`),
    wall('insert', ownTenant),
    systemWall(),
  ],
)
