import type { TenantActor } from '@fuqiao/access'
import type { AssignmentRowView } from '@fuqiao/contract'
import { isAssignmentLate, isAssignmentOver } from '@fuqiao/domain/assignment'
import { sidesOf } from './assignment-facts.ts'
import type { JoinedAssignment } from './assignment-store.ts'

/** An assignment as a list shows it. */
export function assignmentRowView(
  { row, tenant, issuer }: JoinedAssignment,
  { tenantId }: Pick<TenantActor, 'tenantId'>,
  now: Date,
): AssignmentRowView {
  const { id, number, version, kind, origin, state, title, dueOn, dueAt, updatedAt } = row
  const sides = sidesOf(row, tenantId)
  const isWithResponsible = state !== 'reported' && !isAssignmentOver(row)
  return {
    ...{ id, number, version, kind, origin, state, title, issuer, tenant, dueOn },
    as: sides.length === 2 ? 'both' : (sides[0] ?? 'superior'),
    dueAt: dueAt?.toISOString() ?? null,
    isLate: isAssignmentLate(row, now),
    isMine: (sides.includes('responsible') && isWithResponsible) || (sides.includes('issuer') && state === 'reported'),
    updatedAt: updatedAt.toISOString(),
  }
}
