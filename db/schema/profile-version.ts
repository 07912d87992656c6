import type { UPKEEP_RULES } from '@fuqiao/domain/upkeep'
import { sql } from 'drizzle-orm'
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, tenantId } from './columns.ts'
import { network, tenant } from './network.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/** The centre at the top of a network, of its own network's rows. */
const atTheTop = sql`${inNetwork} and ${acting.isRoot}`

/**
 * A version of a network's rules: the whole profile as it is to stand, was to stand, or stood. Version 0 is the profile as it is shipped, and has no
 * row. What was in force stays as it was: running cases go on under it. Read by the whole network from the day it is announced; a draft by the centre alone.
 */
export const profileVersion = pgTable.withRLS(
  'profile_version',
  {
    networkId: networkId().references(() => network.id),
    version: integer('version').notNull(),
    /** The version that it was written from. */
    baseVersion: integer('base_version').notNull(),
    /** The whole profile; strict, as `parseProfile` reads it. */
    content: jsonb('content').$type<Record<string, unknown>>().notNull(),
    digest: text('digest').notNull(),
    state: text('state')
      .$type<'draft' | 'scheduled' | 'inForce' | 'replaced' | 'rolledBack' | 'discarded'>()
      .notNull()
      .default('draft'),
    /** Counts the saves of a draft: a writer names the one it read. */
    revision: integer('revision').notNull().default(1),
    reason: text('reason').notNull().default(''),
    /** The version whose place it takes because that one is rolled back. */
    rollsBack: integer('rolls_back'),
    personId: uuid('person_id').notNull(),
    personName: text('person_name').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Who set the date, and the civil date it comes into force on. */
    scheduledByName: text('scheduled_by_name').notNull().default(''),
    scheduledAt: instant('scheduled_at'),
    inForceOn: date('in_force_on'),
    inForceAt: instant('in_force_at'),
    endedAt: instant('ended_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.version] }),
    check('profile_version_counts', sql`version > base_version and base_version >= 0`),
    check('profile_version_date', sql`(state in ('draft', 'discarded')) or in_force_on is not null`),
    check(
      'profile_version_in_force',
      sql`(in_force_at is not null) = (state in ('inForce', 'replaced', 'rolledBack'))`,
    ),
    // One of each at a time.
    uniqueIndex('profile_version_one')
      .on(t.networkId, t.state)
      .where(sql`state in ('draft', 'scheduled', 'inForce')`),
    index('profile_version_to_come')
      .on(t.inForceOn)
      .where(sql`state = 'scheduled'`),
    wall(
      'select',
      sql`${inNetwork} and case when state in ('scheduled', 'inForce', 'replaced', 'rolledBack') then true else ${acting.isRoot} end`,
    ),
    // A draft, or what takes the place of a version that is rolled back; into force the clock alone brings it.
    wall(
      'insert',
      sql`${atTheTop} and person_id = ${acting.person} and (state = 'draft' or (state = 'scheduled' and rolls_back is not null))`,
    ),
    wall(
      'update',
      sql`${atTheTop} and state in ('draft', 'scheduled')`,
      sql`${atTheTop} and state in ('draft', 'scheduled', 'discarded')`,
    ),
    systemWall(),
  ],
)

/**
 * A pass over running cases: the trial of a version, which moves nothing and says what it would touch, or the move of cases onto the version in force. Done
 * by the worker, piece by piece, so that it shows how far it is and can be stopped.
 */
export const profilePass = pgTable.withRLS(
  'profile_pass',
  {
    networkId: networkId().references(() => network.id),
    id: id(),
    kind: text('kind').$type<'trial' | 'move'>().notNull(),
    /** The version that is tried, or that cases are moved to. */
    version: integer('version').notNull(),
    /** Of the version's content as it was tried, and the version in force then: it comes into force on these alone. */
    digest: text('digest').notNull(),
    baseVersion: integer('base_version').notNull(),
    /** Of a move: cases of this version alone; and of those, these alone. */
    fromVersion: integer('from_version'),
    caseIds: uuid('case_ids').array(),
    reason: text('reason').notNull().default(''),
    state: text('state').$type<'running' | 'done' | 'cancelled'>().notNull().default('running'),
    total: integer('total').notNull().default(0),
    done: integer('done').notNull().default(0),
    /** The last case that was looked at; null before the first. */
    afterId: uuid('after_id'),
    /** The last incubator whose staff, premises and party were held against the rules; null before the first, whose turn is after the cases'. */
    afterTenantId: uuid('after_tenant_id'),
    personId: uuid('person_id').notNull(),
    personName: text('person_name').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    index('profile_pass_of').on(t.networkId, t.version, t.startedAt.desc().nullsFirst()),
    index('profile_pass_running')
      .on(t.startedAt)
      .where(sql`state = 'running'`),
    wall('select', atTheTop),
    wall('insert', sql`${atTheTop} and person_id = ${acting.person} and state = 'running'`),
    // Stopped by hand; ended by the worker alone.
    wall('update', sql`${atTheTop} and state = 'running'`, sql`${atTheTop} and state = 'cancelled'`),
    systemWall(),
  ],
)

type Word = { zh: string; en: string }

/** What a pass found of a case, in the network's own words. The case's number and incubator; no organisation. */
export type PassFinding = {
  /** Due dates of what is open. */
  dues?: { task: string; name: Word; before: string; after: string }[]
  /** Steps ahead of the case that come, or that it need not go through any more. */
  steps?: Word[]
  /** Days on which assessments or the exit are planned: before and after. */
  days?: { before: string[]; after: string[] }
  /** The step that it stands at and that the rules have no more. */
  at?: Word
}

/** A line of a pass: a kind of effect on one case. */
export const profilePassLine = pgTable.withRLS(
  'profile_pass_line',
  {
    networkId: networkId(),
    passId: uuid('pass_id').notNull(),
    caseId: uuid('case_id').notNull(),
    kind: text('kind').$type<'moved' | 'dueDate' | 'stepAdded' | 'stepRemoved' | 'assessments' | 'stuck'>().notNull(),
    tenantId: tenantId(),
    number: text('number').notNull(),
    caseVersion: integer('case_version').notNull(),
    finding: jsonb('finding').$type<PassFinding>().notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.passId, t.caseId, t.kind] }),
    foreignKey({
      name: 'profile_pass_line_pass',
      columns: [t.networkId, t.passId],
      foreignColumns: [profilePass.networkId, profilePass.id],
    }),
    foreignKey({
      name: 'profile_pass_line_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('profile_pass_line_by_kind').on(t.networkId, t.passId, t.kind, t.number, t.caseId),
    index('profile_pass_line_of_tenant').on(t.networkId, t.tenantId),
    wall('select', atTheTop),
    systemWall(),
  ],
)

