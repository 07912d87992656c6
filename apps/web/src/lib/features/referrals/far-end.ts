import type { ReferralView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'

/** The incubator that a referral goes to, by name: of another network, with the network. Null while none is chosen. */
export function targetName({ farEnd, to }: Pick<ReferralView, 'farEnd' | 'to'>): string | null {
  if (farEnd?.side === 'sending') return m.partners_far_name({ network: farEnd.networkName, incubator: farEnd.name })
  return to?.name ?? null
}
