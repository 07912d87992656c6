import { sql } from 'drizzle-orm'
import { boolean, date, foreignKey, index, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, networkId, tenantId } from './columns.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { attachment } from './dossier.ts'
import { referral } from './referral.ts'
import { acting, inNetwork, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** An organisation's consent: these sections to this recipient for this purpose until this date, signed or refused. */
export const consent = pgTable.withRLS(
  'consent',
  {
    networkId: networkId(),
    id: id(),
    referralId: uuid('referral_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    fromTenantId: uuid('from_tenant_id').notNull(),
    recipientTenantId: uuid('recipient_tenant_id').notNull(),
    sections: text('sections').array().notNull(),
    personal: boolean('personal').notNull(),
    purpose: text('purpose').notNull(),
    until: date('until').notNull(),
    /** The words that were shown, by version, and the digest of exactly what was shown. */
    textVersion: text('text_version').notNull(),
    shownDigest: text('shown_digest').notNull(),
    state: text('state').$type<'asked' | 'signed' | 'refused' | 'lapsed' | 'superseded' | 'revoked'>().notNull(),
    method: text('method').$type<'account' | 'paper'>(),
    signatory: text('signatory'),
    signatoryPersonId: uuid('signatory_person_id'),
    attachmentId: uuid('attachment_id'),
    /** Why paper and not the account; or why refused. */
    reason: text('reason').notNull().default(''),
    /** The round of questions that it was asked for in, beside the referral's own consent; null: it is that consent itself. */
    informationRound: smallint('information_round'),
    askedAt: instant('asked_at').notNull(),
    answeredAt: instant('answered_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'consent_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'consent_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'consent_recipient',
      columns: [t.networkId, t.recipientTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'consent_paper',
      columns: [t.networkId, t.attachmentId],
      foreignColumns: [attachment.networkId, attachment.id],
    }),
    index('consent_of_referral').on(t.networkId, t.referralId),
    index('consent_of_organisation').on(t.networkId, t.organisationId),
    index('consent_to').on(t.networkId, t.recipientTenantId),
    index('consent_paper_of').on(t.networkId, t.attachmentId),
    wall(
      'select',
      sql`${inNetwork} and case when from_tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true when referral_id = any ((select app.granted_referrals())::uuid[]) then true else false end`,
    ),
    wall('insert', sql`${inNetwork} and from_tenant_id = ${acting.tenant}`),
    wall(
      'update',
      sql`${inNetwork} and (from_tenant_id = ${acting.tenant} or organisation_id = ${acting.organisation})`,
    ),
    systemWall(),
  ],
)

/**
 * A time-limited right to read named sections: the only source of sight across tenants outside the line of supervision.
 * Written by the accepting target alone, and only as far as the referral it accepts was consented to.
 */
export const dossierGrant = pgTable.withRLS(
  'dossier_grant',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    organisationId: uuid('organisation_id').notNull(),
    grantedByTenantId: uuid('granted_by_tenant_id').notNull(),
    referralId: uuid('referral_id').notNull(),
    sections: text('sections').array().notNull(),
    personal: boolean('personal').notNull(),
    from: instant('from_at').notNull(),
    until: instant('until_at').notNull(),
    endedAt: instant('ended_at'),
    endReason: text('end_reason'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'grant_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'grant_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'grant_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }),
    // Holds all that the wall asks of live grants: it never goes to the table for them.
    index('grant_live')
      .on(t.networkId, t.tenantId, t.until, t.from, t.organisationId, t.referralId)
      .where(sql`ended_at is null`),
    index('grant_to').on(t.networkId, t.tenantId),
    index('grant_of_organisation').on(t.networkId, t.organisationId),
    index('grant_of_referral').on(t.networkId, t.referralId),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when granted_by_tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true else false end`,
    ),
    wall(
      'insert',
      sql`${ownTenant} and exists (select 1 from referral r where r.network_id = dossier_grant.network_id and r.id = referral_id and r.to_tenant_id = tenant_id and r.organisation_id = dossier_grant.organisation_id and r.from_tenant_id = granted_by_tenant_id and r.state = 'accepted' and dossier_grant.sections <@ r.sections and (r.personal or not dossier_grant.personal) and dossier_grant.until_at <= ((r.grant_until + 1)::timestamp at time zone 'Asia/Shanghai'))`,
    ),
    wall(
      'update',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when granted_by_tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true else false end`,
      sql`${inNetwork} and ended_at is not null`,
    ),
    systemWall(),
  ],
)

/** Who looked into which sections across tenants, and why: the organisation reads it. */
export const dossierAccess = pgTable.withRLS(
  'dossier_access',
  {
    networkId: networkId(),
    id: id(),
    organisationId: uuid('organisation_id').notNull(),
    tenantId: tenantId(),
    personId: uuid('person_id').notNull(),
    personName: text('person_name').notNull(),
    sections: text('sections').array().notNull(),
    /** 'grant' under a referral, 'supervision' by a superior, 'unmask' of personal data with a reason. */
    basis: text('basis').$type<'grant' | 'supervision' | 'unmask'>().notNull(),
    reason: text('reason').notNull().default(''),
    referralId: uuid('referral_id'),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'access_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'access_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('access_of_organisation').on(t.networkId, t.organisationId, t.at.desc().nullsFirst()),
    index('access_by_tenant').on(t.networkId, t.tenantId),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true else false end`,
    ),
    wall('insert', ownTenant),
    systemWall(),
  ],
)
