import type { coverageSchema } from '@fuqiao/contract'
import { addDays, civilDateOf } from '@fuqiao/domain'
import type { z } from 'zod'
import type { Scope } from './board-scope.ts'
import type { CoveredDivision, CoveredTenant, CustodyCount } from './coverage-store.ts'
import { boardOf } from './drill.ts'

/** What a coverage board is made from. */
export type Covered = {
  scope: Scope
  tenants: readonly CoveredTenant[]
  custody: readonly CustodyCount[]
  /** By place: the day something last moved. */
  lastDay: ReadonlyMap<string, string | null>
  divisions: readonly CoveredDivision[]
  /** A civil date; who has not moved since is quiet. */
  quietBefore: string
  lowestTier: string
}

/** Administrative incubators at work in the lowest tier: those that coverage is measured by. */
export function lowestOf({ tenants, lowestTier }: Pick<Covered, 'tenants' | 'lowestTier'>): CoveredTenant[] {
  return tenants.filter(
    ({ tier, kind, status }) => tier === lowestTier && kind === 'administrative' && status === 'active',
  )
}

const quietDays = 30

/** The first day that still counts as lively: who has not moved since is quiet (B-05). */
export function quietBefore(now: Date): string {
  return addDays(civilDateOf(now), -quietDays)
}

/** Nothing has moved since the day, or ever. */
export function isQuiet(
  { lastDay, quietBefore }: Pick<Covered, 'lastDay' | 'quietBefore'>,
  { low }: Pick<CoveredTenant, 'low'>,
): boolean {
  return (lastDay.get(low) ?? '') < quietBefore
}

/** How many organisations each place has custody of. */
export function heldIn(custody: readonly CustodyCount[]): ReadonlyMap<string, number> {
  const held = new Map<string, number>()
  for (const { low, n } of custody) held.set(low, (held.get(low) ?? 0) + n)
  return held
}

/** A tile of the map. */
export type Tile = z.infer<typeof coverageSchema>['tiles'][number]

/** One tile for each division directly below the scope's: those without an incubator too, for they are what the map is for (B-05). */
export function buildTiles(covered: Covered): Tile[] {
  const organisations = heldIn(covered.custody)
  return covered.divisions.filter(({ isChild }) => isChild).map(division => tileOf(covered, division, organisations))
}

function tileOf(covered: Covered, division: CoveredDivision, held: ReadonlyMap<string, number>): Tile {
  const { scope, tenants, divisions, lowestTier } = covered
  const inside = tenants.filter(
    ({ divisionCode, id }) => id !== scope.tenant.id && divisionCode.startsWith(division.code),
  )
  const active = inside.filter(({ status }) => status === 'active')
  const own = inside.filter(
    ({ divisionCode, kind, tier }) =>
      divisionCode === division.code && kind === 'administrative' && tier === scope.view.childTier,
  )
  const head = own.find(({ status }) => status === 'active') ?? own.find(({ status }) => status === 'suspended') ?? null
  const below = divisions.filter(
    ({ parentCode, isStatisticalOnly }) => parentCode === division.code && !isStatisticalOnly,
  )
  const served = new Set(active.filter(({ kind }) => kind === 'administrative').map(({ divisionCode }) => divisionCode))
  const lowest = lowestOf({ tenants: active, lowestTier })
  const organisations = inside.reduce((all, { low }) => all + (held.get(low) ?? 0), 0)
  return {
    divisionCode: division.code,
    divisionName: division.name,
    isStatisticalOnly: division.isStatisticalOnly,
    tenant: head && { id: head.id, shortName: head.shortName, status: head.status },
    incubators: active.length,
    divisionsBelow: below.length,
    divisionsWithout: below.filter(({ code }) => !served.has(code)).length,
    organisations,
    organisationsPerIncubator: active.length === 0 ? null : organisations / active.length,
    withoutOrganisations: lowest.filter(({ low }) => !held.get(low)).length,
    quietIncubators: lowest.filter(tenant => isQuiet(covered, tenant)).length,
    drill: head && boardOf(head.id),
  }
}
