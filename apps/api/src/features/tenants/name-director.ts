import { initialPasswordSchema, requestKeySchema } from '@fuqiao/contract'
import { z } from 'zod'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { sqlStateOf } from '../../rpc/error-format.ts'
import { toldOnce } from '../identity/index.ts'
import { mayChange, type TreeContext } from './change-tenant.ts'
import { firstPeople, seatFirstPeople, withPasswords } from './first-people.ts'

const input = z.strictObject({ key: requestKeySchema, tenantId: z.uuid(), ...firstPeople })

/** The centre names people in tenants below it; its own are its administrator's to take in. */
async function mayName(context: TreeContext, tenantId: string): Promise<void> {
  await mayChange(context, 'open', tenantId)
  if (tenantId === context.actor.tenantId) throw new AppError('TENANT_HAS_PEOPLE')
}

/**
 * The city centre names who directs a tenant in which nobody has got to work: one that was opened without anybody, or whose initial password nobody used
 * in time. Who was named before is named again with another password. @throws NOT_FOUND, NOT_ALLOWED, TENANT_HAS_PEOPLE, LOGIN_NAME_TAKEN, TOO_MANY_REQUESTS
 */
export const nameDirector = steppedProcedure
  .meta({ can: ['open', 'Tenant'] })
  .input(input)
  .output(z.strictObject({ people: z.array(initialPasswordSchema) }))
  .mutation(async ({ ctx, input }) => {
    const actor = await tenantStep(ctx, true, async context => {
      await mayName(context, input.tenantId)
      return context.actor
    })
    return withPasswords(ctx, actor, input, async people => {
      const { initialUntil } = await tenantStep(ctx, false, async context => {
        const { tx, now } = context
        const request = {
          personId: context.actor.personId,
          key: input.key,
          procedure: 'tenants.nameDirector',
          input,
          now,
        }
        return answerOnce(tx, request, async () => {
          await mayName(context, input.tenantId)
          return { initialUntil: await seatFirstPeople(context, input.tenantId, people) }
        })
      }).catch((error: unknown) => {
        // The gate's word: somebody is at work there.
        if (sqlStateOf(error) === '42501') throw new AppError('TENANT_HAS_PEOPLE')
        throw error
      })
      return { people: people.map(({ whom, password }) => toldOnce(whom, password, initialUntil)) }
    })
  })
