import {
  type Cursor,
  needListInput,
  needListSchema,
  referralListInput,
  referralListSchema,
  type ReferralSort,
} from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import type { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { type ActingIn, pageOfReferrals } from '../referrals/index.ts'
import { type BoardContext, scopeOf } from './board-scope.ts'
import { childrenOf, type CountedList, needRest, openIds, referralRest, sumOf } from './counted-list.ts'
import { needsOf, referralsOf } from './drill.ts'
import { type NeedLine, needLines, type ReferralLine, referralLines } from './figure-lines-store.ts'
import { areaNames } from './unmet-needs-store.ts'

/**
 * The referrals that a figure counts, in the figure's own words. What a superior sees of a referral is its count: whoever is no party
 * reads the figure cut by incubator, down to one, and there by tier, state and direction; the rows are those that the viewer is a party of,
 * or the desk, each cut to what that party sees.
 */
export const referralList = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(referralListInput)
  .output(referralListSchema)
  .query(async ({ ctx, input }) => {
    const list = await countedReferrals(ctx, input)
    return { ...(await viewOf(ctx, list, input)), rest: referralRest(list, input.countOrder) }
  })

/** The unmet needs that a figure counts, the same way: the sender's rows and those that wait at the viewer's desk, of all others the count. */
export const needList = tenantProcedure
  .meta({ can: ['read', 'Dashboard'] })
  .input(needListInput)
  .output(needListSchema)
  .query(async ({ ctx, input }) => {
    const { areas, ...list } = await countedNeeds(ctx, input)
    return { areas, ...(await viewOf(ctx, list, input)), rest: needRest(list, input.countOrder) }
  })

/** The referrals of a figure, for the list and for its file. */
export async function countedReferrals(
  ctx: BoardContext,
  { tenantId, period, filter }: Pick<z.output<typeof referralListInput>, 'tenantId' | 'period' | 'filter'>,
): Promise<CountedList<ReferralLine>> {
  const scope = await scopeOf(ctx, { tenantId, period })
  const once = filter.once ?? scope.tenant.id
  const whole = once === scope.tenant.id ? scope : await scopeOf(ctx, { tenantId: once, period })
  const further = filter.side === 'any' ? { ...filter, once } : filter
  return {
    scope,
    lines: await referralLines(ctx.tx, { scope, whole }, filter),
    alone: filter.alone === true,
    drillOf: whose => referralsOf(whose, further),
  }
}

/** The unmet needs of a figure, for the list and for its file, with the areas that it may be narrowed to. */
export async function countedNeeds(
  ctx: BoardContext,
  { tenantId, period, filter }: Pick<z.output<typeof needListInput>, 'tenantId' | 'period' | 'filter'>,
): Promise<CountedList<NeedLine> & { areas: { code: string; name: string }[] }> {
  const scope = await scopeOf(ctx, { tenantId, period })
  const ofAllAreas = await needLines(ctx.tx, scope, { ...filter, area: undefined })
  const areas = [...ofAllAreas.map(({ area }) => area), filter.area].flatMap(area => area ?? [])
  return {
    scope,
    lines: filter.area === undefined ? ofAllAreas : ofAllAreas.filter(({ area }) => area === filter.area),
    alone: filter.alone === true,
    drillOf: whose => needsOf(whose, filter),
    areas: await areaNames(ctx.tx, [...new Set(areas)]),
  }
}

async function viewOf(
  ctx: ActingIn & { actor: TenantActor },
  list: CountedList,
  { cursor, sort }: { cursor?: Cursor | undefined; sort: ReferralSort },
) {
  // A party's rows are read as that party: whoever may not list referrals has no rows here either.
  authorise(ctx.ability, 'list', 'Referral', { relation: 'sender' })
  const ids = openIds(list)
  return {
    scope: list.scope.view,
    total: sumOf(list.lines),
    children: childrenOf(list),
    open: ids.length,
    rows: await pageOfReferrals(ctx, { box: 'among', ids }, { cursor, sort }),
  }
}
