import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { agreement } from './agreement.ts'
import { id, instant, networkId, version } from './columns.ts'
import { enquiry } from './enquiry.ts'
import { tenant } from './network.ts'
import { organisation } from './organisation.ts'
import { referralRequest } from './referral-request.ts'
import { acting, inNetwork, systemWall, wall } from './roles-and-policies.ts'

/** Parties of a referral `r` as the wall knows them: the sender always, the target and the desk once submitted, the organisation once asked. */
const partyOf = (r: string) => sql`case ${acting.party}
    when ${sql.raw(r)}.from_tenant_id then true
    when ${sql.raw(r)}.to_tenant_id then ${sql.raw(r)}.submitted_at is not null
    when ${sql.raw(r)}.desk_tenant_id then ${sql.raw(r)}.submitted_at is not null
    when ${sql.raw(r)}.organisation_id then ${sql.raw(r)}.state <> 'draft'
    else false end`

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
    /** `pull`: its target asked for it (调入); `dispatch`: a superior assigned it (派单); `consult`: advice, which names no organisation (咨询). */
    kind: text('kind').$type<'refer' | 'pull' | 'dispatch' | 'consult'>().notNull().default('refer'),
    direction: text('direction').$type<'up' | 'down' | 'lateral' | 'sector' | 'network'>(),
    mode: text('mode').$type<'coService' | 'handOver'>().notNull(),
    chainId: uuid('chain_id').notNull(),
    hop: smallint('hop').notNull().default(1),
    parentId: uuid('parent_id'),
    /** Null in a consultation alone: what names nobody leads to nobody. */
    organisationId: uuid('organisation_id'),
    fromTenantId: uuid('from_tenant_id').notNull(),
    toTenantId: uuid('to_tenant_id'),
    /** The lowest common superior's desk: overdue referrals climb to it. */
    deskTenantId: uuid('desk_tenant_id'),
    state: text('state').$type<ReferralStateColumn>().notNull(),
    /** Whose turn it is; null when nobody's. With `holderTenantId` for the workbench's to-do list. */
    holder: text('holder').$type<'sender' | 'target' | 'organisation' | 'desk'>(),
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
    /** When the clock ends it undecided; null where it does not, or stands. */
    expiresAt: instant('expires_at'),
    /** What was left of both clocks, in working days, when they were stopped for a question to the sender. */
    stood: jsonb('stood').$type<{ dueDays: number; expiryDays: number }>(),
    informationRounds: smallint('information_rounds').notNull().default(0),
    /** The section that the target asked about last. */
    askedSection: text('asked_section'),
    waitlistedAt: instant('waitlisted_at'),
    /** When the target expects to be able to take it. */
    expectedOn: date('expected_on'),
    dispatchedAt: instant('dispatched_at'),
    /** The target's one objection to a dispatch. */
    objectedAt: instant('objected_at'),
    acceptedAt: instant('accepted_at'),
    plannedEndOn: date('planned_end_on'),
    /** When a service that is on hold goes on. */
    resumeOn: date('resume_on'),
    /** Where a requested return goes back to when it is refused. */
    stateBeforeReturn: text('state_before_return').$type<ReferralStateColumn>(),
    failureCode: text('failure_code'),
    /** Which side disputes the report, and how the common superior ruled. */
    disputedBy: text('disputed_by').$type<'sender' | 'organisation'>(),
    ruling: text('ruling').$type<'stands' | 'redo'>(),
    /** The first of the two who void a referral. */
    voidProposedByPersonId: uuid('void_proposed_by_person_id'),
    voidProposedByName: text('void_proposed_by_name'),
    /** Another referral was made in its stead, or the matter was let rest. */
    settledAt: instant('settled_at'),
    /** The cooperation agreement that it cites (B-20). */
    agreementId: uuid('agreement_id'),
    /** What a standing agreement answered when it was submitted: accepted, or why it is left to people; null while nothing was asked. */
    standingAnswer: text('standing_answer'),
    /** The blind enquiry that it came from. */
    enquiryId: uuid('enquiry_id'),
    /** The request of its target that it answers (调入). */
    requestId: uuid('request_id'),
  },
  t => [
    primaryKey({ columns: [t.networkId, t.id] }),
    check('referral_names_organisation', sql`(kind = 'consult') = (organisation_id is null)`),
    // One that was recalled from its asker goes on as any other, and still says what it came from.
    check('referral_pull_was_asked', sql`kind <> 'pull' or request_id is not null`),
    check(
      'referral_consult_shares_nothing',
      sql`kind <> 'consult' or (mode = 'coService' and sections = '{}' and not personal and grant_until is null)`,
    ),
    unique('referral_number').on(t.networkId, t.fromTenantId, t.number),
    // The code and then the network: a referral between networks stands in both under one code.
    unique('referral_letter_code').on(t.letterCode, t.networkId),
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
    foreignKey({
      name: 'referral_agreement',
      columns: [t.networkId, t.agreementId],
      foreignColumns: [agreement.networkId, agreement.id],
    }),
    foreignKey({
      name: 'referral_enquiry',
      columns: [t.networkId, t.enquiryId],
      foreignColumns: [enquiry.networkId, enquiry.id],
    }),
    foreignKey({
      name: 'referral_request_of',
      columns: [t.networkId, t.requestId],
      foreignColumns: [referralRequest.networkId, referralRequest.id],
    }),
    foreignKey({ name: 'referral_parent', columns: [t.networkId, t.parentId], foreignColumns: [t.networkId, t.id] }),
    index('referral_inbox').on(t.networkId, t.toTenantId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('referral_outbox').on(t.networkId, t.fromTenantId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('referral_inbox_due').on(t.networkId, t.toTenantId, t.dueAt, t.id),
    index('referral_inbox_submitted').on(t.networkId, t.toTenantId, t.submittedAt, t.id),
    index('referral_outbox_due').on(t.networkId, t.fromTenantId, t.dueAt, t.id),
    index('referral_outbox_submitted').on(t.networkId, t.fromTenantId, t.submittedAt, t.id),
    index('referral_of_organisation').on(t.networkId, t.organisationId, t.updatedAt.desc().nullsFirst()),
    index('referral_chain').on(t.networkId, t.chainId, t.hop),
    index('referral_parent_of').on(t.networkId, t.parentId),
    index('referral_desk_of').on(t.networkId, t.deskTenantId, t.escalationLevel, t.dueAt),
    index('referral_to_do')
      .on(t.networkId, t.holderTenantId, t.dueAt)
      .where(sql`holder_tenant_id is not null`),
    index('referral_agreement_of').on(t.networkId, t.agreementId, t.acceptedAt),
    index('referral_enquiry_of').on(t.networkId, t.enquiryId),
    index('referral_asked_for').on(t.networkId, t.requestId),
    index('referral_standing')
      .on(t.submittedAt, t.id)
      .where(sql`state = 'submitted' and agreement_id is not null and standing_answer is null`),
    index('referral_clock')
      .on(t.nextClockAt)
      .where(sql`next_clock_at is not null`),
    // An organisation is handed over to one place at a time, whoever asks (rule 3).
    uniqueIndex('referral_one_open_hand_over')
      .on(t.networkId, t.organisationId)
      .where(
        sql`mode = 'handOver' and state in ('submitted', 'dispatched', 'acknowledged', 'informationRequested', 'waitlisted', 'accepted', 'active', 'onHold', 'returnRequested', 'outcomeReported', 'failed', 'disputed')`,
      ),
    wall('select', sql`${inNetwork} and ${partyOf('referral')}`),
    // Whom one cannot see one cannot refer. The subquery stands before the wall of organisations.
    wall(
      'insert',
      sql`${inNetwork} and from_tenant_id = ${acting.tenant} and (organisation_id is null or exists (select 1 from organisation o where o.network_id = referral.network_id and o.id = referral.organisation_id))`,
    ),
    // The common superior acts on what failed, is disputed or is to be returned, and on nothing else.
    wall(
      'update',
      sql`${inNetwork} and case when from_tenant_id = ${acting.tenant} then true when submitted_at is not null and to_tenant_id = ${acting.tenant} then true when submitted_at is not null and desk_tenant_id = ${acting.tenant} then state in ('declined', 'expired', 'disputed', 'returnRequested') when state <> 'draft' and organisation_id = ${acting.organisation} then true else false end`,
      sql`${inNetwork} and case when from_tenant_id = ${acting.tenant} then true when submitted_at is not null and to_tenant_id = ${acting.tenant} then true when submitted_at is not null and desk_tenant_id = ${acting.tenant} then true when organisation_id = ${acting.organisation} then true else false end`,
    ),
    wall(
      'delete',
      sql`${inNetwork} and from_tenant_id = ${acting.tenant} and state = 'draft' and submitted_at is null`,
    ),
    systemWall(),
  ],
)

/** The machine's states; the check is the domain's. */
type ReferralStateColumn =
  | 'draft'
  | 'awaitingConsent'
  | 'awaitingApproval'
  | 'submitted'
  | 'dispatched'
  | 'acknowledged'
  | 'informationRequested'
  | 'waitlisted'
  | 'accepted'
  | 'active'
  | 'onHold'
  | 'returnRequested'
  | 'outcomeReported'
  | 'failed'
  | 'disputed'
  | 'closed'
  | 'returned'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'consentRevoked'
  | 'voided'
