import { sql } from 'drizzle-orm'
import { boolean, customType, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { acting, inCustody, inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** Organisations the acting tenant may look into through a live grant; read once a query. */
const underGrant = sql`(select app.granted_organisations())`

/** Those, and the acting organisation itself; read once a query, and not at all while every row lies in the acting tenant's range. */
const besides = sql`(select app.organisations_besides())`

/**
 * A social organisation: registered, filed or in preparation. `tenantId` is its custodian, of which there is exactly one at every instant.
 * Seen by the custodian, its superiors, the organisation's own account, and tenants that hold a live grant.
 */
export const organisation = pgTable.withRLS(
  'organisation',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    firstContactTenantId: uuid('first_contact_tenant_id').notNull(),
    reportingTenantId: uuid('reporting_tenant_id').notNull(),
    name: text('name').notNull(),
    formerNames: text('former_names').array().notNull().default(sql`'{}'`),
    /** Pinyin initials of the name, lower case: 朝阳区爱心社 → cyqaxs. */
    initials: text('initials').notNull(),
    sortKey: text('sort_key').notNull(),
    creditCode: text('credit_code'),
    /** Why an officer kept a code that fails the check of GB 32100-2015. */
    creditCodeOverride: text('credit_code_override'),
    kind: text('kind').$type<'association' | 'serviceOrganisation' | 'foundation' | 'communityFiled' | 'inPreparation'>().notNull(),
    stage: text('stage').$type<'preparing' | 'startUp' | 'growing' | 'mature'>().notNull(),
    field: text('field').notNull(),
    divisionCode: text('division_code').notNull(),
    address: text('address').notNull().default(''),
    summary: text('summary').notNull().default(''),
    registeredOn: date('registered_on'),
    registrationAuthority: text('registration_authority').notNull().default(''),
    /** Filing of a community organisation below the registration bar (B-14). */
    filingNumber: text('filing_number'),
    filedOn: date('filed_on'),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Search keys: two-character pieces of name, initials and code, each prefixed by the network so that a search costs its own network only. */
    grams: text('grams').array().generatedAlwaysAs(sql`app.search_grams(network_id, name || ' ' || initials || ' ' || coalesce(credit_code, ''))`),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({ name: 'organisation_custodian', columns: [t.networkId, t.tenantId, t.scopeKey], foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey] }).onUpdate('cascade'),
    foreignKey({ name: 'organisation_first_contact', columns: [t.networkId, t.firstContactTenantId], foreignColumns: [tenant.networkId, tenant.id] }),
    foreignKey({ name: 'organisation_reporting', columns: [t.networkId, t.reportingTenantId], foreignColumns: [tenant.networkId, tenant.id] }),
    // The key of the tree stands last in the ordered index and nowhere first: the wall filters, the query brings the order.
    index('organisation_by_change').on(t.networkId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst(), t.scopeKey),
    index('organisation_of_tenant').on(t.networkId, t.tenantId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('organisation_first_contact_of').on(t.networkId, t.firstContactTenantId),
    index('organisation_reporting_to').on(t.networkId, t.reportingTenantId),
    index('organisation_credit_code').on(t.networkId, t.creditCode),
    index('organisation_grams').using('gin', t.grams),
    // Serves the foreign key. With the network first it would tempt the planner to skip through it for a page in order of change and sort a whole city.
    index('organisation_custodian_place').on(t.tenantId, t.networkId, t.scopeKey),
    // The range lies in one network, and the ids besides it are the acting network's own: no third subselect for the network.
    wall('select', sql`case when ${inSubtree} then true when id = any (${besides}::uuid[]) then true else false end`),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** Who serves an organisation beside its custodian, from when to when. */
export const organisationServing = pgTable.withRLS(
  'organisation_serving',
  {
    networkId: networkId(),
    id: id(),
    organisationId: uuid('organisation_id').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    referralId: uuid('referral_id'),
    from: instant('from_at').notNull(),
    until: instant('until_at'),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({ name: 'serving_organisation', columns: [t.networkId, t.organisationId], foreignColumns: [organisation.networkId, organisation.id] }),
    foreignKey({ name: 'serving_tenant', columns: [t.networkId, t.tenantId, t.scopeKey], foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey] }).onUpdate('cascade'),
    index('serving_of').on(t.networkId, t.organisationId),
    index('serving_by').on(t.networkId, t.tenantId, t.scopeKey),
    wall(
      'select',
      sql`${inNetwork} and case when ${inSubtree} then true when organisation_id = ${acting.organisation} then true when organisation_id = any (${underGrant}::uuid[]) then true else exists (select 1 from organisation o where o.network_id = organisation_serving.network_id and o.id = organisation_serving.organisation_id) end`,
    ),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** One section of an organisation's dossier; `body` has the shape its section's schema in the contract says. Follows the custodian. */
export const dossierSection = pgTable.withRLS(
  'dossier_section',
  {
    networkId: networkId(),
    organisationId: uuid('organisation_id').notNull(),
    section: text('section').$type<'profile' | 'staff' | 'party' | 'finance' | 'projects' | 'services' | 'assessments' | 'credit' | 'documents'>().notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    body: jsonb('body').$type<Record<string, unknown>>().notNull(),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
    updatedByName: text('updated_by_name').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.organisationId, t.section] }),
    foreignKey({ name: 'section_organisation', columns: [t.networkId, t.organisationId], foreignColumns: [organisation.networkId, organisation.id] }),
    foreignKey({ name: 'section_tenant', columns: [t.networkId, t.tenantId, t.scopeKey], foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey] }).onUpdate('cascade'),
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
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({ name: 'organisation_person_of', columns: [t.networkId, t.organisationId], foreignColumns: [organisation.networkId, organisation.id] }),
    foreignKey({ name: 'organisation_person_tenant', columns: [t.networkId, t.tenantId, t.scopeKey], foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey] }).onUpdate('cascade'),
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
  (t) => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({ name: 'note_organisation', columns: [t.networkId, t.organisationId], foreignColumns: [organisation.networkId, organisation.id] }),
    foreignKey({ name: 'note_tenant', columns: [t.networkId, t.tenantId], foreignColumns: [tenant.networkId, tenant.id] }),
    index('note_by_organisation').on(t.networkId, t.organisationId, t.at),
    index('note_by_tenant').on(t.networkId, t.tenantId),
    wall('select', ownTenant),
    wall('insert', ownTenant),
    systemWall(),
  ],
)

