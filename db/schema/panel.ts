import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
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
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { person } from './identity.ts'
import { caseTask, ofCase } from './incubation.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** An organisation that an expert serves or served, and until when. */
export type StoredService = { name: string; until: string | null }

/** The network's pool of experts (L-13): each kept by one incubator, read and drawn from by all. */
export const expert = pgTable.withRLS(
  'expert',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    name: text('name').notNull(),
    employer: text('employer').notNull(),
    title: text('title').notNull(),
    fields: text('fields').array().notNull(),
    qualifications: text('qualifications').notNull(),
    services: jsonb('services').$type<StoredService[]>().notNull(),
    /** Who signs in as this expert; without one nobody can score, and the lot leaves them out. */
    personId: uuid('person_id').references(() => person.id),
    isActive: boolean('is_active').notNull().default(true),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'expert_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    check('expert_has_a_field', sql`cardinality(fields) > 0`),
    // Nobody sits twice.
    uniqueIndex('expert_once').on(t.networkId, t.personId),
    index('expert_person').on(t.personId),
    index('expert_of_tenant').on(t.networkId, t.tenantId),
    index('expert_by_age').on(t.networkId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    wall('select', sql`${inNetwork} and ${acting.tenant} is not null`),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** An expert as a panel's list has them, with how they stand to the draw. */
export type StoredCandidate = { expertId: string; name: string; employer: string; standing: string; words: string }
/** What experts mark, with its weight, as the rules had it when the panel was called. */
export type StoredCriterion = { id: string; name: { zh: string; en: string }; weight: number }

/**
 * The panel of a case (J-07, L-05): who could be drawn, the seed of the lot by its digest before the draw and by itself after, and what the marks came to once
 * all are given. Its experts read it too, wherever they work.
 */
export const panel = pgTable.withRLS(
  'panel',
  {
    networkId: networkId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    taskId: uuid('task_id').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    /** What whoever is drawn needs to know to tell a conflict. */
    organisationName: text('organisation_name').notNull(),
    field: text('field').notNull(),
    caseNumber: text('case_number'),
    state: text('state').$type<'called' | 'drawn' | 'complete' | 'calledOff'>().notNull(),
    seats: smallint('seats').notNull(),
    criteria: jsonb('criteria').$type<StoredCriterion[]>().notNull(),
    passMark: smallint('pass_mark').notNull(),
    conflictYears: smallint('conflict_years').notNull(),
    candidates: jsonb('candidates').$type<StoredCandidate[]>().notNull(),
    listDigest: text('list_digest').notNull(),
    seedDigest: text('seed_digest').notNull(),
    seed: text('seed'),
    /** The experts in the order of the lot; empty before the draw. */
    order: uuid('drawn_order')
      .array()
      .notNull()
      .default(sql`'{}'`),
    calledAt: instant('called_at').notNull(),
    calledByName: text('called_by_name').notNull(),
    drawnAt: instant('drawn_at'),
    drawnByName: text('drawn_by_name').notNull().default(''),
    /** Once all marks are given: their sum, lowest and highest in tenths, their standard deviation in hundredths. */
    sum: integer('sum_tenths'),
    lowest: smallint('lowest_tenths'),
    highest: smallint('highest_tenths'),
    spread: smallint('spread_hundredths'),
    completedAt: instant('completed_at'),
    endReason: text('end_reason').notNull().default(''),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('panel_place').on(t.networkId, t.id, t.tenantId, t.scopeKey),
    ofCase('panel_case', t),
    foreignKey({
      name: 'panel_task',
      columns: [t.networkId, t.taskId],
      foreignColumns: [caseTask.networkId, caseTask.id],
    }),
    check(
      'panel_drawn',
      sql`(seed is null) = (drawn_at is null) and (state in ('drawn', 'complete')) <= (seed is not null)`,
    ),
    check('panel_complete', sql`(state = 'complete') = (sum_tenths is not null)`),
    // One panel at a time draws for a step.
    uniqueIndex('panel_one_open')
      .on(t.networkId, t.taskId)
      .where(sql`state <> 'calledOff'`),
    index('panel_of_case').on(t.networkId, t.caseId, t.tenantId, t.scopeKey),
    index('panel_of_task').on(t.networkId, t.taskId),
    wall(
      'select',
      sql`${inNetwork} and case when ${inSubtree} then true else exists (select 1 from panel_seat s where s.network_id = panel.network_id and s.panel_id = panel.id and s.person_id = ${acting.person}) end`,
    ),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

const ofPanel = () => ({
  panelId: uuid('panel_id').notNull(),
  tenantId: tenantId(),
  scopeKey: scopeKey(),
})

/** A seat of a panel and who was drawn for it. Written by gates alone: nobody but the lot fills one, and each hand leaves or scores its own. */
export const panelSeat = pgTable.withRLS(
  'panel_seat',
  {
    networkId: networkId(),
    id: id(),
    ...ofPanel(),
    expertId: uuid('expert_id').notNull(),
    expertName: text('expert_name').notNull(),
    personId: uuid('person_id').notNull(),
    /** The place in the order of the lot, from 1. */
    ordinal: smallint('ordinal').notNull(),
    state: text('state').$type<'drawn' | 'accepted' | 'recused' | 'dismissed' | 'scored'>().notNull(),
    reason: text('reason').notNull().default(''),
    drawnAt: instant('drawn_at').notNull(),
    answeredAt: instant('answered_at'),
    scoredAt: instant('scored_at'),
    version: version(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('panel_seat_once').on(t.networkId, t.panelId, t.expertId),
    unique('panel_seat_person').on(t.networkId, t.id, t.personId),
    foreignKey({
      name: 'panel_seat_panel',
      columns: [t.networkId, t.panelId, t.tenantId, t.scopeKey],
      foreignColumns: [panel.networkId, panel.id, panel.tenantId, panel.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'panel_seat_expert',
      columns: [t.networkId, t.expertId],
      foreignColumns: [expert.networkId, expert.id],
    }),
    index('panel_seat_of_panel').on(t.networkId, t.panelId, t.tenantId, t.scopeKey),
    index('panel_seat_of_expert').on(t.networkId, t.expertId),
    index('panel_seat_of_person').on(t.networkId, t.personId, t.drawnAt.desc().nullsFirst()),
    wall('select', sql`${inNetwork} and case when person_id = ${acting.person} then true else ${inSubtree} end`),
    systemWall(),
  ],
)

/** The marks of one seat: written once, read by whoever gave them, and by the case's incubator once all are given (blind scoring). No superior reads them. */
export const panelMark = pgTable.withRLS(
  'panel_mark',
  {
    networkId: networkId(),
    seatId: uuid('seat_id').notNull(),
    ...ofPanel(),
    personId: uuid('person_id').notNull(),
    /** 0–100 by criterion. */
    marks: jsonb('marks').$type<Record<string, number>>().notNull(),
    /** Weighted, in tenths of 100. */
    mark: smallint('mark').notNull(),
    words: text('words').notNull(),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.seatId] }),
    foreignKey({
      name: 'panel_mark_panel',
      columns: [t.networkId, t.panelId, t.tenantId, t.scopeKey],
      foreignColumns: [panel.networkId, panel.id, panel.tenantId, panel.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'panel_mark_seat',
      columns: [t.networkId, t.seatId, t.personId],
      foreignColumns: [panelSeat.networkId, panelSeat.id, panelSeat.personId],
    }),
    check('panel_mark_of_100', sql`mark between 0 and 1000`),
    index('panel_mark_of_panel').on(t.networkId, t.panelId, t.tenantId, t.scopeKey),
    index('panel_mark_of_seat').on(t.networkId, t.seatId, t.personId),
    wall(
      'select',
      sql`${inNetwork} and case when person_id = ${acting.person} then true when tenant_id = ${acting.tenant} then exists (select 1 from panel p where p.network_id = panel_mark.network_id and p.id = panel_mark.panel_id and p.state = 'complete') else false end`,
    ),
    systemWall(),
  ],
)
