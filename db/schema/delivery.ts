import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant, networkId, tenantId, version } from './columns.ts'
import { membership } from './identity.ts'
import { tenant } from './network.ts'
import { acting, ownTenant, systemWall, wall } from './roles-and-policies.ts'

const ownPerson = sql`network_id = ${acting.network} and person_id = ${acting.person}`

/** How a person wants to be told in one of their memberships. Nothing but a code goes to an address before it is confirmed. */
export const mailSetting = pgTable.withRLS(
  'mail_setting',
  {
    networkId: networkId(),
    membershipId: uuid('membership_id').notNull(),
    personId: uuid('person_id').notNull(),
    language: text('language').$type<'zh' | 'en'>().notNull().default('zh'),
    /** Group of notices → how; a group that is not in it is told as the roles' default says. */
    choices: jsonb('choices').$type<Record<string, string>>().notNull().default({}),
    /** Confirmed: the person read a code that was mailed there. */
    address: text('address'),
    confirmedAt: instant('confirmed_at'),
    /** Given, and not confirmed yet. */
    pendingAddress: text('pending_address'),
    /** What the one-time code is derived from, with the installation's secret; the code itself is stored nowhere. Null when it was used. */
    codeId: uuid('code_id'),
    codeEndsAt: instant('code_ends_at'),
    codeTries: integer('code_tries').notNull().default(0),
    /** Codes asked for since `codesSince`: slows whoever would fill somebody's mailbox with them. */
    codesAsked: integer('codes_asked').notNull().default(0),
    codesSince: instant('codes_since'),
    codeAskedAt: instant('code_asked_at'),
    /** The last mail that was given up. */
    failedAt: instant('failed_at'),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.membershipId] }),
    unique('mail_setting_of').on(t.networkId, t.membershipId, t.personId),
    foreignKey({
      name: 'mail_setting_membership',
      columns: [t.networkId, t.membershipId, t.personId],
      foreignColumns: [membership.networkId, membership.id, membership.personId],
    }),
    ...(['select', 'insert', 'update'] as const).map(command => wall(command, ownPerson)),
    systemWall(),
  ],
)

/** An address of another system of a tenant that is told of its notices. The secret is sealed, and read by the system role alone (column grants). */
export const webhookEndpoint = pgTable.withRLS(
  'webhook_endpoint',
  {
    networkId: networkId(),
    id: id(),
    tenantId: tenantId(),
    url: text('url').notNull(),
    /** Kinds of notices that are sent. */
    kinds: text('kinds').array().notNull(),
    state: text('state').$type<'active' | 'paused'>().notNull(),
    sealedSecret: text('sealed_secret').notNull(),
    /** The secret before it, kept by a trigger when another takes its place: messages are signed with both until then. */
    previousSealedSecret: text('previous_sealed_secret'),
    previousUntil: instant('previous_until'),
    createdAt: instant('created_at').notNull(),
    createdByName: text('created_by_name').notNull(),
    version: version(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('webhook_endpoint_place').on(t.networkId, t.id, t.tenantId),
    foreignKey({
      name: 'webhook_endpoint_tenant',
      columns: [t.networkId, t.tenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    index('webhook_endpoint_of').on(t.networkId, t.tenantId),
    ...(['select', 'insert', 'update', 'delete'] as const).map(command => wall(command, ownTenant)),
    systemWall(),
  ],
)

/**
 * A message on its way out: written in the transaction of what it tells, sent by a job, at least once. Its id is the message's own for good,
 * so that whoever gets it twice can tell. Holds ids alone: no address and no word of the message.
 */
export const delivery = pgTable.withRLS(
  'delivery',
  {
    networkId: networkId(),
    id: id(),
    channel: text('channel').$type<'mail' | 'webhook'>().notNull(),
    purpose: text('purpose').$type<'notice' | 'digest' | 'code' | 'test'>().notNull(),
    membershipId: uuid('membership_id'),
    personId: uuid('person_id'),
    endpointId: uuid('endpoint_id'),
    /** The endpoint's; null for mail, which is its reader's alone. */
    tenantId: uuid('tenant_id'),
    noticeIds: uuid('notice_ids').array().notNull(),
    /** Which code a mail brings. */
    codeId: uuid('code_id'),
    dueAt: instant('due_at').notNull(),
    /** When it is tried next; null when it has ended. */
    nextAt: instant('next_at'),
    attempts: integer('attempts').notNull().default(0),
    leaseId: uuid('lease_id'),
    leasedUntil: instant('leased_until'),
    state: text('state').$type<'waiting' | 'sent' | 'failed' | 'dropped'>().notNull().default('waiting'),
    /** Why it was not sent the last time, as a code. */
    errorCode: text('error_code'),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
    /** What it was made from, so that nothing makes two. */
    sourceKey: text('source_key').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('delivery_once').on(t.networkId, t.sourceKey),
    foreignKey({
      name: 'delivery_mail_setting',
      columns: [t.networkId, t.membershipId, t.personId],
      foreignColumns: [mailSetting.networkId, mailSetting.membershipId, mailSetting.personId],
    }),
    foreignKey({
      name: 'delivery_endpoint',
      columns: [t.networkId, t.endpointId, t.tenantId],
      foreignColumns: [webhookEndpoint.networkId, webhookEndpoint.id, webhookEndpoint.tenantId],
    }).onDelete('cascade'),
    index('delivery_waiting')
      .on(t.nextAt)
      .where(sql`state = 'waiting'`),
    index('delivery_ended').on(t.endedAt),
    index('delivery_of_endpoint').on(t.networkId, t.endpointId, t.tenantId, t.createdAt.desc().nullsFirst()),
    index('delivery_of_membership').on(t.networkId, t.membershipId, t.personId),
    wall('select', ownTenant),
    // A request asks for a code to its own person, or for a test of its own tenant's endpoint, and for nothing else; all other messages are the worker's.
    wall(
      'insert',
      sql`(${ownPerson} and channel = 'mail' and purpose = 'code') or (${ownTenant} and channel = 'webhook' and purpose = 'test' and endpoint_id is not null and person_id is null and notice_ids = '{}')`,
    ),
    systemWall(),
  ],
)
