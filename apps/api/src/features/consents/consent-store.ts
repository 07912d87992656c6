import { schema, type Tx } from '@fuqiao/db'
import { RUNNING_STATES } from '@fuqiao/domain/referral'
import { and, asc, desc, eq, inArray, isNull, lt, lte, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'

const { consent, referral, referralEvent, tenant } = schema
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
        inArray(referral.state, ['awaitingConsent', 'informationRequested', ...RUNNING_STATES]),
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

/** The question that a further consent was asked for: the last of its round, as its timeline has it. */
export async function readQuestion(tx: Tx, of: { networkId: number; referralId: string; before: Date }) {
  const [line] = await tx
    .select({ note: referralEvent.note })
    .from(referralEvent)
    .where(
      and(
        eq(referralEvent.networkId, of.networkId),
        eq(referralEvent.referralId, of.referralId),
        eq(referralEvent.action, 'requestInformation'),
        lte(referralEvent.at, of.before),
      ),
    )
    .orderBy(desc(referralEvent.seq))
    .limit(1)
  return line?.note ?? ''
}

/** The consents of a referral that stood before the round of questions that another was asked for in: what was agreed to already. */
export async function readSignedBefore(
  tx: Tx,
  of: { networkId: number; referralId: string; informationRound: number },
) {
  return tx
    .select({ sections: consent.sections, personal: consent.personal })
    .from(consent)
    .where(
      and(
        eq(consent.networkId, of.networkId),
        eq(consent.referralId, of.referralId),
        inArray(consent.state, ['signed', 'revoked']),
        or(isNull(consent.informationRound), lt(consent.informationRound, of.informationRound)),
      ),
    )
    .orderBy(asc(consent.askedAt))
}

/** A consent asked of an organisation, by id alone: also where its referral left the organisation's sight meanwhile. */
export async function readConsentKey(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select({
      id: consent.id,
      referralId: consent.referralId,
      organisationId: consent.organisationId,
      state: consent.state,
      informationRound: consent.informationRound,
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
