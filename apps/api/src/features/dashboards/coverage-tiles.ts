import type { coverageSchema } from '@fuqiao/contract'
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

/** A tile of the map. */
export type Tile = z.infer<typeof coverageSchema>['tiles'][number]

/** One tile for each division directly below the scope's: those without an incubator too, for they are what the map is for (B-05). */
export function buildTiles(covered: Covered): Tile[] {
  const organisations = new Map<string, number>()
  for (const { low, n } of covered.custody) organisations.set(low, (organisations.get(low) ?? 0) + n)
  return covered.divisions.filter(({ isChild }) => isChild).map((division) => tileOf(covered, division, organisations))
}

function tileOf({ scope, tenants, lastDay, divisions, quietBefore, lowestTier }: Covered, division: CoveredDivision, held: ReadonlyMap<string, number>): Tile {
  const inside = tenants.filter(({ divisionCode, id }) => id !== scope.tenant.id && divisionCode.startsWith(division.code))
  const active = inside.filter(({ status }) => status === 'active')
  const own = inside.filter(({ divisionCode, kind, tier }) => divisionCode === division.code && kind === 'administrative' && tier === scope.view.childTier)
  const head = own.find(({ status }) => status === 'active') ?? own.find(({ status }) => status === 'suspended') ?? null
  const below = divisions.filter(({ parentCode, isStatisticalOnly }) => parentCode === division.code && !isStatisticalOnly)
  const served = new Set(active.filter(({ kind }) => kind === 'administrative').map(({ divisionCode }) => divisionCode))
  const lowest = active.filter(({ tier, kind }) => tier === lowestTier && kind === 'administrative')
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
    quietIncubators: lowest.filter(({ low }) => (lastDay.get(low) ?? '') < quietBefore).length,
    drill: head && boardOf(head.id),
  }
}
