import { sql } from 'drizzle-orm'
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { acting, inCustody, inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/**
 * A line of the filing register (备案, B-14): a community organisation below the registration bar, from its application to the end of its filing. It
 * follows the custodian, as the dossier does, and is never taken out: a filing that ended, or whose organisation grew, is history. An organisation that
 * comes into the register as filed has its line by a trigger; one that is merged away has its filing ended by another.
 */
export const filing = pgTable.withRLS(
  'filing',
  {
    networkId: networkId(),
    id: id(),
    organisationId: uuid('organisation_id').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    state: text('state').$type<'applied' | 'filed' | 'refused' | 'ended' | 'grown'>().notNull(),
    /** Given when it is filed, counted per incubator and year. */
    number: text('number'),
    /** The community, or the division, that the group works in. */
    divisionCode: text('division_code').notNull(),
    /** Who answers for the group. */
    responsibleName: text('responsible_name').notNull(),
    /** Null where the organisation came into the register as filed and nobody has counted yet. */
    members: integer('members'),
    field: text('field').notNull(),
    activities: text('activities').notNull().default(''),
    venue: text('venue').notNull(),
    appliedAt: instant('applied_at').notNull(),
    appliedByName: text('applied_by_name').notNull(),
    decidedAt: instant('decided_at'),
    filedOn: date('filed_on'),
    /** Its last day; null where it holds until it is ended. */
    validUntil: date('valid_until'),
    renewedAt: instant('renewed_at'),
    /** Why it was refused or ended. */
    reason: text('reason').notNull().default(''),
    overAt: instant('over_at'),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'filing_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'filing_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    check('filing_number_when_filed', sql`(filed_on is null) = (number is null)`),
    check('filing_members_counted', sql`members > 0`),
    uniqueIndex('filing_open')
      .on(t.networkId, t.organisationId)
      .where(sql`state in ('applied', 'filed')`),
    index('filing_of').on(t.networkId, t.organisationId),
    index('filing_by').on(t.networkId, t.tenantId, t.scopeKey),
    index('filing_lately').on(t.networkId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst(), t.scopeKey),
    // One without an end stands after all that have one.
    index('filing_ending').on(t.networkId, sql`coalesce(valid_until, '2199-12-31'::date)`, t.id, t.scopeKey),
    wall(
      'select',
      sql`${inNetwork} and case when ${inSubtree} then true when organisation_id = ${acting.organisation} then true else false end`,
    ),
    // The custodian's to write; what the organisation itself writes is its application.
    wall(
      'insert',
      sql`${inNetwork} and ${inCustody('filing')} and case when tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then state = 'applied' else false end`,
    ),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** One line of a filing's history; whoever reads the filing reads it. */
export const filingEvent = pgTable.withRLS(
  'filing_event',
  {
    networkId: networkId(),
    filingId: uuid('filing_id').notNull(),
    /** The filing's version after the deed: one deed, one line. */
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    toState: text('to_state').notNull(),
    /** Who did it, where it was an incubator. */
    actorTenantId: uuid('actor_tenant_id'),
    actorPersonId: uuid('actor_person_id'),
    actorName: text('actor_name').notNull(),
    note: text('note').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.filingId, t.seq] }),
    foreignKey({
      name: 'filing_event_filing',
      columns: [t.networkId, t.filingId],
      foreignColumns: [filing.networkId, filing.id],
    }),
    wall(
      'select',
      sql`${inNetwork} and exists (select 1 from filing f where f.network_id = filing_event.network_id and f.id = filing_id)`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and actor_tenant_id is not distinct from ${acting.tenant} and exists (select 1 from filing f where f.network_id = filing_event.network_id and f.id = filing_id and case when f.tenant_id = ${acting.tenant} then true when f.organisation_id = ${acting.organisation} then f.state = 'applied' else false end)`,
    ),
    systemWall(),
  ],
)
