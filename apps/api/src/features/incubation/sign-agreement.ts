import { caseChanged, signResidencyInput } from '@fuqiao/contract'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { actorProcedure } from '../../rpc/procedures.ts'
import { changeCase } from './change-case.ts'
import { readAgreement, readPaper, writeSignature } from './record-store.ts'

/**
 * One side signs the agreement as it was shown (Z-08): the incubator's director, the organisation's own account, or, with the paper that the organisation
 * signed, the director for it. @throws CASE_AGREEMENT_CHANGED, CASE_SIGNED_ALREADY, CASE_PAPER_UNKNOWN
 */
export const signResidency = actorProcedure
  .meta({ can: ['sign', 'IncubationCase'] })
  .input(signResidencyInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    return changeCase(ctx, {
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
            write: () =>
              writeSignature(
                tx,
                key,
                side === 'tenant' ? { tenantSignature: signature } : { organisationSignature: signature },
              ),
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
  })