/** A stored paper: a signed consent, or a document of the dossier. Kept in the database so that state and paper are one transaction. */
export const attachment = pgTable.withRLS(
  'attachment',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    organisationId: uuid('organisation_id').notNull(),
    purpose: text('purpose').$type<'consentPaper' | 'document'>().notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    content: bytes('content').notNull(),
    personName: text('person_name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({ name: 'attachment_organisation', columns: [t.networkId, t.organisationId], foreignColumns: [organisation.networkId, organisation.id] }),
    foreignKey({ name: 'attachment_tenant', columns: [t.networkId, t.tenantId, t.scopeKey], foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey] }).onUpdate('cascade'),
    index('attachment_by_organisation').on(t.networkId, t.organisationId),
    index('attachment_by_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true when purpose = 'document' and ${inSubtree} then true when purpose = 'document' and (organisation_id::text || ':documents') = any ((select app.granted_sections())::text[]) then true else false end`,
    ),
    wall('insert', sql`${ownTenant} and (purpose = 'consentPaper' or ${inCustody('attachment')})`),
    systemWall(),
  ],
)

/** An Excel import: checked first (dry run), then run; can be taken up again where it stopped. */
export const importJob = pgTable.withRLS(
  'import_job',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    fileName: text('file_name').notNull(),
    sha256: text('sha256').notNull(),
    state: text('state').$type<'checked' | 'running' | 'done' | 'cancelled'>().notNull(),
    total: integer('total').notNull(),
    bad: integer('bad').notNull(),
    duplicates: integer('duplicates').notNull().default(0),
    imported: integer('imported').notNull().default(0),
    personName: text('person_name').notNull(),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({ name: 'import_job_tenant', columns: [t.networkId, t.tenantId, t.scopeKey], foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey] }).onUpdate('cascade'),
    index('import_job_of').on(t.networkId, t.tenantId, t.createdAt),
    index('import_job_place').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', ownTenant),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** One row of an import: what stood in the file, what is wrong with it, what became of it. */
export const importRow = pgTable.withRLS(
  'import_row',
  {
    networkId: networkId(),
    jobId: uuid('job_id').notNull(),
    rowNumber: integer('row_number').notNull(),
    tenantId: tenantId(),
    values: jsonb('values').$type<Record<string, string>>().notNull(),
    /** Field → error code with parameters; empty when the row is good. */
    errors: jsonb('errors').$type<{ field: string; code: string; params?: Record<string, string | number> }[]>().notNull(),
    state: text('state').$type<'ready' | 'bad' | 'duplicate' | 'imported'>().notNull(),
    organisationId: uuid('organisation_id'),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.jobId, t.rowNumber] }),
    foreignKey({ name: 'import_row_job', columns: [t.networkId, t.jobId], foreignColumns: [importJob.networkId, importJob.id] }),
    foreignKey({ name: 'import_row_tenant', columns: [t.networkId, t.tenantId], foreignColumns: [tenant.networkId, tenant.id] }),
    index('import_row_state').on(t.networkId, t.jobId, t.state, t.rowNumber),
    index('import_row_tenant_of').on(t.networkId, t.tenantId),
    wall('select', ownTenant),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** Per-tenant counters for numbers people see (letters, filings): no network-wide sequence leaks another tenant's volume. */
export const numberCounter = pgTable.withRLS(
  'number_counter',
  { networkId: networkId(), tenantId: tenantId(), name: text('name').notNull(), year: integer('year').notNull(), value: integer('value').notNull() },
  (t) => [
    primaryKey({ columns: [t.networkId, t.tenantId, t.name, t.year] }),
    foreignKey({ name: 'number_counter_tenant', columns: [t.networkId, t.tenantId], foreignColumns: [tenant.networkId, tenant.id] }),
    ...(['select', 'insert', 'update'] as const).map((command) => wall(command, ownTenant)),
    systemWall(),
  ],
)
