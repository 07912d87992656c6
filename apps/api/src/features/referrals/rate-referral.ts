import { idSchema, rateReferralInput } from '@fuqiao/contract'
import { relationOf } from '@fuqiao/access'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { insertRating, insertRatingOutbox, readRating } from './rating-store.ts'
import { lockReferral, organisationOf } from './referral-store.ts'

/**
 * The organisation says how it found the service of a closed referral, also of one that was closed unconfirmed: once, and for good, so that nobody
 * can press it for another word. Sender and target are told and read it. The same key gives the same answer.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, RATING_NOT_YET, RATING_GIVEN
 */
export const rateReferral = actorProcedure
  .meta({ can: ['create', 'ReferralRating'] })
  .input(rateReferralInput)
  .output(z.strictObject({ id: idSchema }))
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const { key, id, version, grade, words } = input
    return answerOnce(tx, { personId: actor.personId, key, procedure: 'referrals.rate', input, now }, async () => {
      const at = { networkId: actor.networkId, id }
      const row = await lockReferral(tx, at)
      if (!row) throw notFound()
      authorise(ability, 'create', 'ReferralRating', {
        relation: relationOf(actor, 'ReferralRating', { referral: row }, now),
      })
      if (row.version !== version) throw new AppError('VERSION_CONFLICT', { state: row.state, version: row.version })
      if (row.state !== 'closed' || row.toTenantId === null) throw new AppError('RATING_NOT_YET')
      if ((await readRating(tx, at)) !== null) throw new AppError('RATING_GIVEN')
      await insertRating(tx, at, { organisationId: organisationOf(row), grade, words, ratedAt: now })
      const { number, fromTenantId, toTenantId } = row
      await writeAudit(tx, actor, {
        ...{ action: 'referral.rate', subjectKind: 'Referral', subjectId: id, at: now },
        details: { number, grade },
      })
      await insertRatingOutbox(tx, at, { action: 'rate', number, fromTenantId, toTenantId }, now)
      return { id }
    })
  })
