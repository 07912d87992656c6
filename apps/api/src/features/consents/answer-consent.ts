import { referralChanged, refuseConsentInput, signConsentInput } from '@fuqiao/contract'
import type { OrganisationActor } from '@fuqiao/access'
import { RUNNING_STATES } from '@fuqiao/domain/referral'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, organisationProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { type ActingIn, grantByConsent, shownConsent, transit } from '../referrals/index.ts'
import { type ConsentRow, readConsent, readConsentKey, signStandIn } from './consent-store.ts'

/** The organisation signs what it was shown. @throws AppError CONSENT_SHOWN_CHANGED when what stands now is not what was shown */
export const signConsent = organisationProcedure
  .meta({ can: ['signConsent', 'Referral'] })
  .input(signConsentInput)
  .output(referralChanged)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor } = ctx
    const key = await readConsentKey(tx, actor.networkId, input.id)
    if (!key) throw notFound()
    const found = await readConsent(tx, actor.networkId, input.id)
    if (found && key.state === 'asked' && RUNNING_STATES.includes(found.referral.state))
      return signForStandIn({ ...ctx, actor }, input)
    const isFurther = key.informationRound !== null
    return transit(ctx, {
      procedure: 'consents.sign',
      input,
      referralId: key.referralId,
      may: 'signConsent',
      command: { action: isFurther ? 'signFurtherConsent' : 'signConsent', method: 'account', reason: '' },
      data: { method: 'account' },
      signature: {
        method: 'account',
        signatory: input.signatory,
        signatoryPersonId: actor.personId,
        attachmentId: null,
        reason: '',
        shownDigest: input.digest,
      },
      check: async row => {
        const isOpen = row.state === (isFurther ? 'informationRequested' : 'awaitingConsent')
        if (!isOpen || row.toTenantId === null || row.grantUntil === null) return
        const { digest } = await shownConsent(tx, isFurther && found ? { ...row, ...askedFor(found.consent) } : row)
        if (digest !== input.digest) throw new AppError('CONSENT_SHOWN_CHANGED')
      },
    })
  })

/** What a further consent is for, in the referral's place. */
const askedFor = ({ sections, personal }: ConsentRow['consent']) => ({ sections, personal })

/** The organisation refuses; the referral goes back to its sender as a draft, with the reason if one was given. Of more that was asked for beside its consent, the question stays open. */
export const refuseConsent = organisationProcedure
  .meta({ can: ['refuseConsent', 'Referral'] })
  .input(refuseConsentInput)
  .output(referralChanged)
  .mutation(async ({ ctx, input }) => {
    const key = await readConsentKey(ctx.tx, ctx.actor.networkId, input.id)
    if (!key) throw notFound()
    return transit(ctx, {
      procedure: 'consents.refuse',
      input,
      referralId: key.referralId,
      may: 'refuseConsent',
      command: {
        action: key.informationRound === null ? 'refuseConsent' : 'refuseFurtherConsent',
        reason: input.reason,
      },
      note: input.reason,
    })
  })

/** While the work runs with an incubator that stands in for a suspended one: its sight opens with the organisation's new consent, the referral's state stays. */
async function signForStandIn(
  acting: ActingIn & { actor: OrganisationActor },
  input: z.infer<typeof signConsentInput>,
) {
  const { tx, actor, ability, now } = acting
  return answerOnce(
    tx,
    { personId: actor.personId, key: input.key, procedure: 'consents.sign', input, now },
    async () => {
      const found = await readConsent(tx, actor.networkId, input.id)
      if (!found) throw notFound()
      authorise(ability, 'signConsent', 'Referral', { relation: 'organisation' })
      const { consent, referral } = found
      const { digest } = await shownConsent(tx, {
        ...referral,
        fromTenantId: consent.fromTenantId,
        toTenantId: consent.recipientTenantId,
      })
      if (digest !== input.digest || consent.state !== 'asked') throw new AppError('CONSENT_SHOWN_CHANGED')
      await signStandIn(
        tx,
        { networkId: actor.networkId, id: consent.id },
        { signatory: input.signatory, signatoryPersonId: actor.personId, shownDigest: digest, at: now },
      )
      await grantByConsent(tx, consent.id, v7())
      await writeAudit(tx, actor, {
        action: 'consent.sign',
        subjectKind: 'Referral',
        subjectId: referral.id,
        at: now,
        details: { number: referral.number, state: referral.state },
      })
      return { id: referral.id, number: referral.number, version: referral.version, state: referral.state }
    },
  )
}
