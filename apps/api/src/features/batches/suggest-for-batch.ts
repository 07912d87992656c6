import { batchSuggestionsSchema, suggestForBatchInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { hasFunction, type OrganisationField } from '@fuqiao/domain/profile'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { type Ranking, rankAmong, readCandidates, suggestedAmong, suggestionView } from '../referrals/index.ts'
import { distinctIds } from './prospects.ts'
import { readOrganisations } from './prospect-store.ts'

/** How many are suggested. */
const most = 5

/** Which incubators fit the need of several organisations best: first those that are suggested to most of them, each with the reasons that hold for the field of most. */
export const suggestForBatch = tenantProcedure
  .meta({ can: ['create', 'ReferralBatch'] })
  .input(suggestForBatchInput)
  .output(batchSuggestionsSchema)
  .query(async ({ ctx, input: { organisationIds, need } }) => {
    const { tx, actor, ability, now, deps } = ctx
    authorise(ability, 'create', 'ReferralBatch', { relation: 'sender' })
    if (!hasFunction(profileOf(deps, actor), need, civilDateOf(now))) throw new AppError('REFERRAL_NEED_UNKNOWN')
    const ids = distinctIds({ ...ctx, actor }, organisationIds)
    const [directory, organisations] = await Promise.all([
      readCandidates(tx, actor.networkId),
      readOrganisations(tx, { networkId: actor.networkId, tenantId: actor.tenantId, ids, now }),
    ])
    if (organisations.length < ids.length) throw notFound()
    const groups = rankByField(organisations, field =>
      rankAmong(ctx, directory, { need: { need, field }, fromTenantId: actor.tenantId, barred: new Set() }),
    )
    return { suggestions: suggestionsAcross(groups), considered: directory.length }
  })

type Group = { size: number; ranking: Ranking }

/** The ranking for each field that occurs, the most frequent field first. */
function rankByField(organisations: readonly { field: string }[], rank: (field: OrganisationField) => Ranking) {
  const sizes = new Map<string, number>()
  for (const { field } of organisations) sizes.set(field, (sizes.get(field) ?? 0) + 1)
  return [...sizes]
    .sort(([, one], [, other]) => other - one)
    .map(([field, size]): Group => ({ size, ranking: rank(field as OrganisationField) }))
}

function suggestionsAcross(groups: readonly Group[]) {
  const best = groups.flatMap(({ size, ranking }) =>
    suggestedAmong(ranking.ranked).map(tenantId => ({ tenantId, size })),
  )
  const fits = new Map<string, number>()
  for (const { tenantId, size } of best) fits.set(tenantId, (fits.get(tenantId) ?? 0) + size)
  // A stable sort: of equals, the one that ranks higher for the field of most stays first.
  return [...fits]
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .flatMap(([tenantId, count]) => {
      const group = groups.find(({ ranking }) => suggestedAmong(ranking.ranked).includes(tenantId))
      const found = group?.ranking.ranked.find(suggestion => suggestion.tenantId === tenantId)
      if (!group || !found) return []
      return suggestionView(found, group.ranking.directory).map(view => ({ ...view, fits: count }))
    })
}
