import type { ActionOf } from '@fuqiao/access'
import { changePartnerInput, partnerChanged } from '@fuqiao/contract'
import { partnershipAfter, type PartnershipAction } from '@fuqiao/domain/partner'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { changeThroughGate, lockPartnership } from './partner-store.ts'
import { standingOf } from './standing.ts'

/** A change of a partnership by one of its centres. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT and PARTNER_NOT_NOW naming the state */
function changing(action: PartnershipAction, may: ActionOf<'Partner'>) {
  return tenantProcedure
    .meta({ can: [may, 'Partner'] })
    .input(changePartnerInput)
    .output(partnerChanged)
    .mutation(({ ctx: { tx, actor, ability, now }, input }) => {
      const { key, networkId, version, reason } = input
      const request = { personId: actor.personId, key, procedure: `partners.${action}`, input, now }
      return answerOnce(tx, request, async () => {
        authorise(ability, may, 'Partner', standingOf(actor))
        const row = await lockPartnership(tx, networkId)
        if (!row) throw notFound()
        if (row.version !== version)
          throw new AppError('VERSION_CONFLICT', { version: row.version, state: row.state, of: 'partner' })
        const state = partnershipAfter(row, action)
        if (state === null) throw new AppError('PARTNER_NOT_NOW', { state: row.state })
        await changeThroughGate(tx, networkId, { state, reason })
        await writeAudit(tx, actor, {
          ...{ action: `partner.${action}`, subjectKind: 'Partner', subjectId: null, at: now },
          details: { partnerNetworkId: networkId, from: row.state, to: state, version: version + 1 },
        })
        return { networkId, state, version: version + 1 }
      })
    })
}

/** The centre that was asked confirms: each network's tree gains the place that stands for the other. */
export const confirmPartner = changing('confirm', 'answer')
/** The centre that was asked declines. */
export const declinePartner = changing('decline', 'answer')
/** The centre that proposed takes it back before it is answered. */
export const withdrawPartner = changing('withdraw', 'propose')
/** Either centre ends it: nothing new is sent; what runs goes on to its end. */
export const endPartner = changing('end', 'end')
