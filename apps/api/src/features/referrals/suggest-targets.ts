import { suggestionSchema, suggestTargetsInput } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import type { OrganisationField } from '@fuqiao/domain/profile'
import { type RoutingNeed, type Suggestion, suggestTargets as rank } from '@fuqiao/domain/referral'
import { z } from 'zod'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { isDeskOf, standingTo } from './facts.ts'
import { type ReferralRow, readReferral } from './referral-store.ts'
import { candidateOf, type DirectoryRow, readCandidates } from './routing-store.ts'
import type { ActingIn } from './transit.ts'
import { readOrganisation, readWorld, type World } from './world-store.ts'

/** How many are suggested. */
const most = 10

type Acting = ActingIn & { actor: TenantActor }

/** Which incubators fit the need best, each with the points and reason of every part. */
export const suggestTargets = tenantProcedure
  .meta({ can: ['edit', 'Referral'] })
  .input(suggestTargetsInput)
  .output(z.strictObject({ suggestions: z.array(suggestionSchema), considered: z.int() }))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const [row, world] = await Promise.all([
      readReferral(tx, { networkId: actor.networkId, id: input.id }),
      readWorld(tx, input.id),
    ])
    if (!row || !world) throw notFound()
    // The desk looks for another target of what failed; everyone else, for the target of their draft.
    const isDesks = isDeskOf(actor, row) && row.holder === 'desk'
    authorise(ability, isDesks ? 'assign' : 'edit', 'Referral', {
      relation: isDesks ? 'desk' : standingTo(actor, row, now),
    })
    const { ranked, directory } = await rankFor({ ...ctx, actor }, row, { need: input.need, world })
    const suggestions = ranked.slice(0, most).flatMap(suggestion => suggestionView(suggestion, directory))
    return { suggestions, considered: directory.size }
  })

/** The network's incubators ranked for a referral's need, with the directory they were ranked from. @throws AppError NOT_FOUND when the organisation is out of sight, REFERRAL_CASE_UNDESCRIBED where none is named and no field chosen */
export async function rankFor(
  acting: Acting,
  row: ReferralRow,
  { need, world }: { need: string; world: World },
): Promise<Ranking> {
  const organisation =
    row.previewField === null && row.organisationId !== null
      ? await readOrganisation(acting.tx, { networkId: row.networkId, id: row.organisationId })
      : null
  const field = (row.previewField ?? organisation?.field) as OrganisationField | undefined
  if (!field) throw row.organisationId === null ? new AppError('REFERRAL_CASE_UNDESCRIBED') : notFound()
  const failed = row.submittedAt !== null && row.toTenantId !== null ? [row.toTenantId] : []
  const barred = new Set([...world.chainTenantIds, ...world.openTargetIds, ...failed])
  return rankForNeed(acting, { need, field }, row.fromTenantId, barred)
}

/** Incubators in the order in which they fit, with the directory they were ranked from. */
export type Ranking = { ranked: Suggestion[]; directory: Map<string, DirectoryRow> }

/** The network's incubators ranked for a need alone: nothing of it says whose. @throws AppError NOT_FOUND when the sender is not at work */
export async function rankForNeed(
  acting: Acting,
  need: RoutingNeed,
  fromTenantId: string,
  barred: ReadonlySet<string> = new Set(),
): Promise<Ranking> {
  return rankAmong(acting, await readCandidates(acting.tx, acting.actor.networkId), { need, fromTenantId, barred })
}

/** What incubators are ranked for, from where, and which of them cannot be chosen. */
export type Wanted = { need: RoutingNeed; fromTenantId: string; barred: ReadonlySet<string> }

/** The same among rows of the directory that are read already. @throws AppError NOT_FOUND when the sender is not at work */
export function rankAmong(
  { actor, now, deps }: Pick<Acting, 'actor' | 'now' | 'deps'>,
  rows: readonly DirectoryRow[],
  { need: { need, field }, fromTenantId, barred }: Wanted,
): Ranking {
  const directory = new Map(rows.map(candidate => [candidate.tenantId, candidate]))
  const from = directory.get(fromTenantId)
  if (!from) throw notFound()
  const profile = profileOf(deps, actor)
  const ranked = rank(
    { need, field },
    rows.map(candidate => candidateOf(candidate, barred)),
    { from, profile, now },
  )
  return { ranked, directory }
}

/** A suggestion as a page shows it; none where the directory does not know its incubator. */
export function suggestionView({ tenantId, score, lines }: Suggestion, directory: Ranking['directory']) {
  const found = directory.get(tenantId)
  if (!found) return []
  const { tenantId: id, name, shortName, tier, kind, divisionName, services } = found
  return [
    {
      tenant: { id, name, shortName, tier, kind },
      divisionName,
      services: services ?? '',
      score,
      lines: lines.map(({ reason: { code, ...params }, ...line }) => ({ ...line, reason: { code, params } })),
    },
  ]
}
