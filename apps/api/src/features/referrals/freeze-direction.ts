import type { Tx } from '@fuqiao/db'
import { directionOf, escalationDeskKey, rootKey } from '@fuqiao/domain/tree'
import { notFound } from '../../rpc/app-error.ts'
import { readNodeAt, readNodes } from './effects-store.ts'
import type { ReferralColumns, ReferralRow } from './referral-store.ts'

/** The way a referral runs and the desk it would climb to, computed from the tree as it stands at submission and kept from then on (B-11, X-05). */
export async function frozenDirection(tx: Tx, row: ReferralRow): Promise<ReferralColumns> {
  const nodes = await readNodes(tx, row.networkId, [row.fromTenantId, row.toTenantId ?? row.fromTenantId])
  const from = nodes.find(({ tenantId }) => tenantId === row.fromTenantId)
  const to = nodes.find(({ tenantId }) => tenantId === row.toTenantId)
  if (!from || !to) throw notFound()
  // Nobody stands above two networks: each side's desk is its own centre.
  if (to.kind === 'partnerNetwork') {
    const centre = await readNodeAt(tx, row.networkId, rootKey(row.networkId))
    return { direction: 'network', deskTenantId: centre?.tenantId ?? null }
  }
  const place = escalationDeskKey(from.scopeKey, to.scopeKey)
  const desk = place ? await readNodeAt(tx, row.networkId, place.key) : undefined
  return { direction: directionOf(from, to), deskTenantId: desk?.tenantId ?? null }
}
