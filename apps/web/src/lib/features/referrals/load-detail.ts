import { consentPaperMaxBytes } from '@fuqiao/contract'
import type { ApiCaller } from '#lib/api.ts'
import { referralId } from './referral-id.ts'
import { readReferralWords } from './referral-words.ts'

/** States in which an organisation may be asked for its consent, or for more. */
const answering: ReadonlySet<string> = new Set(['awaitingConsent', 'informationRequested'])

/** What a referral's page shows, with the key that the next form on it is sent under. */
export async function loadDetail(api: ApiCaller, parameter: string | undefined) {
  const id = referralId(parameter)
  const [referral, words] = await Promise.all([api.referrals.get({ id }), readReferralWords(api)])
  const mayAccept = referral.as === 'target' && referral.actions.some(({ action }) => action === 'accept')
  const duplicates = mayAccept ? await api.referrals.duplicates({ id }).catch(() => []) : []
  const mayAssign = referral.actions.some(({ action, allowed }) => action === 'assign' && allowed)
  const need = referral.preview?.need ?? referral.need
  const suggestions =
    mayAssign && need !== null ? (await api.referrals.suggest({ id, need })).suggestions.slice(0, 5) : []
  const asked = referral.as === 'organisation' && answering.has(referral.state) ? await api.consents.pending() : []
  return {
    ...{ referral, words, duplicates, suggestions },
    ...{ key: crypto.randomUUID(), paperMaxBytes: consentPaperMaxBytes },
    /** The request that the organisation has yet to answer, on a page of its own. */
    consentId: asked.find(({ referralId }) => referralId === id)?.id ?? null,
  }
}
