import { sql } from 'drizzle-orm'
import {
  bigserial,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, tenantId } from './columns.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { acting, inNetwork, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** Something a tenant or an organisation should know: reminders, escalations, arrivals, answers. */
export const notice = pgTable.withRLS(
  'notice',
  {
    networkId: networkId(),
    id: id(),
    tenantId: uuid('tenant_id'),
    organisationId: uuid('organisation_id'),
    kind: text('kind').notNull(),
    referralId: uuid('referral_id'),
    agreementId: uuid('agreement_id'),
    /** The enquiry, or the sheet of whoever was asked: what the reader opens. */
    enquiryId: uuid('enquiry_id'),
    /** The request for an organisation that ended. */
    requestId: uuid('request_id'),
    /** The incubation case. */
    caseId: uuid('case_id'),
    assignmentId: uuid('assignment_id'),
    reportId: uuid('report_id'),
    params: jsonb('params').$type<Record<string, string | number>>().notNull().default({}),
    at: instant('at').notNull(),
    readAt: instant('read_at'),
    /** The event it was made from, so that no event makes two. */
    sourceKey: text('source_key').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('notice_once').on(t.networkId, t.sourceKey),
    foreignKey({
      name: 'notice_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'notice_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    index('notice_of_tenant').on(t.networkId, t.tenantId, t.at.desc().nullsFirst()),
    index('notice_of_organisation').on(t.networkId, t.organisationId, t.at.desc().nullsFirst()),
    ...(['select', 'update'] as const).map(command =>
      wall(
        command,
        sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true else false end`,
      ),
    ),
    systemWall(),
  ],
)

/** What happened, in order, for the worker: notices, response records and live updates are made from it. Ids only. */
export const outbox = pgTable.withRLS(
  'outbox',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    networkId: networkId(),
    topic: text('topic').notNull(),
    subjectId: uuid('subject_id').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    at: instant('at').notNull(),
    doneAt: instant('done_at'),
  },
  t => [
    index('outbox_open')
      .on(t.id)
      .where(sql`done_at is null`),
    wall('insert', inNetwork),
    systemWall(),
  ],
)

/** The audit trail: appended in the transaction it tells of, never changed. Read by the tenant's auditors and its superiors'. */
export const auditEntry = pgTable.withRLS(
  'audit_entry',
  {
    networkId: networkId(),
    id: id(),
    tenantId: uuid('tenant_id'),
    tenantName: text('tenant_name').notNull().default(''),
    organisationId: uuid('organisation_id'),
    personId: uuid('person_id'),
    personName: text('person_name').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id'),
    outcome: text('outcome').$type<'done' | 'denied'>().notNull(),
    /** Codes, states and versions; no field of a dossier, no personal data. */
    details: jsonb('details').$type<Record<string, unknown>>().notNull().default({}),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'audit_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('audit_of_tenant').on(t.networkId, t.tenantId, t.at.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('audit_of_network').on(t.networkId, t.at.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('audit_of_subject').on(t.networkId, t.subjectId),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when ${acting.isRoot} then true else false end`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and person_id = ${acting.person} and case when tenant_id = ${acting.tenant} then true when tenant_id is null and organisation_id = ${acting.organisation} then true else false end`,
    ),
    systemWall(),
  ],
)

/** Per-tenant counters for numbers people see (letters, filings): no network-wide sequence leaks another tenant's volume. */
export const numberCounter = pgTable.withRLS(
  'number_counter',
  {
    networkId: networkId(),
    tenantId: tenantId(),
    name: text('name').notNull(),
    year: integer('year').notNull(),
    value: integer('value').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.tenantId, t.name, t.year] }),
    foreignKey({
      name: 'number_counter_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    ...(['select', 'insert', 'update'] as const).map(command => wall(command, ownTenant)),
    systemWall(),
  ],
)
