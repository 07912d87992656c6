import { boardInput, type Drill, type NeedCountFilter, unmetNeedsSchema } from '@fuqiao/contract'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type Scope, scopeOf } from './board-scope.ts'
import { childLines } from './child-lines.ts'
import { figure, lineOf, needsOf, wholeOf } from './drill.ts'
import { areaNames, type UnmetCount, unmetCounts } from './unmet-needs-store.ts'

type View = z.infer<typeof unmetNeedsSchema>

/** Needs that declines, expiries and failed services left unmet, by need, field, area and cause: what to find resources for. */
export const unmetNeeds = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(boardInput)
  .output(unmetNeedsSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
    const { since, before, previousSince, previousBefore } = scope.stretch
    const [now, earlier] = await Promise.all([
      unmetCounts(ctx.tx, scope, { since, before }),
      unmetCounts(ctx.tx, scope, { since: previousSince, before: previousBefore }),
    ])
    const areas = await areaNames(ctx.tx, [...new Set(now.flatMap(({ area }) => area ?? []))])
    const drill = (filter: NeedCountFilter) => needsOf(wholeOf(scope), filter)
    return {
      scope: scope.view,
      total: figure(sumOf(now), drill({}), sumOf(earlier)),
      byNeed: partsOf(now, 'need', drill),
      byField: partsOf(now, 'field', drill),
      byCause: partsOf(now, 'cause', drill),
      areas,
      cells: cellsOf(now, drill),
      children: linesOf(scope, now),
    }
  })

const sumOf = (rows: readonly UnmetCount[]) => rows.reduce((all, { n }) => all + n, 0)

type ListOf = (filter: NeedCountFilter) => Drill

/** The largest first. */
function partsOf(rows: readonly UnmetCount[], column: 'need' | 'field' | 'cause', listOf: ListOf): View['byNeed'] {
  return [...Map.groupBy(rows, row => row[column] ?? '')]
    .filter(([key]) => key !== '')
    .map(([key, group]) => ({ key, value: sumOf(group), drill: listOf({ [column]: key }) }))
    .toSorted((a, b) => b.value - a.value)
}

function cellsOf(rows: readonly UnmetCount[], listOf: ListOf): View['cells'] {
  return [...Map.groupBy(rows, ({ field, area }) => `${field ?? ''} ${area ?? ''}`)].flatMap(([key, group]) => {
    const [field = '', area = ''] = key.split(' ')
    return field === '' || area === '' ? [] : [{ field, area, value: sumOf(group), drill: listOf({ field, area }) }]
  })
}

function linesOf(scope: Scope, rows: readonly UnmetCount[]): View['children'] {
  const valueOf = (low: string) => {
    const own = rows.filter(({ child }) => child === low)
    return own.length > 0 ? { value: sumOf(own) } : null
  }
  return childLines(scope, valueOf, { value: 0 }).map(({ tenant, isOwn, value }) => {
    const { id, name, shortName, tier } = tenant
    return { tenant: { id, name, shortName, tier }, isOwn, value, drill: needsOf(lineOf(scope, { tenant, isOwn }), {}) }
  })
}
