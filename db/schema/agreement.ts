import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
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
import { id, instant, networkId, version } from './columns.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/** Which referrals one side accepts from the other by the agreement alone, as both signed it; the shape is the domain's. */
export type StandingColumn = {
  accepting: 'first' | 'second'
  modes: ('coService' | 'handOver')[]
  fields: string[]
  divisionCodes: string[]
  quota: number
  quotaPer: 'month' | 'term'
  leadName: string
}

/**
 * A cooperation agreement between two incubators of a network (B-20): drafted by the first, proposed to the second, signed by each. Before it is
 * proposed it is the first's alone; then both read it, and the superiors in line of either. What was proposed is not changed, and each side signs
 * for itself alone: a trigger keeps both.
 */
export const agreement = pgTable.withRLS(
  'agreement',
  {
    networkId: networkId(),
    id: id(),
    /** Shown to people, counted per drafting tenant and year. */
    number: text('number').notNull(),
    firstTenantId: uuid('first_tenant_id').notNull(),
    firstScopeKey: bigint('first_scope_key', { mode: 'bigint' }).notNull(),
    secondTenantId: uuid('second_tenant_id').notNull(),
    secondScopeKey: bigint('second_scope_key', { mode: 'bigint' }).notNull(),
    title: text('title').notNull(),
    /** What each side does. */
    firstDuties: text('first_duties').notNull(),
    secondDuties: text('second_duties').notNull(),
    /** Its first and its last day. */
    from: date('from_on').notNull(),
    until: date('until_on').notNull(),
    standing: jsonb('standing').$type<StandingColumn>(),
    state: text('state')
      .$type<'draft' | 'proposed' | 'signed' | 'inForce' | 'ended' | 'declined' | 'withdrawn'>()
      .notNull(),
    version: version(),
    proposedAt: instant('proposed_at'),
    firstSignedAt: instant('first_signed_at'),
    firstSignatory: text('first_signatory').notNull().default(''),
    secondSignedAt: instant('second_signed_at'),
    secondSignatory: text('second_signatory').notNull().default(''),
    inForceAt: instant('in_force_at'),
    /** When it was ended, declined or withdrawn, and why. */
    overAt: instant('over_at'),
    overReason: text('over_reason').notNull().default(''),
    pausedBy: text('paused_by').$type<'director' | 'capacity' | 'record'>(),
    pausedAt: instant('paused_at'),
    pausedReason: text('paused_reason').notNull().default(''),
    draftedByName: text('drafted_by_name').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('agreement_number').on(t.networkId, t.firstTenantId, t.number),
    check('agreement_between_two', sql`first_tenant_id <> second_tenant_id`),
    check(
      'agreement_signed_when_proposed',
      sql`proposed_at is not null or (first_signed_at is null and second_signed_at is null)`,
    ),
    foreignKey({
      name: 'agreement_first',
      columns: [t.networkId, t.firstTenantId, t.firstScopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'agreement_second',
      columns: [t.networkId, t.secondTenantId, t.secondScopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('agreement_first_of').on(t.networkId, t.firstTenantId, t.firstScopeKey),
    index('agreement_second_of').on(t.networkId, t.secondTenantId, t.secondScopeKey),
    index('agreement_lately').on(t.networkId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('agreement_ending').on(t.networkId, t.until, t.id),
    index('agreement_running')
      .on(t.until)
      .where(sql`state in ('signed', 'inForce')`),
    wall(
      'select',
      sql`${inNetwork} and case when first_tenant_id = ${acting.tenant} then true when proposed_at is null then false when second_tenant_id = ${acting.tenant} then true when first_scope_key <@ ${acting.scope} then true when second_scope_key <@ ${acting.scope} then true else false end`,
    ),
    wall('insert', sql`${inNetwork} and first_tenant_id = ${acting.tenant} and proposed_at is null`),
    wall(
      'update',
      sql`${inNetwork} and case when first_tenant_id = ${acting.tenant} then true when proposed_at is not null and second_tenant_id = ${acting.tenant} then true else false end`,
    ),
    systemWall(),
  ],
)

/** One line of an agreement's history; whoever reads the agreement reads it. */
export const agreementEvent = pgTable.withRLS(
  'agreement_event',
  {
    networkId: networkId(),
    agreementId: uuid('agreement_id').notNull(),
    /** The agreement's version after the deed: one deed, one line. */
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    fromState: text('from_state'),
    toState: text('to_state').notNull(),
    /** Null: it came about by itself. */
    actorTenantId: uuid('actor_tenant_id'),
    actorPersonId: uuid('actor_person_id'),
    actorName: text('actor_name').notNull(),
    note: text('note').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.agreementId, t.seq] }),
    foreignKey({
      name: 'agreement_event_agreement',
      columns: [t.networkId, t.agreementId],
      foreignColumns: [agreement.networkId, agreement.id],
    }),
    wall(
      'select',
      sql`${inNetwork} and exists (select 1 from agreement a where a.network_id = agreement_event.network_id and a.id = agreement_id)`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and actor_tenant_id = ${acting.tenant} and exists (select 1 from agreement a where a.network_id = agreement_event.network_id and a.id = agreement_id and (a.first_tenant_id = ${acting.tenant} or a.second_tenant_id = ${acting.tenant}))`,
    ),
    systemWall(),
  ],
)
