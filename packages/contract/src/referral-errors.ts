/**
 * Errors of referrals and consents: what the machine refuses, by the same names (its refusals `REFERRAL_NOT_YOUR_PART` and
 * `REFERRAL_ROLE_MISSING` leave as NOT_ALLOWED, `REFERRAL_VERSION_CONFLICT` as VERSION_CONFLICT), and what is refused before it is asked.
 */
export const referralErrorCodes = {
  /** The action does not go with the present state (`action`, `state`). 409 */
  REFERRAL_WRONG_STATE: 'CONFLICT',
  /** There is no such `action` on a referral of this `kind`. 409 */
  REFERRAL_NOT_OF_THIS_KIND: 'CONFLICT',
  /** Advice is asked for without a question. 422 */
  REFERRAL_QUESTION_MISSING: 'UNPROCESSABLE_CONTENT',
  /** Field, stage or area of the case are not chosen. 422 */
  REFERRAL_CASE_UNDESCRIBED: 'UNPROCESSABLE_CONTENT',
  /** No target is chosen. 422 */
  REFERRAL_TARGET_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The target is a partner network, and none of its incubators is chosen. 422 */
  REFERRAL_PARTNER_INCUBATOR_MISSING: 'UNPROCESSABLE_CONTENT',
  /** Not done to a referral between networks: no superior stands above both. 409 */
  REFERRAL_BETWEEN_NETWORKS: 'CONFLICT',
  /** The organisation came from a partner network under a referral that runs: it is not sent on before that has ended. 409 */
  REFERRAL_ARRIVED_FROM_PARTNER: 'CONFLICT',
  /** No need is chosen. 422 */
  REFERRAL_NEED_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The need is none of the network's functions. 422 */
  REFERRAL_NEED_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** What the target may read before it accepts names the organisation. 422 */
  REFERRAL_NEED_NAMES_ORGANISATION: 'UNPROCESSABLE_CONTENT',
  /** No purpose is given. 422 */
  REFERRAL_PURPOSE_MISSING: 'UNPROCESSABLE_CONTENT',
  /** No section is chosen. 422 */
  REFERRAL_SECTIONS_MISSING: 'UNPROCESSABLE_CONTENT',
  /** Of one of many referrals: nothing is written in any section that would be shared. 409 */
  REFERRAL_SECTIONS_UNWRITTEN: 'CONFLICT',
  /** A batch has more than the `most` organisations that the profile allows. 422 */
  REFERRAL_BATCH_TOO_LARGE: 'UNPROCESSABLE_CONTENT',
  /** The target of a batch is a partner network: what crosses to another network is referred one by one. 422 */
  REFERRAL_BATCH_WITHIN_NETWORK: 'UNPROCESSABLE_CONTENT',
  /** The sender itself may not look into a section it would share (`sections`). 422 */
  REFERRAL_SECTIONS_NOT_YOURS: 'UNPROCESSABLE_CONTENT',
  /** The way the referral would work is none of the network's. 422 */
  REFERRAL_MODE_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** The end of sight is missing, past, or later than `maxMonths` from now. 422 */
  REFERRAL_TERM_INVALID: 'UNPROCESSABLE_CONTENT',
  /** Another target than a suggested one was chosen and no reason is given. 422 */
  REFERRAL_OTHER_TARGET_REASON_MISSING: 'UNPROCESSABLE_CONTENT',
  /** A referral to oneself. 422 */
  REFERRAL_TARGET_IS_SENDER: 'UNPROCESSABLE_CONTENT',
  /** The target takes no referrals now. 409 */
  REFERRAL_TARGET_TAKES_NONE: 'CONFLICT',
  /** The chain has visited this target before. 409 */
  REFERRAL_TARGET_IN_CHAIN: 'CONFLICT',
  /** An open referral of the organisation lies with this target already. 409 */
  REFERRAL_TARGET_HAS_ONE_OPEN: 'CONFLICT',
  /** The organisation is being handed over elsewhere. 409 */
  REFERRAL_HAND_OVER_OPEN: 'CONFLICT',
  /** The chain has its `max` referrals; only a superior may add to it. 409 */
  REFERRAL_CHAIN_TOO_LONG: 'CONFLICT',
  /** Only the custodian can hand an organisation over. 409 */
  REFERRAL_NOT_CUSTODIAN: 'CONFLICT',
  /** Neither custody of the organisation nor a live grant. 409 */
  REFERRAL_ORGANISATION_NOT_YOURS: 'CONFLICT',
  /** The organisation has not consented. 409 */
  CONSENT_MISSING: 'CONFLICT',
  /** The organisation has revoked its consent. 409 */
  CONSENT_REVOKED: 'CONFLICT',
  /** The consent has ended. 409 */
  CONSENT_ENDED: 'CONFLICT',
  /** The consent names another recipient. 409 */
  CONSENT_OTHER_TARGET: 'CONFLICT',
  /** More would be shared than was consented to. 409 */
  CONSENT_TOO_NARROW: 'CONFLICT',
  /** The organisation signs in its account; its paper comes through the sender's staff. 409 */
  CONSENT_METHOD_WRONG: 'CONFLICT',
  /** What would be shared, or to whom, differs from what was shown. 409 */
  CONSENT_SHOWN_CHANGED: 'CONFLICT',
  /** A reason must be given. 422 */
  REASON_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The reason is none of the network's. 422 */
  DECLINE_REASON_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** The outcome is none of the network's. 422 */
  OUTCOME_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** Nobody is named to lead. 422 */
  LEAD_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The date of first contact is past, or no day. 422 */
  FIRST_CONTACT_DATE_INVALID: 'UNPROCESSABLE_CONTENT',
  /** The first contact that is recorded lies in the future. 422 */
  FIRST_CONTACT_NOT_YET: 'UNPROCESSABLE_CONTENT',
  /** `found` organisations look the same and nobody has answered for them. 409 */
  DUPLICATES_UNANSWERED: 'CONFLICT',
  /** The note is empty. 422 */
  NOTE_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The services delivered are not named. 422 */
  SERVICES_MISSING: 'UNPROCESSABLE_CONTENT',
  /** This side has confirmed already. 409 */
  ALREADY_CONFIRMED: 'CONFLICT',
  /** The target has asked for more as often as it may (`max`). 409 */
  INFORMATION_ROUNDS_USED: 'CONFLICT',
  /** The question names no section, or one where no organisation is named. 422 */
  INFORMATION_SECTION_MISFIT: 'UNPROCESSABLE_CONTENT',
  /** All that the question names was consented to. 409 */
  FURTHER_CONSENT_NEEDLESS: 'CONFLICT',
  /** The organisation was asked for more already, or has signed. 409 */
  FURTHER_CONSENT_ASKED: 'CONFLICT',
  /** Nothing beside its consent is asked of the organisation now. 409 */
  FURTHER_CONSENT_NOT_ASKED: 'CONFLICT',
  /** Nothing is asked. 422 */
  QUESTION_MISSING: 'UNPROCESSABLE_CONTENT',
  /** Nothing is answered. 422 */
  ANSWER_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The expected day is past, or later than a wait may last (`until`). 422 */
  WAIT_DATE_INVALID: 'UNPROCESSABLE_CONTENT',
  /** The day of resumption is past, or more than `maxDays` from now. 422 */
  HOLD_DATE_INVALID: 'UNPROCESSABLE_CONTENT',
  /** What is handed back is not described. 422 */
  HAND_OVER_SHEET_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The cause is none of the network's. 422 */
  FAILURE_CAUSE_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** The planned end lies before the first contact, or after the consent. 422 */
  PLANNED_END_INVALID: 'UNPROCESSABLE_CONTENT',
  /** What a superior dispatched is not declined; the target may object once. 409 */
  REFERRAL_DISPATCHED_NO_DECLINE: 'CONFLICT',
  /** The target of an assignment is the superior's choice. 409 */
  REFERRAL_DISPATCHED_TARGET_FIXED: 'CONFLICT',
  /** The target asked for the organisation and stands. 409 */
  REFERRAL_ASKED_TARGET_FIXED: 'CONFLICT',
  /** What a superior assigned is not thrown away. 409 */
  REFERRAL_ASSIGNED_NOT_DISCARDED: 'CONFLICT',
  /** The target has objected once already. 409 */
  REFERRAL_OBJECTED_ALREADY: 'CONFLICT',
  /** The `days` for an objection have passed. 409 */
  REFERRAL_OBJECTION_LATE: 'CONFLICT',
  /** After `declines` declines the common superior sends it on. 409 */
  REFERRAL_REROUTE_BY_SUPERIOR: 'CONFLICT',
  /** Another referral stands in its stead, or the matter was let rest. 409 */
  REFERRAL_SETTLED_ALREADY: 'CONFLICT',
  /** The sender still has its days to answer. 409 */
  REFERRAL_RETURN_WITH_SENDER: 'CONFLICT',
  /** The organisation was handed over and has moved on since: it is neither taken up again nor given back. 409 */
  REFERRAL_CUSTODY_ELSEWHERE: 'CONFLICT',
  /** Closed more than `days` days ago. 409 */
  REFERRAL_REOPEN_LATE: 'CONFLICT',
  /** A referral that was accepted once is not voided. 409 */
  REFERRAL_ACCEPTED_ONCE: 'CONFLICT',
  /** Nobody has proposed to void it. 409 */
  VOID_NOT_PROPOSED: 'CONFLICT',
  /** Somebody has proposed to void it already. 409 */
  VOID_PROPOSED_ALREADY: 'CONFLICT',
  /** Whoever proposed to void it cannot confirm it. 409 */
  VOID_SECOND_PERSON_NEEDED: 'CONFLICT',
  /** The clock was asked for something that is not due; only the worker meets it. 409 */
  CLOCK_NOT_DUE: 'CONFLICT',
  /** The dossier is not open to the viewer, or not any more. 409 */
  GRANT_NOT_LIVE: 'CONFLICT',
  /** A service is rated when its referral is closed. 409 */
  RATING_NOT_YET: 'CONFLICT',
  /** It was rated; a rating is for good. 409 */
  RATING_GIVEN: 'CONFLICT',
  /** The person has as many live subscriptions as there may be (`most`). 429 */
  TOO_MANY_SUBSCRIPTIONS: 'TOO_MANY_REQUESTS',
} as const
