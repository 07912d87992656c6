/** Errors of people and their passwords. */
export const peopleErrorCodes = {
  /** The initial password was not used in time: whoever gave it gives another. 401 */
  INITIAL_PASSWORD_ENDED: 'UNAUTHORIZED',
  /** The person has the password that they were given, and must choose their own first. 403 */
  PASSWORD_IS_INITIAL: 'FORBIDDEN',
  /** The present password is another. 422 */
  PASSWORD_WRONG: 'UNPROCESSABLE_CONTENT',
  /** The login name is somebody else's, as far as one may know. 409 */
  LOGIN_NAME_TAKEN: 'CONFLICT',
  /** The person has a place here already. 409 */
  ALREADY_MEMBER: 'CONFLICT',
  /** The incubator may not give these roles (`roles`). 422 */
  ROLES_NOT_GIVEN_HERE: 'UNPROCESSABLE_CONTENT',
  /** Nobody else holds `role` for good: somebody must have it first. 409 */
  LAST_OF_ROLE: 'CONFLICT',
  /** System, security and audit administrator are three people. 409 */
  THREE_ADMINISTRATORS: 'CONFLICT',
  /** The membership is over. 409 */
  MEMBERSHIP_ENDED: 'CONFLICT',
  /** Somebody is at work in the incubator: its own administrator takes people in. 409 */
  TENANT_HAS_PEOPLE: 'CONFLICT',
} as const
