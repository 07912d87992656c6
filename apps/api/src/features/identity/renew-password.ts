import { relationOf, type TenantActor } from '@fuqiao/access'
import { idSchema, initialPasswordSchema } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { z } from 'zod'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { type ActingContext, authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { newInitialPassword } from './initial-password.ts'
import { findMember } from './me-store.ts'
import { loginNamesOf, renewPassword as renew } from './people-store.ts'
import { toldOnce } from './take-in.ts'

async function findHelped({ tx, actor, ability, now }: ActingContext<TenantActor>, membershipId: string) {
  const row = await findMember(tx, actor.networkId, membershipId)
  if (!row) throw notFound()
  authorise(ability, 'renewPassword', 'Membership', { relation: relationOf(actor, 'Membership', row, now) })
  if (row.until && row.until <= now) throw new AppError('MEMBERSHIP_ENDED')
  return row
}

/**
 * Gives a member of the acting tenant an initial password in place of a forgotten one, told this once, and ends their sessions. It counts for somebody
 * who works here alone; who works elsewhere too keeps the password they have, and the answer is the same. @throws NOT_FOUND, NOT_ALLOWED, MEMBERSHIP_ENDED
 */
export const renewPassword = steppedProcedure
  .meta({ can: ['renewPassword', 'Membership'] })
  .input(z.strictObject({ membershipId: idSchema }))
  .output(initialPasswordSchema)
  .mutation(async ({ ctx, input: { membershipId } }) => {
    const { deps } = ctx
    const { displayName } = await tenantStep(ctx, true, context => findHelped(context, membershipId))
    const password = await newInitialPassword(deps.now())
    await tenantStep(ctx, false, async context => {
      const row = await findHelped(context, membershipId)
      await renew(context.tx, { membershipId, passwordHash: password.hash, initialUntil: password.until })
      await writeAudit(context.tx, context.actor, {
        action: 'membership.renewPassword',
        subjectKind: 'membership',
        subjectId: row.id,
        at: context.now,
      })
    })
    const names = await asSystem(deps.db, tx => loginNamesOf(tx, [membershipId]))
    const whom = { loginName: names.get(membershipId) ?? '', displayName }
    return toldOnce(whom, password, password.until.toISOString())
  })
