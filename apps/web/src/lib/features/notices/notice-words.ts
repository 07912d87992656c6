import type { ApiOutputs } from '#lib/api.ts'
import { m } from '#lib/paraglide/messages.js'

type Notice = ApiOutputs['notifications']['list']['rows'][number]
type Named = { number: string; from: string; to: string; channel: string; expert: string }

const channels: Readonly<Record<string, () => string>> = {
  mail: m.workbench_notice_channel_mail,
  webhook: m.workbench_notice_channel_webhook,
}

const texts: Readonly<Record<Notice['kind'], (params: Named) => string>> = {
  consentAsked: m.workbench_notice_consentAsked,
  consentSigned: m.workbench_notice_consentSigned,
  consentRefused: m.workbench_notice_consentRefused,
  furtherConsentAsked: m.workbench_notice_furtherConsentAsked,
  furtherConsentSigned: m.workbench_notice_furtherConsentSigned,
  furtherConsentRefused: m.workbench_notice_furtherConsentRefused,
  consentLapsed: m.workbench_notice_consentLapsed,
  approvalAsked: m.workbench_notice_approvalAsked,
  sentBack: m.workbench_notice_sentBack,
  arrived: m.workbench_notice_arrived,
  adviceAsked: m.workbench_notice_adviceAsked,
  adviceGiven: m.workbench_notice_adviceGiven,
  submitted: m.workbench_notice_submitted,
  acknowledged: m.workbench_notice_acknowledged,
  accepted: m.workbench_notice_accepted,
  declined: m.workbench_notice_declined,
  withdrawn: m.workbench_notice_withdrawn,
  begun: m.workbench_notice_begun,
  progress: m.workbench_notice_progress,
  outcomeReported: m.workbench_notice_outcomeReported,
  confirmed: m.workbench_notice_confirmed,
  closed: m.workbench_notice_closed,
  draftDropped: m.workbench_notice_draftDropped,
  reminder: m.workbench_notice_reminder,
  escalated: m.workbench_notice_escalated,
  stoodIn: m.workbench_notice_stoodIn,
  informationAsked: m.workbench_notice_informationAsked,
  informationAnswered: m.workbench_notice_informationAnswered,
  informationLapsed: m.workbench_notice_informationLapsed,
  waitlisted: m.workbench_notice_waitlisted,
  expired: m.workbench_notice_expired,
  assigned: m.workbench_notice_assigned,
  askedFor: m.workbench_notice_askedFor,
  dispatched: m.workbench_notice_dispatched,
  objected: m.workbench_notice_objected,
  returnAsked: m.workbench_notice_returnAsked,
  returned: m.workbench_notice_returned,
  returnRefused: m.workbench_notice_returnRefused,
  failed: m.workbench_notice_failed,
  disputed: m.workbench_notice_disputed,
  ruled: m.workbench_notice_ruled,
  reopened: m.workbench_notice_reopened,
  settled: m.workbench_notice_settled,
  consentRevoked: m.workbench_notice_consentRevoked,
  voidProposed: m.workbench_notice_voidProposed,
  voided: m.workbench_notice_voided,
  agreementProposed: m.workbench_notice_agreementProposed,
  agreementSigned: m.workbench_notice_agreementSigned,
  agreementInForce: m.workbench_notice_agreementInForce,
  agreementDeclined: m.workbench_notice_agreementDeclined,
  agreementWithdrawn: m.workbench_notice_agreementWithdrawn,
  agreementEnded: m.workbench_notice_agreementEnded,
  agreementPaused: m.workbench_notice_agreementPaused,
  agreementResumed: m.workbench_notice_agreementResumed,
  acceptedByAgreement: m.workbench_notice_acceptedByAgreement,
  enquiryAsked: m.workbench_notice_enquiryAsked,
  enquiryReminder: m.workbench_notice_enquiryReminder,
  enquiryAnswered: m.workbench_notice_enquiryAnswered,
  enquiryToChoose: m.workbench_notice_enquiryToChoose,
  enquiryNobody: m.workbench_notice_enquiryNobody,
  enquiryChosen: m.workbench_notice_enquiryChosen,
  enquiryStoodIn: m.workbench_notice_enquiryStoodIn,
  enquirySettled: m.workbench_notice_enquirySettled,
  enquiryWithdrawn: m.workbench_notice_enquiryWithdrawn,
  requestEnded: m.workbench_notice_requestEnded,
  partnerProposed: m.workbench_notice_partnerProposed,
  partnerInForce: m.workbench_notice_partnerInForce,
  partnerDeclined: m.workbench_notice_partnerDeclined,
  partnerWithdrawn: m.workbench_notice_partnerWithdrawn,
  partnerEnded: m.workbench_notice_partnerEnded,
  organisationMerged: m.workbench_notice_organisationMerged,
  caseWaits: m.workbench_notice_caseWaits,
  caseReminder: m.workbench_notice_caseReminder,
  caseEscalated: m.workbench_notice_caseEscalated,
  caseMoved: m.workbench_notice_caseMoved,
  panelSeated: m.workbench_notice_panelSeated,
  panelShort: m.workbench_notice_panelShort,
  panelComplete: m.workbench_notice_panelComplete,
  assignmentIssued: m.workbench_notice_assignmentIssued,
  assignmentAcknowledged: m.workbench_notice_assignmentAcknowledged,
  assignmentReported: m.workbench_notice_assignmentReported,
  assignmentConfirmed: m.workbench_notice_assignmentConfirmed,
  assignmentSentBack: m.workbench_notice_assignmentSentBack,
  assignmentWithdrawn: m.workbench_notice_assignmentWithdrawn,
  assignmentReminder: m.workbench_notice_assignmentReminder,
  assignmentLate: m.workbench_notice_assignmentLate,
  reportSubmitted: m.workbench_notice_reportSubmitted,
  reportReturned: m.workbench_notice_reportReturned,
  reportAccepted: m.workbench_notice_reportAccepted,
  reportExcused: m.workbench_notice_reportExcused,
  reportRestated: m.workbench_notice_reportRestated,
  reportReminder: m.workbench_notice_reportReminder,
  reportLate: m.workbench_notice_reportLate,
  targetProposed: m.workbench_notice_targetProposed,
  targetCountered: m.workbench_notice_targetCountered,
  targetAgreed: m.workbench_notice_targetAgreed,
  targetToSign: m.workbench_notice_targetToSign,
  targetSigned: m.workbench_notice_targetSigned,
  targetWithdrawn: m.workbench_notice_targetWithdrawn,
  agendaRaised: m.workbench_notice_agendaRaised,
  agendaTaken: m.workbench_notice_agendaTaken,
  agendaSetAside: m.workbench_notice_agendaSetAside,
  meetingConvened: m.workbench_notice_meetingConvened,
  filingApplied: m.workbench_notice_filingApplied,
  filingFiled: m.workbench_notice_filingFiled,
  filingRefused: m.workbench_notice_filingRefused,
  filingRenewed: m.workbench_notice_filingRenewed,
  filingEnded: m.workbench_notice_filingEnded,
  organisationGrown: m.workbench_notice_organisationGrown,
  rated: m.workbench_notice_rated,
  standardPublished: m.workbench_notice_standardPublished,
  serviceItemAsked: m.workbench_notice_serviceItemAsked,
  publicationSubmitted: m.workbench_notice_publicationSubmitted,
  publicationReturned: m.workbench_notice_publicationReturned,
  publicationPublished: m.workbench_notice_publicationPublished,
  publicationWithdrawn: m.workbench_notice_publicationWithdrawn,
  deliveryFailed: ({ channel }) => m.workbench_notice_deliveryFailed({ channel }),
}

