import { boardInput, organisationFiguresSchema } from '@fuqiao/contract'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type Scope, scopeOf } from './board-scope.ts'
import { childLines } from './child-lines.ts'
import { boardOf, figure, organisationsOf } from './drill.ts'
import { countOrganisationsOf, type OrganisationCount } from './organisation-figures-store.ts'

type View = z.infer<typeof organisationFiguresSchema>

const none: Omit<OrganisationCount, 'stage' | 'kind' | 'field' | 'child' | 'summed'> = {
  total: 0,
  atStart: 0,
  added: 0,
  addedBefore: 0,
  filed: 0,
  filedAtStart: 0,
  filedIn: 0,
  filedInBefore: 0,
}
/** Groups by the columns that are not summed over: see `OrganisationCount.summed`. */
const groups = { all: 15, stage: 7, kind: 11, field: 13, child: 14, childAndStage: 6 } as const

/** Organisations in custody of the scope: by stage, kind and field, new ones, filings of community organisations (B-14), and by child. */
export const organisations = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(boardInput)
  .output(organisationFiguresSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
    const counts = await countOrganisationsOf(ctx.tx, scope)
    return {
      scope: scope.view,
      ...headOf(scope, counts),
      ...partsOf(scope, counts),
      children: childrenIn(scope, counts),
    }
  })

function headOf(
  scope: Scope,
  counts: readonly OrganisationCount[],
): Pick<View, 'total' | 'added' | 'filings' | 'filedInPeriod' | 'inPreparation'> {
  const all = counts.find(({ summed }) => summed === groups.all) ?? none
  const { from, to } = scope.view.period
  const until = untilEndOf(scope)
  const filedOnly = { kinds: 'communityFiled' }
  const preparing = counts.find(({ summed, kind }) => summed === groups.kind && kind === 'inPreparation') ?? none
  return {
    total: figure(all.total, organisationsOf(scope, until), all.atStart),
    added: figure(all.added, organisationsOf(scope, { addedFrom: from, addedTo: to }), all.addedBefore),
    filings: figure(all.filed, organisationsOf(scope, { ...until, ...filedOnly }), all.filedAtStart),
    filedInPeriod: figure(
      all.filedIn,
      organisationsOf(scope, { ...filedOnly, filedFrom: from, filedTo: to }),
      all.filedInBefore,
    ),
    inPreparation: figure(
      preparing.total,
      organisationsOf(scope, { ...until, kinds: 'inPreparation' }),
      preparing.atStart,
    ),
  }
}

/** A named stretch ends today and needs no bound; a range counts what there was at its end. */
function untilEndOf({ view }: Scope): Record<string, string> {
  return view.period.kind === 'range' ? { addedTo: view.period.to } : {}
}

function partsOf(scope: Scope, counts: readonly OrganisationCount[]): Pick<View, 'byStage' | 'byKind' | 'byField'> {
  const parts = (column: 'stage' | 'kind' | 'field', keys: readonly { id: string }[], filter: string) =>
    keys.map(({ id }) => ({
      key: id,
      value: counts.find(row => row.summed === groups[column] && row[column] === id)?.total ?? 0,
      drill: organisationsOf(scope, { ...untilEndOf(scope), [filter]: id }),
    }))
  return {
    byStage: parts('stage', scope.profile.stages, 'stages'),
    byKind: parts('kind', scope.profile.organisationKinds, 'kinds'),
    byField: parts('field', scope.profile.fields, 'fields').toSorted((a, b) => b.value - a.value),
  }
}

function childrenIn(scope: Scope, counts: readonly OrganisationCount[]): View['children'] {
  return childLines(
    scope,
    low => {
      const row = counts.find(({ summed, child }) => summed === groups.child && child === low)
      if (!row) return null
      const stages = counts.filter(({ summed, child }) => summed === groups.childAndStage && child === low)
      return {
        total: row.total,
        added: row.added,
        filed: row.filed,
        byStage: Object.fromEntries(stages.map(({ stage, total }) => [stage ?? '', total])),
      }
    },
    { total: 0, added: 0, filed: 0, byStage: {} },
  ).map(line => ({
    ...line,
    drill: line.isOwn
      ? organisationsOf(scope, scope.isOwn ? { within: 'own' } : { tenantId: line.tenant.id })
      : boardOf(line.tenant.id),
  }))
}
