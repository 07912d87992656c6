import type { coverageSchema } from '@fuqiao/contract'
import { addDays, civilDateOf } from '@fuqiao/domain'
import type { z } from 'zod'
import type { Scope } from './board-scope.ts'
import type { CoveredDivision, CoveredTenant, CustodyCount } from './coverage-store.ts'
import { boardOf, counted, divisionsOf, incubatorsOf } from './drill.ts'

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

/** A division of the tier that coverage is measured by, and whether an incubator at work stands in it. */
export type MeasuredDivision = { division: CoveredDivision; under: CoveredDivision; isServed: boolean }

/** Divisions in which an administrative incubator is at work. */
function servedIn({ tenants }: Pick<Covered, 'tenants'>): ReadonlySet<string> {
  return new Set(
    tenants
      .filter(({ status, kind }) => status === 'active' && kind === 'administrative')
      .map(({ divisionCode }) => divisionCode),
  )
}

/**
 * The divisions that are to have an incubator: the parts of each division below the scope's, or that division itself where it has none. Those
 * that statistics alone know are left out (B-05).
 */
export function measuredDivisions(covered: Omit<Covered, 'custody' | 'lastDay' | 'quietBefore'>): MeasuredDivision[] {
  const { scope, tenants, divisions } = covered
  const served = servedIn(covered)
  const isHead = ({ id, kind, tier, status }: CoveredTenant) =>
    id !== scope.tenant.id && status === 'active' && kind === 'administrative' && tier === scope.view.childTier
  const heads = new Set(tenants.filter(isHead).map(({ divisionCode }) => divisionCode))
  return divisions
    .filter(({ isChild }) => isChild)
    .flatMap(under => {
      const parts = divisions.filter(
        ({ parentCode, isStatisticalOnly }) => parentCode === under.code && !isStatisticalOnly,
      )
      if (parts.length > 0) return parts.map(division => ({ division, under, isServed: served.has(division.code) }))
      return under.isStatisticalOnly ? [] : [{ division: under, under, isServed: heads.has(under.code) }]
    })
}

/** A tile of the map. */
export type Tile = z.infer<typeof coverageSchema>['tiles'][number]

/** One tile for each division directly below the scope's: those without an incubator too, for they are what the map is for (B-05). */
export function buildTiles(covered: Covered): Tile[] {
  const organisations = heldIn(covered.custody)
  const measured = measuredDivisions(covered)
  return covered.divisions
    .filter(({ isChild }) => isChild)
    .map(division => tileOf(covered, division, { held: organisations, measured }))
}

type Counts = { held: ReadonlyMap<string, number>; measured: readonly MeasuredDivision[] }

function tileOf(covered: Covered, division: CoveredDivision, { held, measured }: Counts): Tile {
  const { scope, tenants, lowestTier } = covered
  const { code } = division
  const inside = tenants.filter(({ divisionCode, id }) => id !== scope.tenant.id && divisionCode.startsWith(code))
  const active = inside.filter(({ status }) => status === 'active')
  const own = inside.filter(
    ({ divisionCode, kind, tier }) =>
      divisionCode === code && kind === 'administrative' && tier === scope.view.childTier,
  )
  const head = own.find(({ status }) => status === 'active') ?? own.find(({ status }) => status === 'suspended') ?? null
  const below = measured.filter(line => line.under === division && line.division !== division)
  const lowest = lowestOf({ tenants: active, lowestTier })
  const organisations = inside.reduce((all, { low }) => all + (held.get(low) ?? 0), 0)
  const here = (filter: Record<string, string>) => incubatorsOf(scope, { divisionCode: code, ...filter })
  return {
    divisionCode: code,
    divisionName: division.name,
    isStatisticalOnly: division.isStatisticalOnly,
    tenant: head && { id: head.id, shortName: head.shortName, status: head.status },
    incubators: counted(active.length, here({ status: 'active' })),
    divisionsBelow: counted(below.length, below.length === 0 ? null : divisionsOf(scope, { under: code })),
    divisionsWithout: counted(
      below.filter(({ isServed }) => !isServed).length,
      below.length === 0 ? null : divisionsOf(scope, { under: code, without: 'true' }),
    ),
    organisations: counted(organisations, here({ sum: 'organisations' })),
    organisationsPerIncubator: active.length === 0 ? null : organisations / active.length,
    withoutOrganisations: counted(lowest.filter(({ low }) => !held.get(low)).length, here({ empty: 'true' })),
    quietIncubators: counted(lowest.filter(tenant => isQuiet(covered, tenant)).length, here({ quiet: 'true' })),
    drill: head && boardOf(head.id),
  }
}
