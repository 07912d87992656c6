import { requestKeySchema, versionSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { reassignOpenEnquiries } from '../enquiries/index.ts'
import { reseatCases } from '../incubation/index.ts'
import { reassignOpenReferrals } from '../referrals/index.ts'
import {
  changedTenant,
  checkVersion,
  mayChange,
  reasonSchema,
  recordChange,
  type TreeContext,
} from './change-tenant.ts'
import { changeTenant, findTenant, lockTenants } from './tenant-store.ts'

const input = z.strictObject({
  key: requestKeySchema,
  tenantId: z.uuid(),
  version: versionSchema,
  reason: reasonSchema,
})

/**
 * The city centre suspends a tenant (B-08): its people act nowhere from their next request on; its open referrals and enquiries fall to its superior, and so does its word
 * on cases of those below it. Its own cases stay with their residents, and what is late of them climbs; its calls take no application meanwhile.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT
 */
export const suspendTenant = tenantProcedure
  .meta({ can: ['suspend', 'Tenant'] })
  .input(input)
  .output(changedTenant)
  .mutation(({ ctx, input }) =>
    answerOnce(
      ctx.tx,
      { personId: ctx.actor.personId, key: input.key, procedure: 'tenants.suspend', input, now: ctx.now },
      async () => {
        await mayChange(ctx, 'suspend', input.tenantId)
        const row = (await lockTenants(ctx.tx, ctx.actor.networkId, [input.tenantId])).get(input.tenantId)
        if (!row) throw notFound()
        checkVersion(row, input.version)
        if (row.status !== 'active')
          throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.status, of: 'tenant' })
        const heir = row.parentId ? await nearestActive(ctx, row.parentId) : null
        if (!heir) throw new AppError('NOT_ALLOWED')
        const changed = await changeTenant(ctx.tx, row, { status: 'suspended' }, ctx.now)
        await recordChange(ctx, changed, { change: 'suspended', reason: input.reason })
        const change = { fromTenantId: row.id, toTenantId: heir, basis: 'superior' } as const
        await reassignOpenReferrals(ctx, change)
        await reassignOpenEnquiries(ctx, change)
        await reseatCases(ctx, row.id)
        return { id: changed.id, status: changed.status, version: changed.version }
      },
    ),
  )

/** The nearest superior that is at work. */
async function nearestActive(ctx: TreeContext, tenantId: string): Promise<string | null> {
  for (let at: string | null = tenantId; at;) {
    const row = await findTenant(ctx.tx, ctx.actor.networkId, at)
    if (row.status === 'active') return row.id
    at = row.parentId
  }
  return null
}

/** The city centre lets a suspended tenant work again (B-08); what fell to its superior meanwhile stays there. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT */
export const resumeTenant = tenantProcedure
  .meta({ can: ['resume', 'Tenant'] })
  .input(input)
  .output(changedTenant)
  .mutation(({ ctx, input }) =>
    answerOnce(
      ctx.tx,
      { personId: ctx.actor.personId, key: input.key, procedure: 'tenants.resume', input, now: ctx.now },
      async () => {
        await mayChange(ctx, 'resume', input.tenantId)
        const row = (await lockTenants(ctx.tx, ctx.actor.networkId, [input.tenantId])).get(input.tenantId)
        if (!row) throw notFound()
        checkVersion(row, input.version)
        if (row.status !== 'suspended')
          throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.status, of: 'tenant' })
        const changed = await changeTenant(ctx.tx, row, { status: 'active' }, ctx.now)
        await recordChange(ctx, changed, { change: 'resumed', reason: input.reason })
        return { id: changed.id, status: changed.status, version: changed.version }
      },
    ),
  )
