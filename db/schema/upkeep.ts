import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, networkId, scopeKey, tenantId, version } from './columns.ts'
import { tenant } from './network.ts'
import { inNetwork, inSubtree, ownTenant, systemWall, wall } from './roles-and-policies.ts'

/** Operational rows of an incubator: its own to write, its superiors' to read. */
const below = sql`${inNetwork} and ${inSubtree}`

/** Somebody who works in an incubator (B-23, W-06, W-17): with an account or without. Whoever leaves keeps the row, with the last day. */
export const staffMember = pgTable.withRLS(
  'staff_member',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    name: text('name').notNull(),
    post: text('post').notNull(),
    isFullTime: boolean('is_full_time').notNull(),
    /** The post is bought by the government (购买岗位). */
    isPurchasedPost: boolean('is_purchased_post').notNull(),
    /** 社会工作者职业水平证书 and its level. */
    certificate: text('certificate').$type<'none' | 'assistant' | 'socialWorker' | 'senior'>().notNull(),
    certificateNumber: text('certificate_number').notNull(),
    hasSocialWorkDegree: boolean('has_social_work_degree').notNull(),
    /** Yuan a month, before deductions; null where nobody said. */
    monthlyPay: integer('monthly_pay'),
    isPartyMember: boolean('is_party_member').notNull(),
    from: date('from_on').notNull(),
    /** The last day; null while no end is set. */
    until: date('until_on'),
    version: version(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'staff_member_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    check('staff_member_term', sql`until_on is null or until_on >= from_on`),
    index('staff_member_by_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', below),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)

/** A training that somebody took: rotation training or a special one (B-23). */
export const staffTraining = pgTable.withRLS(
  'staff_training',
  {
    networkId: networkId(),
    id: id(),
    staffMemberId: uuid('staff_member_id').notNull(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    kind: text('kind').$type<'rotation' | 'special'>().notNull(),
    topic: text('topic').notNull(),
    heldOn: date('held_on').notNull(),
    hours: numeric('hours', { precision: 5, scale: 1, mode: 'number' }).notNull(),
    createdAt: instant('created_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'staff_training_of',
      columns: [t.networkId, t.staffMemberId],
      foreignColumns: [staffMember.networkId, staffMember.id],
    }),
    foreignKey({
      name: 'staff_training_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    check('staff_training_hours', sql`hours > 0`),
    index('staff_training_of_member').on(t.networkId, t.staffMemberId, t.heldOn),
    index('staff_training_by_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', below),
    wall(
      'insert',
      sql`${ownTenant} and exists (select 1 from staff_member s where s.network_id = staff_training.network_id and s.id = staff_training.staff_member_id and s.tenant_id = staff_training.tenant_id)`,
    ),
    wall('delete', ownTenant),
    systemWall(),
  ],
)

/** A room of an incubator (W-07, Z-06). */
export const premisesRoom = pgTable.withRLS(
  'premises_room',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    name: text('name').notNull(),
    /** What it is used for; several at once. */
    uses: text('uses').array().notNull(),
    squareMetres: numeric('square_metres', { precision: 7, scale: 1, mode: 'number' }).notNull(),
    /** The organisations in residence share it. */
    isShared: boolean('is_shared').notNull(),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'premises_room_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    check('premises_room_size', sql`square_metres > 0`),
    index('premises_room_by_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', below),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    wall('delete', ownTenant),
    systemWall(),
  ],
)

/** What an incubator has in its rooms (Z-06), so many of a kind that are good until the same day. */
export const premisesEquipment = pgTable.withRLS(
  'premises_equipment',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    kind: text('kind')
      .$type<
        | 'desk'
        | 'computer'
        | 'projector'
        | 'soundSystem'
        | 'fireExtinguisher'
        | 'fireHydrant'
        | 'smokeAlarm'
        | 'emergencyLight'
        | 'other'
      >()
      .notNull(),
    note: text('note').notNull(),
    quantity: integer('quantity').notNull(),
    /** The last day it may be used, as fire equipment has one; null where there is none. */
    goodUntil: date('good_until'),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    foreignKey({
      name: 'premises_equipment_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    check('premises_equipment_quantity', sql`quantity > 0`),
    index('premises_equipment_by_tenant').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', below),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    wall('delete', ownTenant),
    systemWall(),
  ],
)

/** What there is of the Party in an incubator (W-15); no row says: nothing. */
export const tenantParty = pgTable.withRLS(
  'tenant_party',
  {
    networkId: networkId(),
    tenantId: tenantId(),
    scopeKey: scopeKey(),
    form: text('form').$type<'ownBranch' | 'jointBranch' | 'instructor' | 'none'>().notNull(),
    branchName: text('branch_name').notNull(),
    foundedOn: date('founded_on'),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.tenantId] }),
    foreignKey({
      name: 'tenant_party_tenant',
      columns: [t.networkId, t.tenantId, t.scopeKey],
      foreignColumns: [tenant.networkId, tenant.id, tenant.scopeKey],
    }).onUpdate('cascade'),
    index('tenant_party_place').on(t.networkId, t.tenantId, t.scopeKey),
    wall('select', below),
    wall('insert', ownTenant),
    wall('update', ownTenant),
    systemWall(),
  ],
)
