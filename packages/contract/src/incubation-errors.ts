/**
 * Errors of incubation cases: what their machine refuses, by the same names (`CASE_VERSION_CONFLICT` leaves as VERSION_CONFLICT), and what is refused
 * before it is asked.
 */
export const incubationErrorCodes = {
  /** The action does not go with the present state (`action`, `state`). 409 */
  CASE_WRONG_STATE: 'CONFLICT',
  /** It is done already, or its day has not come. 409 */
  CASE_TASK_NOT_OPEN: 'CONFLICT',
  /** The call takes no applications today. 409 */
  CASE_CALL_NOT_OPEN: 'CONFLICT',
  /** Answers or papers are missing (`missing`: ids). 422 */
  CASE_APPLICATION_INCOMPLETE: 'UNPROCESSABLE_CONTENT',
  /** Conditions are not met (`conditions`: ids). 409 */
  CASE_CONDITION_UNMET: 'CONFLICT',
  /** Nobody has said whether these are met (`conditions`: ids). 422 */
  CASE_CONDITION_UNDECIDED: 'UNPROCESSABLE_CONTENT',
  /** No reason is given. 422 */
  CASE_REASON_MISSING: 'UNPROCESSABLE_CONTENT',
  /** Something that the step asks for is not written down (`records`: ids). 422 */
  CASE_RECORD_MISSING: 'UNPROCESSABLE_CONTENT',
  /** Criteria without a mark from 0 to 100 (`criteria`: ids). 422 */
  CASE_MARK_MISSING: 'UNPROCESSABLE_CONTENT',
  /** Experts have yet to give their marks (`marks` of `expected`). 409 */
  CASE_PANEL_INCOMPLETE: 'CONFLICT',
  /** No panel was called. 409 */
  CASE_PANEL_NOT_CALLED: 'CONFLICT',
  /** The panel's mean (`mean`) is below what passes (`passMark`). 409 */
  CASE_PANEL_FAILED: 'CONFLICT',
  /** The public notice still runs. 409 */
  CASE_NOTICE_RUNNING: 'CONFLICT',
  /** Objections without an answer (`n`). 409 */
  CASE_OBJECTION_UNANSWERED: 'CONFLICT',
  /** The same person has had a word in this chain. 409 */
  CASE_SAME_HAND: 'CONFLICT',
  /** This side has signed. 409 */
  CASE_SIGNED_ALREADY: 'CONFLICT',
  /** Both sides sign first. 409 */
  CASE_AGREEMENT_UNSIGNED: 'CONFLICT',
  /** The text is another than the one that was shown. 409 */
  CASE_AGREEMENT_CHANGED: 'CONFLICT',
  /** Whoever signs with an account proves who it is: by the mailed code, or where no code can be mailed by the password. 422 */
  SIGNING_PROOF_MISSING: 'UNPROCESSABLE_CONTENT',
  /** No code can be mailed to this person, who signs with the password. 412 */
  SIGNING_BY_PASSWORD: 'PRECONDITION_FAILED',
  /** The password is another. 422 */
  SIGNING_PASSWORD_WRONG: 'UNPROCESSABLE_CONTENT',
  /** Every place is taken. 409 */
  CASE_NO_PLACE_FREE: 'CONFLICT',
  /** The screening takes longer: not before `from`. 409 */
  CASE_ENTRY_TOO_SOON: 'CONFLICT',
  /** The screening has taken longer than it may (`until`). 409 */
  CASE_ENTRY_TOO_LATE: 'CONFLICT',
  /** The breach is none of the network's list. 422 */
  CASE_VIOLATION_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** Warnings come first (`given` of `needed`). 409 */
  CASE_WARNINGS_MISSING: 'CONFLICT',
  /** Longer than what is left of an extension (`most` months). 422 */
  CASE_EXTENSION_TOO_LONG: 'UNPROCESSABLE_CONTENT',
  /** The service is none of the network's. 422 */
  CASE_SERVICE_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** The day lies outside the residency, or is yet to come. 422 */
  CASE_DAY_INVALID: 'UNPROCESSABLE_CONTENT',
  /** This cannot be sent back. 422 */
  CASE_RESULT_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** The organisation has a case under way with this incubator. 409 */
  CASE_UNDER_WAY: 'CONFLICT',
  /** The paper or photo is not among those handed in with the case. 422 */
  CASE_PAPER_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** What was put away of the case is not what its mark says. 409 */
  CASE_ARCHIVE_BROKEN: 'CONFLICT',
  /** A call is open at least `days` days of its unit (`unit`). 422 */
  CALL_TOO_SHORT: 'UNPROCESSABLE_CONTENT',
  /** The public notice has ended, or never was. 409 */
  NOTICE_NOT_RUNNING: 'CONFLICT',
} as const
