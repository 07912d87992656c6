import { createReferralInput, referralChanged } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import { decideCreation } from '@fuqiao/domain/referral'
import { v7 } from 'uuid'
import { answerOnce } from '../../rpc/answer-once.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { newClock } from './clock-columns.ts'
import { settingOf } from './facts.ts'
import { errorOf } from './refuse.ts'
import type { ActingIn } from './transit.ts'
import { newNumber, writeDraft } from './write-draft.ts'
import { readArrivals, readLiveGrants, readOrganisation } from './world-store.ts'

/** Begins a draft for an organisation in the sender's custody, or that it looks into under a live grant (B-11); chain and hop follow from how it came. */
export const createReferral = tenantProcedure
  .meta({ can: ['create', 'Referral'] })
  .input(createReferralInput)
  .output(referralChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'referrals.create', input, now }
    return answerOnce(tx, request, () => create({ ...ctx, actor }, input))
  })

type Input = { organisationId: string; mode: 'coService' | 'handOver' }

async function create(acting: ActingIn & { actor: TenantActor }, { organisationId, mode }: Input) {
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
    { mode, senderHoldsCustody: holdsCustody, senderHoldsGrant: grants.length > 0 },
    viewer,
  )
  if (!decision.ok) throw errorOf(decision.refusal)
  const parent = arrivals.find(arrival =>
    holdsCustody ? arrival.mode === 'handOver' : grants.some(grant => grant.referralId === arrival.id),
  )
  const id = v7()
  const number = await newNumber(tx, actor, now)
  await writeDraft(acting, {
    id,
    number,
    organisationId,
    mode,
    chainId: parent?.chainId ?? id,
    hop: (parent?.hop ?? 0) + 1,
    parentId: parent?.id ?? null,
    ...newClock('draft', 'draft', settingOf(deps, actor.profileId, viewer, now)),
  })
  return { id, number, version: 1, state: 'draft' as const }
}
