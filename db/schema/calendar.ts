import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, networkId, tenantId } from './columns.ts'
import { type CalendarListRow, network, tenant } from './network.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/** The centre at the top of a network, of its own network's rows. */
const atTheTop = sql`${inNetwork} and ${acting.isRoot}`

/**
 * A year's list that an administrator wants to come into force, with what it would move; for the centre at the top of the network it was proposed in.
 * The days themselves are the installation's, and come into force through a gate alone.
 */
export const calendarLoad = pgTable.withRLS(
  'calendar_load',
  {
    networkId: networkId().references(() => network.id),
    id: id(),
    year: integer('year').notNull(),
    /** The list as it is to stand. */
    rows: jsonb('rows').$type<CalendarListRow[]>().notNull(),
    listVersion: text('list_version').notNull(),
    /** The list that it takes the place of; null for a year that was not loaded. */
    replaces: jsonb('replaces').$type<CalendarListRow[]>(),
    /** The lists that stood when it was proposed, `year:version` each: it comes into force on these alone. */
    base: text('base').notNull(),
    fileName: text('file_name').notNull(),
    reason: text('reason').notNull(),
    state: text('state').$type<'proposed' | 'confirmed' | 'discarded'>().notNull().default('proposed'),
    personId: uuid('person_id').notNull(),
    personName: text('person_name').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    /** When the trial was reckoned; null while it is not. */
    checkedAt: instant('checked_at'),
    /** Due dates that would move: in the own network, and in how many others how many. */
    ownMoves: integer('own_moves').notNull().default(0),
    otherMoves: integer('other_moves').notNull().default(0),
    otherNetworks: integer('other_networks').notNull().default(0),
    decidedAt: instant('decided_at'),
    decidedByName: text('decided_by_name').notNull().default(''),
    /** Due dates moved so far, everywhere. */
    moved: integer('moved').notNull().default(0),
    /** Every open clock has been looked at. */
    finishedAt: instant('finished_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    index('calendar_load_of').on(t.networkId, t.proposedAt.desc().nullsFirst()),
    wall('select', atTheTop),
    wall('insert', sql`${atTheTop} and person_id = ${acting.person}`),
    // Set aside by hand; into force through the gate alone.
    wall('update', sql`${atTheTop} and state = 'proposed'`, sql`${atTheTop} and state = 'discarded'`),
    systemWall(),
  ],
)

/** A due date that a list would move, or moved: of what, whose turn it is, from when to when. No organisation. */
export const calendarMove = pgTable.withRLS(
  'calendar_move',
  {
    networkId: networkId(),
    loadId: uuid('load_id').notNull(),
    subjectId: uuid('subject_id').notNull(),
    subjectKind: text('subject_kind')
      .$type<'referral' | 'referralRequest' | 'enquiry' | 'caseTask'>()
      .notNull()
      .default('referral'),
    number: text('number').notNull(),
    /** Whose turn it is; the sender where it is the organisation's, whoever asked where several or nobody named may answer. */
    tenantId: tenantId(),
    state: text('state').notNull(),
    rule: text('rule').notNull(),
    dueBefore: instant('due_before').notNull(),
    dueAfter: instant('due_after').notNull(),
    expiresBefore: instant('expires_before'),
    expiresAfter: instant('expires_after'),
    movedAt: instant('moved_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.loadId, t.subjectId] }),
    foreignKey({
      name: 'calendar_move_load',
      columns: [t.networkId, t.loadId],
      foreignColumns: [calendarLoad.networkId, calendarLoad.id],
    }),
    foreignKey({
      name: 'calendar_move_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('calendar_move_by_tenant').on(t.networkId, t.tenantId),
    wall('select', atTheTop),
    systemWall(),
  ],
)
