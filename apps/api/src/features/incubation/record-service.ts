import { caseChanged, recordServiceInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { changeCase } from './change-case.ts'
import { insertService } from './record-store.ts'

/** Records a service that a resident, or a graduate, was given (J-08, L-07). @throws CASE_SERVICE_UNKNOWN, CASE_DAY_INVALID */
export const recordService = tenantProcedure
  .meta({ can: ['recordService', 'IncubationCase'] })
  .input(recordServiceInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { serviceId, on, minutes, words } = input
    return changeCase(ctx, {
      procedure: 'cases.recordService',
      input,
      may: () => 'recordService',
      prepare: ({ row }) =>
        Promise.resolve({
          command: { action: 'recordService', serviceId, on },
          also: {
            note: words,
            write: () =>
              insertService(tx, {
                ...{
                  networkId: row.networkId,
                  id: v7(),
                  caseId: row.id,
                  tenantId: row.tenantId,
                  scopeKey: row.scopeKey,
                },
                ...{ organisationId: row.organisationId, serviceId, on, minutes, words, recordedAt: now },
                personName: actor.personName,
              }),
          },
        }),
    })
  })
