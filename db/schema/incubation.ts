import { type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
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
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { incubationCall } from './incubation-call.ts'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { referral } from './referral.ts'
import { acting, inNetwork, inSubtree, systemWall, wall } from './roles-and-policies.ts'
import type { StoredApplication, StoredVerdict } from './stored-application.ts'

/** What was not submitted is its writer's alone, also when it was given up: the organisation's own account, or the tenant whose officer wrote it. */
const inSight = sql`${inNetwork} and case when submitted_at is null then case when is_by_organisation then organisation_id = ${acting.organisation} else tenant_id = ${acting.tenant} end when ${inSubtree} then true else organisation_id = ${acting.organisation} end`

/** The tenant, the organisation, and whoever above has a word to say on it now: a tenant that it was moved away from has none. */
const atWork = sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true else ${inSubtree} and ${acting.tenant} = any (holder_tenant_ids) end`

/**
 * An incubation case: one organisation's way through one incubator, from the application to the archive (J-05, Z-07). What the organisation said of itself
 * when it applied stands in the row, so that whoever decides needs no look into a dossier that another keeps. It keeps the version of the rules it began under.
 */
export const incubationCase = pgTable.withRLS(
  'incubation_case',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    /** The incubator that handed it over with the organisation, the last where it was more than one; null of one that stayed. */
    formerTenantId: uuid('former_tenant_id'),
    organisationId: uuid('organisation_id').notNull(),
    organisationName: text('organisation_name').notNull(),
    organisationKind: text('organisation_kind').notNull(),
    stage: text('stage').notNull(),
    field: text('field').notNull(),
    divisionCode: text('division_code').notNull(),
    /** Shown to people; given by the incubator when it takes the application up (受理); null before. */
    number: text('number'),
    callId: uuid('call_id'),
    /** The referral that it began with at the target. */
    referralId: uuid('referral_id'),
    isByOrganisation: boolean('is_by_organisation').notNull(),
    state: text('state').$type<'draft' | 'entry' | 'resident' | 'followUp' | 'ended'>().notNull(),
    outcome: text('outcome').$type<'declined' | 'withdrawn' | 'terminated' | 'graduated' | 'exited'>(),
    endReason: text('end_reason').notNull().default(''),
    /** The version of the network's rules; 0: the profile as it is shipped. */
    rulesVersion: integer('rules_version').notNull(),
    application: jsonb('application').$type<StoredApplication>().notNull(),
    verdicts: jsonb('verdicts').$type<StoredVerdict[]>().notNull(),
    preferences: smallint('preferences').notNull().default(0),
    warnings: smallint('warnings').notNull().default(0),
    /** Tenants above that have something to do to it now. */
    holderTenantIds: uuid('holder_tenant_ids')
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** What is to be done first, for lists; null when nothing is. */
    nextDueAt: instant('next_due_at'),
    submittedAt: instant('submitted_at'),
    admittedOn: date('admitted_on'),
    /** The last day of the term. */
    endsOn: date('ends_on'),
    extendedMonths: smallint('extended_months').notNull().default(0),
    place: text('place').notNull().default(''),
    followUntil: date('follow_until'),
    endedAt: instant('ended_at'),
    archivedAt: instant('archived_at'),
    /** Of the manifest of its archive: what a later download is held against. */
    archiveDigest: text('archive_digest'),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('incubation_case_place').on(t.networkId, t.id, t.tenantId, t.scopeKey),
    // A number is counted where a case begins, and goes along with it.
    uniqueIndex('incubation_case_numbered')
      .on(t.networkId, t.tenantId, t.number)
      .where(sql`former_tenant_id is null`),
    foreignKey({
      name: 'incubation_case_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'incubation_case_former',
      columns: [t.networkId, t.formerTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'incubation_case_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'incubation_case_call',
      columns: [t.networkId, t.callId],
      foreignColumns: [incubationCall.networkId, incubationCall.id],
    }),
    foreignKey({
      name: 'incubation_case_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }),
    check('incubation_case_ended', sql`(state = 'ended') = (ended_at is not null)`),
    check('incubation_case_submitted', sql`(state = 'draft') = (submitted_at is null) or state = 'ended'`),
    // One way at a time with one incubator.
    uniqueIndex('incubation_case_one_open')
      .on(t.networkId, t.tenantId, t.organisationId)
      .where(sql`state <> 'ended'`),
    index('incubation_case_by_change').on(
      t.networkId,
      t.updatedAt.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
      t.scopeKey,
    ),
    index('incubation_case_by_due')
      .on(t.networkId, t.nextDueAt, t.id, t.scopeKey)
      .where(sql`next_due_at is not null`),
    index('incubation_case_of_tenant').on(t.networkId, t.tenantId, t.nextDueAt, t.id),
    index('incubation_case_of_organisation').on(t.networkId, t.organisationId),
    index('incubation_case_of_call').on(t.networkId, t.callId),
    index('incubation_case_of_referral').on(t.networkId, t.referralId),
    index('incubation_case_of_former').on(t.networkId, t.formerTenantId),
    index('incubation_case_tenant_place').on(t.tenantId, t.networkId, t.scopeKey),
    wall('select', inSight),
    wall(
      'insert',
      sql`${inNetwork} and state = 'draft' and case when is_by_organisation then organisation_id = ${acting.organisation} else tenant_id = ${acting.tenant} and exists (select 1 from organisation o where o.network_id = incubation_case.network_id and o.id = incubation_case.organisation_id) end`,
    ),
    wall(
      'update',
      sql`${atWork} and case when submitted_at is null then is_by_organisation = (${acting.organisation} is not null) else true end`,
      sql`${inNetwork} and case when ${inSubtree} then true else organisation_id = ${acting.organisation} end`,
    ),
    systemWall(),
  ],
)

/** The case a row hangs on, which gives it its place: moved with it when the case goes to another incubator. */
export const ofCase = (name: string, t: Record<'networkId' | 'caseId' | 'tenantId' | 'scopeKey', AnyPgColumn>) =>
  foreignKey({
    name,
    columns: [t.networkId, t.caseId, t.tenantId, t.scopeKey],
    foreignColumns: [incubationCase.networkId, incubationCase.id, incubationCase.tenantId, incubationCase.scopeKey],
  }).onUpdate('cascade')

/** The case that a row hangs on, behind the wall of cases: what its parts say of whose it is, is what it says. */
const caseOf = (table: string, condition?: SQL) =>
  sql`${inNetwork} and exists (select 1 from incubation_case c where c.network_id = ${sql.raw(table)}.network_id and c.id = ${sql.raw(table)}.case_id and c.organisation_id = ${sql.raw(table)}.organisation_id${condition ? sql` and ${condition}` : sql``})`

/** Whoever works on the case writes what hangs on it. */
export const byWhoWorks = (table: string): SQL =>
  caseOf(
    table,
    sql`case when c.tenant_id = ${acting.tenant} then true when c.organisation_id = ${acting.organisation} then true else ${acting.tenant} = any (c.holder_tenant_ids) end`,
  )

/** The incubator and the organisation, without those above. */
export const byBothSides = (table: string): SQL =>
  caseOf(
    table,
    sql`case when c.tenant_id = ${acting.tenant} then true else c.organisation_id = ${acting.organisation} end`,
  )

/** Whoever sees the case; a draft's papers are its writer's alone like itself. */
export const withCase = (table: string): SQL => caseOf(table)

/** The tenant and those above it, and the organisation. */
export const aroundCase = sql`${inNetwork} and case when ${inSubtree} then true else organisation_id = ${acting.organisation} end`

/**
 * Something that somebody has to do to a case until a day: a step of entry, an assessment, a visit. Everything that is due is such a row, so that lists,
 * calendars, reminders and climbs are one mechanism.
 */
export const caseTask = pgTable.withRLS(
  'case_task',
  {
    networkId: networkId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    organisationId: uuid('organisation_id').notNull(),
    kind: text('kind')
      .$type<
        | 'completion'
        | 'acceptance'
        | 'review'
        | 'interview'
        | 'siteVisit'
        | 'panel'
        | 'publicNotice'
        | 'approval'
        | 'agreement'
        | 'admission'
        | 'assessment'
        | 'rectification'
        | 'exit'
        | 'followUp'
      >()
      .notNull(),
    /** The step of the profile; of a rectification, the breach. */
    stepId: text('step_id'),
    ordinal: smallint('ordinal').notNull(),
    holder: text('holder').$type<'operator' | 'supervisingUnit' | 'leadingOffice' | 'applicant'>().notNull(),
    /** Null where the applicant has it. */
    holderTenantId: uuid('holder_tenant_id'),
    subject: text('subject').$type<'entry' | 'assessment' | 'exit'>(),
    ofTaskId: uuid('of_task_id'),
    state: text('state').$type<'planned' | 'open' | 'done' | 'cancelled'>().notNull(),
    opensOn: date('opens_on'),
    startedAt: instant('started_at'),
    dueAt: instant('due_at'),
    calendarVersion: text('calendar_version').notNull().default(''),
    remindedAt: instant('reminded_at'),
    /** How often it has climbed. */
    level: smallint('level').notNull().default(0),
    nextClockAt: instant('next_clock_at'),
    result: text('result').$type<'pass' | 'fail' | 'sentBack'>(),
    reason: text('reason').notNull().default(''),
    records: jsonb('records').$type<Record<string, string>>().notNull().default({}),
    marks: jsonb('marks').$type<Record<string, number>>().notNull().default({}),
    verdicts: jsonb('verdicts').$type<StoredVerdict[]>().notNull().default([]),
    /** The weighted mark in tenths, of 1000. */
    mark: smallint('mark'),
    doneAt: instant('done_at'),
    doneByPersonId: uuid('done_by_person_id'),
    doneByName: text('done_by_name').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    ofCase('case_task_case', t),
    foreignKey({
      name: 'case_task_holder',
      columns: [t.networkId, t.holderTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    check('case_task_open', sql`(state = 'open') <= (started_at is not null and due_at is not null)`),
    check('case_task_done', sql`(state = 'done') = (done_at is not null)`),
    index('case_task_of').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    index('case_task_by_due')
      .on(t.networkId, t.dueAt, t.id, t.scopeKey)
      .where(sql`state = 'open'`),
    index('case_task_held')
      .on(t.networkId, t.holderTenantId, t.dueAt)
      .where(sql`state = 'open'`),
    index('case_task_holder_of').on(t.networkId, t.holderTenantId),
    index('case_task_clock')
      .on(t.nextClockAt)
      .where(sql`next_clock_at is not null`),
    wall('select', aroundCase),
    wall('insert', byWhoWorks('case_task')),
    wall('update', byWhoWorks('case_task')),
    systemWall(),
  ],
)
