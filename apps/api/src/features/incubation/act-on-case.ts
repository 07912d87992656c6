import { actOnCaseInput, caseChanged } from '@fuqiao/contract'
import { actorProcedure } from '../../rpc/procedures.ts'
import { changeCase } from './change-case.ts'

/**
 * What is done to a case beside its tasks: taken back by the applicant, left early, warned of, ended for a breach, made longer, put away.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, and the machine's refusals by name
 */
export const actOnCase = actorProcedure
  .meta({ can: ['read', 'IncubationCase'] })
  .input(actOnCaseInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) =>
    changeCase(ctx, {
      procedure: 'cases.act',
      input,
      may: () => input.action,
      prepare: () => {
        const { key: _key, id: _id, version: _version, ...command } = input
        return Promise.resolve({ command, also: { note: 'reason' in command ? command.reason : '' } })
      },
    }),
  )
