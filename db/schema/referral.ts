import { sql } from 'drizzle-orm'
import {
  boolean,
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
import { id, instant, networkId, version } from './columns.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/** Parties of a referral `r` as the wall knows them: the sender always, the target and the desk once submitted, the organisation once asked. */
const partyOf = (r: string) => sql`case ${acting.party}
    when ${sql.raw(r)}.from_tenant_id then true
    when ${sql.raw(r)}.to_tenant_id then ${sql.raw(r)}.submitted_at is not null
    when ${sql.raw(r)}.desk_tenant_id then ${sql.raw(r)}.submitted_at is not null
    when ${sql.raw(r)}.organisation_id then ${sql.raw(r)}.state <> 'draft'
    else false end`

/** As `partyOf`, for a line of the timeline: each party sees the lines meant for it. */
const audienceOf = (r: string, audience: string) =>
  sql.raw(`case
    when ${r}.from_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'sender' = any (${audience})
    when ${r}.submitted_at is not null and ${r}.to_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'target' = any (${audience})
    when ${r}.submitted_at is not null and ${r}.desk_tenant_id = (select nullif(current_setting('app.tenant', true), '')::uuid) then 'desk' = any (${audience})
    when ${r}.organisation_id = (select nullif(current_setting('app.organisation', true), '')::uuid) then 'organisation' = any (${audience})
    else false end`)

/**
 * A referral (转介): one row that both tenants read, never a copy. What the target may see before it accepts is the preview's
 * columns here (kind, field, stage, need, area) and no identity; the dossier stands in `referral_snapshot` behind a grant.
 */
export const referral = pgTable.withRLS(
  'referral',
  {
    networkId: networkId(),
    id: id(),
    /** Shown to people, counted per sending tenant and year. */
    number: text('number').notNull(),
    /** Printed on the letter; verifies it without an account. */
    letterCode: text('letter_code').notNull(),
    kind: text('kind').$type<'refer'>().notNull().default('refer'),
    direction: text('direction').$type<'up' | 'down' | 'lateral' | 'sector' | 'network'>(),
    mode: text('mode').$type<'coService' | 'handOver'>().notNull(),
    chainId: uuid('chain_id').notNull(),
    hop: smallint('hop').notNull().default(1),
    parentId: uuid('parent_id'),
    organisationId: uuid('organisation_id').notNull(),
    fromTenantId: uuid('from_tenant_id').notNull(),
    toTenantId: uuid('to_tenant_id'),
    /** The lowest common superior's desk: overdue referrals climb to it. */
    deskTenantId: uuid('desk_tenant_id'),
    state: text('state').$type<ReferralStateColumn>().notNull(),
    /** Whose turn it is; null when nobody's. With `holderTenantId` for the workbench's to-do list. */
    holder: text('holder').$type<'sender' | 'target' | 'organisation'>(),
    holderTenantId: uuid('holder_tenant_id'),
    version: version(),
    /** What the organisation needs: a function of the profile's catalogue, and in the sender's words. */
    need: text('need'),
    needText: text('need_text').notNull().default(''),
    purpose: text('purpose').notNull().default(''),
    sections: text('sections')
      .array()
      .notNull()
      .default(sql`'{}'`),
    personal: boolean('personal').notNull().default(false),
    grantUntil: date('grant_until'),
    /** The suggestion as it was shown, and why the sender chose another target if it did. */
    suggestion: jsonb('suggestion').$type<Record<string, unknown>>(),
    otherReason: text('other_reason').notNull().default(''),
    /** The preview, frozen at submission. */
    previewKind: text('preview_kind'),
    previewField: text('preview_field'),
    previewStage: text('preview_stage'),
    previewDivisionCode: text('preview_division_code'),
    consentUntil: date('consent_until'),
    consentSignedAt: instant('consent_signed_at'),
    createdByPersonId: uuid('created_by_person_id').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    submittedAt: instant('submitted_at'),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedByName: text('acknowledged_by_name'),
    decidedAt: instant('decided_at'),
    leadName: text('lead_name'),
    firstContactOn: date('first_contact_on'),
    duplicateAnswer: text('duplicate_answer').notNull().default(''),
    declineCode: text('decline_code'),
    declineText: text('decline_text').notNull().default(''),
    betterTenantId: uuid('better_tenant_id'),
    outcomeCode: text('outcome_code'),
    outcomeText: text('outcome_text').notNull().default(''),
    servicesDelivered: text('services_delivered').notNull().default(''),
    senderConfirmedAt: instant('sender_confirmed_at'),
    organisationConfirmedAt: instant('organisation_confirmed_at'),
    closedAt: instant('closed_at'),
    /** The deadline that runs now: its rule in the profile, the instant, when its clock started, and the calendar it was computed on. */
    dueRule: text('due_rule'),
    dueAt: instant('due_at'),
    clockStartedAt: instant('clock_started_at'),
    calendarVersion: text('calendar_version'),
    /** 0 none, 1 reminded, 2 escalated to the desk: a level, not a state. */
    escalationLevel: smallint('escalation_level').notNull().default(0),
    /** The next instant at which the clock has something to do. */
    nextClockAt: instant('next_clock_at'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    unique('referral_number').on(t.networkId, t.fromTenantId, t.number),
    unique('referral_letter_code').on(t.letterCode),
    foreignKey({
      name: 'referral_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    foreignKey({
      name: 'referral_from',
      columns: [t.networkId, t.fromTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'referral_to',
      columns: [t.networkId, t.toTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({
      name: 'referral_desk',
      columns: [t.networkId, t.deskTenantId],
      foreignColumns: [tenant.networkId, tenant.id],
    }),
    foreignKey({ name: 'referral_parent', columns: [t.networkId, t.parentId], foreignColumns: [t.networkId, t.id] }),
    index('referral_inbox').on(t.networkId, t.toTenantId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('referral_outbox').on(t.networkId, t.fromTenantId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('referral_of_organisation').on(t.networkId, t.organisationId, t.updatedAt.desc().nullsFirst()),
    index('referral_chain').on(t.networkId, t.chainId, t.hop),
    index('referral_parent_of').on(t.networkId, t.parentId),
    index('referral_desk_of').on(t.networkId, t.deskTenantId, t.escalationLevel, t.dueAt),
    index('referral_to_do')
      .on(t.networkId, t.holderTenantId, t.dueAt)
      .where(sql`holder_tenant_id is not null`),
    index('referral_clock')
      .on(t.nextClockAt)
      .where(sql`next_clock_at is not null`),
    // An organisation is handed over to one place at a time, whoever asks (rule 3).
    uniqueIndex('referral_one_open_hand_over')
      .on(t.networkId, t.organisationId)
      .where(
        sql`mode = 'handOver' and state in ('submitted', 'acknowledged', 'accepted', 'active', 'outcomeReported')`,
      ),
    wall('select', sql`${inNetwork} and ${partyOf('referral')}`),
    // Whom one cannot see one cannot refer. The subquery stands before the wall of organisations.
    wall(
      'insert',
      sql`${inNetwork} and from_tenant_id = ${acting.tenant} and exists (select 1 from organisation o where o.network_id = referral.network_id and o.id = referral.organisation_id)`,
    ),
    wall(
      'update',
      sql`${inNetwork} and case when from_tenant_id = ${acting.tenant} then true when submitted_at is not null and to_tenant_id = ${acting.tenant} then true when state <> 'draft' and organisation_id = ${acting.organisation} then true else false end`,
      sql`${inNetwork} and case when from_tenant_id = ${acting.tenant} then true when submitted_at is not null and to_tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true else false end`,
    ),
    wall(
      'delete',
      sql`${inNetwork} and from_tenant_id = ${acting.tenant} and state = 'draft' and submitted_at is null`,
    ),
    systemWall(),
  ],
)

/** States of the main path; the check is the domain's machine. */
type ReferralStateColumn =
  | 'draft'
  | 'awaitingConsent'
  | 'awaitingApproval'
  | 'submitted'
  | 'acknowledged'
  | 'accepted'
  | 'declined'
  | 'withdrawn'
  | 'active'
  | 'outcomeReported'
  | 'closed'

/** The consented sections as they were at submission, sealed by a digest; for the sender, the organisation, and the target while its grant lives. */
export const referralSnapshot = pgTable.withRLS(
  'referral_snapshot',
  {
    networkId: networkId(),
    referralId: uuid('referral_id').notNull(),
    fromTenantId: uuid('from_tenant_id').notNull(),
    organisationId: uuid('organisation_id').notNull(),
    organisationName: text('organisation_name').notNull(),
    /** The register's card: name, code, kind, field, stage, division. */
    card: jsonb('card').$type<Record<string, unknown>>().notNull(),
    sections: jsonb('sections').$type<Record<string, unknown>>().notNull(),
    people: jsonb('people').$type<Record<string, unknown>[]>().notNull(),
    /** SHA-256 over the canonical JSON of card, sections and people. */
    digest: text('digest').notNull(),
    sealedAt: instant('sealed_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.referralId] }),
    foreignKey({
      name: 'snapshot_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'snapshot_organisation',
      columns: [t.networkId, t.organisationId],
      foreignColumns: [organisation.networkId, organisation.id],
    }),
    index('snapshot_of_organisation').on(t.networkId, t.organisationId),
    index('snapshot_from').on(t.networkId, t.fromTenantId),
    wall(
      'select',
      sql`${inNetwork} and case when from_tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true when referral_id = any ((select app.granted_referrals())::uuid[]) then true else false end`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and (from_tenant_id = ${acting.tenant} or organisation_id = ${acting.organisation})`,
    ),
    wall(
      'delete',
      sql`${inNetwork} and from_tenant_id = ${acting.tenant} and exists (select 1 from referral r where r.network_id = referral_snapshot.network_id and r.id = referral_id and r.state in ('draft', 'awaitingConsent', 'awaitingApproval'))`,
    ),
    systemWall(),
  ],
)

/** One line of a referral's timeline. `audience` says which parties read it: sender, target, organisation, desk. */
export const referralEvent = pgTable.withRLS(
  'referral_event',
  {
    networkId: networkId(),
    referralId: uuid('referral_id').notNull(),
    /** The referral's version after the transition: one transition, one line. */
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    action: text('action').notNull(),
    fromState: text('from_state'),
    toState: text('to_state').notNull(),
    actorTenantId: uuid('actor_tenant_id'),
    actorOrganisationId: uuid('actor_organisation_id'),
    actorPersonId: uuid('actor_person_id'),
    actorName: text('actor_name').notNull(),
    note: text('note').notNull().default(''),
    /** Codes and dates of this line (decline reason, outcome, due date…); never a field of the dossier. */
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
    audience: text('audience').array().notNull(),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.referralId, t.seq] }),
    foreignKey({
      name: 'event_referral',
      columns: [t.networkId, t.referralId],
      foreignColumns: [referral.networkId, referral.id],
    }).onDelete('cascade'),
    index('event_by_person').on(t.networkId, t.actorPersonId, t.at.desc().nullsFirst()),
    wall(
      'select',
      sql`${inNetwork} and exists (select 1 from referral r where r.network_id = referral_event.network_id and r.id = referral_id and ${audienceOf('r', 'referral_event.audience')})`,
    ),
    wall(
      'insert',
      sql`${inNetwork} and (actor_tenant_id = ${acting.tenant} or actor_organisation_id = ${acting.organisation})`,
    ),
    systemWall(),
  ],
)
