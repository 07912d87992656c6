import { requestKeySchema, versionSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { reassignOpenEnquiries } from '../enquiries/index.ts'
import { carryMergedCases, reseatCases } from '../incubation/index.ts'
import { reassignOpenReferrals } from '../referrals/index.ts'
import { changedTenant, checkVersion, mayChange, reasonSchema, recordChange } from './change-tenant.ts'
import { changeTenant, hasActiveChildren, lockTenants, moveCustodyToSuccessor } from './tenant-store.ts'

const input = z.strictObject({
  key: requestKeySchema,
  tenantId: z.uuid(),
  successorId: z.uuid(),
  version: versionSchema,
  reason: reasonSchema,
})

/**
 * The city centre merges a tenant into another (B-08): its organisations go into the successor's custody, its open referrals, enquiries, grants and
 * running cases to the successor, its own rows and history stay; its calls are closed. Tenants below it must be moved first.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, SUCCESSOR_NOT_FIT, TENANT_HAS_SUBORDINATES
 */
export const mergeTenant = tenantProcedure
  .meta({ can: ['merge', 'Tenant'] })
  .input(input)
  .output(changedTenant)
  .mutation(({ ctx, input }) =>
    answerOnce(
      ctx.tx,
      { personId: ctx.actor.personId, key: input.key, procedure: 'tenants.merge', input, now: ctx.now },
      async () => {
        await mayChange(ctx, 'merge', input.tenantId)
        const rows = await lockTenants(ctx.tx, ctx.actor.networkId, [input.tenantId, input.successorId])
        const [row, successor] = [rows.get(input.tenantId), rows.get(input.successorId)]
        if (!row || !successor) throw notFound()
        checkVersion(row, input.version)
        if (row.status !== 'active' && row.status !== 'suspended')
          throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.status, of: 'tenant' })
        if (row.id === successor.id || successor.status !== 'active' || successor.kind === 'partnerNetwork')
          throw new AppError('SUCCESSOR_NOT_FIT')
        if (await hasActiveChildren(ctx.tx, row)) throw new AppError('TENANT_HAS_SUBORDINATES')
        const changed = await changeTenant(ctx.tx, row, { status: 'merged', successorId: successor.id }, ctx.now)
        await recordChange(ctx, changed, {
          change: 'merged',
          reason: input.reason,
          details: { successorId: successor.id },
        })
        const change = { fromTenantId: row.id, toTenantId: successor.id, basis: 'successor' } as const
        await reassignOpenReferrals(ctx, change)
        await reassignOpenEnquiries(ctx, change)
        await moveCustodyToSuccessor(ctx.tx, row.id)
        await carryMergedCases(ctx, change)
        await reseatCases(ctx, row.id)
        return { id: changed.id, status: changed.status, version: changed.version }
      },
    ),
  )
