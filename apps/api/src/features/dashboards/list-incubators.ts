import {
  boardInput,
  type IncubatorFilter,
  incubatorFilterSchema,
  incubatorListSchema,
  incubatorMaxRows,
} from '@fuqiao/contract'
import { isFunctionOf, type Profile } from '@fuqiao/domain'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { lowestTierOf, scopeOf } from './board-scope.ts'
import { heldIn, isQuiet, lowestOf, quietBefore } from './coverage-tiles.ts'
import { type CoveredTenant, custodyByMonth, lastDays, tenantsIn } from './coverage-store.ts'
import { twelveMonthsTo } from './period.ts'

/** The incubators that a figure of coverage or functions counts (B-02 to B-05). */
export const incubators = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(boardInput.extend({ filter: incubatorFilterSchema.default({}) }))
  .output(incubatorListSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
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
    const { quiet, empty } = input.filter
    const found = tenants.filter(
      tenant =>
        matches(tenant, input.filter, scope.profile) &&
        (quiet === undefined || (lowest.has(tenant.id) && isQuiet(activity, tenant) === quiet)) &&
        (empty === undefined || (lowest.has(tenant.id) && !held.has(tenant.low) === empty)),
    )
    return {
      scope: scope.view,
      total: found.length,
      organisations: found.reduce((all, { low }) => all + (held.get(low) ?? 0), 0),
      rows: found
        .slice(0, incubatorMaxRows)
        .map(({ id, name, shortName, tier, kind, status, buildingMode, parentName, openedOn, low, functions }) => ({
          ...{ id, name, shortName, tier, kind, status, buildingMode, parentName, openedOn },
          organisations: held.get(low) ?? 0,
          functions: functions?.length ?? 0,
          lastDay: activity.lastDay.get(low) ?? null,
        })),
    }
  })

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
