import type { TenantActor } from '@fuqiao/access'
import { growOrganisationInput, organisationGrown } from '@fuqiao/contract'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import {
  answerDuplicates,
  cardColumns,
  changeOrganisation,
  checkPlaceAndKind,
  findOrganisation,
  lockOrganisation,
  takeRegistrationTurn,
} from '../organisations/index.ts'
import { recordFiling } from './change-filing.ts'
import { isBelowTheBar } from './filing-rules.ts'
import { insertFilingOutbox, lockOpenFiling, writeFiling } from './filing-store.ts'

type Acting = ActingIn & { actor: TenantActor }
type Input = z.infer<typeof growOrganisationInput>

/**
 * Makes a filed group, or one in preparation, a registered organisation (B-14): the same row, dossier and referrals go on under the kind and code that the
 * registrar gave, a name that changed stays among the former ones, and its filing is closed as grown.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, ORGANISATION_MERGED, ORGANISATION_REGISTERED_ALREADY, CREDIT_CODE_DOUBTFUL, POSSIBLE_DUPLICATES, INPUT_INVALID
 */
export const growOrganisation = tenantProcedure
  .meta({ can: ['grow', 'Organisation'] })
  .input(growOrganisationInput)
  .output(organisationGrown)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'filings.grow', input, now }
    return answerOnce(tx, request, () => grow(ctx, input))
  })

async function grow(acting: Acting, input: Input): Promise<z.infer<typeof organisationGrown>> {
  const { tx, actor, ability, now } = acting
  const { networkId } = actor
  const { key: _key, organisationId, version, duplicateAnswer, ...entry } = input
  const { relation } = await findOrganisation(tx, actor, organisationId, now)
  authorise(ability, 'grow', 'Organisation', { relation })
  await takeRegistrationTurn(tx, actor)
  const before = await lockOrganisation(tx, networkId, organisationId)
  if (before.mergedIntoId !== null) throw new AppError('ORGANISATION_MERGED')
  if (before.version !== version) throw new AppError('VERSION_CONFLICT', { version: before.version })
  if (!isBelowTheBar(before.kind)) throw new AppError('ORGANISATION_REGISTERED_ALREADY')
  await checkPlaceAndKind(acting, { kind: entry.kind, divisionCode: before.divisionCode })
  const { address, summary, divisionCode, stage, field } = before
  const columns = cardColumns({
    ...{ ...entry, address, summary, divisionCode, field: field as 'elderCare' },
    // Who is registered has begun.
    stage: stage === 'preparing' ? 'startUp' : stage,
  })
  const { name, creditCode } = columns
  await answerDuplicates(acting, { name, creditCode, exceptId: organisationId }, duplicateAnswer)
  const isRenamed = name !== before.name
  await changeOrganisation(
    tx,
    { networkId, id: organisationId, version },
    {
      ...columns,
      formerNames: isRenamed
        ? [...before.formerNames.filter(former => former !== name), before.name]
        : before.formerNames,
      updatedAt: now,
    },
  )
  await writeAudit(tx, actor, {
    action: 'organisation.grow',
    subjectKind: 'Organisation',
    subjectId: organisationId,
    at: now,
    details: { from: before.kind, to: entry.kind, version: version + 1, isRenamed },
  })
  const filingId = await closeFiling(acting, organisationId, version + 1)
  return { id: organisationId, version: version + 1, filingId }
}

/** Closes the filing that stands, if there is one; either way one event tells of the growth. */
async function closeFiling({ tx, actor, now }: Acting, organisationId: string, seq: number): Promise<string | null> {
  const { networkId, tenantId } = actor
  const open = await lockOpenFiling(tx, { networkId, organisationId })
  if (!open) {
    const payload = { action: 'grow', number: '', organisationId, fromTenantId: tenantId, actorTenantId: tenantId }
    await insertFilingOutbox(tx, { networkId, id: organisationId }, { ...payload, seq }, now)
    return null
  }
  const after = { ...open, state: 'grown' as const, version: open.version + 1 }
  await writeFiling(tx, open, { state: 'grown', version: after.version, overAt: now, updatedAt: now })
  await recordFiling(tx, { filing: after, actor, action: 'grow', note: '', now })
  return open.id
}
