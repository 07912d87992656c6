/** Errors of reports: what their machine refuses, by the same names (`…_NOT_YOURS` leaves as NOT_ALLOWED, `…_VERSION_CONFLICT` as VERSION_CONFLICT), and what is refused before it is asked. */
export const reportErrorCodes = {
  /** The action does not go with the present state (`state`). 409 */
  REPORT_WRONG_STATE: 'CONFLICT',
  /** Whoever sends back or excuses says why. 422 */
  REPORT_WORDS_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The figures were not compiled. 409 */
  REPORT_NOT_COMPILED: 'CONFLICT',
  /** `count` parts that must be written are not. 409 */
  REPORT_PARTS_MISSING: 'CONFLICT',
  /** `count` reports from below are neither accepted nor excused. 409 */
  REPORT_CHILDREN_OPEN: 'CONFLICT',
  /** `count` facts were drawn and not looked at. 409 */
  REPORT_CHECK_OPEN: 'CONFLICT',
  /** Facts were drawn of this submission before. 409 */
  REPORT_CHECK_DRAWN: 'CONFLICT',
  /** No fact stands behind the figures: there is nothing to draw. 409 */
  REPORT_CHECK_NOTHING: 'CONFLICT',
  /** The figure stands as it was reported or last restated. 409 */
  REPORT_FIGURE_SAME: 'CONFLICT',
} as const
