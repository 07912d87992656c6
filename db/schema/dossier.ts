import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { referral } from './referral.ts'
import { acting, inCustody, inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** One section of an organisation's dossier; `body` has the shape its section's schema in the contract says. Follows the custodian. */
export const dossierSection = pgTable.withRLS(
  'dossier_section',
  {
    networkId: networkId(),
    organisationId: uuid('organisation_id').notNull(),
    section: text('section')
      .$type<
        'profile' | 'staff' | 'party' | 'finance' | 'projects' | 'services' | 'assessments' | 'credit' | 'documents'
      >()
      .notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    body: jsonb('body').$type<Record<string, unknown>>().notNull(),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
    updatedByName: text('updated_by_name').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.organisationId, t.section] }),
    foreignKey({
      name: 'section_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'section_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('section_by').on(t.networkId, t.tenantId, t.scopeKey),
    wall(
      'select',
      sql`${inNetwork} and case when ${inSubtree} then true when organisation_id = ${acting.organisation} then true when (organisation_id::text || ':' || section) = any ((select app.granted_sections())::text[]) then true else false end`,
    ),
    wall('insert', sql`${ownTenant} and ${inCustody('dossier_section')}`),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** A named person of an organisation: personal data, a consent line of its own; masked for superiors by the API. */
export const organisationPerson = pgTable.withRLS(
  'organisation_person',
  {
    networkId: networkId(),
    id: id(),
    organisationId: uuid('organisation_id').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    name: text('name').notNull(),
    position: text('position').notNull(),
    phone: text('phone').notNull().default(''),
    certificate: text('certificate').notNull().default(''),
    isFullTime: boolean('is_full_time').notNull().default(true),
    /** A degree in social work of a bachelor or higher, which counts like a certificate (Z-02). */
    hasSocialWorkDegree: boolean('has_social_work_degree').notNull().default(false),
    isPartyMember: boolean('is_party_member').notNull().default(false),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'organisation_person_of',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'organisation_person_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('organisation_person_by_organisation').on(t.networkId, t.organisationId),
    index('organisation_person_by_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    wall(
      'select',
      sql`${inNetwork} and case when ${inSubtree} then true when organisation_id = ${acting.organisation} then true when (organisation_id::text || ':personal') = any ((select app.granted_sections())::text[]) then true else false end`,
    ),
    wall('insert', sql`${ownTenant} and ${inCustody('organisation_person')}`),
    wall('update', ownTenant),
    wall('delete', ownTenant),
    systemWall(),
  ],
)

/** A working note of one tenant about an organisation: never leaves that tenant, not even upwards. */
export const organisationNote = pgTable.withRLS(
  'organisation_note',
  {
    networkId: networkId(),
    id: id(),
    organisationId: uuid('organisation_id').notNull(),
    tenantId: tenantId(),
    text: text('text').notNull(),
    personName: text('person_name').notNull(),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'note_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'note_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('note_by_organisation').on(t.networkId, t.organisationId, t.at),
    index('note_by_tenant').on(t.networkId, t.tenantId),
    wall('select', ownTenant),
    wall('insert', ownTenant),
    systemWall(),
  ],
)

/** What hangs on a referral's outcome goes to its sender, and to whoever is its target by now, for as long as an outcome stands. The subquery stands before the wall of referrals. */
const ofReported = sql.raw(
  `exists (select 1 from referral r where r.network_id = attachment.network_id and r.id = attachment.referral_id and r.state in ('outcomeReported', 'failed', 'disputed', 'closed', 'returned') and (select nullif(current_setting('app.tenant', true), '')::uuid) in (r.from_tenant_id, r.to_tenant_id))`,
)

/** Written in the transaction that reports, by its target. */
const beingReported = sql.raw(
  `exists (select 1 from referral r where r.network_id = attachment.network_id and r.id = attachment.referral_id and r.organisation_id = attachment.organisation_id and r.to_tenant_id = attachment.tenant_id and r.state in ('outcomeReported', 'failed') and r.updated_at = (select app.acting_now()))`,
)

/**
 * A stored paper: a signed consent, a document of the dossier, or what shows a referral's outcome. Kept in the database so that state and paper are one
 * transaction.
 */
export const attachment = pgTable.withRLS(
  'attachment',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    organisationId: uuid('organisation_id').notNull(),
    purpose: text('purpose').$type<'consentPaper' | 'document' | 'outcomePaper'>().notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    content: bytes('content').notNull(),
    personName: text('person_name').notNull(),
    createdAt: instant('created_at').notNull(),
    /** The referral whose outcome it shows; null for every other paper. */
    referralId: uuid('referral_id'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    check('attachment_shows_outcome', sql`(purpose = 'outcomePaper') = (referral_id is not null)`),
    foreignKey({
      name: 'attachment_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }),
    foreignKey({
      name: 'attachment_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'attachment_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('attachment_by_organisation').on(t.networkId, t.organisationId),
    index('attachment_by_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    index('attachment_of_referral').on(t.networkId, t.referralId),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true when purpose = 'document' and ${inSubtree} then true when purpose = 'document' and (organisation_id::text || ':documents') = any ((select app.granted_sections())::text[]) then true when purpose = 'outcomePaper' and ${ofReported} then true else false end`,
    ),
    wall(
      'insert',
      sql`${ownTenant} and case purpose when 'consentPaper' then true when 'outcomePaper' then ${beingReported} else ${inCustody('attachment')} end`,
    ),
    systemWall(),
  ],
)

/** As the wall of papers says it: the document hangs on a row that the session sees. The subquery stands before that wall. */
const ofDocument = (more: string) =>
  sql.raw(
    `exists (select 1 from attachment a where a.network_id = document_check.network_id and a.id = document_check.attachment_id and a.organisation_id = document_check.organisation_id and a.purpose = 'document'${more})`,
  )

/** Custodian of the document, or holder of a live grant to the documents. */
const keeperOrGrantee = ` and (a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) or ((a.organisation_id::text || ':documents') = any ((select app.granted_sections())::text[])))`

/**
 * That somebody looked at a document's original and found it in order (核验): what it is, who, when, until when it holds. A line stays; a second look
 * is a second line. It holds for the bytes that were looked at, by their digest. Whoever sees the document sees its checks.
 */
export const documentCheck = pgTable.withRLS(
  'document_check',
  {
    networkId: networkId(),
    id: id(),
    attachmentId: uuid('attachment_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    /** The incubator whose officer looked. */
    tenantId: tenantId(),
    tenantName: text('tenant_name').notNull(),
    personId: uuid('person_id').notNull(),
    personName: text('person_name').notNull(),
    /** Of the profile's list. */
    kind: text('kind').notNull(),
    sha256: text('sha256').notNull(),
    checkedOn: date('checked_on').notNull(),
    validUntil: date('valid_until'),
    note: text('note').notNull().default(''),
    at: instant('at').notNull(),
    revokedAt: instant('revoked_at'),
    revokedByName: text('revoked_by_name').notNull().default(''),
    revokeReason: text('revoke_reason').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'document_check_paper',
      columns: [t.networkId, t.attachmentId],
      foreignColumns: [attachment.networkId, attachment.id],
    }),
    foreignKey({
      name: 'document_check_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'document_check_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('document_check_of_paper').on(t.networkId, t.attachmentId),
    index('document_check_of_organisation').on(t.networkId, t.organisationId),
    index('document_check_by_tenant').on(t.networkId, t.tenantId),
    wall('select', sql`${inNetwork} and ${ofDocument('')}`),
    wall(
      'insert',
      sql`${ownTenant} and person_id = ${acting.person} and ${ofDocument(` and a.sha256 = document_check.sha256${keeperOrGrantee}`)}`,
    ),
    // The keeper sets any aside; whoever looked, its own while it still sees the document.
    wall(
      'update',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then ${ofDocument(keeperOrGrantee)} else ${ofDocument(` and a.tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid)`)} end`,
    ),
    systemWall(),
  ],
)
