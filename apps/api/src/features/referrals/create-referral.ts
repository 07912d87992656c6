import { createReferralInput, referralChanged } from '@fuqiao/contract'
import type { TenantActor } from '@fuqiao/access'
import type { Tx } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { decideCreation } from '@fuqiao/domain/referral'
import { randomInt } from 'node:crypto'
import { v7 } from 'uuid'
import { answerOnce } from '../../rpc/answer-once.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { newClock } from './clock-columns.ts'
import { settingOf } from './facts.ts'
import { errorOf } from './refuse.ts'
import { insertEvent, insertOutbox, insertReferral, nextNumber } from './referral-store.ts'
import type { ActingIn } from './transit.ts'
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
  await write(acting, {
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

type Draft = Omit<
  Parameters<typeof insertReferral>[1],
  | 'networkId'
  | 'fromTenantId'
  | 'letterCode'
  | 'state'
  | 'createdByPersonId'
  | 'createdByName'
  | 'createdAt'
  | 'updatedAt'
> & { id: string }

async function write({ tx, actor, now }: ActingIn & { actor: TenantActor }, draft: Draft): Promise<void> {
  const { networkId, tenantId, personId, personName } = actor
  const key = { networkId, id: draft.id }
  await Promise.all([
    insertReferral(tx, {
      ...draft,
      networkId,
      fromTenantId: tenantId,
      letterCode: newLetterCode(),
      state: 'draft',
      holder: 'sender',
      holderTenantId: tenantId,
      createdByPersonId: personId,
      createdByName: personName,
      createdAt: now,
      updatedAt: now,
    }),
    insertEvent(tx, key, {
      seq: 1,
      at: now,
      action: 'create',
      fromState: null,
      toState: 'draft',
      actorTenantId: tenantId,
      actorOrganisationId: null,
      actorPersonId: personId,
      actorName: personName,
      note: '',
      data: {},
      audience: ['sender'],
    }),
    writeAudit(tx, actor, {
      action: 'referral.create',
      subjectKind: 'Referral',
      subjectId: draft.id,
      at: now,
      details: { number: draft.number, mode: draft.mode, to: 'draft', version: 1 },
    }),
    insertOutbox(
      tx,
      key,
      {
        action: 'create',
        seq: 1,
        number: draft.number,
        fromState: null,
        toState: 'draft',
        holder: 'sender',
        organisationId: draft.organisationId,
        fromTenantId: tenantId,
        toTenantId: null,
        deskTenantId: null,
        wasSubmitted: false,
        submittedAt: null,
        actorTenantId: tenantId,
        actorOrganisationId: null,
      },
      now,
    ),
  ])
}

/** Year, division and the count of the tenant's referrals in that year: 2026-110105003-0007. Counted per tenant, so that it tells nothing of others. */
async function newNumber(tx: Tx, { networkId, tenantId, divisionCode }: TenantActor, now: Date): Promise<string> {
  const year = Number(civilDateOf(now).slice(0, 4))
  const count = await nextNumber(tx, { networkId, tenantId, name: 'referral', year })
  return `${year}-${divisionCode}-${String(count).padStart(4, '0')}`
}

// Without letters and digits that are mistaken for one another: the code is typed from paper.
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Sixteen characters in fours, some 79 bits: not to be guessed. */
function newLetterCode(): string {
  const characters = Array.from({ length: 16 }, () => codeAlphabet[randomInt(codeAlphabet.length)])
  return [0, 4, 8, 12].map(start => characters.slice(start, start + 4).join('')).join('-')
}
