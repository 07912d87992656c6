import {
  boolean,
  date,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { id, instant, networkId } from './columns.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

const isSenders = sql`${inNetwork} and from_tenant_id = ${acting.tenant}`

/**
 * Several organisations referred at once (批量转介): what was said once for all of them. The sender's alone, and never changed: what becomes of each
 * is its own referral's to say.
 */
export const referralBatch = pgTable.withRLS(
  'referral_batch',
  {
    networkId: networkId(),
    id: id(),
    /** Shown to people, counted per sending tenant and year. */
    number: text('number').notNull(),
    name: text('name').notNull(),
    fromTenantId: uuid('from_tenant_id').notNull(),
    toTenantId: uuid('to_tenant_id').notNull(),
    mode: text('mode').$type<'coService' | 'handOver'>().notNull(),
    need: text('need').notNull(),
    needText: text('need_text').notNull(),
    purpose: text('purpose').notNull(),
    sections: text('sections').array().notNull(),
    personal: boolean('personal').notNull(),
    grantUntil: date('grant_until').notNull(),
    otherReason: text('other_reason').notNull(),
    /** How many organisations it is about. */
    size: smallint('size').notNull(),
    createdByPersonId: uuid('created_by_person_id').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('referral_batch_number').on(t.networkId, t.fromTenantId, t.number),
    foreignKey({
      name: 'referral_batch_from',
      columns: [t.networkId, t.fromTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'referral_batch_to',
      columns: [t.networkId, t.toTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('referral_batch_sent').on(
      t.networkId,
      t.fromTenantId,
      t.createdAt.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
    ),
    index('referral_batch_to_of').on(t.networkId, t.toTenantId),
    wall('select', isSenders),
    wall('insert', isSenders),
    systemWall(),
  ],
)

/** One organisation of a batch: the draft that was begun for it, once and for all, or why none could be when it was last tried. */
export const referralBatchItem = pgTable.withRLS(
  'referral_batch_item',
  {
    networkId: networkId(),
    batchId: uuid('batch_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    fromTenantId: uuid('from_tenant_id').notNull(),
    /** In which order they were marked. */
    place: smallint('place').notNull(),
    /** Stays when the draft is discarded: it is not begun a second time. No foreign key therefore. */
    referralId: uuid('referral_id'),
    referralNumber: text('referral_number'),
    refusalCode: text('refusal_code'),
    refusalParams: jsonb('refusal_params').$type<Record<string, string | number>>(),
    triedAt: instant('tried_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.batchId, t.organisationId] }),
    unique('referral_batch_item_referral').on(t.networkId, t.referralId),
    foreignKey({
      name: 'referral_batch_item_batch',
      columns: [t.networkId, t.batchId],
      foreignColumns: [referralBatch.networkId, referralBatch.id],
    }),
    foreignKey({
      name: 'referral_batch_item_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'referral_batch_item_from',
      columns: [t.networkId, t.fromTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('referral_batch_item_of_organisation').on(t.networkId, t.organisationId),
    index('referral_batch_item_sent').on(t.networkId, t.fromTenantId),
    wall('select', isSenders),
    // Whom one cannot see one cannot refer. Both subqueries stand before the walls of their tables.
    wall(
      'insert',
      sql`${isSenders} and exists (select 1 from referral_batch b where b.network_id = referral_batch_item.network_id and b.id = referral_batch_item.batch_id) and exists (select 1 from organisation o where o.network_id = referral_batch_item.network_id and o.id = referral_batch_item.organisation_id)`,
    ),
    wall('update', isSenders),
    systemWall(),
  ],
)
