import { abilityOfRoles, mightBeAllowed, type Role } from '@fuqiao/access'
import type { SessionView } from '#lib/api.ts'

/** Whether the person may take others into the incubator that they act for, by the permission book. For servers: pages do not carry the book. */
export function mayAddMembers(session: SessionView | null): boolean {
  const roles = (session?.acting?.roles ?? []) as Role[]
  return mightBeAllowed(abilityOfRoles({ roles, isRoot: session?.isRoot === true }), 'add', 'Membership')
}
