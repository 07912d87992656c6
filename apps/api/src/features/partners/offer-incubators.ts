import { idSchema, offerIncubatorInput } from '@fuqiao/contract'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { offerThroughGate, readOffered } from './partner-store.ts'
import { standingOf } from './standing.ts'

/** Which of its incubators the network offers to other networks. A network that offers one can be found by others. */
export const offeredIncubators = tenantProcedure
  .meta({ can: ['list', 'Partner'] })
  .output(z.array(idSchema))
  .query(({ ctx: { tx, actor, ability } }) => {
    authorise(ability, 'list', 'Partner', standingOf(actor))
    return readOffered(tx)
  })

/** The centre offers an incubator to other networks, or takes it back; what was sent there already goes on. @throws NOT_FOUND, NOT_ALLOWED */
export const offerIncubator = tenantProcedure
  .meta({ can: ['offer', 'Partner'] })
  .input(offerIncubatorInput)
  .output(z.strictObject({ tenantId: idSchema, isOffered: z.boolean() }))
  .mutation(({ ctx: { tx, actor, ability, now }, input }) => {
    const { key, tenantId, isOffered } = input
    const request = { personId: actor.personId, key, procedure: 'partners.offer', input, now }
    return answerOnce(tx, request, async () => {
      authorise(ability, 'offer', 'Partner', standingOf(actor))
      if (!(await offerThroughGate(tx, tenantId, isOffered))) throw notFound()
      await writeAudit(tx, actor, {
        ...{ action: 'partner.offer', subjectKind: 'Partner', subjectId: tenantId, at: now },
        details: { isOffered },
      })
      return { tenantId, isOffered }
    })
  })
