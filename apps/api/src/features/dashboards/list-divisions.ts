import { boardInput, divisionFilterSchema, divisionListSchema } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { lowestTierOf, type Scope, scopeOf } from './board-scope.ts'
import { type CoveredDivision, divisionsBelow, tenantsIn } from './coverage-store.ts'
import { measuredDivisions } from './coverage-tiles.ts'

/** The divisions below the scope's that coverage looks at; none where no tier is below. */
export async function divisionsOfScope(tx: Tx, { profile, tenant, view }: Scope): Promise<CoveredDivision[]> {
  if (!view.childTier) return []
  return divisionsBelow(tx, tenant.divisionCode, view.childTier !== lowestTierOf(profile))
}

/** The divisions that a figure of coverage counts, with or without an incubator (B-05). */
export const divisions = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(boardInput.extend({ filter: divisionFilterSchema.default({}) }))
  .output(divisionListSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
    const { under, without } = input.filter
    const [tenants, below] = await Promise.all([tenantsIn(ctx.tx, scope), divisionsOfScope(ctx.tx, scope)])
    const found = measuredDivisions({
      scope,
      tenants,
      divisions: below,
      lowestTier: lowestTierOf(scope.profile),
    }).filter(
      line =>
        (under === undefined || line.under.code === under) && (without === undefined || line.isServed !== without),
    )
    return {
      scope: scope.view,
      total: found.length,
      rows: found.map(({ division: { code, name, parentName }, isServed }) => ({ code, name, parentName, isServed })),
    }
  })
