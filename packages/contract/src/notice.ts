import { z } from 'zod'
import { idSchema } from './ids.ts'

/** What a notice tells; its words are the page's. */
export const NOTICE_KINDS = [
  'consentAsked',
  'consentSigned',
  'consentRefused',
  'furtherConsentAsked',
  'furtherConsentSigned',
  'furtherConsentRefused',
  'consentLapsed',
  'approvalAsked',
  'sentBack',
  'arrived',
  'adviceAsked',
  'adviceGiven',
  'submitted',
  'acknowledged',
  'accepted',
  'declined',
  'withdrawn',
  'begun',
  'progress',
  'outcomeReported',
  'confirmed',
  'closed',
  'draftDropped',
  'reminder',
  'escalated',
  'stoodIn',
  'informationAsked',
  'informationAnswered',
  'informationLapsed',
  'waitlisted',
  'expired',
  'assigned',
  'askedFor',
  'dispatched',
  'objected',
  'returnAsked',
  'returned',
  'returnRefused',
  'failed',
  'disputed',
  'ruled',
  'reopened',
  'settled',
  'consentRevoked',
  'voidProposed',
  'voided',
  'deliveryFailed',
  'agreementProposed',
  'agreementSigned',
  'agreementInForce',
  'agreementDeclined',
  'agreementWithdrawn',
  'agreementEnded',
  'agreementPaused',
  'agreementResumed',
  'acceptedByAgreement',
  'enquiryAsked',
  'enquiryReminder',
  'enquiryAnswered',
  'enquiryToChoose',
  'enquiryNobody',
  'enquiryChosen',
  'enquirySettled',
  'enquiryStoodIn',
  'enquiryWithdrawn',
  'requestEnded',
  'partnerProposed',
  'partnerInForce',
  'partnerDeclined',
  'partnerWithdrawn',
  'partnerEnded',
  'organisationMerged',
  'filingApplied',
  'filingFiled',
  'filingRefused',
  'filingRenewed',
  'filingEnded',
  'organisationGrown',
  'rated',
  'caseWaits',
  'caseReminder',
  'caseEscalated',
  'caseMoved',
  'panelSeated',
  'panelShort',
  'panelComplete',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** A notice. `params` name the referral's number and the two incubators, or the channel that failed; never the organisation. */
export const noticeSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(NOTICE_KINDS),
  referralId: idSchema.nullable(),
  agreementId: idSchema.nullable(),
  /** The enquiry, or the sheet of whoever was asked. */
  enquiryId: idSchema.nullable(),
  /** The request for an organisation that ended. */
  requestId: idSchema.nullable(),
  /** The incubation case. */
  caseId: idSchema.nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  at: z.iso.datetime({ offset: true }),
  readAt: z.iso.datetime({ offset: true }).nullable(),
})

/**
 * Something moved that the subscriber may see: read it again. `referralId` is null where it is an agreement, an enquiry or a request for an organisation that moved, or was told of. `all`: events
 * may have been missed, read everything again.
 */
export type ChangeNews = {
  topic: 'referral' | 'agreement' | 'enquiry' | 'referralRequest' | 'incubationCase' | 'notice' | 'all'
  referralId: string | null
}
