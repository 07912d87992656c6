import { sql } from 'drizzle-orm'
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, networkId } from './columns.ts'
import { consent } from './consent.ts'
import { referralSnapshot } from './referral-records.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/**
 * What went to the target after its question (补正) beside the snapshot, which stays as it was sealed: the sections of one further consent as they were
 * when the sender answered, under a digest of their own. Read by whoever reads that consent: sender, organisation, and the target while its grant lives.
 */
export const referralSupplement = pgTable.withRLS(
  'referral_supplement',
  {
    networkId: networkId(),
    consentId: uuid('consent_id').notNull(),
    referralId: uuid('referral_id').notNull(),
    sections: jsonb('sections').$type<Record<string, unknown>>().notNull(),
    people: jsonb('people').$type<Record<string, unknown>[]>().notNull(),
    /** SHA-256 over the canonical JSON of sections and people. */
    digest: text('digest').notNull(),
    sealedAt: instant('sealed_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.consentId] }),
    // Goes with the snapshot that it supplements.
    foreignKey({
      name: 'supplement_snapshot',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referralSnapshot.networkId, referralSnapshot.referralId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'supplement_consent',
      columns: [t.networkId, t.consentId],
      foreignColumns: [consent.networkId, consent.id],
    }).onDelete('cascade'),
    index('supplement_of_referral').on(t.networkId, t.referralId),
    wall(
      'select',
      sql`${inNetwork} and exists (select 1 from consent c where c.network_id = referral_supplement.network_id and c.id = consent_id)`,
    ),
    // No more than the organisation signed for, by the sender that asked for it.
    wall(
      'insert',
      sql`${inNetwork} and exists (select 1 from consent c where c.network_id = referral_supplement.network_id and c.id = consent_id and c.referral_id = referral_supplement.referral_id and c.from_tenant_id = ${acting.tenant} and c.state = 'signed' and c.information_round is not null and array(select jsonb_object_keys(referral_supplement.sections)) <@ c.sections and (c.personal or referral_supplement.people = '[]'))`,
    ),
    systemWall(),
  ],
)
