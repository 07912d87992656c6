import type { TenantActor } from '@fuqiao/access'
import { answerEnquiryInput, enquiryAnswered } from '@fuqiao/contract'
import { type AnswerCommand, decideAnswer } from '@fuqiao/domain/enquiry'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { enquiryErrorOf, enquirySetting, enquiryViewer, factsOfSheet, standingToSheet } from './enquiry-facts.ts'
import { insertEnquiryEvent, insertEnquiryOutbox, lockSheet, writeSheet } from './enquiry-store.ts'

type Input = z.infer<typeof answerEnquiryInput>

/** One of those asked answers on its sheet: that it can, from when and for how many, or that it cannot, and why. May be put right until the matter is settled. */
export const answerEnquiry = tenantProcedure
  .meta({ can: ['answer', 'EnquiryTarget'] })
  .input(answerEnquiryInput)
  .output(enquiryAnswered)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'enquiries.answer', input, now }
    return answerOnce(tx, request, () => answer({ ...ctx, actor }, input))
  })

async function answer({ tx, actor, ability, now, deps }: ActingIn & { actor: TenantActor }, input: Input) {
  const { networkId, tenantId, personId, personName } = actor
  const key = { networkId, id: input.id }
  const row = await lockSheet(tx, key)
  if (!row) throw notFound()
  const relation = standingToSheet(actor, row, now)
  authorise(ability, 'answer', 'EnquiryTarget', { relation })
  const setting = enquirySetting(deps, actor, enquiryViewer(actor, relation), now)
  const { words, from, capacity, reasonCode } = input
  const command: AnswerCommand = {
    ...{ words, expectedVersion: input.version },
    ...(input.answer === 'can' ? { answer: 'can', from, capacity } : { answer: 'cannot', reasonCode }),
  }
  const decision = decideAnswer(factsOfSheet(row), command, setting)
  if (!decision.ok) throw enquiryErrorOf(decision.refusal)
  const { number, enquiryId, fromTenantId } = row
  const version = row.version + 1
  const said =
    input.answer === 'can'
      ? { canFrom: from, capacity, reasonCode: null }
      : { canFrom: null, capacity: null, reasonCode }
  await writeSheet(tx, key, {
    ...said,
    ...{ version, answer: decision.answer, words, answeredAt: now, answeredByName: personName },
  })
  await Promise.all([
    insertEnquiryEvent(tx, {
      ...{ networkId, enquiryId, fromTenantId, tenantId, id: v7(), at: now, action: 'answer', note: words },
      ...{ result: decision.answer, actorTenantId: tenantId, actorPersonId: personId, actorName: personName },
    }),
    writeAudit(tx, actor, {
      action: 'enquiry.answer',
      subjectKind: 'EnquiryTarget',
      subjectId: row.id,
      at: now,
      details: { number, from: row.answer, to: decision.answer, reason: said.reasonCode, version },
    }),
    insertEnquiryOutbox(
      tx,
      { networkId, id: enquiryId },
      {
        ...{ action: 'answer', number, fromTenantId, seq: version, answer: decision.answer },
        ...{ actorTenantId: tenantId, sheets: [] },
      },
      now,
    ),
  ])
  return { id: row.id, number, version, answer: decision.answer }
}
