import { savePartyInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { placeFor } from './standing.ts'
import { writeParty } from './upkeep-store.ts'

/** The acting incubator says what there is of the Party in it (W-15). @throws NOT_ALLOWED, VERSION_CONFLICT, INPUT_INVALID for a day to come */
export const saveParty = tenantProcedure
  .meta({ can: ['keepParty', 'Upkeep'] })
  .input(savePartyInput)
  .output(z.strictObject({ version: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { networkId, tenantId, scopeKey } = await placeFor(ctx, 'Upkeep', 'keepParty')
    const { version, foundedOn } = input
    if (foundedOn !== null && foundedOn > civilDateOf(now))
      throw new AppError('INPUT_INVALID', {}, { foundedOn: 'INPUT_DAY_IN_FUTURE' })
    await writeParty(tx, { networkId, tenantId, scopeKey, ...input, updatedAt: now })
    await writeAudit(tx, actor, {
      ...{ action: 'upkeep.saveParty', subjectKind: 'Upkeep', subjectId: tenantId, at: now },
      details: { form: input.form, version: version + 1 },
    })
    return { version: version + 1 }
  })
