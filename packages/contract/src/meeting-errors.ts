/** Errors of the joint meeting and of assignments: what their machines refuse, by the same names (`…_NOT_YOURS` leaves as NOT_ALLOWED, `…_VERSION_CONFLICT` as VERSION_CONFLICT), and what is refused before they are asked. */
export const meetingErrorCodes = {
  /** The action does not go with the present state (`state`). 409 */
  MEETING_WRONG_STATE: 'CONFLICT',
  /** The day of the meeting has not come. 409 */
  MEETING_NOT_YET: 'CONFLICT',
  /** Nobody has a seat: a meeting has somebody to convene. 409 */
  MEETING_NO_SEATS: 'CONFLICT',
  /** Minutes are kept before a meeting is closed. 409 */
  MEETING_MINUTES_MISSING: 'CONFLICT',
  /** The item was taken or set aside (`state`). 409 */
  AGENDA_ITEM_SETTLED: 'CONFLICT',
  /** The incubator has a seat. 409 */
  JOINT_SEAT_THERE: 'CONFLICT',
  /** The seat has ended. 409 */
  JOINT_SEAT_ENDED: 'CONFLICT',
  /** Only members of the joint meeting can sit there. 422 */
  JOINT_SITTER_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** The action does not go with the present state (`state`). 409 */
  ASSIGNMENT_WRONG_STATE: 'CONFLICT',
  /** A report says what was done, and whoever sends back or withdraws says why. 422 */
  ASSIGNMENT_WORDS_MISSING: 'UNPROCESSABLE_CONTENT',
  /** Assignments are given to incubators below. 422 */
  ASSIGNMENT_NOT_BELOW: 'UNPROCESSABLE_CONTENT',
} as const
