import { directionSchema, idSchema, referralModeSchema, referralStateSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { type CountRow, readRange, readReferralCounts } from './counts-store.ts'

const countSchema = z.strictObject({
  state: referralStateSchema,
  direction: directionSchema.nullable(),
  mode: referralModeSchema,
  isOverdue: z.boolean(),
  isEscalated: z.boolean(),
  n: z.int(),
})

/** What a superior who is no party sees of referrals below it: how many there are, by state and direction, and nothing else. */
export const countBelow = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(z.strictObject({ tenantId: idSchema.optional() }))
  .output(
    z.strictObject({ sent: z.array(countSchema), received: z.array(countSchema), touching: z.array(countSchema) }),
  )
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability } = ctx
    const own = { low: actor.scopeLow, high: actor.scopeHigh }
    const range = input.tenantId === undefined ? own : await readRange(tx, actor.networkId, input.tenantId)
    if (!range || range.low < own.low || range.high > own.high) throw notFound()
    authorise(ability, 'read', 'Dashboard', { relation: range.low === own.low ? 'own' : 'superior' })
    const rows = await readReferralCounts(tx, range)
    const side = (wanted: CountRow['side']) => summed(rows.filter(row => row.side === wanted))
    return { sent: side('sent'), received: side('received'), touching: side('touching') }
  })

type Count = z.infer<typeof countSchema>

/** The same descriptions of different tenants as one figure. */
function summed(rows: readonly CountRow[]): Count[] {
  const sums = new Map<string, Count>()
  for (const { state, direction, mode, isOverdue, isEscalated, n } of rows) {
    const key = [state, direction, mode, isOverdue, isEscalated].join('|')
    const known = sums.get(key)
    if (known) known.n += n
    else sums.set(key, { state, direction, mode, isOverdue, isEscalated, n } as Count)
  }
  return [...sums.values()]
}
