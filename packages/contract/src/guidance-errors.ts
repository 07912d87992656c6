/** Errors of standards, service items and the publishing desk. */
export const guidanceErrorCodes = {
  /** Another standard has this code. 409 */
  STANDARD_CODE_TAKEN: 'CONFLICT',
  /** A version of the standard is being written. 409 */
  STANDARD_DRAFT_THERE: 'CONFLICT',
  /** The action does not go with the present state (`state`). 409 */
  STANDARD_WRONG_STATE: 'CONFLICT',
  /** Another standard (`code`) holds for one of the services. 409 */
  STANDARD_COVERS_TWICE: 'CONFLICT',
  /** Nobody below is of the tiers and kinds that were named. 422 */
  SERVICE_ITEM_NOBODY: 'UNPROCESSABLE_CONTENT',
  /** The item was ended. 409 */
  SERVICE_ITEM_ENDED: 'CONFLICT',
  /** The item is not asked of the incubator, for this service, on this day. 422 */
  SERVICE_ITEM_NOT_FIT: 'UNPROCESSABLE_CONTENT',
  /** It is not this incubator that is to acknowledge it. 409 */
  ACKNOWLEDGE_NOT_ASKED: 'CONFLICT',
  /** Somebody of the incubator acknowledged it before. 409 */
  ACKNOWLEDGED_ALREADY: 'CONFLICT',
  /** The action does not go with the present state (`state`). 409 */
  PUBLICATION_WRONG_STATE: 'CONFLICT',
  /** A version of the publication is being written. 409 */
  PUBLICATION_IN_HAND: 'CONFLICT',
  /** The publication was withdrawn. 409 */
  PUBLICATION_WITHDRAWN: 'CONFLICT',
  /** A publication takes `most` papers. 422 */
  PUBLICATION_TOO_MANY_PAPERS: 'UNPROCESSABLE_CONTENT',
} as const
