import {
  boardInput,
  type Counted,
  type Cursor,
  type Drill,
  figureCursorSchema,
  needCountFilterSchema,
  needListSchema,
  referralCountFilterSchema,
  referralListSchema,
} from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { type ActingIn, pageOfReferrals } from '../referrals/index.ts'
import { type Scope, scopeOf } from './board-scope.ts'
import { childLines, type LineTenant } from './child-lines.ts'
import { counted, lineOf, needsOf, referralsOf, type Whose } from './drill.ts'
import { type Line, needLines, referralLines } from './figure-lines-store.ts'
import { areaNames } from './unmet-needs-store.ts'

/**
 * The referrals that a figure counts, in the figure's own words. What a superior sees of a referral is its count: whoever is no party
 * reads the figure cut by incubator, down to one, and there by tier, state and direction; the rows are those that the viewer is a party of,
 * or the desk, each cut to what that party sees.
 */
export const referralList = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(
    boardInput.extend({
      filter: referralCountFilterSchema.default({ side: 'any' }),
      cursor: figureCursorSchema,
    }),
  )
  .output(referralListSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
    const { filter } = input
    const once = filter.once ?? scope.tenant.id
    const whole = once === scope.tenant.id ? scope : await scopeOf(ctx, { ...input, tenantId: once })
    const lines = await referralLines(ctx.tx, { scope, whole }, filter)
    const further = filter.side === 'any' ? { ...filter, once } : filter
    return {
      ...(await listOf(ctx, scope, { lines, filter: further, cursor: input.cursor, drillOf: referralsOf })),
      rest: restOf(scope, lines, filter, ({ fromTier, fromKind, toTier, toKind, state, direction, mode }) => ({
        from: { tier: fromTier, kind: fromKind },
        to: toTier !== null && toKind !== null ? { tier: toTier, kind: toKind } : null,
        state,
        direction,
        mode,
      })),
    }
  })

/** The unmet needs that a figure counts, the same way: the sender's rows and those that wait at the viewer's desk, of all others the count. */
export const needList = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(boardInput.extend({ filter: needCountFilterSchema.default({}), cursor: figureCursorSchema }))
  .output(needListSchema)
  .query(async ({ ctx, input }) => {
    const scope = await scopeOf(ctx, input)
    const { filter } = input
    const lines = await needLines(ctx.tx, scope, filter)
    const areas = [...lines.map(({ area }) => area), filter.area].flatMap(area => area ?? [])
    return {
      areas: await areaNames(ctx.tx, [...new Set(areas)]),
      ...(await listOf(ctx, scope, { lines, filter, cursor: input.cursor, drillOf: needsOf })),
      rest: restOf(scope, lines, filter, ({ need, field, area, cause }) => ({ need, field, area, cause })),
    }
  })

const sumOf = (lines: readonly Line[]) => lines.reduce((all, { n }) => all + n, 0)

/** The list goes on to the incubators one tier down. */
function goesOn(scope: Scope, { alone }: { alone?: boolean | undefined }): boolean {
  return alone !== true && scope.lines.length > 1
}

type Listed<F> = {
  lines: readonly Line[]
  filter: F
  cursor: Cursor | undefined
  drillOf: (whose: Whose, filter: F) => Drill
}

async function listOf<F extends { alone?: boolean | undefined }>(
  ctx: ActingIn & { actor: TenantActor },
  scope: Scope,
  { lines, filter, cursor, drillOf }: Listed<F>,
) {
  // A party's rows are read as that party: whoever may not list referrals has no rows here either.
  authorise(ctx.ability, 'list', 'Referral', { relation: 'sender' })
  const ids = lines.flatMap(({ referralId }) => referralId ?? [])
  return {
    scope: scope.view,
    total: sumOf(lines),
    children: childrenOf(scope, { lines, filter, drillOf }),
    open: ids.length,
    rows: await pageOfReferrals(ctx, { box: 'among', ids }, { cursor }),
  }
}

type ChildLine = { tenant: LineTenant; isOwn: boolean } & Counted

function childrenOf<F extends { alone?: boolean | undefined }>(
  scope: Scope,
  { lines, filter, drillOf }: Omit<Listed<F>, 'cursor'>,
): ChildLine[] {
  if (!goesOn(scope, filter)) return []
  const span = BigInt(scope.span)
  const byChild = Map.groupBy(lines, ({ place }) => (BigInt(place) - (BigInt(place) % span)).toString())
  const found = childLines(
    scope,
    low => {
      const own = byChild.get(low)
      return own ? { value: sumOf(own) } : null
    },
    { value: 0 },
  )
  return found
    .filter(({ value }) => value > 0)
    .map(line => ({ ...line, ...counted(line.value, drillOf(lineOf(scope, line), filter)) }))
}

/** What the viewer has no row of, at the last incubator: as many as there are of each description. */
function restOf<L extends Line, D extends object>(
  scope: Scope,
  lines: readonly L[],
  filter: { alone?: boolean | undefined },
  describe: (line: L) => D,
): (D & { value: number })[] {
  if (goesOn(scope, filter)) return []
  const groups = Map.groupBy(
    lines.filter(({ referralId }) => referralId === null),
    line => JSON.stringify(describe(line)),
  )
  return [...groups.values()]
    .flatMap(group => (group[0] ? [{ ...describe(group[0]), value: sumOf(group) }] : []))
    .toSorted((a, b) => b.value - a.value)
}
