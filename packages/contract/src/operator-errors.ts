/** Errors of who runs an incubator. */
export const operatorErrorCodes = {
  /** An operator runs it already, or is appointed to: it is handed over, not appointed anew. 409 */
  OPERATOR_THERE: 'CONFLICT',
  /** That operator has ended. 409 */
  OPERATOR_ENDED: 'CONFLICT',
  /** Conditions that must be met are not (`count`); `fields` names each. 422 */
  OPERATOR_CONDITIONS_UNMET: 'UNPROCESSABLE_CONTENT',
} as const
