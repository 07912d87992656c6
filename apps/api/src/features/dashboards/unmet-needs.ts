import { boardInput, unmetNeedsSchema } from '@fuqiao/contract'
import type { z } from 'zod'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { type Scope, scopeOf } from './board-scope.ts'
import { childLines } from './child-lines.ts'
import { boardOf, figure, referralsOf } from './drill.ts'
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
    const drill = referralsOf(scope, 'outbox')
    return {
      scope: scope.view,
      total: figure(sumOf(now), drill, sumOf(earlier)),
      byNeed: partsOf(now, 'need'),
      byField: partsOf(now, 'field'),
      byCause: partsOf(now, 'cause'),
      areas,
      cells: cellsOf(now),
      children: linesOf(scope, now),
    }
  })

const sumOf = (rows: readonly UnmetCount[]) => rows.reduce((all, { n }) => all + n, 0)

/** The largest first. */
function partsOf(rows: readonly UnmetCount[], column: 'need' | 'field' | 'cause'): View['byNeed'] {
  return [...Map.groupBy(rows, row => row[column] ?? '')]
    .filter(([key]) => key !== '')
    .map(([key, group]) => ({ key, value: sumOf(group), drill: null }))
    .toSorted((a, b) => b.value - a.value)
}

function cellsOf(rows: readonly UnmetCount[]): View['cells'] {
  return [...Map.groupBy(rows, ({ field, area }) => `${field ?? ''} ${area ?? ''}`)].flatMap(([key, group]) => {
    const [field = '', area = ''] = key.split(' ')
    return field === '' || area === '' ? [] : [{ field, area, value: sumOf(group) }]
  })
}

function linesOf(scope: Scope, rows: readonly UnmetCount[]): View['children'] {
  const valueOf = (low: string) => {
    const own = rows.filter(({ child }) => child === low)
    return own.length > 0 ? { value: sumOf(own) } : null
  }
  return childLines(scope, valueOf, { value: 0 }).map(({ tenant, isOwn, value }) => {
    const { id, name, shortName, tier } = tenant
    return { tenant: { id, name, shortName, tier }, isOwn, value, drill: isOwn ? null : boardOf(id) }
  })
}
