import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, networkId, tenantId, version } from './columns.ts'
import { network, tenant } from './network.ts'
import { referral } from './referral.ts'
import { systemWall } from './roles-and-policies.ts'

/**
 * Two networks of the installation that refer to each other (伙伴网络, X-08), the one with the lower number first. Known to gates alone: no session reads a
 * row that speaks of another network. In force, each network's tree has a tenant that stands for the other.
 */
export const partnership = pgTable.withRLS(
  'partnership',
  {
    lowNetworkId: integer('low_network_id')
      .notNull()
      .references(() => network.id),
    highNetworkId: integer('high_network_id')
      .notNull()
      .references(() => network.id),
    proposedByNetworkId: integer('proposed_by_network_id').notNull(),
    state: text('state').$type<'proposed' | 'inForce' | 'declined' | 'withdrawn' | 'ended'>().notNull(),
    version: version(),
    changedAt: instant('changed_at').notNull(),
    changedByNetworkId: integer('changed_by_network_id').notNull(),
    /** Why it was declined, withdrawn or ended. */
    reason: text('reason').notNull().default(''),
    /** The tenant of the lower network that stands for the higher, and the other way round; null until it first came into force. */
    lowTenantId: uuid('low_tenant_id'),
    highTenantId: uuid('high_tenant_id'),
  },
  t => [
    primaryKey({ columns: [t.lowNetworkId, t.highNetworkId] }),
    check('partnership_of_two', sql`low_network_id < high_network_id`),
    foreignKey({
      name: 'partnership_low_tenant',
      columns: [t.lowNetworkId, t.lowTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'partnership_high_tenant',
      columns: [t.highNetworkId, t.highTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('partnership_of_low').on(t.lowNetworkId, t.lowTenantId),
    index('partnership_of_high').on(t.highNetworkId, t.highTenantId),
    systemWall(),
  ],
)

/** An incubator that its network offers to its partners: what they see of it is its public card. Known to gates alone. */
export const incubatorOffer = pgTable.withRLS(
  'incubator_offer',
  { networkId: networkId(), tenantId: tenantId(), offeredAt: instant('offered_at').notNull() },
  t => [
    primaryKey({ columns: [t.networkId, t.tenantId] }),
    foreignKey({
      name: 'incubator_offer_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    systemWall(),
  ],
)

/** What a network publishes of an incubator that it offers. */
export type PublicCard = {
  networkName: string
  name: string
  divisionName: string
  contactName: string
  contactPhone: string
}

/**
 * What ties the two rows of a referral between networks: its sender's (a) and its target's (b), which begins with the submission. Known to gates alone, and
 * the one lock that a change of either row takes first.
 */
export const referralBridge = pgTable.withRLS(
  'referral_bridge',
  {
    networkA: integer('network_a').notNull(),
    referralA: uuid('referral_a').notNull(),
    networkB: integer('network_b').notNull(),
    referralB: uuid('referral_b'),
    /** The incubator of the other network that it goes to, and its card as the sender chose by it. */
    incubatorId: uuid('incubator_id').notNull(),
    card: jsonb('card').$type<PublicCard>().notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkA, t.referralA] }),
    unique('referral_bridge_far_end').on(t.networkB, t.referralB),
    foreignKey({
      name: 'referral_bridge_near',
      columns: [t.networkA, t.referralA],
      foreignColumns: [referral.networkId, referral.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'referral_bridge_far',
      columns: [t.networkB, t.referralB],
      foreignColumns: [referral.networkId, referral.id],
    }),
    foreignKey({
      name: 'referral_bridge_incubator',
      columns: [t.networkB, t.incubatorId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('referral_bridge_to').on(t.networkB, t.incubatorId),
    systemWall(),
  ],
)
