import type { TenantActor } from '@fuqiao/access'
import { mightBeAllowed } from '@fuqiao/access'
import { auditRowSchema, listAuditInput, pageOf, pageSize } from '@fuqiao/contract'
import { AppError } from '../../rpc/app-error.ts'
import { type ActingContext, tenantProcedure } from '../../rpc/procedures.ts'
import { readTrail, type TrailOf } from './audit-list-store.ts'

/** Whose trail the actor reads: at the top of a network everyone's, elsewhere its own tenant's. @throws NOT_ALLOWED for a role that reads no trail */
export function trailOf(ctx: ActingContext<TenantActor>, action: 'list' | 'export'): TrailOf {
  if (!mightBeAllowed(ctx.ability, action, 'AuditEntry')) throw new AppError('NOT_ALLOWED')
  const { networkId, tenantId, isRoot } = ctx.actor
  return { networkId, tenantId: isRoot ? null : tenantId }
}

/** A page of the audit trail, newest first unless sorted otherwise. */
export const list = tenantProcedure
  .meta({ can: ['list', 'AuditEntry'] })
  .input(listAuditInput)
  .output(pageOf(auditRowSchema))
  .query(async ({ ctx, input }) => {
    const found = await readTrail(ctx.tx, trailOf(ctx, 'list'), { ...input, most: pageSize + 1 })
    const rows = found.slice(0, pageSize)
    const last = found.length > pageSize ? rows.at(-1) : undefined
    return { rows, next: last ? { at: last.at, id: last.id } : null }
  })
