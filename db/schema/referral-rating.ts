import { sql } from 'drizzle-orm'
import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, networkId } from './columns.ts'
import { organisation } from './organisation.ts'
import { referral } from './referral.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/**
 * How an organisation found the service of a referral that was closed (好差评), once and for good: whom it is about cannot press for another. Read by
 * the organisation and both sides, and by no superior.
 */
export const referralRating = pgTable.withRLS(
  'referral_rating',
  {
    networkId: networkId(),
    referralId: uuid('referral_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    /** Five grades, as government services in China are rated by. */
    grade: text('grade')
      .$type<'verySatisfied' | 'satisfied' | 'fairlySatisfied' | 'dissatisfied' | 'veryDissatisfied'>()
      .notNull(),
    words: text('words').notNull().default(''),
    ratedAt: instant('rated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.referralId] }),
    foreignKey({
      name: 'rating_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }),
    foreignKey({
      name: 'rating_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    index('rating_of_organisation').on(t.networkId, t.organisationId),
    wall(
      'select',
      sql`${inNetwork} and case when organisation_id = ${acting.organisation} then true when exists (select 1 from referral r where r.network_id = referral_rating.network_id and r.id = referral_rating.referral_id and ${acting.tenant} in (r.from_tenant_id, r.to_tenant_id)) then true else false end`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and organisation_id = ${acting.organisation} and exists (select 1 from referral r where r.network_id = referral_rating.network_id and r.id = referral_rating.referral_id and r.organisation_id = referral_rating.organisation_id and r.state = 'closed')`,
    ),
    systemWall(),
  ],
)
