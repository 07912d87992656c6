import { relationOf } from '@fuqiao/access'
import { applyForFilingInput, applyOwnFilingInput, filingChanged } from '@fuqiao/contract'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError } from '../../rpc/app-error.ts'
import { authorise, organisationProcedure, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { checkDivision, lockOrganisation } from '../organisations/index.ts'
import { recordFiling } from './change-filing.ts'
import { checkMembers, checkTier, isBelowTheBar } from './filing-rules.ts'
import { insertFiling, lockOpenFiling, readSubject } from './filing-store.ts'

/** Applies for the filing of an own organisation that is in preparation, on its behalf (B-14). @throws NOT_FOUND, NOT_ALLOWED, FILING_* */
export const applyForFiling = tenantProcedure
  .meta({ can: ['apply', 'Filing'] })
  .input(applyForFilingInput)
  .output(filingChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, organisationId, ...group } = input
    const request = { personId: actor.personId, key, procedure: 'filings.submit', input, now }
    return answerOnce(tx, request, () => apply(ctx, organisationId, group))
  })

/** The organisation's own account applies for itself, to whoever has it in custody. @throws FILING_* */
export const applyOwnFiling = organisationProcedure
  .meta({ can: ['apply', 'Filing'] })
  .input(applyOwnFilingInput)
  .output(filingChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { key, ...group } = input
    const request = { personId: actor.personId, key, procedure: 'filings.submitOwn', input, now }
    return answerOnce(tx, request, () => apply(ctx, actor.organisationId, group))
  })

type Group = Omit<z.infer<typeof applyOwnFilingInput>, 'key'>

async function apply(acting: ActingIn, organisationId: string, group: Group): Promise<z.infer<typeof filingChanged>> {
  const { tx, actor, ability, now, deps } = acting
  const { networkId } = actor
  const seen = await readSubject(tx, { networkId, id: organisationId })
  const relation = relationOf(actor, 'Filing', { ...seen, networkId, organisationId }, now)
  authorise(ability, 'apply', 'Filing', { relation })
  // The custodian holds the row; what an organisation's own account writes is looked at once more after it is written.
  if (actor.kind === 'tenant') await lockOrganisation(tx, networkId, organisationId)
  const profile = profileOf(deps, actor)
  const subject = await readSubject(tx, { networkId, id: organisationId })
  checkSubject(subject)
  checkTier(profile, subject.tier)
  checkMembers(profile, group.members)
  await checkDivision(tx, group.divisionCode)
  const open = actor.kind === 'tenant' ? await lockOpenFiling(tx, { networkId, organisationId }) : undefined
  if (open) throw new AppError('FILING_OPEN', { state: open.state })
  const row = {
    ...{ ...group, networkId, id: v7(), organisationId, tenantId: subject.tenantId, scopeKey: subject.scopeKey },
    ...{ state: 'applied' as const, appliedAt: now, appliedByName: actor.personName, version: 1, updatedAt: now },
  }
  if (!(await insertFiling(tx, row))) throw new AppError('FILING_OPEN', { state: 'applied' })
  if (actor.kind === 'organisation') checkSubject(await readSubject(tx, { networkId, id: organisationId }))
  await recordFiling(tx, { filing: { ...row, number: null }, actor, action: 'apply', note: '', now })
  return { id: row.id, version: 1, state: 'applied', number: null, validUntil: null }
}

/** @throws ORGANISATION_MERGED, FILING_NOT_FOR_REGISTERED, FILING_OPEN */
function checkSubject({ kind, mergedIntoId }: Awaited<ReturnType<typeof readSubject>>): void {
  if (mergedIntoId !== null) throw new AppError('ORGANISATION_MERGED')
  if (!isBelowTheBar(kind)) throw new AppError('FILING_NOT_FOR_REGISTERED')
  if (kind === 'communityFiled') throw new AppError('FILING_OPEN', { state: 'filed' })
}
