/** Every reason for which the referral's rules say no. Closed: each has a message in every language. */
export const REFERRAL_REFUSALS = [
  /** The viewer's relation to the referral has no part in this action. */
  'REFERRAL_NOT_YOUR_PART',
  /** The right party, but without a role that may do it. Params: roles. */
  'REFERRAL_ROLE_MISSING',
  /** Someone else was faster. Params: state and version as they stand now. */
  'REFERRAL_VERSION_CONFLICT',
  /** The action does not go with the present state. Params: action, state. */
  'REFERRAL_WRONG_STATE',
  /** Not done to a referral between networks: no superior stands above both. */
  'REFERRAL_BETWEEN_NETWORKS',
  /** The organisation came from a partner network under a referral that runs: it is not sent on before that has ended. */
  'REFERRAL_ARRIVED_FROM_PARTNER',
  /** There is no such action on a referral of this kind. Params: action, kind. */
  'REFERRAL_NOT_OF_THIS_KIND',
  'REFERRAL_TARGET_MISSING',
  'REFERRAL_NEED_MISSING',
  /** Advice is asked for without a question, or without the field, stage and area of the case. */
  'REFERRAL_QUESTION_MISSING',
  'REFERRAL_CASE_UNDESCRIBED',
  'REFERRAL_PURPOSE_MISSING',
  'REFERRAL_SECTIONS_MISSING',
  /** Of one of many referrals: nothing is written in any section that would be shared. */
  'REFERRAL_SECTIONS_UNWRITTEN',
  /** The way the referral would work is none of the network's. */
  'REFERRAL_MODE_UNKNOWN',
  /** The end of sight is missing, past, or later than the profile allows. Params: maxMonths. */
  'REFERRAL_TERM_INVALID',
  /** Another target than the suggested one was chosen and no reason is given. */
  'REFERRAL_OTHER_TARGET_REASON_MISSING',
  'REFERRAL_TARGET_IS_SENDER',
  'REFERRAL_TARGET_TAKES_NONE',
  /** The chain has visited this target before. */
  'REFERRAL_TARGET_IN_CHAIN',
  /** An open referral of the organisation lies with this target already. */
  'REFERRAL_TARGET_HAS_ONE_OPEN',
  /** The organisation is being handed over elsewhere. */
  'REFERRAL_HAND_OVER_OPEN',
  /** The chain is as long as it may be; only a superior may add to it. Params: max. */
  'REFERRAL_CHAIN_TOO_LONG',
  /** Only the custodian can hand an organisation over. */
  'REFERRAL_NOT_CUSTODIAN',
  /** Neither custody of the organisation nor a live grant. */
  'REFERRAL_ORGANISATION_NOT_YOURS',
  'CONSENT_MISSING',
  'CONSENT_REVOKED',
  'CONSENT_ENDED',
  /** The consent names another recipient. */
  'CONSENT_OTHER_TARGET',
  /** The referral would share more than was consented to. */
  'CONSENT_TOO_NARROW',
  /** The organisation signs in its account; its paper comes through the sender's staff with the reason. */
  'CONSENT_METHOD_WRONG',
  'REASON_MISSING',
  'DECLINE_REASON_UNKNOWN',
  'OUTCOME_UNKNOWN',
  'LEAD_MISSING',
  /** The date of first contact is missing, in the past, or no day. */
  'FIRST_CONTACT_DATE_INVALID',
  /** The date of first contact that was recorded lies in the future, or is no day. */
  'FIRST_CONTACT_NOT_YET',
  /** Similar organisations were found and not answered for. */
  'DUPLICATES_UNANSWERED',
  /** The planned end is missing, before the first contact, or later than the consent. */
  'PLANNED_END_INVALID',
  'NOTE_MISSING',
  'SERVICES_MISSING',
  /** The target has asked as often as it may. Params: max. */
  'INFORMATION_ROUNDS_USED',
  /** The question names no section of the dossier, or one where no organisation is named. */
  'INFORMATION_SECTION_MISFIT',
  /** All that the question names was consented to: words must do. */
  'FURTHER_CONSENT_NEEDLESS',
  /** The organisation was asked already, or has signed. */
  'FURTHER_CONSENT_ASKED',
  /** Nothing beside the consent was asked of the organisation, or it has answered. */
  'FURTHER_CONSENT_NOT_ASKED',
  'QUESTION_MISSING',
  'ANSWER_MISSING',
  /** The expected day is past, or later than a wait may last. Params: until. */
  'WAIT_DATE_INVALID',
  /** The day of resumption is past, or later than a pause may last. Params: maxDays. */
  'HOLD_DATE_INVALID',
  'HAND_OVER_SHEET_MISSING',
  'FAILURE_CAUSE_UNKNOWN',
  /** What a superior dispatched is not declined: the target may object once. */
  'REFERRAL_DISPATCHED_NO_DECLINE',
  /** What a superior assigned is not thrown away. */
  'REFERRAL_ASSIGNED_NOT_DISCARDED',
  /** The target has objected once already. */
  'REFERRAL_OBJECTED_ALREADY',
  /** The days for an objection have passed. Params: days. */
  'REFERRAL_OBJECTION_LATE',
  /** After so many declines the common superior sends it on. Params: declines. */
  'REFERRAL_REROUTE_BY_SUPERIOR',
  /** Another referral stands in its stead, or the matter was let rest. */
  'REFERRAL_SETTLED_ALREADY',
  /** The sender still has its days to answer. */
  'REFERRAL_RETURN_WITH_SENDER',
  /** The organisation has moved on from the target that it was handed over to. */
  'REFERRAL_CUSTODY_ELSEWHERE',
  /** Closed longer ago than a referral may be taken up again. Params: days. */
  'REFERRAL_REOPEN_LATE',
  /** It was accepted once: it cannot have been made by mistake. */
  'REFERRAL_ACCEPTED_ONCE',
  /** Nobody has proposed to void it, or somebody has already. */
  'VOID_NOT_PROPOSED',
  'VOID_PROPOSED_ALREADY',
  /** Two people void a referral. */
  'VOID_SECOND_PERSON_NEEDED',
  /** This side has confirmed already. */
  'ALREADY_CONFIRMED',
  /** The clock was asked for something that is not due. */
  'CLOCK_NOT_DUE',
] as const
export type ReferralRefusalCode = (typeof REFERRAL_REFUSALS)[number]

/** A refusal with what its message names. */
export type ReferralRefusal = {
  readonly code: ReferralRefusalCode
  readonly params: Readonly<Record<string, string | number | readonly string[]>>
}

/** Makes a refusal. */
export function refusal(code: ReferralRefusalCode, params: ReferralRefusal['params'] = {}): ReferralRefusal {
  return { code, params }
}
