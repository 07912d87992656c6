import { type DivisionColumn, divisionListInput, divisionListSchema } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type BoardContext, lowestTierOf, type Scope, scopeOf } from './board-scope.ts'
import { type CoveredDivision, divisionsBelow, tenantsIn } from './coverage-store.ts'
import { measuredDivisions } from './coverage-tiles.ts'
import { orderedBy } from './covered-order.ts'

/** The divisions below the scope's that coverage looks at; none where no tier is below. */
export async function divisionsOfScope(tx: Tx, { profile, tenant, view }: Scope): Promise<CoveredDivision[]> {
  if (!view.childTier) return []
  return divisionsBelow(tx, tenant.divisionCode, view.childTier !== lowestTierOf(profile))
}

/** One of the divisions that a figure counts. */
export type DivisionRow = z.infer<typeof divisionListSchema>['rows'][number]

/** The divisions that a figure of coverage counts, with or without an incubator (B-05), by code unless sorted otherwise. */
export const divisions = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(divisionListInput)
  .output(divisionListSchema)
  .query(async ({ ctx, input }) => {
    const { scope, rows } = await countedDivisions(ctx, input)
    return { scope: scope.view, total: rows.length, rows }
  })

/** All of them, for the list and for its file: two tiers of one scope. */
export async function countedDivisions(
  ctx: BoardContext,
  { filter, order, ...board }: z.output<typeof divisionListInput>,
): Promise<{ scope: Scope; rows: DivisionRow[] }> {
  const scope = await scopeOf(ctx, board)
  const { under, without } = filter
  const [tenants, below] = await Promise.all([tenantsIn(ctx.tx, scope), divisionsOfScope(ctx.tx, scope)])
  const rows = measuredDivisions({ scope, tenants, divisions: below, lowestTier: lowestTierOf(scope.profile) })
    .filter(
      line =>
        (under === undefined || line.under.code === under) && (without === undefined || line.isServed !== without),
    )
    .map(({ division: { code, name, parentName }, isServed }) => ({ code, name, parentName, isServed }))
  return { scope, rows: orderedBy(rows, order, orders) }
}

const orders: Readonly<Record<DivisionColumn, (row: DivisionRow) => string | number>> = {
  name: row => row.name,
  parent: row => row.parentName,
  code: row => row.code,
  served: row => (row.isServed ? 1 : 0),
}