/** A rule on staff, premises or party as it stands for an incubator: what it asks for, and what there is. */
export type RosterStanding = {
  rule: (typeof UPKEEP_RULES)[number]
  about: string | null
  aboutName: Word | null
  provision: string | null
  asked: number
  found: number
  each: number | null
  isKept: boolean
  isSetting: boolean
}

/** A rule that an incubator breaks under one of two profiles alone; null where that profile asks for nothing of the kind. */
export type RosterChange = { before: RosterStanding | null; after: RosterStanding | null }

/** What a trial found of an incubator: rules that it would newly break, or break no more. Numbers alone; nobody's name. */
export const profilePassRoster = pgTable.withRLS(
  'profile_pass_roster',
  {
    networkId: networkId(),
    passId: uuid('pass_id').notNull(),
    tenantId: tenantId(),
    kind: text('kind').$type<'breach' | 'kept'>().notNull(),
    changes: jsonb('changes').$type<RosterChange[]>().notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.passId, t.tenantId, t.kind] }),
    foreignKey({
      name: 'profile_pass_roster_pass',
      columns: [t.networkId, t.passId],
      foreignColumns: [profilePass.networkId, profilePass.id],
    }),
    foreignKey({
      name: 'profile_pass_roster_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('profile_pass_roster_of_tenant').on(t.networkId, t.tenantId),
    wall('select', atTheTop),
    systemWall(),
  ],
)
