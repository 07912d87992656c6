import { partnerChanged, proposePartnerInput } from '@fuqiao/contract'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { lockPartnership, proposeThroughGate } from './partner-store.ts'
import { standingOf } from './standing.ts'

/** The centre proposes to another network to refer to each other; it begins when that network's centre confirms. @throws NOT_FOUND, NOT_ALLOWED, PARTNER_NOT_NOW naming the state of one that there is */
export const proposePartner = tenantProcedure
  .meta({ can: ['propose', 'Partner'] })
  .input(proposePartnerInput)
  .output(partnerChanged)
  .mutation(({ ctx: { tx, actor, ability, now }, input }) => {
    const { key, networkId } = input
    const request = { personId: actor.personId, key, procedure: 'partners.propose', input, now }
    return answerOnce(tx, request, async () => {
      authorise(ability, 'propose', 'Partner', standingOf(actor))
      const isProposed = await proposeThroughGate(tx, networkId)
      const row = await lockPartnership(tx, networkId)
      // One that is proposed or in force is the centre's own to see: it is told how that stands.
      if (!isProposed) throw row ? new AppError('PARTNER_NOT_NOW', { state: row.state }) : notFound()
      if (!row) throw new Error('what was proposed is there')
      const { state, version } = row
      await writeAudit(tx, actor, {
        ...{ action: 'partner.propose', subjectKind: 'Partner', subjectId: null, at: now },
        details: { partnerNetworkId: networkId, to: state, version },
      })
      return { networkId, state, version }
    })
  })
