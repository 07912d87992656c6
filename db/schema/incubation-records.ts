import { sql } from 'drizzle-orm'
import {
  boolean,
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
import { id, instant, networkId, scopeKey, tenantId } from './columns.ts'
import { serviceItem, standardVersion } from './guidance.ts'
import { aroundCase, byBothSides, byWhoWorks, ofCase, withCase } from './incubation.ts'
import { acting, inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

const ofOrganisation = () => ({
  caseId: uuid('case_id').notNull(),
  tenantId: tenantId(),
  scopeKey: scopeKey(),
  organisationId: uuid('organisation_id').notNull(),
})

/** A line of a case's history; what was decided inside is not for the organisation. */
export const caseEvent = pgTable.withRLS(
  'case_event',
  {
    networkId: networkId(),
    id: id(),
    ...ofOrganisation(),
    /** The case's version after it. */
    seq: integer('seq').notNull(),
    action: text('action').notNull(),
    taskKind: text('task_kind'),
    stepId: text('step_id'),
    result: text('result'),
    state: text('state').notNull(),
    note: text('note').notNull().default(''),
    isForOrganisation: boolean('is_for_organisation').notNull(),
    actorTenantId: uuid('actor_tenant_id'),
    actorPersonId: uuid('actor_person_id'),
    actorName: text('actor_name').notNull().default(''),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    ofCase('case_event_case', t),
    index('case_event_of').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    wall(
      'select',
      sql`${inNetwork} and case when ${inSubtree} then true else is_for_organisation and organisation_id = ${acting.organisation} end`,
    ),
    // Each says what it did itself, and an organisation nothing that it may not read.
    wall(
      'insert',
      sql`${byWhoWorks('case_event')} and actor_tenant_id is not distinct from ${acting.tenant} and (is_for_organisation or ${acting.tenant} is not null)`,
    ),
    systemWall(),
  ],
)

/** A paper or photo of a case, stored under a generated id: what the applicant hands in, what a step records, what was signed. */
export const casePaper = pgTable.withRLS(
  'case_paper',
  {
    networkId: networkId(),
    id: id(),
    ...ofOrganisation(),
    purpose: text('purpose').$type<'application' | 'record' | 'agreement'>().notNull(),
    /** What it is handed in as: an id of the profile. */
    recordId: text('record_id').notNull(),
    taskId: uuid('task_id'),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    content: bytes('content').notNull(),
    personName: text('person_name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    ofCase('case_paper_case', t),
    index('case_paper_of').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    wall('select', sql`${withCase('case_paper')} and (purpose <> 'record' or ${acting.tenant} is not null)`),
    wall('insert', sql`${byWhoWorks('case_paper')} and (purpose <> 'record' or ${acting.tenant} is not null)`),
    wall('delete', sql`${byBothSides('case_paper')} and purpose = 'application'`),
    systemWall(),
  ],
)

/** A service that was delivered against the package (J-08, L-07). */
export const caseService = pgTable.withRLS(
  'case_service',
  {
    networkId: networkId(),
    id: id(),
    ...ofOrganisation(),
    serviceId: text('service_id').notNull(),
    on: date('on_day').notNull(),
    minutes: integer('minutes').notNull(),
    words: text('words').notNull(),
    personName: text('person_name').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** The standard's version that was in force for it on its day (B-09); null where none was. */
    standardVersionId: uuid('standard_version_id'),
    /** The item from above that it was given for (B-19), where whoever recorded it named one. */
    serviceItemId: uuid('service_item_id'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    ofCase('case_service_case', t),
    foreignKey({
      name: 'case_service_standard',
      columns: [t.networkId, t.standardVersionId],
      foreignColumns: [standardVersion.networkId, standardVersion.id],
    }),
    foreignKey({
      name: 'case_service_item',
      columns: [t.networkId, t.serviceItemId],
      foreignColumns: [serviceItem.networkId, serviceItem.id],
    }),
    index('case_service_of').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    index('case_service_under').on(t.networkId, t.standardVersionId),
    index('case_service_for').on(t.networkId, t.serviceItemId, t.on),
    index('case_service_by_day').on(t.networkId, t.serviceId, t.on, t.scopeKey),
    wall('select', aroundCase),
    wall('insert', ownTenant),
    systemWall(),
  ],
)

/** How one side signed: by its own account, or on paper. */
export type StoredSignature = {
  name: string
  personId: string
  at: string
  method: 'account' | 'paper'
  paperId: string | null
}

/** The agreement between an incubator and its resident (Z-08): the text as both signed it, with its digest. */
export const residencyAgreement = pgTable.withRLS(
  'residency_agreement',
  {
    networkId: networkId(),
    ...ofOrganisation(),
    number: text('number').notNull(),
    clauses: jsonb('clauses').$type<{ id: string; zh: string; en: string }[]>().notNull(),
    months: integer('months').notNull(),
    digest: text('digest').notNull(),
    issuedAt: instant('issued_at').notNull(),
    tenantSignature: jsonb('tenant_signature').$type<StoredSignature>(),
    organisationSignature: jsonb('organisation_signature').$type<StoredSignature>(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.caseId] }),
    ofCase('residency_agreement_case', t),
    index('residency_agreement_of').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    wall('select', aroundCase),
    wall('insert', byWhoWorks('residency_agreement')),
    wall('update', byWhoWorks('residency_agreement')),
    systemWall(),
  ],
)

/** What the public reads of a case before it is decided (公示): the name and what it wants to do, for so many days. */
export const caseNotice = pgTable.withRLS(
  'case_notice',
  {
    networkId: networkId(),
    ...ofOrganisation(),
    organisationName: text('organisation_name').notNull(),
    publishedAt: instant('published_at').notNull(),
    endsAt: instant('ends_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.caseId] }),
    ofCase('case_notice_case', t),
    index('case_notice_of').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    index('case_notice_by_end').on(t.endsAt),
    wall('select', inNetwork),
    wall('insert', byWhoWorks('case_notice')),
    systemWall(),
  ],
)

/** An objection of somebody who read a notice. Whoever wrote it is known to the incubator alone. */
export const caseObjection = pgTable.withRLS(
  'case_objection',
  {
    networkId: networkId(),
    id: id(),
    ...ofOrganisation(),
    name: text('name').notNull(),
    contact: text('contact').notNull(),
    words: text('words').notNull(),
    receivedAt: instant('received_at').notNull(),
    answer: text('answer').notNull().default(''),
    answeredAt: instant('answered_at'),
    answeredByName: text('answered_by_name').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    ofCase('case_objection_case', t),
    foreignKey({
      name: 'case_objection_notice',
      columns: [t.networkId, t.caseId],
      foreignColumns: [caseNotice.networkId, caseNotice.caseId],
    }),
    index('case_objection_of').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    wall('select', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** What a case's archive holds beside its papers, as it was when it was put away (Z-17): written once, read as it stands. */
export const caseArchiveDocument = pgTable.withRLS(
  'case_archive_document',
  {
    networkId: networkId(),
    ...ofOrganisation(),
    /** Its name in the package. */
    name: text('name').notNull(),
    content: text('content').notNull(),
    /** Who objected is known to the incubator alone. */
    isInternal: boolean('is_internal').notNull(),
    /** Tells nothing that was not told to the organisation while the case ran. */
    isForOrganisation: boolean('is_for_organisation').notNull().default(false),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.caseId, t.name] }),
    ofCase('case_archive_document_case', t),
    index('case_archive_document_of').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    // The organisation reads what is for it: what was decided inside is in the others.
    wall(
      'select',
      sql`${inNetwork} and case when is_internal then tenant_id = ${acting.tenant} when ${inSubtree} then true else is_for_organisation and organisation_id = ${acting.organisation} end`,
    ),
    wall('insert', ownTenant),
    systemWall(),
  ],
)
