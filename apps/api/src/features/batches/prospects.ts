import type { TenantActor } from '@fuqiao/access'
import type { BatchRefusal, previewBatchInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { type DossierSection, hasFunction, type OrganisationField } from '@fuqiao/domain/profile'
import { emptySections, type Prospect, refusalOfProspect } from '@fuqiao/domain/referral'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { profileOf } from '../network/index.ts'
import {
  type DirectoryRow,
  errorOf,
  noWorld,
  parentAmong,
  rankAmong,
  readArrivalsOf,
  readCandidates,
  readLiveGrantsOf,
  readNodes,
  refusalToShare,
  settingOf,
  suggestedAmong,
} from '../referrals/index.ts'
import { type ProspectWorld, readFilledSections, readOrganisations, readProspectWorlds } from './prospect-store.ts'

/** Who acts, for a tenant. */
export type Acting = ActingIn & { actor: TenantActor }
/** What is said once for all. */
export type Wish = Omit<z.infer<typeof previewBatchInput>, 'organisationIds'>

/** An organisation with what stands against referring it. */
export type Weighed = {
  organisation: { id: string; name: string }
  refusal: BatchRefusal | null
  emptySections: DossierSection[]
  isSuggested: boolean
}

/** Each organisation once, and no more than the profile allows. @throws AppError REFERRAL_BATCH_TOO_LARGE */
export function distinctIds({ actor, deps }: Acting, organisationIds: readonly string[]): string[] {
  const ids = [...new Set(organisationIds)]
  const { maxOrganisations } = profileOf(deps, actor).referral.batch
  if (ids.length > maxOrganisations) throw new AppError('REFERRAL_BATCH_TOO_LARGE', { most: maxOrganisations })
  return ids
}

/**
 * Asks the machine about each organisation as it stands now, in the order given. `named`: further organisations that the words may not name.
 * @throws AppError NOT_FOUND where one or the target is out of sight, REFERRAL_NEED_UNKNOWN, REFERRAL_BATCH_WITHIN_NETWORK
 */
export async function weigh(
  acting: Acting,
  wish: Wish,
  ids: readonly string[],
  named: readonly string[] = ids,
): Promise<Weighed[]> {
  const { tx, actor, now } = acting
  const { networkId, tenantId } = actor
  const several = { networkId, tenantId, ids, now }
  const [directory, organisations, grants, arrivals, filled] = await Promise.all([
    readDirectory(acting, wish),
    readOrganisations(tx, { ...several, ids: [...new Set([...ids, ...named])] }),
    readLiveGrantsOf(tx, several),
    readArrivalsOf(tx, several),
    readFilledSections(tx, several),
  ])
  const names = organisations.flatMap(({ name, formerNames }) => [name, ...formerNames])
  const found = ids.map(id => {
    const organisation = organisations.find(row => row.id === id)
    if (!organisation) throw notFound()
    const of = <Row extends { organisationId: string | null }>(rows: readonly Row[]) =>
      rows.filter(row => row.organisationId === id)
    const isOwn = organisation.tenantId === tenantId
    const [came, held] = [of(arrivals), of(grants)]
    const sections = of(filled).map(({ section }) => section)
    return { organisation, isOwn, grants: held, arrivals: came, parent: parentAmong(came, held, isOwn), sections }
  })
  const asked = found.map(({ organisation, parent }) => ({ id: organisation.id, parentId: parent?.id ?? null }))
  const worlds = await readProspectWorlds(tx, asked, wish.targetTenantId)
  return found.map(known => judge(acting, wish, { ...known, names, directory, worlds }))
}

/** The network's incubators at work. @throws AppError for a need that there is not, or a target that no batch goes to */
async function readDirectory(
  { tx, actor, deps, now }: Acting,
  { need, targetTenantId }: Wish,
): Promise<DirectoryRow[]> {
  if (!hasFunction(profileOf(deps, actor), need, civilDateOf(now))) throw new AppError('REFERRAL_NEED_UNKNOWN')
  const [directory, [target]] = await Promise.all([
    readCandidates(tx, actor.networkId),
    readNodes(tx, actor.networkId, [targetTenantId]),
  ])
  if (!target) throw notFound()
  if (target.kind === 'partnerNetwork') throw new AppError('REFERRAL_BATCH_WITHIN_NETWORK')
  return directory
}

type Known = {
  organisation: { id: string; name: string; field: string; mergedIntoId: string | null }
  isOwn: boolean
  grants: readonly { sections: string[]; personal: boolean }[]
  arrivals: readonly { direction: string | null }[]
  parent: { hop: number } | undefined
  sections: DossierSection[]
  names: readonly string[]
  directory: readonly DirectoryRow[]
  worlds: readonly ProspectWorld[]
}

function judge(acting: Acting, wish: Wish, known: Known): Weighed {
  const { actor, deps, now } = acting
  const { organisation, isOwn, grants, arrivals, parent, sections, names } = known
  const world = known.worlds.find(({ organisationId }) => organisationId === organisation.id) ?? noWorld
  const isSuggested = isAmongSuggested(acting, wish, known, world)
  const prospect: Prospect = {
    mode: wish.mode,
    hop: parent ? parent.hop + 1 : 1,
    senderTenantId: actor.tenantId,
    targetTenantId: wish.targetTenantId,
    request: {
      ...{ need: wish.need, question: wish.needText, purpose: wish.purpose, sections: wish.sections },
      ...{ personal: wish.personal, grantUntil: wish.grantUntil },
      ...{ suggestionTaken: isSuggested, otherTargetReason: wish.otherReason },
    },
    world: { ...world, openWithTarget: world.openTargetIds.includes(wish.targetTenantId), possibleDuplicates: 0 },
    cameFromPartner: arrivals.some(({ direction }) => direction === 'network'),
    filledSections: sections,
  }
  const setting = settingOf(deps, actor, { relation: 'sender', roles: actor.roles }, now)
  const refused = refusalOfProspect(prospect, setting)
  const error = organisation.mergedIntoId
    ? new AppError('ORGANISATION_MERGED')
    : refused
      ? errorOf(refused)
      : refusalToShare(wish, { names, isOwn, grants })
  return {
    organisation: { id: organisation.id, name: organisation.name },
    refusal: error ? { code: error.body.appCode, params: error.body.params } : null,
    emptySections: refused?.code === 'REFERRAL_SECTIONS_UNWRITTEN' ? [] : emptySections(prospect),
    isSuggested,
  }
}

/** Ranked as it will be when the draft is begun. */
function isAmongSuggested(
  acting: Acting,
  { need, targetTenantId }: Wish,
  { organisation, directory }: Known,
  { chainTenantIds, openTargetIds }: Pick<ProspectWorld, 'chainTenantIds' | 'openTargetIds'>,
): boolean {
  const { ranked } = rankAmong(acting, directory, {
    need: { need, field: organisation.field as OrganisationField },
    fromTenantId: acting.actor.tenantId,
    barred: new Set([...chainTenantIds, ...openTargetIds]),
  })
  return suggestedAmong(ranked).includes(targetTenantId)
}
