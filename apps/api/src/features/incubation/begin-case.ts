import { beginCaseInput, caseChanged } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { currentRulesVersion } from '../network/index.ts'
import { isCallOpen } from './call-standing.ts'
import {
  insertCase,
  readApplicant,
  readCallOf,
  readOpenCase,
  readReferralParties,
  readTenantPlace,
} from './case-store.ts'

type Input = z.infer<typeof beginCaseInput>

/**
 * Begins an application: an organisation's account answers a call; an officer writes for an organisation in sight, to a call or without one, or at the target
 * of a referral that runs. Nobody else reads it before it is submitted. @throws NOT_FOUND, NOT_ALLOWED, CASE_CALL_NOT_OPEN, CASE_UNDER_WAY
 */
export const beginCase = actorProcedure
  .meta({ can: ['create', 'IncubationCase'] })
  .input(beginCaseInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'cases.begin', input, now }
    return answerOnce(tx, request, () => begin(ctx, input))
  })

async function begin(acting: ActingIn, input: Input) {
  const { tx, actor, ability, now, deps } = acting
  const relation = actor.kind === 'tenant' ? 'own' : 'organisation'
  authorise(ability, 'create', 'IncubationCase', { relation })
  // An account applies for its own organisation; any other is none that it knows.
  if (actor.kind === 'organisation' && ![null, actor.organisationId].includes(input.organisationId)) throw notFound()
  const organisationId = actor.kind === 'tenant' ? input.organisationId : actor.organisationId
  if (organisationId === null) throw new AppError('INPUT_INVALID', {}, { organisationId: 'INPUT_ORGANISATION_NEEDED' })
  const tenantId = await placeOf(acting, input)
  const [applicant, tenant] = await Promise.all([
    readApplicant(tx, actor.networkId, organisationId),
    readTenantPlace(tx, actor.networkId, tenantId),
  ])
  if (!applicant || !tenant) throw notFound()
  if (tenant.status !== 'active') throw new AppError('CASE_CALL_NOT_OPEN')
  if (applicant.mergedIntoId !== null) throw new AppError('ORGANISATION_MERGED')
  if (input.referralId !== null) await checkReferral(tx, actor.networkId, { ...input, tenantId, organisationId })
  if (await readOpenCase(tx, { networkId: actor.networkId, tenantId, organisationId }))
    throw new AppError('CASE_UNDER_WAY')
  const { mergedIntoId: _merged, name, kind, stage, field, divisionCode } = applicant
  const id = v7()
  await insertCase(tx, {
    ...{ networkId: actor.networkId, id, tenantId, scopeKey: tenant.scopeKey, organisationId, organisationName: name },
    ...{ organisationKind: kind, stage, field, divisionCode, callId: input.callId, referralId: input.referralId },
    ...{
      isByOrganisation: actor.kind === 'organisation',
      state: 'draft',
      rulesVersion: currentRulesVersion(deps, actor),
      createdAt: now,
      updatedAt: now,
    },
    application: { answers: {}, claims: [] },
    verdicts: [],
  })
  await writeAudit(tx, actor, {
    ...{ action: 'incubationCase.begin', subjectKind: 'IncubationCase', subjectId: id, at: now },
    details: { to: 'draft', version: 1 },
  })
  return { id, version: 1, state: 'draft' as const, number: null }
}

/** The incubator that it is for: the call's, else the officer's own. */
async function placeOf({ tx, actor, now }: ActingIn, { callId }: Input): Promise<string> {
  if (callId === null) {
    if (actor.kind !== 'tenant') throw new AppError('INPUT_INVALID', {}, { callId: 'INPUT_CALL_NEEDED' })
    return actor.tenantId
  }
  const call = await readCallOf(tx, actor.networkId, callId)
  // An officer writes for its own incubator's calls alone.
  if (!call || (actor.kind === 'tenant' && call.tenantId !== actor.tenantId)) throw notFound()
  if (!isCallOpen(call, now)) throw new AppError('CASE_CALL_NOT_OPEN')
  return call.tenantId
}

type Of = Input & { tenantId: string; organisationId: string }

/** A case begins with a referral at its target, while it is served there. */
async function checkReferral(tx: Tx, networkId: number, { referralId, tenantId, organisationId }: Of) {
  const referral = referralId && (await readReferralParties(tx, networkId, referralId))
  if (!referral || referral.toTenantId !== tenantId || referral.organisationId !== organisationId) throw notFound()
}
