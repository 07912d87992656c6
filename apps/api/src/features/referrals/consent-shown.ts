import { consentTextVersion, type ShownConsent } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { readFarEnd } from './far-end-store.ts'
import { canonicalDigest } from './canonical-digest.ts'
import { readConsentParties } from './consent-shown-store.ts'
import { organisationOf, type ReferralRow } from './referral-store.ts'

/** What of a referral an organisation is shown before it answers. */
export type ShownOf = Pick<
  ReferralRow,
  | 'networkId'
  | 'organisationId'
  | 'fromTenantId'
  | 'toTenantId'
  | 'need'
  | 'purpose'
  | 'mode'
  | 'sections'
  | 'personal'
  | 'grantUntil'
  | 'id'
>

/**
 * Exactly what would go to whom, and its digest. It is put together from what stands now: where anything of it has changed since the organisation
 * looked, the digest differs and the signature is refused.
 */
export async function shownConsent(tx: Tx, row: ShownOf): Promise<{ shown: ShownConsent; digest: string }> {
  const { networkId, fromTenantId, toTenantId, grantUntil } = row
  if (toTenantId === null || grantUntil === null) throw new Error('consent is asked for a named target and an end')
  const [{ organisationName, sender, recipient, capability }, abroad] = await Promise.all([
    readConsentParties(tx, { networkId, organisationId: organisationOf(row), fromTenantId, toTenantId }),
    readFarEnd(tx, row.id),
  ])
  const shown: ShownConsent = {
    organisationName,
    senderName: sender,
    recipient: {
      name: abroad ? `${abroad.networkName} ${abroad.name}` : recipient,
      contactName: (abroad ?? capability)?.contactName ?? '',
      contactPhone: (abroad ?? capability)?.contactPhone ?? '',
    },
    need: row.need,
    purpose: row.purpose,
    mode: row.mode,
    sections: row.sections as ShownConsent['sections'],
    personal: row.personal,
    until: grantUntil,
    textVersion: consentTextVersion,
  }
  return { shown, digest: canonicalDigest(shown) }
}
