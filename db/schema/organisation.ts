import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** Organisations the acting tenant may look into through a live grant; read once a query. */
const underGrant = sql`(select app.granted_organisations())`

/**
 * Those, and the acting organisation itself; not looked for while every row lies in the acting tenant's range. A transaction that only reads stands on
 * what the entry found, as far as it is short; one that writes asks at each query, since it may have granted something itself.
 */
const besides = sql`(select coalesce(nullif(current_setting('app.besides', true), '')::uuid[], app.organisations_besides()))`
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
    formerNames: text('former_names')
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Pinyin initials of the name, lower case: 朝阳区爱心社 → cyqaxs. */
    initials: text('initials').notNull(),
    sortKey: text('sort_key').notNull(),
    creditCode: text('credit_code'),
    /** Why an officer kept a code that fails the check of GB 32100-2015. */
    creditCodeOverride: text('credit_code_override'),
    kind: text('kind')
      .$type<'association' | 'serviceOrganisation' | 'foundation' | 'communityFiled' | 'inPreparation'>()
      .notNull(),
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
    /** The organisation that this one, a duplicate, was merged into: kept as history, in no list, and nothing of it is written any more. */
    mergedIntoId: uuid('merged_into_id'),
    mergedAt: instant('merged_at'),
    mergeReason: text('merge_reason').notNull().default(''),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Search keys: two-character pieces of name, initials and code, each prefixed by the network so that a search costs its own network only. */
    grams: text('grams')
      .array()
      .generatedAlwaysAs(
        sql`app.search_grams(network_id, name || ' ' || initials || ' ' || coalesce(credit_code, ''))`,
      ),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'organisation_custodian',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'organisation_first_contact',
      columns: [t.networkId, t.firstContactTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'organisation_reporting',
      columns: [t.networkId, t.reportingTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    // The key of the tree stands last in the ordered index and nowhere first: the wall filters, the query brings the order.
    index('organisation_by_change').on(
      t.networkId,
      t.updatedAt.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
      t.scopeKey,
    ),
    index('organisation_of_tenant').on(
      t.networkId,
      t.tenantId,
      t.updatedAt.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
    ),
    foreignKey({
      name: 'organisation_merged_into',
      columns: [t.networkId, t.mergedIntoId],
      foreignColumns: [t.networkId, t.id],
    }),
    check('organisation_merged_whole', sql`(merged_into_id is null) = (merged_at is null) and merged_into_id <> id`),
    index('organisation_merged_of').on(t.networkId, t.mergedIntoId),
    index('organisation_first_contact_of').on(t.networkId, t.firstContactTenantId),
    index('organisation_reporting_to').on(t.networkId, t.reportingTenantId),
    index('organisation_credit_code').on(t.networkId, t.creditCode),
    // A full name as it is compared with what somebody states: see `plainName` of the domain.
    index('organisation_plain_name').on(t.networkId, sql`regexp_replace(normalize(name, nfkc), '\\s', '', 'g')`),
    // Who bore another name before: few, and looked through as a whole.
    index('organisation_renamed')
      .on(t.networkId)
      .where(sql`former_names <> '{}'`),
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
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'serving_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'serving_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
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
