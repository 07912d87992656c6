/** Errors of the pool of experts and of panels. */
export const panelErrorCodes = {
  /** The account is none of the incubator's reviewers. 422 */
  EXPERT_ACCOUNT_UNKNOWN: 'UNPROCESSABLE_CONTENT',
  /** Another expert of the pool signs in with this account. 409 */
  EXPERT_ACCOUNT_TAKEN: 'CONFLICT',
  /** No panel is due of this case now. 409 */
  PANEL_NOT_DUE: 'CONFLICT',
  /** A panel was called already. 409 */
  PANEL_UNDER_WAY: 'CONFLICT',
  /** Fewer experts are in the lot (`qualified`) than are to be drawn (`needed`). 409 */
  PANEL_TOO_FEW: 'CONFLICT',
  /** The panel stands where this is not done to it (`state`). 409 */
  PANEL_WRONG_STATE: 'CONFLICT',
  /** The seat, or its panel, stands where this is not done to it (`state`, `panel`). 409 */
  PANEL_SEAT_WRONG_STATE: 'CONFLICT',
  /** The seed that was promised cannot be made any more: the panel is called off, and called anew. 409 */
  PANEL_SEED_LOST: 'CONFLICT',
} as const
