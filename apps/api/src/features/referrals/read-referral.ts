import { type ActionOf, isAllowed, type Relation } from '@fuqiao/access'
import { idSchema, type ReferralView, referralViewSchema } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import {
  availableActions,
  lastWaitingDay,
  TRANSITIONS,
  type ReferralAction,
  type ReferralPart,
} from '@fuqiao/domain/referral'
import type { Profile } from '@fuqiao/domain/profile'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import {
  readAccess,
  readChain,
  readCited,
  readConsents,
  readAskedFor,
  readBatchOf,
  readEnquiryOf,
  readGrants,
  readSeal,
  readSupplementSeals,
  readTimeline,
} from './detail-store.ts'
import { readNodes } from './effects-store.ts'
import { type FarEnd, readFarEnd } from './far-end-store.ts'
import { factsOf, isDeskOf, settingOf, standingTo, viewerOf } from './facts.ts'
import { readJoined } from './list-store.ts'
import { type Joined, listedOf } from './listed-store.ts'
import { outcomeView, papersOf, ratingView } from './outcome-view.ts'
import { plainParams } from './refuse.ts'
import type { ReferralRow } from './referral-store.ts'
import { questionView, requestView } from './request-view.ts'
import { partsFor, rowView } from './row-view.ts'
import { chainView, timelineView } from './timeline-view.ts'
import { type ActingIn, deskActions } from './transit.ts'
import { readWorld } from './world-store.ts'

/** One referral as the viewer may see it: the preview before acceptance, number, date and own reason after a decline, coded outcome for the desk. */
export const getReferral = actorProcedure
  .meta({ can: ['read', 'Referral'] })
  .input(z.strictObject({ id: idSchema }))
  .output(referralViewSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const joined = await readJoined(tx, actor.networkId, input.id)
    if (!joined) throw notFound()
    authorise(ability, 'read', 'Referral', { relation: standingTo(actor, joined.row, now) })
    return view(ctx, joined)
  })

async function view(acting: ActingIn, joined: Joined<ReferralRow>): Promise<ReferralView> {
  const { tx, actor, now, deps } = acting
  const { row } = joined
  const key = { networkId: row.networkId, id: row.id }
  const relation = standingTo(actor, row, now)
  const parts = partsFor(row, relation, isDeskOf(actor, row))
  const tenantIds = [row.deskTenantId, row.betterTenantId].filter(id => id !== null)
  const [
    timeline,
    chain,
    consents,
    grants,
    seal,
    seals,
    world,
    nodes,
    access,
    agreement,
    enquiry,
    batch,
    askedFor,
    farEnd,
    papers,
    rated,
  ] = await Promise.all([
    readTimeline(tx, key),
    readChain(tx, row.networkId, row.chainId),
    readConsents(tx, key),
    readGrants(tx, key),
    readSeal(tx, key),
    readSupplementSeals(tx, key),
    readWorld(tx, row.id),
    tenantIds.length > 0 ? readNodes(tx, row.networkId, tenantIds) : Promise.resolve([]),
    accessOf(acting, row, parts),
    readCited(tx, row),
    readEnquiryOf(tx, row),
    batchOf(acting, row, relation),
    askedForOf(tx, row, relation),
    farEndOf(tx, joined),
    papersOf(tx, row, parts),
    ratingView(acting, row),
  ])
  if (!world) throw notFound()
  const refOf = (id: string | null) => {
    const node = nodes.find(({ tenantId }) => tenantId === id)
    return node
      ? { id: node.tenantId, name: node.name, shortName: node.shortName, tier: node.tier, kind: node.kind }
      : null
  }
  const onlook = { actor, now, calendar: deps.calendar(), profile: profileOf(deps, actor) }
  const shown = rowView({ ...joined, row: listedOf(row) }, onlook)
  return {
    ...shown,
    letterCode: parts.has('identity') && row.submittedAt !== null ? row.letterCode : null,
    chainId: row.chainId,
    createdByName: parts.has('workings') ? row.createdByName : null,
    createdAt: row.createdAt.toISOString(),
    desk: refOf(row.deskTenantId),
    ...partViews(row, parts, { ...onlook, timeline }),
    outcome: outcomeView(row, parts, papers),
    ...rated,
    request: parts.has('consent') ? requestView(row, { consents, seals, relation }) : null,
    snapshot: parts.has('identity') && mayOpen(acting, relation) ? sealView(seal) : null,
    grant: parts.has('consent') ? grantView(grants[0], now) : null,
    duplicateAnswer: relation === 'target' && parts.has('identity') ? row.duplicateAnswer : null,
    decline: declineView(row, parts, refOf(row.betterTenantId)),
    enquiry,
    batch,
    askedFor,
    agreement: agreement && { ...agreement, answer: answerOf(row) },
    farEnd: farEndView(farEnd),
    timeline: timelineView(timeline, { row, parts, relation, knowsOrganisation: shown.organisation !== null }),
    chain: chainView(chain, row.id),
    accessLog: access && access.map(line => ({ ...line, at: line.at.toISOString() })),
    actions: offered(acting, row, {
      world,
      consents: consents.filter(({ state }) => standing.has(state)),
      crossing: sideOf(farEnd),
    }),
  }
}

