import { sql } from 'drizzle-orm'
import {
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, version } from './columns.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/** What is asked, and by whom: the same on the sender's row and on the sheet of each of those asked; a trigger keeps it as it was asked. */
const asking = () => ({
  /** Shown to people, counted per asking tenant and year. */
  number: text('number').notNull(),
  fromTenantId: uuid('from_tenant_id').notNull(),
  /** A function of the profile's catalogue. */
  need: text('need').notNull(),
  field: text('field').notNull(),
  stage: text('stage').notNull(),
  /** The area, no finer than a street. */
  divisionCode: text('division_code').notNull(),
  question: text('question').notNull(),
  askedByName: text('asked_by_name').notNull(),
  askedAt: instant('asked_at').notNull(),
  dueAt: instant('due_at').notNull(),
})

/**
 * A blind enquiry (匿名问询) as its sender has it: which organisation it is about, who was chosen, how it stands. The sender's alone: those asked
 * have a sheet each in `enquiry_target` and never read this row, not even that it changed.
 */
export const enquiry = pgTable.withRLS(
  'enquiry',
  {
    networkId: networkId(),
    id: id(),
    ...asking(),
    organisationId: uuid('organisation_id').notNull(),
    state: text('state').$type<'open' | 'toChoose' | 'chosen' | 'nobody' | 'withdrawn'>().notNull(),
    version: version(),
    clockStartedAt: instant('clock_started_at').notNull(),
    calendarVersion: text('calendar_version').notNull(),
    /** When the worker looks at it next; null when never. */
    nextClockAt: instant('next_clock_at'),
    remindedAt: instant('reminded_at'),
    chosenTenantId: uuid('chosen_tenant_id'),
    settledAt: instant('settled_at'),
    settledReason: text('settled_reason').notNull().default(''),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('enquiry_number').on(t.networkId, t.fromTenantId, t.number),
    foreignKey({
      name: 'enquiry_from',
      columns: [t.networkId, t.fromTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'enquiry_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'enquiry_chosen',
      columns: [t.networkId, t.chosenTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('enquiry_sent').on(t.networkId, t.fromTenantId, t.askedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('enquiry_of_organisation').on(t.networkId, t.organisationId, t.need, t.askedAt),
    // One need of an organisation is enquired about once at a time, however often it is sent.
    uniqueIndex('enquiry_one_under_way')
      .on(t.networkId, t.fromTenantId, t.organisationId, t.need)
      .where(sql`state in ('open', 'toChoose')`),
    index('enquiry_chosen_of').on(t.networkId, t.chosenTenantId),
    index('enquiry_clock')
      .on(t.nextClockAt)
      .where(sql`next_clock_at is not null`),
    wall('select', sql`${inNetwork} and from_tenant_id = ${acting.tenant}`),
    // About whom one cannot see one cannot ask. The subquery stands before the wall of organisations.
    wall(
      'insert',
      sql`${inNetwork} and from_tenant_id = ${acting.tenant} and exists (select 1 from organisation o where o.network_id = enquiry.network_id and o.id = enquiry.organisation_id)`,
    ),
    wall('update', sql`${inNetwork} and from_tenant_id = ${acting.tenant}`),
    systemWall(),
  ],
)

const either = sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when from_tenant_id = ${acting.tenant} then true else false end`

/**
 * The sheet of one of those asked: the question without identity, and its answer. Read by it and by the sender; nothing on it tells that others were
 * asked, whom it is about, or whom the sender chose instead. Each side writes its own columns: a trigger keeps the others.
 */
export const enquiryTarget = pgTable.withRLS(
  'enquiry_target',
  {
    networkId: networkId(),
    id: id(),
    enquiryId: uuid('enquiry_id').notNull(),
    tenantId: uuid('tenant_id').notNull(),
    ...asking(),
    version: version(),
    answer: text('answer').$type<'awaited' | 'can' | 'cannot' | 'unanswered'>().notNull().default('awaited'),
    /** The first day on which it can begin, and how many it has room for (null: not said). */
    canFrom: date('can_from'),
    capacity: integer('capacity'),
    reasonCode: text('reason_code'),
    words: text('words').notNull().default(''),
    answeredAt: instant('answered_at'),
    answeredByName: text('answered_by_name').notNull().default(''),
    /** How the matter ended for it; null while it may answer. */
    outcome: text('outcome').$type<'chosen' | 'settled' | 'withdrawn'>(),
    outcomeAt: instant('outcome_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('enquiry_target_once').on(t.networkId, t.enquiryId, t.tenantId),
    foreignKey({
      name: 'enquiry_target_enquiry',
      columns: [t.networkId, t.enquiryId],
      foreignColumns: [enquiry.networkId, enquiry.id],
    }),
    foreignKey({
      name: 'enquiry_target_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'enquiry_target_from',
      columns: [t.networkId, t.fromTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('enquiry_target_asked').on(t.networkId, t.tenantId, t.askedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('enquiry_target_sent').on(t.networkId, t.fromTenantId),
    wall('select', either),
    wall(
      'insert',
      sql`${inNetwork} and from_tenant_id = ${acting.tenant} and exists (select 1 from enquiry e where e.network_id = enquiry_target.network_id and e.id = enquiry_target.enquiry_id)`,
    ),
    wall('update', either),
    systemWall(),
  ],
)

/** One line of an enquiry's history. Those about one sheet are read by the one asked too; the others by the sender alone. */
export const enquiryEvent = pgTable.withRLS(
  'enquiry_event',
  {
    networkId: networkId(),
    id: id(),
    enquiryId: uuid('enquiry_id').notNull(),
    fromTenantId: uuid('from_tenant_id').notNull(),
    /** Whose sheet it is about; null: the enquiry as a whole. */
    tenantId: uuid('tenant_id'),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    /** The state or the answer that it led to. */
    result: text('result').notNull(),
    /** Null: it came about by itself. */
    actorTenantId: uuid('actor_tenant_id'),
    actorPersonId: uuid('actor_person_id'),
    actorName: text('actor_name').notNull(),
    note: text('note').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'enquiry_event_enquiry',
      columns: [t.networkId, t.enquiryId],
      foreignColumns: [enquiry.networkId, enquiry.id],
    }),
    index('enquiry_event_of').on(t.networkId, t.enquiryId, t.at, t.id),
    wall('select', either),
    // The sender of the enquiry, which is in nobody else's sight, on anything of it; whoever was asked, on its own sheet.
    wall(
      'insert',
      sql`${inNetwork} and actor_tenant_id = ${acting.tenant} and (exists (select 1 from enquiry e where e.network_id = enquiry_event.network_id and e.id = enquiry_event.enquiry_id and e.from_tenant_id = enquiry_event.from_tenant_id) or exists (select 1 from enquiry_target t where t.network_id = enquiry_event.network_id and t.enquiry_id = enquiry_event.enquiry_id and t.from_tenant_id = enquiry_event.from_tenant_id and t.tenant_id = enquiry_event.tenant_id and t.tenant_id = ${acting.tenant}))`,
    ),
    systemWall(),
  ],
)
