import { isAllowed, relationOf } from '@fuqiao/access'
import { idSchema, operatorsOfTenantSchema } from '@fuqiao/contract'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { readOperators, readPlace } from './operator-store.ts'

/** Who runs an incubator and who did, for its own people and those above it. @throws NOT_FOUND, NOT_ALLOWED */
export const listOperators = tenantProcedure
  .meta({ can: ['list', 'Operator'] })
  .input(z.strictObject({ tenantId: idSchema }))
  .output(operatorsOfTenantSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { networkId } = actor
    const place = await readPlace(tx, { networkId, id: input.tenantId })
    const relation = relationOf(actor, 'Operator', { networkId, ...place }, now)
    authorise(ability, 'list', 'Operator', { relation })
    const rows = await readOperators(tx, networkId, input.tenantId)
    const { ways, conditions } = profileOf(deps, actor).operation
    return {
      operators: rows.map(row => {
        const { id, version, name, kind, contractNumber, from, until, state, appointedByName, endReason } = row
        return {
          ...{ id, version, name, kind, contractNumber, from, until, state, appointedByName, endReason },
          conditions: row.conditions,
          endedAt: row.endedAt?.toISOString() ?? null,
        }
      }),
      ways: ways.map(({ id, name }) => ({ id, name })),
      conditions: conditions.map(({ id, name, weighs, check }) => ({ id, name, weighs, by: check.by })),
      mayAppoint: place.status === 'active' && isAllowed(ability, 'appoint', 'Operator', { relation }),
    }
  })