const sealView = (seal: Awaited<ReturnType<typeof readSeal>>): ReferralView['snapshot'] =>
  seal ? { digest: seal.digest, sealedAt: seal.sealedAt.toISOString() } : null

/** As opening the sealed dossier asks: a target reads it by its grant. */
const mayOpen = ({ ability }: ActingIn, relation: Relation): boolean =>
  isAllowed(ability, 'read', 'ReferralSnapshot', { relation: relation === 'target' ? 'grantee' : relation })

/** The request that it answers, for its sender. */
const askedForOf = async (tx: Tx, { kind, id }: ReferralRow, relation: Relation) =>
  kind === 'pull' && relation === 'sender' ? readAskedFor(tx, id) : null

/** The batch that it was begun in, for whoever may open it. */
async function batchOf({ tx, ability }: ActingIn, row: ReferralRow, relation: Relation) {
  return relation === 'sender' && isAllowed(ability, 'read', 'ReferralBatch', { relation })
    ? readBatchOf(tx, row)
    : null
}

/** The other end, where one of the two stands for a partner network. */
async function farEndOf(tx: Tx, { row, from, to }: Joined<ReferralRow>): Promise<FarEnd | null> {
  return from.kind === 'partnerNetwork' || to?.kind === 'partnerNetwork' ? readFarEnd(tx, row.id) : null
}

const sideOf = (farEnd: FarEnd | null) => farEnd?.side ?? null

/** The other network and its incubator, without the contact that the consent and the letter name. */
function farEndView(farEnd: FarEnd | null): ReferralView['farEnd'] {
  if (farEnd === null) return null
  const { side, networkName, incubatorId, name, divisionName } = farEnd
  return { side, networkName, incubatorId, name, divisionName }
}

/** Who of the target looked in, for whoever may know. */
async function accessOf({ tx }: ActingIn, { networkId, id: referralId, organisationId }: ReferralRow, parts: Parts) {
  if (!parts.has('accessLog') || organisationId === null) return null
  return readAccess(tx, { networkId, organisationId, referralId, limit: 100 })
}

/** What a standing agreement answered, for whoever reads the agreement. */
const answerOf = (row: ReferralRow) => row.standingAnswer as NonNullable<ReferralView['agreement']>['answer']

type Parts = ReadonlySet<ReferralPart>
const iso = (date: Date | null) => date?.toISOString() ?? null

type Onlook = { now: Date; profile: Profile; timeline: Awaited<ReturnType<typeof readTimeline>> }

function partViews(row: ReferralRow, parts: Parts, onlook: Onlook) {
  const suggestion = row.suggestion as { need: string; taken: boolean; tenantIds: string[] } | null
  const { leadName, firstContactOn, acknowledgedByName, otherReason } = row
  return {
    workings: parts.has('workings') ? { suggestion, otherReason } : null,
    milestones: parts.has('milestones')
      ? {
          acknowledgedAt: iso(row.acknowledgedAt),
          acknowledgedByName,
          leadName,
          firstContactOn,
          plannedEndOn: row.plannedEndOn,
          closedAt: iso(row.closedAt),
        }
      : null,
    course: courseView(row, parts, onlook),
    confirmations: { senderAt: iso(row.senderConfirmedAt), organisationAt: iso(row.organisationConfirmedAt) },
  }
}

