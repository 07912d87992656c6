import type { Role } from '../profile/vocabulary.ts'

const everywhere = [
  'director',
  'caseWorker',
  'referralDesk',
  'finance',
  'reviewer',
  'auditor',
  'tenantAdmin',
  'supervisingUnit',
  'leadingOffice',
] as const
const atTheTop = ['jointMeetingMember', 'systemAdmin', 'securityAdmin', 'auditAdmin'] as const

/** Roles that an incubator is never left without by a change: who held it last keeps it until somebody else has it. */
export const ROLES_KEPT = ['director', 'tenantAdmin'] as const satisfies readonly Role[]

/**
 * The roles that an incubator may give to its people. The installation's three administrators, and the seat in the joint meeting, whose figures reach
 * across the whole network, are the centre's to give; an organisation's account is nobody's post.
 */
export function rolesGivenIn({ isRoot }: { isRoot: boolean }): readonly Role[] {
  return isRoot ? [...everywhere, ...atTheTop] : everywhere
}
