/** Errors of filing community organisations (备案). */
export const filingErrorCodes = {
  /** Incubators of the acting one's tier keep no filing register; `tiers` names those that do, empty where the network files nobody. 422 */
  FILING_NOT_AT_TIER: 'UNPROCESSABLE_CONTENT',
  /** The organisation is registered: it is not filed. 422 */
  FILING_NOT_FOR_REGISTERED: 'UNPROCESSABLE_CONTENT',
  /** The group has fewer members than `least`. 422 */
  FILING_TOO_FEW_MEMBERS: 'UNPROCESSABLE_CONTENT',
  /** The organisation has applied, or is filed (`state`). 409 */
  FILING_OPEN: 'CONFLICT',
  /** The action does not go with the present state (`state`). 409 */
  FILING_WRONG_STATE: 'CONFLICT',
  /** Only what is filed or in preparation grows into a registered organisation. 409 */
  ORGANISATION_REGISTERED_ALREADY: 'CONFLICT',
} as const
