/** Errors of writing the rules of a network. */
export const rulesErrorCodes = {
  /** There is a draft already (`version`): one at a time. 409 */
  RULES_DRAFT_EXISTS: 'CONFLICT',
  /** The version is in another state (`state`) than this is done in. 409 */
  RULES_NOT_NOW: 'CONFLICT',
  /** The draft says what is in force already. 409 */
  RULES_UNCHANGED: 'CONFLICT',
  /** As it stands, the draft was not tried out to the end on the rules in force. 409 */
  RULES_NOT_TRIED: 'CONFLICT',
  /** Another version waits for its day (`version`): it is to be taken back first. 409 */
  RULES_SCHEDULED: 'CONFLICT',
  /** The day is past, or more than a year ahead. 422 */
  RULES_DAY_INVALID: 'UNPROCESSABLE_CONTENT',
  /** A trial or a move is under way. 409 */
  RULES_PASS_RUNNING: 'CONFLICT',
  /** No running case is under that version, or it is the version in force. 409 */
  RULES_NOTHING_TO_MOVE: 'CONFLICT',
} as const
