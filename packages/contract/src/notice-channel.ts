import type { Role } from '@fuqiao/domain/profile'
import { z } from 'zod'
import type { NoticeKind } from './notice.ts'

/**
 * Groups of notices that a person chooses about: what waits for them; what reminds them or climbed; how it goes on and ends; that a message of
 * the tenant itself could not be delivered.
 */
export const NOTICE_GROUPS = ['waiting', 'deadline', 'progress', 'delivery'] as const
export type NoticeGroup = (typeof NOTICE_GROUPS)[number]

/** The group of each kind of notice. */
export const GROUP_OF = {
  consentAsked: 'waiting',
  consentSigned: 'waiting',
  consentRefused: 'waiting',
  furtherConsentAsked: 'waiting',
  furtherConsentSigned: 'waiting',
  furtherConsentRefused: 'waiting',
  consentLapsed: 'deadline',
  approvalAsked: 'waiting',
  sentBack: 'waiting',
  arrived: 'waiting',
  adviceAsked: 'waiting',
  adviceGiven: 'waiting',
  submitted: 'progress',
  acknowledged: 'progress',
  accepted: 'progress',
  declined: 'progress',
  withdrawn: 'progress',
  begun: 'progress',
  progress: 'progress',
  outcomeReported: 'waiting',
  confirmed: 'progress',
  closed: 'progress',
  draftDropped: 'deadline',
  reminder: 'deadline',
  escalated: 'deadline',
  stoodIn: 'waiting',
  informationAsked: 'waiting',
  informationAnswered: 'waiting',
  informationLapsed: 'deadline',
  waitlisted: 'progress',
  expired: 'deadline',
  assigned: 'progress',
  askedFor: 'waiting',
  dispatched: 'waiting',
  objected: 'waiting',
  returnAsked: 'waiting',
  returned: 'progress',
  returnRefused: 'progress',
  failed: 'progress',
  disputed: 'waiting',
  ruled: 'progress',
  reopened: 'waiting',
  settled: 'progress',
  consentRevoked: 'waiting',
  voidProposed: 'waiting',
  voided: 'progress',
  deliveryFailed: 'delivery',
  agreementProposed: 'waiting',
  agreementSigned: 'waiting',
  agreementInForce: 'progress',
  agreementDeclined: 'progress',
  agreementWithdrawn: 'progress',
  agreementEnded: 'progress',
  agreementPaused: 'progress',
  agreementResumed: 'progress',
  acceptedByAgreement: 'waiting',
  enquiryAsked: 'waiting',
  enquiryReminder: 'deadline',
  enquiryAnswered: 'progress',
  enquiryToChoose: 'waiting',
  enquiryNobody: 'progress',
  enquiryChosen: 'progress',
  enquirySettled: 'progress',
  enquiryStoodIn: 'progress',
  enquiryWithdrawn: 'progress',
  requestEnded: 'progress',
  partnerProposed: 'waiting',
  partnerInForce: 'progress',
  partnerDeclined: 'progress',
  partnerWithdrawn: 'progress',
  partnerEnded: 'progress',
  organisationMerged: 'progress',
  filingApplied: 'waiting',
  filingFiled: 'progress',
  filingRefused: 'progress',
  filingRenewed: 'progress',
  filingEnded: 'progress',
  organisationGrown: 'progress',
  rated: 'progress',
  caseWaits: 'waiting',
  caseReminder: 'deadline',
  caseEscalated: 'deadline',
  caseMoved: 'progress',
  panelSeated: 'waiting',
  panelShort: 'waiting',
  panelComplete: 'waiting',
  assignmentIssued: 'waiting',
  assignmentAcknowledged: 'progress',
  assignmentReported: 'waiting',
  assignmentConfirmed: 'progress',
  assignmentSentBack: 'waiting',
  assignmentWithdrawn: 'progress',
  assignmentReminder: 'deadline',
  assignmentLate: 'deadline',
  reportSubmitted: 'waiting',
  reportReturned: 'waiting',
  reportAccepted: 'progress',
  reportExcused: 'progress',
  reportRestated: 'progress',
  reportReminder: 'deadline',
  reportLate: 'deadline',
  targetProposed: 'waiting',
  targetCountered: 'waiting',
  targetAgreed: 'waiting',
  targetToSign: 'waiting',
  targetSigned: 'progress',
  targetWithdrawn: 'progress',
  agendaRaised: 'waiting',
  agendaTaken: 'progress',
  agendaSetAside: 'progress',
  meetingConvened: 'progress',
  standardPublished: 'waiting',
  serviceItemAsked: 'waiting',
  publicationSubmitted: 'waiting',
  publicationReturned: 'waiting',
  publicationPublished: 'progress',
  publicationWithdrawn: 'progress',
} as const satisfies Record<NoticeKind, NoticeGroup>

/** How a person is told beside the list of notices, where everything stands: by e-mail at once, once a day, or not. */
export const MAIL_CHOICES = ['atOnce', 'digest', 'none'] as const
export type MailChoice = (typeof MAIL_CHOICES)[number]
export type MailChoices = Record<NoticeGroup, MailChoice>

const quiet: MailChoices = { waiting: 'none', deadline: 'none', progress: 'none', delivery: 'none' }

