import { answerObjectionInput } from '@fuqiao/contract'
import { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { standingToCase } from './case-facts.ts'
import { readCase } from './case-store.ts'
import { writeAnswer } from './record-store.ts'

/** Answers an objection to a public notice (J-06), once. @throws NOT_FOUND where there is none without an answer */
export const answerObjection = tenantProcedure
  .meta({ can: ['answer', 'IncubationCase'] })
  .input(answerObjectionInput)
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'cases.answerObjection', input, now }
    return answerOnce(tx, request, async () => {
      const key = { networkId: actor.networkId, id: input.caseId }
      const found = await readCase(tx, key)
      if (!found) throw notFound()
      authorise(ability, 'answer', 'IncubationCase', { relation: standingToCase(actor, found.row, now) })
      const answer = { answer: input.answer, answeredAt: now, answeredByName: actor.personName }
      if (!(await writeAnswer(tx, { ...key, objectionId: input.id }, answer))) throw notFound()
      await writeAudit(tx, actor, {
        ...{
          action: 'incubationCase.answerObjection',
          subjectKind: 'IncubationCase',
          subjectId: input.caseId,
          at: now,
        },
        details: { number: found.row.number, objectionId: input.id },
      })
      return { id: input.id }
    })
  })
