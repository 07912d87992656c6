import { organisationRowSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { searchOrganisations } from './organisation-list-store.ts'
import { refuseOutright } from './standing.ts'

/** Two characters of a name, of its pinyin initials or of a credit code are enough. Control and direction marks find nothing and are dropped. */
const input = z.strictObject({
  text: z
    .string()
    .max(200)
    .transform(text =>
      text
        .toWellFormed()
        .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
        .trim(),
    )
    .refine(text => [...text].length >= 2, { message: 'INPUT_SEARCH_TOO_SHORT' }),
  most: z.int().min(1).max(50).default(20),
})
const output = z.strictObject({
  rows: z.array(organisationRowSchema.extend({ matched: z.enum(['name', 'initials', 'creditCode']) })),
})

/** Organisations in sight by name, pinyin initials or credit code. */
export const search = tenantProcedure
  .meta({ can: ['list', 'Organisation'] })
  .input(input)
  .output(output)
  .query(async ({ ctx, input: { text, most } }) => {
    refuseOutright(ctx.ability, 'list', 'Organisation')
    return { rows: await searchOrganisations(ctx.tx, ctx.actor.networkId, text, most) }
  })
