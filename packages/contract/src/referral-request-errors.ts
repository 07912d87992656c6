/** Errors of asking for an organisation (调入申请). All are answered from the asker's own rows and its own place: none tells of anybody else. */
export const referralRequestErrorCodes = {
  /** The asker has asked as often as it may today (`most`). 429 */
  REFERRAL_REQUEST_DAILY_LIMIT: 'TOO_MANY_REQUESTS',
  /** The asker's own request for the same organisation is still open (`number`). 409 */
  REFERRAL_REQUEST_OPEN: 'CONFLICT',
  /** The asker itself takes no referrals. 409 */
  REFERRAL_REQUEST_TAKES_NONE: 'CONFLICT',
} as const
