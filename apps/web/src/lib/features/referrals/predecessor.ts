import type { ReferralView } from '@fuqiao/contract'

type Link = ReferralView['chain'][number]

const failed: ReadonlySet<string> = new Set(['declined', 'expired', 'returned'])

/** The referral in whose stead another of the same sender stands; null where it goes on from a service, or begins the chain. */
export function predecessorOf(chain: readonly Link[]): Link | null {
  const at = chain.findIndex(({ isThis }) => isThis)
  const own = chain[at]
  const before = chain[at - 1]
  return own && before && before.fromName === own.fromName && failed.has(before.state) ? before : null
}
