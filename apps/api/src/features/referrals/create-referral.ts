import { createReferralInput, referralChanged } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import { decideCreation } from '@fuqiao/domain/referral'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { citedAgreement } from './cite-agreement.ts'
import { newClock } from './clock-columns.ts'
import { settingOf } from './facts.ts'
import { errorOf } from './refuse.ts'
import type { ActingIn } from './transit.ts'
import { readReferral, updateReferral } from './referral-store.ts'
import { suggestionFor } from './suggestion-for.ts'
import { type Draft, newNumber, writeDraft } from './write-draft.ts'
import { readArrivals, readLiveGrants, readOrganisation } from './world-store.ts'

/** Begins a draft for an organisation in the sender's custody, or that it looks into under a live grant (B-11); chain and hop follow from how it came. */
export const createReferral = tenantProcedure
  .meta({ can: ['create', 'Referral'] })
  .input(createReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'referrals.create', input, now }
    return answerOnce(tx, request, () => begin({ ...ctx, actor }, input))
  })

type Acting = ActingIn & { actor: TenantActor }

async function begin(acting: Acting, { organisationId, mode, consultId }: z.infer<typeof createReferralInput>) {
  if (consultId === undefined) return beginDraft(acting, { organisationId, mode })
  const { number, wish } = await readAdvised(acting, consultId)
  return beginDraft(acting, { organisationId, mode, form: wish, consult: number })
}

/** What a draft begins with. */
export type Beginning = {
  organisationId: string
  mode: 'coService' | 'handOver'
  /** Columns of its form that are filled in already. */
  form?: Partial<
    Pick<
      Draft,
      | 'need'
      | 'needText'
      | 'toTenantId'
      | 'otherReason'
      | 'purpose'
      | 'sections'
      | 'personal'
      | 'grantUntil'
      | 'suggestion'
    >
  >
  /** The blind enquiry that it comes from. */
  enquiry?: { id: string; number: string }
  /** Number of the advice that it follows. */
  consult?: string
  /** Number of the batch that it is one of. */
  batch?: string
}

/**
 * Begins a draft of the acting tenant; chain and hop follow from how the organisation came. Where a target is filled in, the suggestion is ranked as
 * it stands now. @throws AppError NOT_FOUND, NOT_ALLOWED, or the machine's refusal by name
 */
export async function beginDraft(acting: Acting, beginning: Beginning) {
  const { organisationId, mode, form = {}, enquiry, consult, batch } = beginning
  const { tx, actor, ability, now, deps } = acting
  const { networkId, tenantId } = actor
  const [organisation, grants, arrivals] = await Promise.all([
    readOrganisation(tx, { networkId, id: organisationId }),
    readLiveGrants(tx, { networkId, tenantId, organisationId, now }),
    readArrivals(tx, { networkId, tenantId, organisationId }),
  ])
  if (!organisation) throw notFound()
  const holdsCustody = organisation.tenantId === tenantId
  const relation = holdsCustody ? 'own' : grants.length > 0 ? 'grantee' : 'superior'
  authorise(ability, 'refer', 'Organisation', { relation })
  authorise(ability, 'create', 'Referral', { relation: 'sender' })
  const viewer = { relation: 'sender', roles: actor.roles } as const
  const decision = decideCreation(
    {
      mode,
      senderHoldsCustody: holdsCustody,
      senderHoldsGrant: grants.length > 0,
      cameFromPartner: arrivals.some(({ direction }) => direction === 'network'),
    },
    viewer,
  )
  if (!decision.ok) throw errorOf(decision.refusal)
  const parent = parentAmong(arrivals, grants, holdsCustody)
  const id = v7()
  const number = await newNumber(tx, actor, now)
  const draft = {
    ...form,
    ...{ id, number, organisationId, mode, enquiryId: enquiry?.id ?? null },
    ...(parent ? chainAfter(parent) : { chainId: id, hop: 1, parentId: null }),
    ...newClock('draft', 'draft', settingOf(deps, actor, viewer, now)),
  }
  await writeDraft(acting, draft, {
    ...(enquiry ? { enquiry: enquiry.number } : {}),
    ...(consult ? { consult } : {}),
    ...(batch ? { batch } : {}),
  })
  const { need, toTenantId: targetTenantId } = form
  if (need && targetTenantId && !form.suggestion) await keepChoice(acting, { id, need, targetTenantId })
  return { id, number, version: 1, state: 'draft' as const }
}

/** The running referral that brought the organisation here: what a further one hangs on. */
export function parentAmong<A extends { id: string; mode: string }>(
  arrivals: readonly A[],
  grants: readonly { referralId: string | null }[],
  holdsCustody: boolean,
): A | undefined {
  return arrivals.find(arrival =>
    holdsCustody ? arrival.mode === 'handOver' : grants.some(grant => grant.referralId === arrival.id),
  )
}

/** Where a referral stands that hangs on another. */
export const chainAfter = ({ id, chainId, hop }: { id: string; chainId: string; hop: number }) => ({
  ...{ chainId, parentId: id },
  hop: hop + 1,
})

/** Keeps with a draft what stood to choose from, and the agreement that its sender and its target have. */
async function keepChoice(acting: Acting, choice: { id: string; need: string; targetTenantId: string }) {
  const { networkId, tenantId: fromTenantId } = acting.actor
  const ends = { row: { networkId, fromTenantId }, targetTenantId: choice.targetTenantId, agreementId: undefined }
  const [suggestion, agreementId] = await Promise.all([
    suggestionFor(acting, choice),
    citedAgreement(acting.tx, ends, acting.now),
  ])
  await updateReferral(acting.tx, { networkId, id: choice.id }, { suggestion, agreementId })
}

/**
 * What a referral takes over from the advice that it follows: the adviser as its target, the need and the question. That the one led to the other is
 * the sender's to know: it stands in the first line of the timeline.
 * @throws AppError NOT_FOUND for one that is another's, REFERRAL_WRONG_STATE while it is not closed
 */
async function readAdvised({ tx, actor }: Acting, consultId: string) {
  const row = await readReferral(tx, { networkId: actor.networkId, id: consultId })
  if (row?.kind !== 'consult' || row.fromTenantId !== actor.tenantId) throw notFound()
  if (row.state !== 'closed') throw new AppError('REFERRAL_WRONG_STATE', { action: 'create', state: row.state })
  const { number, toTenantId, need, needText } = row
  const suggestion = need === null || toTenantId === null ? null : { need, tenantIds: [toTenantId], taken: true }
  return { number, wish: { toTenantId, need, needText, suggestion } }
}
