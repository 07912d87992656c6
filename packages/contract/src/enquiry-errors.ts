/** Errors of blind enquiries: what their machine refuses, by the same names (`ENQUIRY_NOT_YOURS` leaves as NOT_ALLOWED, `ENQUIRY_VERSION_CONFLICT` as VERSION_CONFLICT), and what is refused before it is asked. */
export const enquiryErrorCodes = {
  /** The action does not go with the present state (`action`, `state`). 409 */
  ENQUIRY_WRONG_STATE: 'CONFLICT',
  /** The one chosen has not said that it can (`answer`). 409 */
  ENQUIRY_CANNOT_BE_CHOSEN: 'CONFLICT',
  /** No reason is given. 422 */
  ENQUIRY_REASON_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The reason is not of the profile's list. 422 */
  ENQUIRY_REASON_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** The reason asks for words. 422 */
  ENQUIRY_TEXT_MISSING: 'UNPROCESSABLE_CONTENT',
  /** No day is given, or it would begin before today. 422 */
  ENQUIRY_FROM_PAST: 'UNPROCESSABLE_CONTENT',
  /** Nobody answers any more (`outcome`). 409 */
  ENQUIRY_SETTLED: 'CONFLICT',
  /** More incubators than an enquiry may ask (`most`). 422 */
  ENQUIRY_TOO_MANY_TARGETS: 'UNPROCESSABLE_CONTENT',
  /** One of those to be asked is the sender itself. 422 */
  ENQUIRY_TARGET_IS_SENDER: 'UNPROCESSABLE_CONTENT',
  /** One of those to be asked takes no referrals (`name`). 409 */
  ENQUIRY_TARGET_NOT_OPEN: 'CONFLICT',
  /** An enquiry of this organisation about this need is under way (`number`). 409 */
  ENQUIRY_UNDER_WAY: 'CONFLICT',
} as const
