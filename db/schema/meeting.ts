import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { acting, inNetwork, ownTenant, systemWall, wall } from './roles-and-policies.ts'

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** The network's centre alone. */
const theCentre = sql`${inNetwork} and ${acting.isRoot}`

/** The centre, and whoever sits in the joint meeting: they see their own seat, and by it that they sit. */
const centreAndSeats = (table: string) =>
  sql`case when ${acting.isRoot} then true else exists (select 1 from joint_seat s where s.network_id = ${sql.raw(table)}.network_id and s.ended_at is null and ${acting.person} = any (s.person_ids)) end`

/** A seat of the joint meeting (联席会议, B-18): an incubator's, or a department's by its name, with those who sit there. */
export const jointSeat = pgTable.withRLS(
  'joint_seat',
  {
    networkId: networkId(),
    id: id(),
    tenantId: uuid('tenant_id'),
    /** The incubator's name, or the department's. */
    name: text('name').notNull(),
    personIds: uuid('person_ids').array().notNull(),
    people: jsonb('people').$type<{ personId: string; name: string }[]>().notNull(),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    endedAt: instant('ended_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'joint_seat_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    uniqueIndex('joint_seat_now')
      .on(t.networkId, t.tenantId)
      .where(sql`ended_at is null and tenant_id is not null`),
    index('joint_seat_of').on(t.networkId, t.tenantId),
    wall(
      'select',
      sql`${inNetwork} and case when ${acting.isRoot} then true when ${acting.tenant} is null then false else ended_at is null and ${acting.person} = any (person_ids) end`,
    ),
    wall('insert', theCentre),
    wall('update', theCentre),
    systemWall(),
  ],
)

/** A joint meeting. Its head is read by the centre, by whoever sits there and by whoever is responsible for a resolution. */
export const jointMeeting = pgTable.withRLS(
  'joint_meeting',
  {
    networkId: networkId(),
    id: id(),
    /** Shown to people, counted per year. */
    number: text('number').notNull(),
    title: text('title').notNull(),
    meetsAt: instant('meets_at').notNull(),
    place: text('place').notNull(),
    state: text('state').$type<'planned' | 'convened' | 'held' | 'closed'>().notNull(),
    version: version(),
    plannedByName: text('planned_by_name').notNull(),
    convenedAt: instant('convened_at'),
    heldAt: instant('held_at'),
    closedAt: instant('closed_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('joint_meeting_number').on(t.networkId, t.number),
    index('joint_meeting_when').on(t.networkId, t.meetsAt, t.id),
    wall(
      'select',
      sql`${inNetwork} and case when ${centreAndSeats('joint_meeting')} then true else exists (select 1 from assignment a where a.network_id = joint_meeting.network_id and a.meeting_id = joint_meeting.id and a.tenant_id = ${acting.tenant}) end`,
    ),
    wall('insert', theCentre),
    wall('update', theCentre),
    systemWall(),
  ],
)

/** Hangs a row on its meeting. */
export const ofMeeting = (name: string, t: Record<'networkId' | 'meetingId', AnyPgColumn>) =>
  foreignKey({
    name,
    columns: [t.networkId, t.meetingId],
    foreignColumns: [jointMeeting.networkId, jointMeeting.id],
  })

/** The figures of all tiers as they stood when a meeting was convened, small cells hidden, and the seats as they were filled: written once. */
export const jointFigures = pgTable.withRLS(
  'joint_figures',
  {
    networkId: networkId(),
    meetingId: uuid('meeting_id').notNull(),
    figures: jsonb('figures').notNull(),
    seats: jsonb('seats').$type<{ seatId: string; name: string; people: string[] }[]>().notNull(),
    takenAt: instant('taken_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.meetingId] }),
    ofMeeting('joint_figures_meeting', t),
    wall('select', sql`${inNetwork} and ${centreAndSeats('joint_figures')}`),
    wall('insert', theCentre),
    systemWall(),
  ],
)

/** What was said at a meeting and which seats were taken; written until it is closed. */
export const jointMinutes = pgTable.withRLS(
  'joint_minutes',
  {
    networkId: networkId(),
    meetingId: uuid('meeting_id').notNull(),
    words: text('words').notNull(),
    presentSeatIds: uuid('present_seat_ids').array().notNull(),
    writtenByName: text('written_by_name').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.meetingId] }),
    ofMeeting('joint_minutes_meeting', t),
    wall('select', sql`${inNetwork} and ${centreAndSeats('joint_minutes')}`),
    wall('insert', theCentre),
    wall(
      'update',
      sql`${theCentre} and exists (select 1 from joint_meeting m where m.network_id = joint_minutes.network_id and m.id = meeting_id and m.state <> 'closed')`,
    ),
    systemWall(),
  ],
)

