import { page } from '$app/state'
import type { RequestStore } from '#lib/api.ts'

type Named = Readonly<Partial<Record<string, { zh: string; en: string }>>>
type Requests = { getStore(): RequestStore | undefined } | undefined

const KEY = Symbol.for('fuqiao.request')

/**
 * What the network's own document calls its tiers, as whoever is signed in is told; nothing where nobody is, as on the public pages. Read at each use: in the
 * browser from the page at hand, on the server from the request at hand, of which it serves several at once.
 */
export function ownTiers(): Named {
  const session = import.meta.env.SSR
    ? (globalThis as { [KEY]?: Requests })[KEY]?.getStore()?.session
    : page.data.session
  return session?.network.tierNames ?? {}
}
