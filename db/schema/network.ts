import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
  bigint,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { acting, inNetwork, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** One city and all its incubators; runs one profile. */
export const network = pgTable.withRLS(
  'network',
  {
    id: integer('id').primaryKey(),
    name: text('name').notNull(),
    profileId: text('profile_id').notNull(),
    divisionCode: text('division_code').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  () => [wall('select', sql`id = ${acting.network}`), systemWall()],
)

/** Administrative divisions as published (reference data; codes have 2 to 12 digits). */
export const division = pgTable.withRLS(
  'division',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    parentCode: text('parent_code'),
    level: smallint('level').notNull(),
    kind: text('kind').notNull(),
    /** Statistical zones (codes xx71–xx79 and the like) that are no division by law: kept, marked. */
    isStatisticalOnly: boolean('is_statistical_only').notNull().default(false),
    asOf: date('as_of').notNull(),
  },
  t => [index('division_parent').on(t.parentCode), wall('select', sql`true`), systemWall()],
)

/** Days that differ from the plain week: days off by holiday and working days in exchange. */
export const calendarDay = pgTable.withRLS(
  'calendar_day',
  { day: date('day').primaryKey(), kind: text('kind').$type<'work' | 'off'>().notNull(), name: text('name').notNull() },
  () => [wall('select', sql`true`), systemWall()],
)

/** A line of a year's list: the day, whether people work, what for. */
export type CalendarListRow = [day: string, kind: 'work' | 'off', name: string]

/** The years whose holiday list is loaded; a due date beyond the last is refused by name. */
export const calendarYear = pgTable.withRLS(
  'calendar_year',
  {
    year: integer('year').primaryKey(),
    version: text('version').notNull(),
    loadedAt: instant('loaded_at').notNull(),
    /** An administrator's list stays when the product or a folder brings another. */
    source: text('source').$type<'file' | 'administrator'>().notNull().default('file'),
    /** The whole list, with the exchange days before New Year; null until the next start writes it. */
    rows: jsonb('rows').$type<CalendarListRow[]>(),
  },
  () => [wall('select', sql`true`), systemWall()],
)

/** An incubator: the unit of isolation and a node of its network's tree (B-01, B-02). The directory is open to the whole network. */
export const tenant = pgTable.withRLS(
  'tenant',
  {
    networkId: networkId().references(() => network.id),
    id: id(),
    parentId: uuid('parent_id'),
    scopeKey: scopeKey(),
    scopeHigh: bigint('scope_high', { mode: 'bigint' }).notNull(),
    depth: smallint('depth').notNull(),
    /** The next free slot below this tenant; slots are never used twice. */
    nextSlot: integer('next_slot').notNull().default(1),
    tier: text('tier').$type<'province' | 'city' | 'county' | 'district' | 'street' | 'community'>().notNull(),
    kind: text('kind')
      .$type<
        | 'administrative'
        | 'sectorAuthority'
        | 'industryDepartment'
        | 'massOrganisation'
        | 'social'
        | 'promotionAssociation'
        | 'foundation'
        | 'partnerNetwork'
      >()
      .notNull(),
    /** B-03, J-11. Null where nobody has said yet. */
    buildingMode: text('building_mode').$type<
      | 'governmentBuilt'
      | 'jointlyBuilt'
      | 'convertedPublicRooms'
      | 'projectSubsidy'
      | 'communityCentre'
      | 'brandOrganisation'
    >(),
    name: text('name').notNull(),
    shortName: text('short_name').notNull(),
    initials: text('initials').notNull(),
    divisionCode: text('division_code')
      .notNull()
      .references(() => division.code),
    status: text('status').$type<'active' | 'suspended' | 'merged' | 'closed'>().notNull().default('active'),
    successorId: uuid('successor_id'),
    openedOn: date('opened_on').notNull(),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('tenant_place').on(t.networkId, t.id, t.scopeKey),
    unique('tenant_scope_key').on(t.networkId, t.scopeKey),
    foreignKey({ name: 'tenant_parent', columns: [t.networkId, t.parentId], foreignColumns: [t.networkId, t.id] }),
    foreignKey({
      name: 'tenant_successor',
      columns: [t.networkId, t.successorId],
      foreignColumns: [t.networkId, t.id],
    }),
    index('tenant_children').on(t.networkId, t.parentId, t.divisionCode),
    index('tenant_successor_of').on(t.networkId, t.successorId),
    index('tenant_division').on(t.divisionCode),
    wall('select', inNetwork),
    wall('insert', sql`${inNetwork} and ${acting.isRoot}`),
    wall('update', sql`${inNetwork} and ${acting.isRoot}`),
    systemWall(),
  ],
)

/** What a tenant was, from when to when (B-08): a row for each state, the present one open-ended. */
export const tenantHistory = pgTable.withRLS(
  'tenant_history',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    change: text('change').$type<'opened' | 'renamed' | 'suspended' | 'resumed' | 'merged' | 'reparented'>().notNull(),
    from: instant('from_at').notNull(),
    to: instant('to_at'),
    name: text('name').notNull(),
    parentId: uuid('parent_id'),
    scopeKey: scopeKey(),
    status: text('status').notNull(),
    successorId: uuid('successor_id'),
    reason: text('reason').notNull(),
    personName: text('person_name').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'tenant_history_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('tenant_history_of').on(t.networkId, t.tenantId, t.from),
    wall('select', inNetwork),
    wall('insert', sql`${inNetwork} and ${acting.isRoot}`),
    wall('update', sql`${inNetwork} and ${acting.isRoot}`),
    systemWall(),
  ],
)

