import type { Tx } from '@fuqiao/db'
import { isAskedOf } from '@fuqiao/domain/service-item'
import { AppError } from '../../rpc/app-error.ts'
import { type PlacedItem, readItem, readItems } from './service-item-store.ts'

/** The incubator that a service is recorded in, with its place. */
export type Recording = {
  networkId: number
  tenantId: string
  scopeKey: bigint
  tier: string
  kind: string
}

/** Asked of the incubator, in words of its own, and running on the day. */
const fits = ({ row, low, high }: PlacedItem, of: Recording, on: string) =>
  row.serviceId === null &&
  row.state === 'pushed' &&
  row.from <= on &&
  (row.until === null || row.until >= on) &&
  of.scopeKey > low &&
  of.scopeKey <= high &&
  isAskedOf(row, of)

/** Holds that a service may be recorded for an item on a day. @throws SERVICE_ITEM_NOT_FIT */
export async function checkItem(tx: Tx, of: Recording, { id, on }: { id: string; on: string }): Promise<void> {
  const found = await readItem(tx, { networkId: of.networkId, id })
  if (!found || !fits(found, of, on))
    throw new AppError('SERVICE_ITEM_NOT_FIT', {}, { serviceItemId: 'SERVICE_ITEM_NOT_FIT' })
}

/** The items that a service may be recorded for today: those in words of their own; of the others every record of their service counts. */
export async function itemsFor(tx: Tx, of: Recording, today: string): Promise<{ id: string; title: string }[]> {
  const found = await readItems(tx, { networkId: of.networkId, low: of.scopeKey, high: of.scopeKey }, 100)
  return found.filter(placed => fits(placed, of, today)).map(({ row: { id, title } }) => ({ id, title }))
}
