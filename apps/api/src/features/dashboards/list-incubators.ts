import {
  type IncubatorFilter,
  incubatorListInput,
  incubatorListSchema,
  incubatorMaxRows,
  type IncubatorOrder,
} from '@fuqiao/contract'
import { isFunctionOf, type Profile } from '@fuqiao/domain'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type BoardContext, lowestTierOf, type Scope, scopeOf } from './board-scope.ts'
import { heldIn, isQuiet, lowestOf, quietBefore } from './coverage-tiles.ts'
import { type CoveredTenant, custodyByMonth, lastDays, tenantsIn } from './coverage-store.ts'
import { orderedBy } from './covered-order.ts'
import { twelveMonthsTo } from './period.ts'

type CountedIncubators = z.output<typeof incubatorListInput>
/** One of the incubators that a figure counts. */
export type IncubatorRow = z.infer<typeof incubatorListSchema>['rows'][number]

/** The incubators that a figure of coverage or functions counts (B-02 to B-05), in the tree's order unless sorted otherwise. */
export const incubators = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(incubatorListInput)
  .output(incubatorListSchema)
  .query(async ({ ctx, input }) => {
    const { scope, rows } = await countedIncubators(ctx, input)
    return {
      scope: scope.view,
      total: rows.length,
      organisations: rows.reduce((all, row) => all + row.organisations, 0),
      rows: rows.slice(0, incubatorMaxRows),
    }
  })

/** All of them, for the list and for its file: as many as the scope has incubators, which the figure counts too. */
export async function countedIncubators(
  ctx: BoardContext,
  { filter, order, ...board }: CountedIncubators,
): Promise<{ scope: Scope; rows: IncubatorRow[] }> {
  const scope = await scopeOf(ctx, board)
  const [tenants, custody, days] = await Promise.all([
    tenantsIn(ctx.tx, scope),
    custodyByMonth(ctx.tx, scope, twelveMonthsTo(scope.view.period.to)),
    lastDays(ctx.tx, scope),
  ])
  const activity = {
    lastDay: new Map(days.map(({ low, lastDay }) => [low, lastDay])),
    quietBefore: quietBefore(ctx.now),
  }
  const held = heldIn(custody)
  const lowest = new Set(lowestOf({ tenants, lowestTier: lowestTierOf(scope.profile) }).map(({ id }) => id))
  const { quiet, empty } = filter
  const rows = tenants
    .filter(
      tenant =>
        matches(tenant, filter, scope.profile) &&
        (quiet === undefined || (lowest.has(tenant.id) && isQuiet(activity, tenant) === quiet)) &&
        (empty === undefined || (lowest.has(tenant.id) && !held.has(tenant.low) === empty)),
    )
    .map(({ id, name, shortName, tier, kind, status, buildingMode, parentName, openedOn, low, functions }) => ({
      ...{ id, name, shortName, tier, kind, status, buildingMode, parentName, openedOn },
      organisations: held.get(low) ?? 0,
      functions: functions?.length ?? 0,
      lastDay: activity.lastDay.get(low) ?? null,
    }))
  return { scope, rows: orderedBy(rows, order, orders) }
}

const orders: Readonly<Record<IncubatorOrder, (row: IncubatorRow) => string | number>> = {
  name: row => row.name,
  openedOn: row => row.openedOn,
  organisations: row => row.organisations,
  functions: row => row.functions,
  lastDay: row => row.lastDay ?? '',
}

const same = <T>(wanted: T | undefined, value: T) => wanted === undefined || wanted === value

function matches(tenant: CoveredTenant, filter: IncubatorFilter, profile: Profile): boolean {
  const { tier, kind, status, buildingMode, declared, field, divisionCode } = filter
  return (
    same(tier, tenant.tier) &&
    same(kind, tenant.kind) &&
    same<string>(status, tenant.status) &&
    same<string>(buildingMode, tenant.buildingMode ?? 'unknown') &&
    same(declared, (tenant.functions?.length ?? 0) > 0) &&
    (field === undefined || tenant.fields?.includes(field) === true) &&
    (divisionCode === undefined || tenant.divisionCode.startsWith(divisionCode)) &&
    offers(tenant, filter, profile)
  )
}

function offers(tenant: CoveredTenant, { functionId, mayDeclare }: IncubatorFilter, profile: Profile): boolean {
  const entry = profile.functions.find(({ id }) => id === mayDeclare)
  return (
    (functionId === undefined || tenant.functions?.includes(functionId) === true) &&
    (mayDeclare === undefined || (entry !== undefined && isFunctionOf(entry, tenant.tier, tenant.kind)))
  )
}
