import { type Actor, type Relation, relationOf, type TenantActor } from '@fuqiao/access'
import type { AssignmentClock, AssignmentSide, AssignmentViewer } from '@fuqiao/domain/assignment'
import type { AssignmentRow } from './assignment-store.ts'

/** How the actor stands to the assignment, as the permissions and the wall say. */
export const standingToAssignment = (actor: Actor, row: AssignmentRow, now: Date): Relation =>
  relationOf(actor, 'Assignment', row, now)

/** Which sides of an assignment a tenant is. */
export function sidesOf(row: AssignmentRow, tenantId: string): AssignmentSide[] {
  return [
    ...(row.issuerTenantId === tenantId ? (['issuer'] as const) : []),
    ...(row.tenantId === tenantId ? (['responsible'] as const) : []),
  ]
}

/** Who looks at it, as the machine asks. */
export const viewerOf = (row: AssignmentRow, { tenantId, roles }: TenantActor): AssignmentViewer => ({
  sides: sidesOf(row, tenantId),
  roles,
})

/** Its clock as it is stored. */
export const clockOf = ({ state, remindAt, escalateAt, remindedAt, level }: AssignmentRow): AssignmentClock => ({
  ...{ state, remindAt, escalateAt, level },
  isReminded: remindedAt !== null,
})
