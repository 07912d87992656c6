import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  doublePrecision,
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
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { network, tenant } from './network.ts'
import { acting, inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** Figures by indicator; null: a share of nothing. */
export type StoredValues = Readonly<Record<string, number | null>>
/** The figures of a report as they were compiled: of the whole, of the incubator alone, and of each place directly below. */
export type StoredFigures = {
  readonly whole: StoredValues
  readonly own: StoredValues
  readonly below: readonly { readonly tenantId: string; readonly name: string; readonly values: StoredValues }[]
}
/** What a person wrote of a resident organisation in a yearly appraisal. */
export type StoredAppraisal = {
  readonly caseId: string
  readonly name: string
  readonly grade: string
  readonly words: string
}

/** A stretch whose reports were asked for: once for a network and kind, whichever server looks. */
export const reportRound = pgTable.withRLS(
  'report_round',
  {
    networkId: networkId().references(() => network.id),
    kind: text('kind').notNull(),
    bucket: text('bucket').notNull(),
    openedAt: instant('opened_at').notNull(),
  },
  t => [primaryKey({ columns: [t.networkId, t.kind, t.bucket] }), systemWall()],
)

/** The incubator directly above whoever makes a report. */
const isAbove = (of: string) =>
  sql`exists (select 1 from tenant t where t.network_id = ${sql.raw(of)}.network_id and t.id = ${sql.raw(of)}.tenant_id and t.parent_id = ${acting.tenant})`

/**
 * A report that an incubator owes of a stretch of time (Z-18, L-17): that it is owed and how it stands is seen by those above from the first day; what is written
 * goes up with the submission alone. Each hand moves it through its own part: a trigger keeps that.
 */
export const report = pgTable.withRLS(
  'report',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    /** A kind of the profile. */
    kind: text('kind').notNull(),
    /** The stretch: `2026`, `2026-H1` or `2026-Q3`. */
    bucket: text('bucket').notNull(),
    dueAt: instant('due_at').notNull(),
    remindAt: instant('remind_at').notNull(),
    calendarVersion: text('calendar_version').notNull(),
    state: text('state').$type<'draft' | 'submitted' | 'returned' | 'accepted' | 'excused'>().notNull(),
    version: version(),
    remindedAt: instant('reminded_at'),
    /** 1: those above were told that it is late. */
    level: smallint('level').notNull().default(0),
    /** When the worker looks at it next; null: never. */
    nextLookAt: instant('next_look_at'),
    submittedAt: instant('submitted_at'),
    /** When it was accepted or excused. */
    settledAt: instant('settled_at'),
    /** What the superior said last. */
    remarks: text('remarks').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('report_once').on(t.networkId, t.kind, t.bucket, t.tenantId),
    check('report_settled_whole', sql`(settled_at is not null) = (state in ('accepted', 'excused'))`),
    foreignKey({
      name: 'report_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('report_of').on(t.networkId, t.tenantId, t.scopeKey),
    index('report_stretch').on(t.networkId, t.kind, t.bucket, t.scopeKey),
    index('report_lately').on(t.networkId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst(), t.scopeKey),
    index('report_ending').on(t.networkId, t.dueAt, t.id, t.scopeKey),
    index('report_clock')
      .on(t.nextLookAt)
      .where(sql`next_look_at is not null`),
    wall('select', inSubtree),
    wall(
      'update',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true else ${isAbove('report')} end`,
    ),
    systemWall(),
  ],
)

/** Whether the report that a row hangs on is in sight, or narrower. */
const withReport = (table: string, narrowed = sql`true`) =>
  sql`${inNetwork} and exists (select 1 from report r where r.network_id = ${sql.raw(table)}.network_id and r.id = report_id and ${narrowed})`
const madeByUs = sql`r.tenant_id = ${acting.tenant}`
const aboveUs = isAbove('r')

/** What is written: the figures as they were compiled, the words of people. */
const written = () => ({
  figures: jsonb('figures').$type<StoredFigures>(),
  /** The day at whose state of knowledge the figures stand, and the instant of compiling. */
  knownOn: date('known_on'),
  compiledAt: instant('compiled_at'),
  narrative: jsonb('narrative').$type<Readonly<Record<string, string>>>().notNull().default({}),
  appraisals: jsonb('appraisals').$type<readonly StoredAppraisal[]>().notNull().default([]),
})

/** A report as it is being written: the working note of whoever makes it, read by nobody else. */
export const reportDraft = pgTable.withRLS(
  'report_draft',
  {
    networkId: networkId(),
    reportId: uuid('report_id').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    ...written(),
    version: version(),
    personName: text('person_name').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.reportId] }),
    foreignKey({
      name: 'report_draft_report',
      columns: [t.networkId, t.reportId],
      foreignColumns: [report.networkId, report.id],
    }),
    foreignKey({
      name: 'report_draft_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('report_draft_of').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', ownTenant),
    wall(
      'insert',
      sql`tenant_id = ${acting.tenant} and ${withReport('report_draft', sql`r.tenant_id = report_draft.tenant_id and r.state in ('draft', 'returned')`)}`,
    ),
    wall(
      'update',
      sql`tenant_id = ${acting.tenant} and ${withReport('report_draft', sql`r.tenant_id = report_draft.tenant_id and r.state in ('draft', 'returned')`)}`,
    ),
    systemWall(),
  ],
)

/** A report as it was handed in: never written again, so that what was returned and what was accepted stand beside each other. */
export const reportSubmission = pgTable.withRLS(
  'report_submission',
  {
    networkId: networkId(),
    reportId: uuid('report_id').notNull(),
    /** The report's version that it made. */
    seq: integer('seq').notNull(),
    figures: jsonb('figures').$type<StoredFigures>().notNull(),
    knownOn: date('known_on').notNull(),
    compiledAt: instant('compiled_at').notNull(),
    narrative: written().narrative,
    appraisals: written().appraisals,
    personName: text('person_name').notNull(),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.reportId, t.seq] }),
    foreignKey({
      name: 'report_submission_report',
      columns: [t.networkId, t.reportId],
      foreignColumns: [report.networkId, report.id],
    }),
    wall('select', withReport('report_submission')),
    wall('insert', withReport('report_submission', madeByUs)),
    systemWall(),
  ],
)

/** One line of a report's history; whoever reads the report reads it. */
export const reportEvent = pgTable.withRLS(
  'report_event',
  {
    networkId: networkId(),
    reportId: uuid('report_id').notNull(),
    /** The report's version after the deed: one deed, one line. */
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    toState: text('to_state').notNull(),
    /** Null: it came about by itself. */
    actorTenantId: uuid('actor_tenant_id'),
    actorSide: text('actor_side').$type<'maker' | 'superior'>(),
    actorName: text('actor_name').notNull(),
    note: text('note').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.reportId, t.seq] }),
    foreignKey({
      name: 'report_event_report',
      columns: [t.networkId, t.reportId],
      foreignColumns: [report.networkId, report.id],
    }),
    wall('select', withReport('report_event')),
    wall(
      'insert',
      sql`actor_tenant_id = ${acting.tenant} and ${withReport('report_event', sql`(${madeByUs} or ${aboveUs})`)}`,
    ),
    systemWall(),
  ],
)

/** A figure of a locked report that stands otherwise since: what it was and is, and why. The report itself is not touched. */
export const reportRestatement = pgTable.withRLS(
  'report_restatement',
  {
    networkId: networkId(),
    id: id(),
    reportId: uuid('report_id').notNull(),
    indicator: text('indicator').notNull(),
    oldValue: doublePrecision('old_value'),
    newValue: doublePrecision('new_value'),
    knownOn: date('known_on').notNull(),
    reason: text('reason').notNull(),
    personName: text('person_name').notNull(),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'report_restatement_report',
      columns: [t.networkId, t.reportId],
      foreignColumns: [report.networkId, report.id],
    }),
    index('report_restatement_of').on(t.networkId, t.reportId, t.at),
    wall('select', withReport('report_restatement')),
    wall('insert', withReport('report_restatement', sql`${madeByUs} and r.state = 'accepted'`)),
    systemWall(),
  ],
)

/** A fact that the lot chose of those behind a submission, for the superior to look at its evidence; and what was found. */
export const reportSample = pgTable.withRLS(
  'report_sample',
  {
    networkId: networkId(),
    reportId: uuid('report_id').notNull(),
    /** The submission that was drawn from. */
    seq: integer('seq').notNull(),
    ordinal: smallint('ordinal').notNull(),
    /** What the draw was made with; the same for all that were drawn together. */
    seed: text('seed').notNull(),
    factId: bigint('fact_id', { mode: 'bigint' }).notNull(),
    finding: text('finding').$type<'inOrder' | 'notInOrder'>(),
    words: text('words').notNull().default(''),
    foundByName: text('found_by_name').notNull().default(''),
    foundAt: instant('found_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.reportId, t.seq, t.ordinal] }),
    foreignKey({
      name: 'report_sample_submission',
      columns: [t.networkId, t.reportId, t.seq],
      foreignColumns: [reportSubmission.networkId, reportSubmission.reportId, reportSubmission.seq],
    }),
    check('report_sample_found_whole', sql`(finding is not null) = (found_at is not null)`),
    wall('select', withReport('report_sample')),
    wall('insert', withReport('report_sample', sql`r.state = 'submitted' and ${aboveUs}`)),
    wall('update', withReport('report_sample', sql`r.state = 'submitted' and ${aboveUs}`)),
    systemWall(),
  ],
)
