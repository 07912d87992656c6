import { requestKeySchema, versionSchema } from '@fuqiao/contract'
import { MAX_DEPTH, TIERS } from '@fuqiao/domain'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { reseatCases } from '../incubation/index.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { changedTenant, checkVersion, mayChange, reasonSchema, recordChange } from './change-tenant.ts'
import {
  changeTenant,
  findTenant,
  lockForMove,
  lockSubtree,
  lockTenants,
  moveTenants,
  redeskReferrals,
  takeSlot,
  waitForFigures,
} from './tenant-store.ts'
import { movedPlaces } from './tree-move.ts'

const input = z.strictObject({
  key: requestKeySchema,
  tenantId: z.uuid(),
  parentId: z.uuid(),
  version: versionSchema,
  reason: reasonSchema,
})

/**
 * The city centre puts a tenant, with all below it, under another superior (B-08). In one transaction every row of theirs gets its new place,
 * so the old superior loses sight and the new one gains it at the same instant; open referrals find their common superior anew,
 * and what waits of cases at the old superior goes to the new one.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PARENT_NOT_ACTIVE, TENANT_UNDER_ITSELF, TENANT_TIER_ORDER, TENANT_TOO_DEEP
 */
export const reparentTenant = tenantProcedure
  .meta({ can: ['reparent', 'Tenant'] })
  .input(input)
  .output(changedTenant)
  .mutation(({ ctx, input }) =>
    answerOnce(
      ctx.tx,
      { personId: ctx.actor.personId, key: input.key, procedure: 'tenants.reparent', input, now: ctx.now },
      async () => {
        await mayChange(ctx, 'reparent', input.tenantId)
        const { networkId } = ctx.actor
        await waitForFigures(ctx.tx, networkId)
        const rows = await lockTenants(ctx.tx, networkId, [input.tenantId, input.parentId])
        const [row, parent] = [rows.get(input.tenantId), rows.get(input.parentId)]
        if (!row || !parent) throw notFound()
        checkVersion(row, input.version)
        if (parent.status !== 'active' || parent.kind === 'partnerNetwork') throw new AppError('PARENT_NOT_ACTIVE')
        if (parent.scopeKey >= row.scopeKey && parent.scopeKey <= row.scopeHigh)
          throw new AppError('TENANT_UNDER_ITSELF')
        const tierStep = TIERS.indexOf(row.tier) - TIERS.indexOf(parent.tier)
        if (row.kind === 'administrative' ? tierStep <= 0 : tierStep < 0)
          throw new AppError('TENANT_TIER_ORDER', { tier: row.tier, parentTier: parent.tier })
        await lockForMove(ctx.tx, row.id)
        const subtree = await lockSubtree(ctx.tx, row)
        const places = movedPlaces(subtree, parent, await takeSlot(ctx.tx, parent))
        if (!places) throw new AppError('TENANT_TOO_DEEP', { levels: MAX_DEPTH })
        await moveTenants(ctx.tx, networkId, places, ctx.now)
        const changed = await changeTenant(
          ctx.tx,
          await findTenant(ctx.tx, networkId, row.id),
          { parentId: parent.id },
          ctx.now,
        )
        await recordChange(ctx, changed, {
          change: 'reparented',
          reason: input.reason,
          details: { parentId: parent.id, before: row.parentId, moved: places.length },
        })
        await redeskReferrals(
          ctx.tx,
          places.map(({ id }) => id),
        )
        await reseatCases(ctx, row.id)
        return { id: changed.id, status: changed.status, version: changed.version }
      },
    ),
  )
