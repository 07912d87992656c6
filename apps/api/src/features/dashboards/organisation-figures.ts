import { boardInput, organisationFiguresSchema } from '@fuqiao/contract'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type Scope, scopeOf } from './board-scope.ts'
import { childLines } from './child-lines.ts'
import { boardOf, counted, figure, lineOf, organisationsOf, type Whose, wholeOf } from './drill.ts'
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
  const whole = wholeOf(scope)
  const { from, to } = scope.view.period
  const until = untilEndOf(scope)
  const filedOnly = { kinds: 'communityFiled' }
  const preparing = counts.find(({ summed, kind }) => summed === groups.kind && kind === 'inPreparation') ?? none
  return {
    total: figure(all.total, organisationsOf(whole, until), all.atStart),
    added: figure(all.added, organisationsOf(whole, { addedFrom: from, addedTo: to }), all.addedBefore),
    filings: figure(all.filed, organisationsOf(whole, { ...until, ...filedOnly }), all.filedAtStart),
    filedInPeriod: figure(
      all.filedIn,
      organisationsOf(whole, { ...filedOnly, filedFrom: from, filedTo: to }),
      all.filedInBefore,
    ),
    inPreparation: figure(
      preparing.total,
      organisationsOf(whole, { ...until, kinds: 'inPreparation' }),
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
      drill: organisationsOf(wholeOf(scope), { ...untilEndOf(scope), [filter]: id }),
    }))
  return {
    byStage: parts('stage', scope.profile.stages, 'stages'),
    byKind: parts('kind', scope.profile.organisationKinds, 'kinds'),
    byField: parts('field', scope.profile.fields, 'fields').toSorted((a, b) => b.value - a.value),
  }
}

function childrenIn(scope: Scope, counts: readonly OrganisationCount[]): View['children'] {
  const lines = childLines(
    scope,
    low => {
      const row = counts.find(({ summed, child }) => summed === groups.child && child === low)
      if (!row) return null
      return { row, stages: counts.filter(({ summed, child }) => summed === groups.childAndStage && child === low) }
    },
    { row: none, stages: [] as OrganisationCount[] },
  )
  return lines.map(({ row, stages, tenant, isOwn }) => {
    const whose = lineOf(scope, { tenant, isOwn })
    const cells = countedBy(scope, whose)
    return {
      tenant,
      isOwn,
      total: cells.until(row.total, {}),
      added: cells.added(row.added),
      filed: cells.until(row.filed, { kinds: 'communityFiled' }),
      byStage: Object.fromEntries(
        stages.map(({ stage, total }) => [stage ?? '', cells.until(total, { stages: stage ?? '' })]),
      ),
      drill: isOwn ? organisationsOf(whose, untilEndOf(scope)) : boardOf(tenant.id),
    }
  })
}

function countedBy(scope: Scope, whose: Whose) {
  const { from, to } = scope.view.period
  return {
    until: (value: number, filter: Record<string, string>) =>
      counted(value, organisationsOf(whose, { ...untilEndOf(scope), ...filter })),
    added: (value: number) => counted(value, organisationsOf(whose, { addedFrom: from, addedTo: to })),
  }
}