/** What a tenant says it can do (B-04, B-12): read by the whole network, written by itself. */
export const capability = pgTable.withRLS(
  'capability',
  {
    networkId: networkId(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    /** Ids of the profile's function catalogue. */
    functions: text('functions').array().notNull(),
    /** Fields it is a specialist in; empty means it serves any field alike. */
    fields: text('fields').array().notNull(),
    services: text('services').notNull().default(''),
    contactName: text('contact_name').notNull().default(''),
    contactPhone: text('contact_phone').notNull().default(''),
    /** Organisations it can serve at once. */
    ceiling: integer('ceiling').notNull(),
    takesReferrals: boolean('takes_referrals').notNull().default(true),
    declaredAt: instant('declared_at').notNull(),
    version: version(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.tenantId] }),
    foreignKey({
      name: 'capability_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('capability_place').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', inNetwork),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** How a tenant has answered referrals so far, kept by the worker from events; read by the whole network. */
export const responseRecord = pgTable.withRLS(
  'response_record',
  {
    networkId: networkId(),
    tenantId: tenantId(),
    received: integer('received').notNull().default(0),
    acknowledged: integer('acknowledged').notNull().default(0),
    accepted: integer('accepted').notNull().default(0),
    declined: integer('declined').notNull().default(0),
    /** Accepted referrals not yet closed: the live load. */
    activeNow: integer('active_now').notNull().default(0),
    /** Sum of working hours from submission to acknowledgement over `acknowledged` referrals. */
    acknowledgeHoursTotal: integer('acknowledge_hours_total').notNull().default(0),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.tenantId] }),
    foreignKey({
      name: 'response_record_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    wall('select', inNetwork),
    systemWall(),
  ],
)

/** A person's saved filters of a list page. */
export const savedView = pgTable.withRLS(
  'saved_view',
  {
    networkId: networkId(),
    id: id(),
    personId: uuid('person_id').notNull(),
    page: text('page').notNull(),
    name: text('name').notNull(),
    query: jsonb('query').$type<Record<string, string>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    index('saved_view_of').on(t.personId, t.page),
    ...(['select', 'insert', 'delete'] as const).map(command =>
      wall(command, sql`network_id = ${acting.network} and person_id = ${acting.person}`),
    ),
    systemWall(),
  ],
)
