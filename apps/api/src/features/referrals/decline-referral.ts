import { declineInput, referralChanged } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { notFound } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { readNodes } from './effects-store.ts'
import { transit } from './transit.ts'

/** The target's director declines (退回) for a coded reason, and may name a better target. The preview is gone for the target. */
export const declineReferral = tenantProcedure
  .meta({ can: ['decline', 'Referral'] })
  .input(declineInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) =>
    transit(ctx, {
      procedure: 'referrals.decline',
      input,
      may: 'decline',
      command: { action: 'decline', reasonCode: input.reasonCode, text: input.text },
      data: { reasonCode: input.reasonCode },
      note: input.text,
      columns: {
        decidedAt: ctx.now,
        declineCode: input.reasonCode,
        declineText: input.text,
        betterTenantId: input.betterTenantId,
      },
      check: () => checkBetterTenant(ctx.tx, ctx.actor.networkId, input.betterTenantId),
    }),
  )

async function checkBetterTenant(tx: Tx, networkId: number, betterTenantId: string | null): Promise<void> {
  if (betterTenantId === null) return
  const [better] = await readNodes(tx, networkId, [betterTenantId])
  if (!better) throw notFound()
}
