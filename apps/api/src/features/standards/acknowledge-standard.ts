import { relationOf } from '@fuqiao/access'
import { acknowledged, acknowledgeInput } from '@fuqiao/contract'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { giveAcknowledgement } from './acknowledging.ts'
import { readStandard } from './standard-store.ts'

/** The acting incubator says that it knows of a published version, once (B-09). @throws NOT_FOUND, NOT_ALLOWED, ACKNOWLEDGE_NOT_ASKED, ACKNOWLEDGED_ALREADY */
export const acknowledgeStandard = tenantProcedure
  .meta({ can: ['give', 'Acknowledgement'] })
  .input(acknowledgeInput)
  .output(acknowledged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'standards.acknowledge', input, now }
    return answerOnce(tx, request, async () => {
      const found = await readStandard(tx, { networkId: actor.networkId, id: input.id })
      if (!found) throw notFound()
      const { row } = found
      authorise(ability, 'read', 'Standard', { relation: relationOf(actor, 'Standard', row, now) })
      if (actor.isRoot || row.state !== 'published') throw new AppError('ACKNOWLEDGE_NOT_ASKED')
      return giveAcknowledgement(
        ctx,
        { standardVersionId: row.id },
        { kind: 'standard', number: `${row.code}/${row.number}` },
      )
    })
  })