/** A notice in words: which referral, between whom, and what happened. */
export function noticeText({ kind, params }: Pick<Notice, 'kind' | 'params'>): string {
  const word = (name: string) => String(params[name] ?? '—')
  const channel = channels[word('channel')]?.() ?? ''
  const names = { from: word('fromName'), to: word('toName'), expert: word('expertName') }
  return texts[kind]({ number: word('number'), channel, ...names })
}

/** Where a notice leads; `root` is where referrals stand for its reader. */
export function noticeHref({ kind, ...of }: Notice, root: string): string {
  if (of.enquiryId !== null) return enquiryHref(kind, of.enquiryId)
  if (of.requestId !== null) return '/referrals/requests'
  if (of.caseId !== null) return root.startsWith('/my') ? `/my/cases/${of.caseId}` : `/cases/${of.caseId}`
  const subject = subjectHref(of)
  if (subject) return subject
  if (kind === 'panelSeated') return '/panels'
  if (kind.startsWith('agenda')) return '/meetings/agenda'
  if (kind === 'meetingConvened') return '/meetings'
  if (kind.startsWith('partner')) return '/tenants/partners'
  if (kind === 'filingApplied') return '/filings?state=applied'
  const page = guidance[kind]
  if (page) return page
  if (toOrganisation.has(kind)) return '/my'
  return of.referralId === null ? '/notices' : `${root}/${of.referralId}`
}

/** The page of an agreement, an assignment or a report that a notice tells of. */
function subjectHref(of: Pick<Notice, 'agreementId' | 'assignmentId' | 'reportId'>): string | undefined {
  if (of.agreementId !== null) return `/agreements/${of.agreementId}`
  if (of.assignmentId !== null) return `/assignments/${of.assignmentId}`
  return of.reportId === null ? undefined : `/reports/${of.reportId}`
}

/** Where notices of standards, service items, publications and targets lead. */
const guidance: Partial<Record<Notice['kind'], string>> = {
  standardPublished: '/standards',
  serviceItemAsked: '/service-items',
  publicationSubmitted: '/publishing?box=toApprove',
  publicationReturned: '/publishing',
  publicationPublished: '/publishing',
  publicationWithdrawn: '/publishing',
  targetProposed: '/targets',
  targetCountered: '/targets',
  targetAgreed: '/targets',
  targetToSign: '/targets',
  targetSigned: '/targets',
  targetWithdrawn: '/targets',
}

/** What an organisation is told of its own record. */
const toOrganisation: ReadonlySet<Notice['kind']> = new Set([
  'organisationMerged',
  'filingFiled',
  'filingRefused',
  'filingRenewed',
  'filingEnded',
  'organisationGrown',
])

/** Notices of enquiries that their sender is told; the others are told to those asked. */
const toSender: ReadonlySet<Notice['kind']> = new Set([
  'enquiryAnswered',
  'enquiryToChoose',
  'enquiryNobody',
  'enquiryStoodIn',
])

/** Where a notice of an enquiry leads: the enquiry for its sender, its own sheet for one of those asked. */
const enquiryHref = (kind: Notice['kind'], id: string): string =>
  toSender.has(kind) ? `/enquiries/${id}` : `/enquiries/asked/${id}`
