/** People: the passwords they choose, the roles that an incubator gives. */
export { faultOfPassword, INITIAL_PASSWORD_HOURS, PASSWORD_LIMITS, type PasswordFault } from './password.ts'
export { rolesGivenIn, ROLES_KEPT } from './roles-given.ts'
