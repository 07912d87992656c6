import { z } from 'zod'
import { actorProcedure } from '../../rpc/procedures.ts'
import { childDivisions } from './network-store.ts'

const divisionLine = z.strictObject({
  code: z.string(),
  name: z.string(),
  /** 1 province or municipality, 2 city or prefecture, 3 district or county, 4 street or township, 5 community or village. */
  level: z.int(),
  kind: z.string(),
  isStatisticalOnly: z.boolean(),
  childCount: z.int(),
})

/** The divisions directly below one, or with null the network's own: a picker opens them level by level. */
export const divisions = actorProcedure
  .meta({ can: ['read', 'Network'] })
  .input(
    z.strictObject({
      parentCode: z
        .string()
        .regex(/^\d{2,12}$/)
        .nullable(),
    }),
  )
  .output(z.array(divisionLine))
  .query(({ ctx, input }) => childDivisions(ctx.tx, ctx.actor.networkId, input.parentCode))
