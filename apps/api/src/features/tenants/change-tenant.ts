import type { ActionOf } from '@fuqiao/access'
import { relationOf } from '@fuqiao/access'
import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { type ActingContext, authorise } from '../../rpc/procedures.ts'
import type { TenantActor } from '@fuqiao/access'
import { writeAudit } from '../audit/index.ts'
import { type TenantChange, type TenantRow, writeHistory } from './tenant-store.ts'

/** Why the tree is changed: kept in the history for good. */
export const reasonSchema = z.string().trim().min(2).max(500)

/** What every change of the tree answers: the tenant it was about, as it is now. */
export const changedTenant = z.strictObject({ id: z.uuid(), status: z.string(), version: z.int() })

/** A person of a tenant at work on the tree. */
export type TreeContext = ActingContext<TenantActor>

/** May this person do this to this tenant, and is it still the version they looked at? @throws NOT_ALLOWED, VERSION_CONFLICT */
export function checkChange(ctx: TreeContext, action: ActionOf<'Tenant'>, row: TenantRow, version: number): void {
  authorise(ctx.ability, action, 'Tenant', { relation: relationOf(ctx.actor, 'Tenant', row, ctx.now) })
  if (row.version !== version) throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.status })
}

/** History and audit of a change, in its transaction. */
export async function recordChange(ctx: TreeContext, row: TenantRow, change: TenantChange, reason: string, details: Record<string, unknown> = {}): Promise<void> {
  await writeHistory(ctx.tx, row, { change, reason, personName: ctx.actor.personName, now: ctx.now })
  await writeAudit(ctx.tx, ctx.actor, { action: `tenant.${change}`, subjectKind: 'tenant', subjectId: row.id, at: ctx.now, details: { ...details, version: row.version } })
}
