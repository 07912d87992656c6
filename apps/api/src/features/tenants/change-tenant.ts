import type { ActionOf } from '@fuqiao/access'
import { relationOf } from '@fuqiao/access'
import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { type ActingContext, authorise } from '../../rpc/procedures.ts'
import type { TenantActor } from '@fuqiao/access'
import { writeAudit } from '../audit/index.ts'
import { findTenant, type TenantChange, type TenantRow, writeHistory } from './tenant-store.ts'

/** Why the tree is changed: kept in the history for good. */
export const reasonSchema = z.string().trim().min(2).max(500)

/** What every change of the tree answers: the tenant it was about, as it is now. */
export const changedTenant = z.strictObject({ id: z.uuid(), status: z.string(), version: z.int() })

/** A person of a tenant at work on the tree. */
export type TreeContext = ActingContext<TenantActor>

/** May this person do this to this tenant? Asked before any row is locked: the wall lets only the top lock the tree's rows. @throws NOT_FOUND, NOT_ALLOWED */
export async function mayChange(ctx: TreeContext, action: ActionOf<'Tenant'>, tenantId: string): Promise<void> {
  const row = await findTenant(ctx.tx, ctx.actor.networkId, tenantId)
  authorise(ctx.ability, action, 'Tenant', { relation: relationOf(ctx.actor, 'Tenant', row, ctx.now) })
}

/** Is the locked tenant still the version the person looked at? @throws VERSION_CONFLICT naming the present state */
export function checkVersion(row: TenantRow, version: number): void {
  if (row.version !== version)
    throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.status, of: 'tenant' })
}

/** What was done to the tree, why, and what else an auditor wants to know of it. */
type Recorded = { change: TenantChange; reason: string; details?: Record<string, unknown> }

/** History and audit of a change, in its transaction. */
export async function recordChange(
  ctx: TreeContext,
  row: TenantRow,
  { change, reason, details = {} }: Recorded,
): Promise<void> {
  await writeHistory(ctx.tx, row, { change, reason, personName: ctx.actor.personName, now: ctx.now })
  await writeAudit(ctx.tx, ctx.actor, {
    action: `tenant.${change}`,
    subjectKind: 'tenant',
    subjectId: row.id,
    at: ctx.now,
    details: { ...details, version: row.version },
  })
}
