import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant, networkId, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, inSubtree, systemWall, wall } from './roles-and-policies.ts'

/** Whether the share that a row hangs on is in sight, or narrower. */
const withShare = (narrowed = sql`true`) =>
  sql`${inNetwork} and exists (select 1 from target_share s where s.network_id = target_share_event.network_id and s.id = share_id and ${narrowed})`

/**
 * What an incubator is to reach of an indicator in a year, as its parent and it have talked of and signed; an incubator's own total, which nobody gave it, is a row
 * of its own with itself. Seen by both and by the superiors in line of whoever is to reach it, never by those beside it. Each hand moves it through its own part
 * alone, and what was signed changes by two new signatures alone: a trigger keeps both.
 */
export const targetShare = pgTable.withRLS(
  'target_share',
  {
    networkId: networkId(),
    id: id(),
    /** Shown to people, counted per giver and year. */
    number: text('number').notNull(),
    fromTenantId: uuid('from_tenant_id').notNull(),
    /** Whoever is to reach it. */
    tenantId: tenantId(),
    scopeKey: bigint('scope_key', { mode: 'bigint' }).notNull(),
    /** Of the profile, by its id there. */
    indicatorId: text('indicator_id').notNull(),
    year: integer('year').notNull(),
    state: text('state').$type<'set' | 'proposed' | 'countered' | 'agreed' | 'signed' | 'withdrawn'>().notNull(),
    round: integer('round').notNull().default(1),
    /** The figure said last. */
    value: integer('value').notNull(),
    version: version(),
    fromSignatory: text('from_signatory'),
    fromSignedAt: instant('from_signed_at'),
    signatory: text('signatory'),
    signedAt: instant('signed_at'),
    /** The figure that holds until another is signed, and the round that it was signed in. */
    signedValue: integer('signed_value'),
    signedRound: integer('signed_round'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('target_share_number').on(t.networkId, t.fromTenantId, t.number),
    unique('target_share_once').on(t.networkId, t.tenantId, t.fromTenantId, t.indicatorId, t.year),
    check('target_share_own', sql`(state = 'set') = (from_tenant_id = tenant_id)`),
    check('target_share_values', sql`value >= 0 and (signed_value is null) = (signed_round is null)`),
    foreignKey({
      name: 'target_share_taker',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'target_share_giver',
      columns: [t.networkId, t.fromTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('target_share_of').on(t.networkId, t.tenantId, t.scopeKey),
    index('target_share_by').on(t.networkId, t.fromTenantId, t.year, t.indicatorId),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when from_tenant_id = ${acting.tenant} then true when ${inSubtree} then true else false end`,
    ),
    wall('insert', sql`${inNetwork} and from_tenant_id = ${acting.tenant} and ${inSubtree}`),
    wall(
      'update',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when from_tenant_id = ${acting.tenant} then true else false end`,
    ),
    systemWall(),
  ],
)

/** A line of the ledger of a share: who, when, from which figure to which, and why. Appended, never changed; whoever reads the share reads it. */
export const targetShareEvent = pgTable.withRLS(
  'target_share_event',
  {
    networkId: networkId(),
    shareId: uuid('share_id').notNull(),
    /** The share's version after the deed: one deed, one line. */
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    round: integer('round').notNull(),
    /** Null: nothing stood before. */
    fromValue: integer('from_value'),
    toValue: integer('to_value').notNull(),
    toState: text('to_state').notNull(),
    actorTenantId: uuid('actor_tenant_id').notNull(),
    actorSide: text('actor_side').$type<'giver' | 'taker'>().notNull(),
    actorName: text('actor_name').notNull(),
    /** The reason, or the name that was signed. */
    note: text('note').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.shareId, t.seq] }),
    foreignKey({
      name: 'target_share_event_share',
      columns: [t.networkId, t.shareId],
      foreignColumns: [targetShare.networkId, targetShare.id],
    }),
    wall('select', withShare()),
    wall(
      'insert',
      sql`actor_tenant_id = ${acting.tenant} and ${withShare(sql`(s.tenant_id = ${acting.tenant} or s.from_tenant_id = ${acting.tenant})`)}`,
    ),
    systemWall(),
  ],
)
