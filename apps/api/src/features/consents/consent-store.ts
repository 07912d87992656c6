import { schema, type Tx } from '@fuqiao/db'
import { RUNNING_STATES } from '@fuqiao/domain/referral'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'

const { consent, referral, tenant } = schema
const sender = alias(tenant, 'sender')
const recipient = alias(tenant, 'recipient')

function joined(tx: Tx) {
  return tx
    .select({ consent, referral, senderName: sender.name, recipientName: recipient.name })
    .from(consent)
    .innerJoin(referral, and(eq(referral.networkId, consent.networkId), eq(referral.id, consent.referralId)))
    .innerJoin(sender, and(eq(sender.networkId, consent.networkId), eq(sender.id, consent.fromTenantId)))
    .innerJoin(recipient, and(eq(recipient.networkId, consent.networkId), eq(recipient.id, consent.recipientTenantId)))
}

/** A consent with the referral it is for. */
export type ConsentRow = Awaited<ReturnType<typeof joined>>[number]

/** What an organisation is asked and has not answered, the latest first. */
export async function readPending(tx: Tx, networkId: number, organisationId: string): Promise<ConsentRow[]> {
  return joined(tx)
    .where(
      and(
        eq(consent.networkId, networkId),
        eq(consent.organisationId, organisationId),
        eq(consent.state, 'asked'),
        inArray(referral.state, ['awaitingConsent', ...RUNNING_STATES]),
      ),
    )
    .orderBy(desc(consent.askedAt), desc(consent.id))
    .limit(100)
}

/** One consent; undefined behind the wall. */
export async function readConsent(tx: Tx, networkId: number, id: string): Promise<ConsentRow | undefined> {
  const [row] = await joined(tx).where(and(eq(consent.networkId, networkId), eq(consent.id, id)))
  return row
}

/** A consent asked of an organisation, by id alone: also where its referral left the organisation's sight meanwhile. */
export async function readConsentKey(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select({
      id: consent.id,
      referralId: consent.referralId,
      organisationId: consent.organisationId,
      state: consent.state,
    })
    .from(consent)
    .where(and(eq(consent.networkId, networkId), eq(consent.id, id)))
  return row
}

/** Signs a consent asked anew for an incubator that stands in for a suspended one. */
export async function signStandIn(
  tx: Tx,
  key: { networkId: number; id: string },
  signature: { signatory: string; signatoryPersonId: string; shownDigest: string; at: Date },
): Promise<void> {
  const { at, ...columns } = signature
  await tx
    .update(consent)
    .set({ ...columns, state: 'signed', method: 'account', answeredAt: at })
    .where(and(eq(consent.networkId, key.networkId), eq(consent.id, key.id), eq(consent.state, 'asked')))
}
