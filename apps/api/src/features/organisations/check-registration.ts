import { organisationNameSchema, possibleDuplicateSchema } from '@fuqiao/contract'
import { CREDIT_CODE_WARNINGS, checkCreditCode } from '@fuqiao/domain/organisation'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { possibleDuplicates } from './possible-duplicates.ts'

const input = z.strictObject({
  name: organisationNameSchema,
  creditCode: z.string().trim().max(40).optional(),
  exceptId: z.uuid().optional(),
})
const output = z.strictObject({
  /** The code as it would be kept, what speaks against it, and what to look at although it is sound. */
  creditCode: z
    .strictObject({
      code: z.string(),
      reason: z.enum(CREDIT_CODE_WARNINGS).nullable(),
      hint: z.literal('CREDIT_CODE_OTHER_AUTHORITY').nullable(),
    })
    .nullable(),
  duplicates: z.array(possibleDuplicateSchema),
})

/** What an officer should know before registering: the code's doubts and organisations in sight that look the same. */
export const checkRegistration = tenantProcedure
  .meta({ can: ['register', 'Organisation'] })
  .input(input)
  .output(output)
  .query(async ({ ctx, input: { name, creditCode, exceptId } }) => {
    authorise(ctx.ability, 'register', 'Organisation', { relation: 'own' })
    const check = creditCode ? checkCreditCode(creditCode) : null
    const duplicates = await possibleDuplicates(ctx.tx, ctx.actor.networkId, {
      name,
      creditCode: check?.code ?? null,
      exceptId: exceptId ?? null,
    })
    return {
      creditCode: check && {
        code: check.code,
        reason: check.outcome === 'warning' ? check.reason : null,
        hint: check.hint,
      },
      duplicates,
    }
  })
