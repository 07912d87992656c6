import { caseChanged, signResidencyInput } from '@fuqiao/contract'
import type { z } from 'zod'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { actingStep, steppedProcedure } from '../../rpc/acting-step.ts'
import { isAnswered } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { changeCase } from './change-case.ts'
import { proveSigner } from './prove-signer.ts'
import { readAgreement, readPaper, writeSignature } from './record-store.ts'
import { useCode } from './signing-store.ts'

type Input = Omit<z.output<typeof signResidencyInput>, 'proof'>

/**
 * One side signs the agreement as it was shown (Z-08): the incubator's director, or the organisation's own account, each with a proof that it is they; or,
 * with the paper that the organisation signed, the director for it. The proof is looked at first, in a transaction of its own, so that a wrong one stays
 * counted; it is no part of what the request's key stands for, so that no password leaves a trace there.
 * @throws CASE_AGREEMENT_CHANGED, CASE_SIGNED_ALREADY, CASE_PAPER_UNKNOWN, and what `proveSigner` refuses
 */
export const signResidency = steppedProcedure
  .meta({ can: ['sign', 'IncubationCase'] })
  .input(signResidencyInput)
  .output(caseChanged)
  .mutation(async ({ ctx, input: { proof, ...input } }) => {
    const isKnown = await actingStep(ctx, true, ({ tx, actor }) => isAnswered(tx, actor.personId, input.key))
    const codeId = isKnown || input.paperId !== null ? null : await proveSigner(ctx, { ...input, proof })
    return actingStep(ctx, false, acting => sign({ ...acting, deps: ctx.deps }, input, codeId))
  })

function sign(acting: ActingIn, input: Input, codeId: string | null) {
  const { tx, actor, now } = acting
  return changeCase(acting, {
    procedure: 'cases.sign',
    input,
    may: () => 'sign',
    prepare: async ({ row }) => {
      const key = { networkId: row.networkId, id: row.id }
      const agreement = await readAgreement(tx, key)
      if (!agreement) throw new AppError('CASE_TASK_NOT_OPEN')
      if (agreement.digest !== input.digest) throw new AppError('CASE_AGREEMENT_CHANGED')
      const { paperId } = input
      if (paperId !== null) await checkPaper(paperId)
      const side = actor.kind === 'tenant' && paperId === null ? 'tenant' : 'organisation'
      const signature = {
        ...{ name: input.signatory, personId: actor.personId, at: now.toISOString(), paperId },
        method: paperId === null ? ('account' as const) : ('paper' as const),
      }
      return {
        command: { action: 'sign', side },
        also: {
          note: input.signatory,
          write: async () => {
            // Of two signatures with one code the second finds it used.
            if (codeId !== null && !(await useCode(tx, actor, { caseId: row.id, codeId })))
              throw new AppError('MAIL_CODE_ENDED', {}, { code: 'MAIL_CODE_ENDED' })
            await writeSignature(
              tx,
              key,
              side === 'tenant' ? { tenantSignature: signature } : { organisationSignature: signature },
            )
          },
        },
      }

      async function checkPaper(id: string) {
        if (actor.kind !== 'tenant') throw new AppError('NOT_ALLOWED')
        const paper = await readPaper(tx, row.networkId, id)
        if (!paper) throw notFound()
        if (paper.caseId !== row.id || paper.purpose !== 'agreement') throw new AppError('CASE_PAPER_UNKNOWN')
      }
    },
  })
}
