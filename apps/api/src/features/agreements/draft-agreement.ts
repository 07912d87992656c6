import type { TenantActor } from '@fuqiao/access'
import { agreementChanged, draftAgreementInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { nextNumber } from '../network/index.ts'
import {
  type AgreementKey,
  insertAgreement,
  insertAgreementEvent,
  insertAgreementOutbox,
  readDivisionNames,
  readSide,
} from './agreement-store.ts'
import { checkTerms } from './change-agreement.ts'

type Acting = ActingIn & { actor: TenantActor }

/** Drafts an agreement with another incubator of the network; the first side's alone until it is proposed. */
export const draftAgreement = tenantProcedure
  .meta({ can: ['create', 'Agreement'] })
  .input(draftAgreementInput)
  .output(agreementChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'agreements.draft', input, now }
    return answerOnce(tx, request, () => {
      authorise(ability, 'create', 'Agreement', { relation: 'sender' })
      return draft({ ...ctx, actor }, input)
    })
  })

async function draft(acting: Acting, { key: _key, otherTenantId, ...terms }: z.infer<typeof draftAgreementInput>) {
  const { tx, actor, now } = acting
  checkTerms(acting, terms)
  const second = await otherSide(acting, otherTenantId)
  await checkAreas(acting, terms.standing?.divisionCodes ?? [])
  const { networkId, tenantId, divisionCode, personId, personName } = actor
  const [id, year] = [v7(), Number(civilDateOf(now).slice(0, 4))]
  const count = await nextNumber(tx, { networkId, tenantId, name: 'agreement', year })
  const number = `XY${year}-${divisionCode}-${String(count).padStart(4, '0')}`
  await insertAgreement(tx, {
    ...{ networkId, id, number, ...terms },
    firstTenantId: tenantId,
    firstScopeKey: actor.scopeLow,
    secondTenantId: second.id,
    secondScopeKey: second.scopeKey,
    state: 'draft',
    draftedByName: personName,
    createdAt: now,
    updatedAt: now,
  })
  await Promise.all([
    insertAgreementEvent(tx, {
      ...{ networkId, agreementId: id, seq: 1, at: now, action: 'draft', fromState: null, toState: 'draft' },
      ...{ actorTenantId: tenantId, actorPersonId: personId, actorName: personName },
    }),
    writeAudit(tx, actor, {
      action: 'agreement.draft',
      subjectKind: 'Agreement',
      subjectId: id,
      at: now,
      details: { number, to: 'draft', version: 1 },
    }),
    insertAgreementOutbox(
      tx,
      { networkId, id },
      { action: 'draft', seq: 1, number, title: terms.title, toState: 'draft', fromTenantId: tenantId },
      now,
    ),
  ])
  return { id, number, version: 1, state: 'draft' as const }
}

/** The other side, at work in the network and not oneself. @throws NOT_FOUND, INPUT_INVALID */
export async function otherSide({ tx, actor }: Acting, otherTenantId: string) {
  if (otherTenantId === actor.tenantId)
    throw new AppError('INPUT_INVALID', {}, { otherTenantId: 'INPUT_AGREEMENT_WITH_ITSELF' })
  const key: AgreementKey = { networkId: actor.networkId, id: otherTenantId }
  const side = await readSide(tx, key)
  if (!side) throw notFound()
  return side
}

/** Every area is a division that there is. @throws INPUT_INVALID */
export async function checkAreas({ tx }: Acting, codes: readonly string[]): Promise<void> {
  const known = await readDivisionNames(tx, codes)
  if (codes.some(code => !known.has(code)))
    throw new AppError('INPUT_INVALID', {}, { 'standing.divisionCodes': 'INPUT_DIVISION_UNKNOWN' })
}
