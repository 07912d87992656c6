import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, tenantId, version } from './columns.ts'
import { jointResolution, ofMeeting } from './meeting.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, inSubtree, systemWall, wall } from './roles-and-policies.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** Whether the assignment that a row hangs on is in sight, or narrower. */
const withAssignment = (table: string, narrowed = sql`true`) =>
  sql`${inNetwork} and exists (select 1 from assignment a where a.network_id = ${sql.raw(table)}.network_id and a.id = assignment_id and ${narrowed})`

/**
 * What one incubator gives another to do, by a resolution of the joint meeting or by its own supervision (B-18): seen by both and by the superiors in line
 * of whoever is responsible. Its words and term stand as they were issued, and each hand moves it through its own part alone: a trigger keeps both.
 */
export const assignment = pgTable.withRLS(
  'assignment',
  {
    networkId: networkId(),
    id: id(),
    /** Shown to people, counted per issuing tenant and year. */
    number: text('number').notNull(),
    issuerTenantId: uuid('issuer_tenant_id').notNull(),
    /** Whoever is responsible. */
    tenantId: tenantId(),
    scopeKey: bigint('scope_key', { mode: 'bigint' }).notNull(),
    origin: text('origin').$type<'resolution' | 'supervision'>().notNull(),
    kind: text('kind').$type<'duty' | 'remark'>().notNull(),
    meetingId: uuid('meeting_id'),
    resolutionId: uuid('resolution_id'),
    title: text('title').notNull(),
    words: text('words').notNull(),
    /** Its last day, and the end of business on it; a remark has none. */
    dueOn: date('due_on'),
    dueAt: instant('due_at'),
    remindAt: instant('remind_at'),
    escalateAt: instant('escalate_at'),
    calendarVersion: text('calendar_version'),
    state: text('state')
      .$type<'issued' | 'acknowledged' | 'reported' | 'sentBack' | 'confirmed' | 'withdrawn'>()
      .notNull(),
    version: version(),
    remindedAt: instant('reminded_at'),
    /** 1: it has climbed to the superior of whoever is responsible. */
    level: smallint('level').notNull().default(0),
    /** When the worker looks at it next; null: never. */
    nextLookAt: instant('next_look_at'),
    issuedByName: text('issued_by_name').notNull(),
    issuedAt: instant('issued_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    report: text('report').notNull().default(''),
    reportedAt: instant('reported_at'),
    /** What the issuer said last: sending back, confirming or withdrawing. */
    remarks: text('remarks').notNull().default(''),
    confirmedAt: instant('confirmed_at'),
    overAt: instant('over_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('assignment_number').on(t.networkId, t.issuerTenantId, t.number),
    check(
      'assignment_of_a_resolution',
      sql`(origin = 'resolution') = (resolution_id is not null and meeting_id is not null)`,
    ),
    check('assignment_due_of_duties', sql`(kind = 'duty') = (due_at is not null and due_on is not null)`),
    foreignKey({
      name: 'assignment_responsible',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    foreignKey({
      name: 'assignment_issuer',
      columns: [t.networkId, t.issuerTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    ofMeeting('assignment_meeting', t),
    foreignKey({
      name: 'assignment_resolution',
      columns: [t.networkId, t.resolutionId],
      foreignColumns: [jointResolution.networkId, jointResolution.id],
    }),
    index('assignment_of').on(t.networkId, t.tenantId, t.scopeKey),
    index('assignment_by').on(t.networkId, t.issuerTenantId, t.state),
    index('assignment_lately').on(t.networkId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst(), t.scopeKey),
    index('assignment_ending').on(t.networkId, t.dueAt, t.id, t.scopeKey),
    index('assignment_resolved').on(t.networkId, t.resolutionId),
    index('assignment_met').on(t.networkId, t.meetingId, t.tenantId),
    index('assignment_clock')
      .on(t.nextLookAt)
      .where(sql`next_look_at is not null`),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when issuer_tenant_id = ${acting.tenant} then true when ${inSubtree} then true else false end`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and issuer_tenant_id = ${acting.tenant} and ${inSubtree} and case when tenant_id <> ${acting.tenant} then true else origin = 'resolution' and ${acting.isRoot} end`,
    ),
    wall(
      'update',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when issuer_tenant_id = ${acting.tenant} then true else false end`,
    ),
    systemWall(),
  ],
)

/** One line of an assignment's history; whoever reads the assignment reads it. */
export const assignmentEvent = pgTable.withRLS(
  'assignment_event',
  {
    networkId: networkId(),
    assignmentId: uuid('assignment_id').notNull(),
    /** The assignment's version after the deed: one deed, one line. */
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    toState: text('to_state').notNull(),
    /** Null: it came about by itself. */
    actorTenantId: uuid('actor_tenant_id'),
    /** Which hand it was, where one tenant is both. */
    actorSide: text('actor_side').$type<'issuer' | 'responsible'>(),
    actorName: text('actor_name').notNull(),
    note: text('note').notNull().default(''),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.assignmentId, t.seq] }),
    foreignKey({
      name: 'assignment_event_assignment',
      columns: [t.networkId, t.assignmentId],
      foreignColumns: [assignment.networkId, assignment.id],
    }),
    wall('select', withAssignment('assignment_event')),
    wall(
      'insert',
      sql`actor_tenant_id = ${acting.tenant} and ${withAssignment('assignment_event', sql`(a.tenant_id = ${acting.tenant} or a.issuer_tenant_id = ${acting.tenant})`)}`,
    ),
    systemWall(),
  ],
)

/** A paper that shows what was done, stored under a generated id: added by whoever is responsible while it is being done. */
export const assignmentPaper = pgTable.withRLS(
  'assignment_paper',
  {
    networkId: networkId(),
    id: id(),
    assignmentId: uuid('assignment_id').notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    content: bytes('content').notNull(),
    personName: text('person_name').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'assignment_paper_assignment',
      columns: [t.networkId, t.assignmentId],
      foreignColumns: [assignment.networkId, assignment.id],
    }),
    index('assignment_paper_of').on(t.networkId, t.assignmentId, t.createdAt),
    wall('select', withAssignment('assignment_paper')),
    wall(
      'insert',
      withAssignment('assignment_paper', sql`a.tenant_id = ${acting.tenant} and a.state = 'acknowledged'`),
    ),
    systemWall(),
  ],
)
