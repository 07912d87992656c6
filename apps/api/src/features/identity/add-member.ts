import { relationOf, type TenantActor } from '@fuqiao/access'
import { initialPasswordSchema, newPersonSchema, requestKeySchema, rolesSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { type ActingContext, authorise } from '../../rpc/procedures.ts'
import { passwordOfRequest } from './initial-password.ts'
import { mayGive, slowly, takeIn, toldOnce } from './take-in.ts'

const input = z.strictObject({ key: requestKeySchema, ...newPersonSchema.shape, roles: rolesSchema })

/** The acting tenant's own people: nobody's membership yet. */
function mayAdd({ actor, ability, now }: Pick<ActingContext<TenantActor>, 'actor' | 'ability' | 'now'>): void {
  const { networkId, tenantId } = actor
  authorise(ability, 'add', 'Membership', {
    relation: relationOf(actor, 'Membership', { networkId, personId: '', tenantId }, now),
  })
}

/**
 * Takes a person into the acting tenant with roles, and tells an initial password this once. Who is known by the login name and that name in the network
 * gets a further membership and keeps the password they have: the answer is the same, so that nobody learns who works elsewhere. Nobody who speaks for an
 * organisation is taken in: whoever sends one on does not answer for it.
 * @throws ROLES_NOT_GIVEN_HERE, LOGIN_NAME_TAKEN, ALREADY_MEMBER, THREE_ADMINISTRATORS, TOO_MANY_REQUESTS
 */
export const addMember = steppedProcedure
  .meta({ can: ['add', 'Membership'] })
  .input(input)
  .output(z.strictObject({ membershipId: z.uuid(), ...initialPasswordSchema.shape }))
  .mutation(async ({ ctx, input }) => {
    const { key, roles, ...whom } = input
    const actor = await tenantStep(ctx, true, async context => {
      mayAdd(context)
      mayGive(context.actor, roles)
      return context.actor
    })
    return slowly(ctx, actor, async () => {
      const asked = { personId: actor.personId, key, loginName: whom.loginName }
      const password = await passwordOfRequest(ctx.deps.secret, asked, ctx.deps.now())
      const { membershipId, initialUntil } = await tenantStep(ctx, false, context => {
        const { tx, now } = context
        return answerOnce(
          tx,
          { personId: context.actor.personId, key, procedure: 'identity.addMember', input, now },
          async () => {
            mayAdd(context)
            mayGive(context.actor, roles)
            const { tenantId } = context.actor
            const of = { ...whom, tenantId, roles, password, field: 'loginName' }
            return {
              membershipId: await takeIn(tx, context.actor, of, now),
              initialUntil: password.until.toISOString(),
            }
          },
        )
      })
      return { membershipId, ...toldOnce(whom, password, initialUntil) }
    })
  })
