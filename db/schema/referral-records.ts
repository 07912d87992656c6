import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, networkId } from './columns.ts'
import { organisation } from './organisation.ts'
import { referral } from './referral.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/** As `partyOf`, for a line of the timeline: each party sees the lines meant for it. */
const audienceOf = (r: string, audience: string) =>
  sql.raw(`case
    when ${r}.from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'sender' = any (${audience})
    when ${r}.submitted_at is not null and ${r}.to_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'target' = any (${audience})
    when ${r}.submitted_at is not null and ${r}.desk_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'desk' = any (${audience})
    when ${r}.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then 'organisation' = any (${audience})
    else false end`)

/** The consented sections as they were at submission, sealed by a digest; for the sender, the organisation, and the target while its grant lives. */
export const referralSnapshot = pgTable.withRLS(
  'referral_snapshot',
  {
    networkId: networkId(),
    referralId: uuid('referral_id').notNull(),
    fromTenantId: uuid('from_tenant_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    organisationName: text('organisation_name').notNull(),
    /** The register's card: name, code, kind, field, stage, division. */
    card: jsonb('card').$type<Record<string, unknown>>().notNull(),
    sections: jsonb('sections').$type<Record<string, unknown>>().notNull(),
    people: jsonb('people').$type<Record<string, unknown>[]>().notNull(),
    /** SHA-256 over the canonical JSON of card, sections and people. */
    digest: text('digest').notNull(),
    sealedAt: instant('sealed_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.referralId] }),
    foreignKey({
      name: 'snapshot_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'snapshot_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    index('snapshot_of_organisation').on(t.networkId, t.organisationId),
    index('snapshot_from').on(t.networkId, t.fromTenantId),
    wall(
      'select',
      sql`${inNetwork} and case when from_tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true when referral_id = any ((select app.granted_referrals())::uuid[]) then true else false end`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and (from_tenant_id = ${acting.tenant} or organisation_id = ${acting.organisation})`,
    ),
    wall(
      'delete',
      sql`${inNetwork} and from_tenant_id = ${acting.tenant} and exists (select 1 from referral r where r.network_id = referral_snapshot.network_id and r.id = referral_id and r.state in ('draft', 'awaitingConsent', 'awaitingApproval'))`,
    ),
    systemWall(),
  ],
)

/** One line of a referral's timeline. `audience` says which parties read it: sender, target, organisation, desk. */
export const referralEvent = pgTable.withRLS(
  'referral_event',
  {
    networkId: networkId(),
    referralId: uuid('referral_id').notNull(),
    /** The referral's version after the transition: one transition, one line. */
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    fromState: text('from_state'),
    toState: text('to_state').notNull(),
    actorTenantId: uuid('actor_tenant_id'),
    actorOrganisationId: uuid('actor_organisation_id'),
    actorPersonId: uuid('actor_person_id'),
    actorName: text('actor_name').notNull(),
    note: text('note').notNull().default(''),
    /** Codes and dates of this line (decline reason, outcome, due date…); never a field of the dossier. */
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
    audience: text('audience').array().notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.referralId, t.seq] }),
    foreignKey({
      name: 'event_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }).onDelete('cascade'),
    index('event_by_person').on(t.networkId, t.actorPersonId, t.at.desc().nullsFirst()),
    wall(
      'select',
      sql`${inNetwork} and exists (select 1 from referral r where r.network_id = referral_event.network_id and r.id = referral_id and ${audienceOf('r', 'referral_event.audience')})`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and (actor_tenant_id = ${acting.tenant} or actor_organisation_id = ${acting.organisation})`,
    ),
    systemWall(),
  ],
)
