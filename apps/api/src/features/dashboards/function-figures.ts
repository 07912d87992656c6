import { boardInput, functionFiguresSchema } from '@fuqiao/contract'
import { civilDateOf, hasFunction, isFunctionOf } from '@fuqiao/domain'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type Scope, scopeOf } from './board-scope.ts'
import { counted, figure, incubatorsOf } from './drill.ts'
import { declarationsIn, type DeclaredTenant, namesOf } from './function-figures-store.ts'

type View = z.infer<typeof functionFiguresSchema>
type Names = ReadonlyMap<string, { id: string; name: string; shortName: string; tier: DeclaredTenant['tier'] }>

const mostListed = 50

/** What the incubators of the scope say they do against the catalogue: what nobody offers, who looks alike, who has said nothing (B-04). */
export const functions = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(boardInput)
  .output(functionFiguresSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
    const tenants = await declarationsIn(ctx.tx, scope)
    const parents = await namesOf(ctx.tx, scope.networkId, [
      ...new Set(tenants.flatMap(({ parentId }) => parentId ?? [])),
    ])
    const names: Names = new Map(parents.map(parent => [parent.id, parent]))
    const declared = tenants.filter(tenant => tenant.functions !== null && tenant.functions.length > 0)
    const undeclared = tenants.filter(tenant => !declared.includes(tenant))
    const table = functionTable(scope, tenants)
    return {
      scope: scope.view,
      active: counted(tenants.length, incubatorsOf(scope, { status: 'active' })),
      declared: figure(declared.length, incubatorsOf(scope, { declared: 'true', status: 'active' })),
      undeclared: figure(undeclared.length, incubatorsOf(scope, { declared: 'false', status: 'active' })),
      functions: table,
      gaps: table
        .filter(({ mayDeclare, declaredBy }) => mayDeclare.value > 0 && declaredBy.value === 0)
        .map(({ id }) => id),
      lookAlikes: lookAlikesAmong(declared, names),
      undeclaredList: undeclared.slice(0, mostListed).map(({ id, shortName, tier, parentId }) => ({
        id,
        shortName,
        tier,
        parentName: names.get(parentId ?? '')?.shortName ?? '',
      })),
      specialists: scope.profile.fields
        .map(({ id }) => ({
          field: id,
          value: tenants.filter(({ fields }) => fields?.includes(id)).length,
          drill: incubatorsOf(scope, { field: id, status: 'active' }),
        }))
        .toSorted((a, b) => b.value - a.value),
    }
  })

function functionTable(scope: Scope, tenants: readonly DeclaredTenant[]): View['functions'] {
  const today = civilDateOf(new Date(scope.view.asOf))
  const switchedOn = scope.profile.functions.filter(({ id }) => hasFunction(scope.profile, id, today))
  return switchedOn.map(entry => {
    const declaring = tenants.filter(tenant => tenant.functions?.includes(entry.id))
    const isExpected = ({ tier, kind }: DeclaredTenant) => isFunctionOf(entry, tier, kind)
    const of = (filter: Record<string, string>) => incubatorsOf(scope, { ...filter, status: 'active' })
    return {
      id: entry.id,
      tiers: entry.tiers,
      mayDeclare: counted(tenants.filter(isExpected).length, of({ mayDeclare: entry.id })),
      declaredBy: counted(declaring.length, of({ functionId: entry.id })),
      declaredAsExpected: counted(
        declaring.filter(isExpected).length,
        of({ functionId: entry.id, mayDeclare: entry.id }),
      ),
    }
  })
}

/** Siblings of one tier that declare just the same: the policy wants incubators to differ. The largest groups first. */
function lookAlikesAmong(declared: readonly DeclaredTenant[], names: Names): View['lookAlikes'] {
  const groups = Map.groupBy(declared, ({ parentId, tier, functions, fields }) =>
    JSON.stringify([parentId, tier, functions?.toSorted(), fields?.toSorted()]),
  )
  return [...groups.values()]
    .filter(group => group.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostListed)
    .map(group => ({
      parent: names.get(group[0]?.parentId ?? '') ?? null,
      tier: group[0]?.tier ?? '',
      functions: group[0]?.functions?.toSorted() ?? [],
      fields: group[0]?.fields?.toSorted() ?? [],
      tenants: group.map(({ id, shortName }) => ({ id, shortName })),
    }))
}
