/** Errors of cooperation agreements: what their machine refuses, by the same names (`AGREEMENT_NOT_YOURS` leaves as NOT_ALLOWED, `AGREEMENT_VERSION_CONFLICT` as VERSION_CONFLICT), and what is refused before it is asked. */
export const agreementErrorCodes = {
  /** The action does not go with the present state (`action`, `state`). 409 */
  AGREEMENT_WRONG_STATE: 'CONFLICT',
  /** The terms cannot be proposed as they stand (`field`, `fault`). 422 */
  AGREEMENT_TERMS_INVALID: 'UNPROCESSABLE_CONTENT',
  /** Its last day has passed. 409 */
  AGREEMENT_TERM_PAST: 'CONFLICT',
  /** This side has signed. 409 */
  AGREEMENT_SIGNED_ALREADY: 'CONFLICT',
  /** Nobody is named as signing. 422 */
  AGREEMENT_SIGNATORY_MISSING: 'UNPROCESSABLE_CONTENT',
  /** No reason is given. 422 */
  AGREEMENT_REASON_MISSING: 'UNPROCESSABLE_CONTENT',
  AGREEMENT_PAUSED_ALREADY: 'CONFLICT',
  AGREEMENT_NOT_PAUSED: 'CONFLICT',
  /** What it paused for still stands (`cause`). 409 */
  AGREEMENT_PAUSE_STANDS: 'CONFLICT',
  /** Only an agreement in force between sender and target is cited. 409 */
  AGREEMENT_NOT_CITABLE: 'CONFLICT',
} as const