/** Something for the agenda, raised by an incubator of any tier. Members of the meeting read it once it was taken. */
export const jointAgendaItem = pgTable.withRLS(
  'joint_agenda_item',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    title: text('title').notNull(),
    words: text('words').notNull(),
    state: text('state').$type<'raised' | 'taken' | 'setAside'>().notNull(),
    /** The meeting that it was taken onto, and its place there. */
    meetingId: uuid('meeting_id'),
    ordinal: integer('ordinal'),
    reason: text('reason').notNull().default(''),
    raisedByName: text('raised_by_name').notNull(),
    raisedAt: instant('raised_at').notNull(),
    settledAt: instant('settled_at'),
    version: version(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    check('joint_agenda_item_taken_whole', sql`(state = 'taken') = (meeting_id is not null and ordinal is not null)`),
    foreignKey({
      name: 'joint_agenda_item_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    ofMeeting('joint_agenda_item_meeting', t),
    index('joint_agenda_item_of').on(t.networkId, t.tenantId, t.scopeKey),
    index('joint_agenda_item_on').on(t.networkId, t.meetingId, t.ordinal),
    index('joint_agenda_item_open').on(t.networkId, t.state, t.raisedAt),
    wall(
      'select',
      sql`${inNetwork} and case when tenant_id = ${acting.tenant} then true when ${acting.isRoot} then true when state <> 'taken' then false else ${centreAndSeats('joint_agenda_item')} end`,
    ),
    wall('insert', sql`${ownTenant} and state = 'raised'`),
    wall('update', theCentre),
    systemWall(),
  ],
)

/** A paper of an item, by whoever raised it, or of a meeting, by the centre; stored under a generated id. */
export const jointPaper = pgTable.withRLS(
  'joint_paper',
  {
    networkId: networkId(),
    id: id(),
    itemId: uuid('item_id'),
    meetingId: uuid('meeting_id'),
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
    check('joint_paper_of_one', sql`num_nonnulls(item_id, meeting_id) = 1`),
    ofMeeting('joint_paper_meeting', t),
    foreignKey({
      name: 'joint_paper_item',
      columns: [t.networkId, t.itemId],
      foreignColumns: [jointAgendaItem.networkId, jointAgendaItem.id],
    }),
    index('joint_paper_of_item').on(t.networkId, t.itemId, t.createdAt),
    index('joint_paper_of_meeting').on(t.networkId, t.meetingId, t.createdAt),
    wall(
      'select',
      sql`${inNetwork} and case when item_id is not null then exists (select 1 from joint_agenda_item i where i.network_id = joint_paper.network_id and i.id = item_id) else ${centreAndSeats('joint_paper')} end`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and case when item_id is not null then exists (select 1 from joint_agenda_item i where i.network_id = joint_paper.network_id and i.id = item_id and i.tenant_id = ${acting.tenant} and i.state = 'raised') else ${acting.isRoot} end`,
    ),
    systemWall(),
  ],
)

/** What a meeting resolved. Who is to do it are its assignments. Members and the centre read all of them, whoever is responsible its own. */
export const jointResolution = pgTable.withRLS(
  'joint_resolution',
  {
    networkId: networkId(),
    id: id(),
    meetingId: uuid('meeting_id').notNull(),
    ordinal: integer('ordinal').notNull(),
    /** The item of the agenda that it is about. */
    itemId: uuid('item_id'),
    words: text('words').notNull(),
    dueOn: date('due_on').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('joint_resolution_place').on(t.networkId, t.meetingId, t.ordinal),
    ofMeeting('joint_resolution_meeting', t),
    foreignKey({
      name: 'joint_resolution_item',
      columns: [t.networkId, t.itemId],
      foreignColumns: [jointAgendaItem.networkId, jointAgendaItem.id],
    }),
    index('joint_resolution_about').on(t.networkId, t.itemId),
    wall(
      'select',
      sql`${inNetwork} and case when ${centreAndSeats('joint_resolution')} then true else exists (select 1 from assignment a where a.network_id = joint_resolution.network_id and a.resolution_id = joint_resolution.id and a.tenant_id = ${acting.tenant}) end`,
    ),
    wall('insert', theCentre),
    systemWall(),
  ],
)
