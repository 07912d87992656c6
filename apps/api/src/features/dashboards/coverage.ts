import { boardInput, coverageSchema } from '@fuqiao/contract'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { lowestTierOf, scopeOf } from './board-scope.ts'
import {
  buildTiles,
  type Covered,
  heldIn,
  isQuiet,
  lowestOf,
  measuredDivisions,
  quietBefore,
} from './coverage-tiles.ts'
import { custodyByMonth, lastDays, tenantsIn } from './coverage-store.ts'
import { divisionsOfScope } from './list-divisions.ts'
import { disparityOf } from './disparity.ts'
import { counted, divisionsOf, figure, incubatorsOf } from './drill.ts'
import { twelveMonthsTo } from './period.ts'

type View = z.infer<typeof coverageSchema>

const mostListed = 50

/** Where incubators stand and where none does, how evenly organisations are spread, of what kind and how built (B-01, B-02, B-03, B-05). */
export const coverage = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(boardInput)
  .output(coverageSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
    const year = twelveMonthsTo(scope.view.period.to)
    const [tenants, custody, days, divisions] = await Promise.all([
      tenantsIn(ctx.tx, scope),
      custodyByMonth(ctx.tx, scope, year),
      lastDays(ctx.tx, scope),
      divisionsOfScope(ctx.tx, scope),
    ])
    const covered: Covered = {
      scope,
      tenants,
      custody,
      lastDay: new Map(days.map(({ low, lastDay }) => [low, lastDay])),
      divisions,
      quietBefore: quietBefore(ctx.now),
      lowestTier: lowestTierOf(scope.profile),
    }
    return {
      scope: scope.view,
      ...headOf(covered),
      tiles: buildTiles(covered),
      ...listsOf(covered),
      disparity: disparityOf(covered, year.months),
      byTier: byTierOf(covered),
      byBuildingMode: byModeOf(covered),
    }
  })

function headOf(
  covered: Covered,
): Pick<
  View,
  | 'incubators'
  | 'divisionsWithout'
  | 'withoutOrganisations'
  | 'quiet'
  | 'organisationsPerIncubator'
  | 'holders'
  | 'lowestHolders'
> {
  const { scope, tenants, custody } = covered
  const active = tenants.filter(({ status }) => status === 'active')
  const held = heldIn(custody)
  const lowest = lowestOf(covered)
  const openedBefore = active.filter(({ openedOn }) => openedOn < scope.view.period.from).length
  const without = measuredDivisions(covered).filter(({ isServed }) => !isServed).length
  const organisations = custody.reduce((all, { n }) => all + n, 0)
  return {
    incubators: figure(active.length, incubatorsOf(scope, { status: 'active' }), openedBefore),
    divisionsWithout: figure(without, divisionsOf(scope, { without: 'true' })),
    withoutOrganisations: figure(
      lowest.filter(({ low }) => !held.has(low)).length,
      incubatorsOf(scope, { empty: 'true' }),
    ),
    quiet: figure(lowest.filter(tenant => isQuiet(covered, tenant)).length, incubatorsOf(scope, { quiet: 'true' })),
    organisationsPerIncubator: active.length === 0 ? null : organisations / active.length,
    holders: incubatorsOf(scope, { sum: 'organisations' }),
    lowestHolders: incubatorsOf(scope, {
      tier: covered.lowestTier,
      kind: 'administrative',
      status: 'active',
      sum: 'organisations',
    }),
  }
}

function listsOf(covered: Covered): Pick<View, 'quietList' | 'withoutList'> {
  const { lastDay } = covered
  return {
    quietList: lowestOf(covered)
      .filter(tenant => isQuiet(covered, tenant))
      .map(({ id, shortName, parentName, low }) => ({ id, shortName, parentName, lastDay: lastDay.get(low) ?? null }))
      .toSorted((a, b) => (a.lastDay ?? '').localeCompare(b.lastDay ?? ''))
      .slice(0, mostListed),
    withoutList: measuredDivisions(covered)
      .filter(({ isServed }) => !isServed)
      .map(({ division: { code, name, parentName } }) => ({ divisionCode: code, divisionName: name, parentName }))
      .slice(0, mostListed),
  }
}

function byTierOf({ scope, tenants }: Covered): View['byTier'] {
  return scope.profile.tiers.flatMap(tier =>
    tier.tenantKinds.flatMap(({ kind }) => {
      const found = tenants.filter(tenant => tenant.tier === tier.id && tenant.kind === kind)
      const active = found.filter(({ status }) => status === 'active').length
      const suspended = found.filter(({ status }) => status === 'suspended').length
      const of = (status: string) => incubatorsOf(scope, { tier: tier.id, kind, status })
      return active + suspended === 0
        ? []
        : [
            {
              tier: tier.id,
              kind,
              active: counted(active, of('active')),
              suspended: counted(suspended, of('suspended')),
            },
          ]
    }),
  )
}

function byModeOf({ scope, tenants }: Covered): View['byBuildingMode'] {
  const active = tenants.filter(({ status }) => status === 'active')
  const modes = [...scope.profile.buildingModes.map(({ id }) => id), null]
  return modes
    .map(key => ({
      key,
      value: active.filter(({ buildingMode }) => buildingMode === key).length,
      drill: incubatorsOf(scope, { buildingMode: key ?? 'unknown', status: 'active' }),
    }))
    .filter(({ key, value }) => key !== null || value > 0)
}
