import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { network, tenant } from './network.ts'
import { inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/**
 * Something that counts: an admission, a service, so many person-times. Written by triggers in the transaction of the row that it tells of and never changed;
 * what is corrected is taken back by a fact of its own, known from that day on. Indicators are reckoned from facts alone.
 */
export const fact = pgTable.withRLS(
  'fact',
  {
    networkId: networkId(),
    id: bigserial('id', { mode: 'bigint' }).notNull(),
    /** The incubator whose fact it is. */
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    /** A kind of the domain's list (`FACT_KINDS`). */
    kind: text('kind').notNull(),
    /** What it is of within its kind: a service, a kind of organisation, a tier. */
    detail: text('detail').notNull().default(''),
    /** The day it happened. */
    onDay: date('on_day').notNull(),
    amount: integer('amount').notNull(),
    /** The organisation that it concerns, for counts of each once. */
    subjectId: uuid('subject_id'),
    /** The row that it was made from. */
    sourceId: uuid('source_id').notNull(),
    /** When it became known: later than the day it happened where it was entered late. */
    recordedAt: instant('recorded_at').notNull(),
    /** The incubator and all above it, as the tree was on the day it happened. */
    line: uuid('line').array().notNull(),
    /** Whether the roll-ups have it. */
    isFolded: boolean('is_folded').notNull().default(false),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'fact_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('fact_of_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    index('fact_by_day').on(
      t.networkId,
      t.kind,
      t.onDay.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
      t.detail,
      t.scopeKey,
    ),
    index('fact_of_subject')
      .on(t.networkId, t.subjectId, t.kind)
      .where(sql`subject_id is not null`),
    index('fact_unfolded')
      .on(t.networkId, t.id)
      .where(sql`not is_folded`),
    wall('select', inSubtree),
    systemWall(),
  ],
)

/**
 * The sum of the facts of an incubator and all below it, in a stretch of time, as known at the end of a day: a row for each day on which it changed, so that
 * any past day's figure is one row. Kept by the worker from facts in its own transaction, and equal to what a rebuild makes of them.
 */
export const rollup = pgTable.withRLS(
  'rollup',
  {
    networkId: networkId(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    /** Of the incubator alone; or of all below it too, as the tree was when each fact happened, or as it is now. */
    tree: text('tree').$type<'own' | 'then' | 'now'>().notNull(),
    kind: text('kind').notNull(),
    /** Their amounts added up, or the organisations that they concern, each once. */
    counted: text('counted').$type<'amount' | 'subjects'>().notNull(),
    /** '' sums over all. */
    detail: text('detail').notNull(),
    /** `all`, a year `2026`, half `2026-H2`, quarter `2026-Q4` or month `2026-11`. */
    bucket: text('bucket').notNull(),
    knownOn: date('known_on').notNull(),
    value: bigint('value', { mode: 'number' }).notNull(),
  },
  t => [
    primaryKey({
      columns: [t.networkId, t.tenantId, t.kind, t.counted, t.detail, t.tree, t.bucket, t.knownOn],
    }),
    foreignKey({
      name: 'rollup_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    // Serves the foreign key. With network or tenant first it would tempt the planner away from the key, and to read a place's every cell for one.
    index('rollup_of_tenant').on(t.scopeKey, t.tenantId, t.networkId),
    wall('select', inSubtree),
    systemWall(),
  ],
)

/** Networks whose tree changed since their roll-ups by the tree as it is now were made. */
export const rollupDebt = pgTable.withRLS(
  'rollup_debt',
  {
    networkId: networkId()
      .primaryKey()
      .references(() => network.id),
    since: instant('since_at').notNull(),
  },
  () => [systemWall()],
)

/** Work that leaves no other record: a training, a consultation, a project, a forum, with how many people came (L-01). Taken back with a reason, never deleted. */
export const activity = pgTable.withRLS(
  'activity',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    /** A kind of the profile. */
    kind: text('kind').notNull(),
    title: text('title').notNull(),
    onDay: date('on_day').notNull(),
    attendances: integer('attendances').notNull().default(0),
    words: text('words').notNull().default(''),
    personName: text('person_name').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    version: version(),
    /** Why it was taken back; null while it counts. */
    voidedAt: instant('voided_at'),
    voidReason: text('void_reason').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'activity_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('activity_of_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    index('activity_by_day').on(t.networkId, t.onDay.desc().nullsFirst(), t.id.desc().nullsFirst(), t.scopeKey),
    wall('select', inSubtree),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)
