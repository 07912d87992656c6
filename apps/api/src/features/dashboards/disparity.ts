import type { coverageSchema } from '@fuqiao/contract'
import { giniOf } from '@fuqiao/domain'
import type { z } from 'zod'
import { type Covered, lowestOf } from './coverage-tiles.ts'
import type { CoveredTenant } from './coverage-store.ts'

type Line = z.infer<typeof coverageSchema>['disparity'][number]

/**
 * The disparity index at the end of each of twelve months (B-05): the Gini index of organisations by incubator of the lowest tier, and of
 * organisations per incubator between the scope's children. Organisations count for today's custodian from the month they were registered,
 * incubators from the day they opened.
 */
export function disparityOf(covered: Covered, months: readonly string[]): Line[] {
  const { tenants, scope, lowestTier } = covered
  const active = tenants.filter(({ status }) => status === 'active')
  const lowest = lowestOf(covered)
  const children = active.filter(({ parentId, kind }) => parentId === scope.tenant.id && kind === 'administrative')
  const areStreets = children.every(({ tier }) => tier === lowestTier)
  return months.map((month, index) => {
    const isOpen = (tenant: CoveredTenant) => tenant.openedOn.slice(0, 7) <= month
    const held = heldBy(covered, index)
    const perIncubator = children.filter(isOpen).map(child => {
      const inside = active.filter(tenant => isOpen(tenant) && isWithin(tenant, child))
      return inside.reduce((all, { low }) => all + (held.get(low) ?? 0), 0) / inside.length
    })
    return {
      month,
      betweenStreets: rounded(comparable(lowest.filter(isOpen).map(({ low }) => held.get(low) ?? 0))),
      betweenChildren: areStreets ? null : rounded(comparable(perIncubator)),
    }
  })
}

function heldBy({ custody }: Covered, index: number): ReadonlyMap<string, number> {
  const held = new Map<string, number>()
  for (const { low, month, n } of custody) if (month <= index) held.set(low, (held.get(low) ?? 0) + n)
  return held
}

/** One place alone has nothing to be compared with. */
const comparable = (values: readonly number[]) => (values.length < 2 ? null : giniOf(values))
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000)

function isWithin(tenant: CoveredTenant, ancestor: CoveredTenant): boolean {
  const key = BigInt(tenant.low)
  return key >= BigInt(ancestor.low) && key <= BigInt(ancestor.high)
}