/** How a role is told while the person has not chosen. */
const defaults: Record<Role, MailChoices> = {
  director: { ...quiet, waiting: 'atOnce', deadline: 'atOnce', progress: 'digest' },
  referralDesk: { ...quiet, waiting: 'atOnce', deadline: 'atOnce', progress: 'digest' },
  caseWorker: { ...quiet, waiting: 'digest', deadline: 'atOnce', progress: 'digest' },
  tenantAdmin: { ...quiet, delivery: 'atOnce' },
  organisation: { ...quiet, waiting: 'atOnce', deadline: 'atOnce', progress: 'digest', delivery: 'digest' },
  supervisingUnit: { ...quiet, waiting: 'atOnce', deadline: 'atOnce' },
  leadingOffice: { ...quiet, waiting: 'atOnce', deadline: 'atOnce' },
  finance: quiet,
  reviewer: quiet,
  auditor: quiet,
  jointMeetingMember: quiet,
  systemAdmin: quiet,
  securityAdmin: quiet,
  auditAdmin: quiet,
}

/** The roles that are told of anything at all: those whose list of notices it is. */
const told: readonly Role[] = [
  'director',
  'caseWorker',
  'referralDesk',
  'finance',
  'reviewer',
  'supervisingUnit',
  'leadingOffice',
  'tenantAdmin',
  'organisation',
]

/** Whether somebody with these roles is told of notices. */
export const isTold = (roles: readonly string[]): boolean => told.some(role => roles.includes(role))

/** What somebody with these roles is told of: that messages fail is for those who keep the tenant in order, and for an organisation's own account. */
export function groupsFor(roles: readonly string[]): readonly NoticeGroup[] {
  const keeps = roles.includes('tenantAdmin') || roles.includes('organisation')
  return isTold(roles) ? NOTICE_GROUPS.filter(group => group !== 'delivery' || keeps) : []
}

/** How somebody with these roles is told: what they chose; else what their roles say, the promptest of them. */
export function choicesFor(roles: readonly string[], chosen: Readonly<Record<string, string>> = {}): MailChoices {
  const groups = groupsFor(roles)
  const choose = (group: NoticeGroup): MailChoice => {
    if (!groups.includes(group)) return 'none'
    const own = MAIL_CHOICES.find(choice => choice === chosen[group])
    const ofRoles = roles.map(role => (defaults as Record<string, MailChoices>)[role]?.[group])
    return own ?? MAIL_CHOICES.find(choice => ofRoles.includes(choice)) ?? 'none'
  }
  return { ...quiet, ...Object.fromEntries(NOTICE_GROUPS.map(group => [group, choose(group)])) }
}

export const MAIL_LANGUAGES = ['zh', 'en'] as const
export type MailLanguage = (typeof MAIL_LANGUAGES)[number]

/** What a person wants: one choice a group, and the language of mails. */
export const mailChoicesSchema = z.strictObject({
  language: z.enum(MAIL_LANGUAGES),
  choices: z.strictObject({
    waiting: z.enum(MAIL_CHOICES),
    deadline: z.enum(MAIL_CHOICES),
    progress: z.enum(MAIL_CHOICES),
    delivery: z.enum(MAIL_CHOICES),
  }),
})

/** An address that mail can be sent to: one address, no name, no list, no line break. */
export const mailAddressSchema = z
  .string()
  .trim()
  .max(254)
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, { message: 'INPUT_MAIL_ADDRESS' })

/** The code that was mailed: six digits. */
export const mailCodeSchema = z
  .string()
  .trim()
  .regex(/^\d{6}$/, { message: 'INPUT_MAIL_CODE' })

/** What a person's channels are now. */
export const mailSettingSchema = z.strictObject({
  /** The installation sends mail at all. */
  isMailOn: z.boolean(),
  groups: z.array(z.enum(NOTICE_GROUPS)),
  ...mailChoicesSchema.shape,
  address: z.string().nullable(),
  pending: z.strictObject({ address: z.string(), until: z.iso.datetime({ offset: true }) }).nullable(),
  /** The last mail that could not be delivered. */
  failedAt: z.iso.datetime({ offset: true }).nullable(),
})

/** Kinds of notices that another system can be told of. */
export const WEBHOOK_GROUPS = ['waiting', 'deadline', 'progress'] as const

export const webhookInputSchema = z.strictObject({
  url: z.string().trim().min(1).max(500),
  groups: z.array(z.enum(WEBHOOK_GROUPS)).min(1).max(WEBHOOK_GROUPS.length),
})

/** An endpoint as its tenant's administrator sees it. The secret is shown once, by the answer that makes it. */
export const webhookSchema = z.strictObject({
  id: z.uuid(),
  url: z.string(),
  groups: z.array(z.enum(WEBHOOK_GROUPS)),
  state: z.enum(['active', 'paused']),
  createdAt: z.iso.datetime({ offset: true }),
  createdByName: z.string(),
  /** Until when messages are signed with the secret before it too; null when there is none. */
  previousUntil: z.iso.datetime({ offset: true }).nullable(),
  version: z.int(),
})

/** How long messages are signed with both secrets after a change, in hours: time enough to set the new one in the other system, over a weekend too. */
export const WEBHOOK_OVERLAP_HOURS = 72

/** The kind that a message bears which was sent to try an endpoint. */
export const WEBHOOK_TEST = 'test'

export const webhookDeliverySchema = z.strictObject({
  id: z.uuid(),
  endpointId: z.uuid(),
  /** A kind of notice, `test`, or nothing where the notice is gone. */
  kind: z.string(),
  number: z.string(),
  state: z.enum(['waiting', 'sent', 'failed', 'dropped']),
  attempts: z.int(),
  errorCode: z.string().nullable(),
  at: z.iso.datetime({ offset: true }),
  nextAt: z.iso.datetime({ offset: true }).nullable(),
})
