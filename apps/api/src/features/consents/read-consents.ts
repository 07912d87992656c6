import { consentViewSchema, idSchema, pendingConsentSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, organisationProcedure } from '../../rpc/procedures.ts'
import { shownConsent } from '../referrals/index.ts'
import { type ConsentRow, readConsent, readPending } from './consent-store.ts'

type Pending = z.infer<typeof pendingConsentSchema>

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
    askedAt: consent.askedAt.toISOString(),
    dueAt: referral.state === 'awaitingConsent' ? (referral.dueAt?.toISOString() ?? null) : null,
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
      askedAt: consent.askedAt.toISOString(),
      answeredAt: consent.answeredAt?.toISOString() ?? null,
      dueAt: referral.state === 'awaitingConsent' ? (referral.dueAt?.toISOString() ?? null) : null,
      signatory: consent.signatory,
    }
  })
