/** Errors of targets that are split among incubators: what the machine refuses, by the same names (`TARGET_NOT_YOURS` leaves as NOT_ALLOWED, `TARGET_VERSION_CONFLICT` as VERSION_CONFLICT), and what is refused before it is asked. */
export const targetErrorCodes = {
  /** The action does not go with the present state (`state`). 409 */
  TARGET_WRONG_STATE: 'CONFLICT',
  /** Whoever departs from what was said says why. 422 */
  TARGET_REASON_MISSING: 'UNPROCESSABLE_CONTENT',
  /** The figure was said already: it is agreed to, not said again. 422 */
  TARGET_SAME_VALUE: 'UNPROCESSABLE_CONTENT',
  /** The figure stays below what the document asks of the place (`floor`), without a reason. 422 */
  TARGET_BELOW_FLOOR: 'UNPROCESSABLE_CONTENT',
  /** There is no total to be split. 409 */
  TARGET_NO_TOTAL: 'CONFLICT',
  /** The total was given by the superior and signed: it changes by a new round with it. 409 */
  TARGET_TOTAL_GIVEN: 'CONFLICT',
  /** Shares are given to incubators at work directly below. 422 */
  TARGET_NOT_CHILD: 'UNPROCESSABLE_CONTENT',
  /** A share of something is reckoned anew at every place: nothing of it can be split. 422 */
  TARGET_NOT_SPLIT: 'UNPROCESSABLE_CONTENT',
} as const