/** Deadlines go with the clock, the dispute with its part, the proposal to void with the sender's workings. */
function courseView(row: ReferralRow, parts: Parts, { now, profile, timeline }: Onlook): ReferralView['course'] {
  const { informationRounds, expectedOn, resumeOn, disputedBy, ruling } = row
  const isTimed = parts.has('clock')
  const isOpenTo = parts.has('dispute')
  return {
    expiresAt: isTimed ? iso(row.expiresAt) : null,
    stoodDueDays: isTimed ? (row.stood?.dueDays ?? null) : null,
    informationRounds: parts.has('questions') ? informationRounds : 0,
    ...questionView(row, parts, timeline),
    sections: parts.has('questions') ? (row.sections as ReferralView['course']['sections']) : [],
    expectedOn: isTimed && row.state === 'waitlisted' ? expectedOn : null,
    waitsUntil: isTimed ? lastWaitingDay(row.waitlistedAt, profile.referral, now) : null,
    dispatchedAt: iso(row.dispatchedAt),
    objectedAt: iso(row.objectedAt),
    resumeOn: isTimed ? resumeOn : null,
    disputedBy: isOpenTo ? disputedBy : null,
    ruling: isOpenTo ? ruling : null,
    settledAt: iso(row.settledAt),
    voidProposedByName: parts.has('workings') ? row.voidProposedByName : null,
  }
}

function grantView(
  grant: Awaited<ReturnType<typeof readGrants>>[number] | undefined,
  now: Date,
): ReferralView['grant'] {
  if (!grant) return null
  const { sections, personal, from, until, endedAt } = grant
  const isLive = endedAt === null && from <= now && until > now
  return { sections, personal, from: from.toISOString(), until: until.toISOString(), endedAt: iso(endedAt), isLive }
}

function declineView(
  row: ReferralRow,
  parts: Parts,
  betterTenant: NonNullable<ReferralView['decline']>['betterTenant'],
): ReferralView['decline'] {
  if (row.declineCode === null || !parts.has('reasonCode')) return null
  const full = parts.has('reason')
  return { code: row.declineCode, text: full ? row.declineText : null, betterTenant: full ? betterTenant : null }
}

/** Refusals of what is another's, or none of this state or kind: no button stands for it. */
const hidden: ReadonlySet<string> = new Set([
  'REFERRAL_NOT_YOUR_PART',
  'REFERRAL_WRONG_STATE',
  'REFERRAL_NOT_OF_THIS_KIND',
])

/** Consents that the rules still ask. */
const standing: ReadonlySet<string> = new Set(['asked', 'signed', 'refused'])

/** The permission that an action is done by: what is asked for beside a consent goes by the same as the consent. */
function permissionFor(action: ReferralAction, relation: Relation): ActionOf<'Referral'> {
  if (action === 'requestFurtherConsent') return 'requestConsent'
  if (action === 'refuseFurtherConsent') return 'refuseConsent'
  if (action !== 'signConsent' && action !== 'signFurtherConsent') return action
  return relation === 'sender' ? 'uploadPaperConsent' : 'signConsent'
}

/** What the actor may do now, or what stands in the way: what is another party's, or belongs to another state, is left out. */
function offered(
  { actor, ability, now, deps }: ActingIn,
  row: ReferralRow,
  sources: Omit<Parameters<typeof factsOf>[1], 'possibleDuplicates'>,
): ReferralView['actions'] {
  const relation = standingTo(actor, row, now)
  const setting = settingOf(deps, actor, viewerOf(actor, relation, row), now)
  const mayDo = (action: ReferralAction) => {
    const name = permissionFor(action, relation)
    return (
      isAllowed(ability, name, 'Referral', { relation }) ||
      (isDeskOf(actor, row) && deskActions.has(name) && isAllowed(ability, name, 'Referral', { relation: 'desk' }))
    )
  }
  return availableActions(factsOf(row, { ...sources, possibleDuplicates: 0 }), setting).flatMap(
    (available): ReferralView['actions'] => {
      const { action } = available
      if (available.allowed) {
        return mayDo(action) ? [{ action, allowed: true, refusal: null }] : []
      }
      const { code, params } = available.refusal
      if (hidden.has(code)) return []
      // The role is asked for before the state: what nobody could do now is not said to be another's.
      if (!TRANSITIONS[action].from.includes(row.state)) return []
      return [{ action, allowed: false, refusal: { code, params: plainParams(params) } }]
    },
  )
}
