import { consentViewSchema, idSchema, pendingConsentSchema } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, organisationProcedure } from '../../rpc/procedures.ts'
import { shownConsent } from '../referrals/index.ts'
import { type ConsentRow, readConsent, readPending, readQuestion, readSignedBefore } from './consent-store.ts'

type Pending = z.infer<typeof pendingConsentSchema>
type View = z.infer<typeof consentViewSchema>

/** What the organisation is asked to consent to and has not answered. */
export const pendingConsents = organisationProcedure
  .meta({ can: ['list', 'Consent'] })
  .input(z.strictObject({}).optional())
  .output(z.array(pendingConsentSchema))
  .query(async ({ ctx }) => {
    const { tx, actor, ability } = ctx
    authorise(ability, 'list', 'Consent', { relation: 'organisation' })
    const rows = await readPending(tx, actor.networkId, actor.organisationId)
    return rows.map(pendingView)
  })

function pendingView({ consent, referral, senderName, recipientName }: ConsentRow): Pending {
  const { id, referralId, purpose, personal, until } = consent
  return {
    ...{ id, referralId, purpose, personal, until, senderName, recipientName },
    referralNumber: referral.number,
    sections: consent.sections as Pending['sections'],
    isFurther: consent.informationRound !== null,
    askedAt: consent.askedAt.toISOString(),
    dueAt: dueOf({ consent, referral }),
  }
}

/** While it is asked for: until when the referral waits for the answer, or its question for the sender's. */
function dueOf({ consent, referral }: Pick<ConsentRow, 'consent' | 'referral'>): string | null {
  const waits = referral.state === (consent.informationRound === null ? 'awaitingConsent' : 'informationRequested')
  return waits && consent.state === 'asked' ? (referral.dueAt?.toISOString() ?? null) : null
}

/** The question behind a further consent, and what the organisation had agreed to before. */
async function furtherView(tx: Tx, consent: ConsentRow['consent']): Promise<View['further']> {
  const { networkId, referralId, informationRound, askedAt: before } = consent
  if (informationRound === null) return null
  const [question, given] = await Promise.all([
    readQuestion(tx, { networkId, referralId, before }),
    readSignedBefore(tx, { networkId, referralId, informationRound }),
  ])
  return {
    question,
    sections: [...new Set(given.flatMap(one => one.sections as NonNullable<View['further']>['sections']))],
    personal: given.some(({ personal }) => personal),
  }
}

/** Exactly what would go to whom: recipient with contact, purpose, manner, kinds of data, until; with the digest that a signature is under. */
export const showConsent = organisationProcedure
  .meta({ can: ['read', 'Consent'] })
  .input(z.strictObject({ id: idSchema }))
  .output(consentViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability } = ctx
    const found = await readConsent(tx, actor.networkId, input.id)
    if (!found) throw notFound()
    authorise(ability, 'read', 'Consent', { relation: 'organisation' })
    const { consent, referral } = found
    const { sections, personal, purpose, until: grantUntil, recipientTenantId: toTenantId, fromTenantId } = consent
    const { shown, digest } = await shownConsent(tx, {
      ...referral,
      sections,
      personal,
      purpose,
      grantUntil,
      toTenantId,
      fromTenantId,
    })
    return {
      id: consent.id,
      referralId: referral.id,
      referralNumber: referral.number,
      version: referral.version,
      state: consent.state,
      shown,
      digest,
      further: await furtherView(tx, consent),
      askedAt: consent.askedAt.toISOString(),
      answeredAt: consent.answeredAt?.toISOString() ?? null,
      dueAt: dueOf(found),
      signatory: consent.signatory,
    }
  })
