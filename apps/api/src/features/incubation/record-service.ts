import { caseChanged, recordServiceInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { checkItem } from '../service-items/index.ts'
import { standardInForce } from '../standards/index.ts'
import { placeOf } from './case-facts.ts'
import { changeCase } from './change-case.ts'
import { insertService } from './record-store.ts'

/**
 * Records a service that a resident, or a graduate, was given (J-08, L-07): under the version of the standard that was in force for it on its day (B-09), and
 * for the item from above that is named (B-19). @throws CASE_SERVICE_UNKNOWN, CASE_DAY_INVALID, SERVICE_ITEM_NOT_FIT
 */
export const recordService = tenantProcedure
  .meta({ can: ['recordService', 'IncubationCase'] })
  .input(recordServiceInput)
  .output(caseChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const { serviceId, on, minutes, words, serviceItemId } = input
    return changeCase(ctx, {
      procedure: 'cases.recordService',
      input,
      may: () => 'recordService',
      prepare: ({ row }) =>
        Promise.resolve({
          command: { action: 'recordService', serviceId, on },
          also: {
            note: words,
            write: async () => {
              const { networkId } = row
              const standard = await standardInForce(tx, { networkId, serviceId, day: on })
              if (serviceItemId !== null) await checkItem(tx, placeOf(actor), { id: serviceItemId, on })
              await insertService(tx, {
                ...{
                  networkId: row.networkId,
                  id: v7(),
                  caseId: row.id,
                  tenantId: row.tenantId,
                  scopeKey: row.scopeKey,
                },
                ...{ organisationId: row.organisationId, serviceId, on, minutes, words, recordedAt: now },
                ...{ personName: actor.personName, standardVersionId: standard?.id ?? null, serviceItemId },
              })
            },
          },
        }),
    })
  })
