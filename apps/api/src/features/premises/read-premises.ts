import { isAllowed } from '@fuqiao/access'
import { ofTenantInput, premisesViewSchema } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import type { RoomUse } from '@fuqiao/domain/profile'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { placeFor } from '../upkeep/index.ts'
import { readPremises as readRows } from './premises-store.ts'

/** The rooms of the acting incubator and what is in them, or of one's below it (W-07, Z-06). @throws NOT_FOUND, NOT_ALLOWED */
export const readPremises = tenantProcedure
  .meta({ can: ['list', 'Premises'] })
  .input(ofTenantInput)
  .output(premisesViewSchema)
  .query(async ({ ctx, input }) => {
    const { relation, tenantName, ...place } = await placeFor(ctx, 'Premises', 'list', input.tenantId)
    const { rooms, equipment } = await readRows(ctx.tx, place)
    return {
      ...{ tenantId: place.tenantId, tenantName, today: civilDateOf(ctx.now) },
      mayKeep: isAllowed(ctx.ability, 'update', 'Premises', { relation }),
      rooms: rooms.map(({ id, name, uses, squareMetres, isShared, version }) => ({
        ...{ id, name, squareMetres, isShared, version },
        uses: uses as RoomUse[],
      })),
      equipment: equipment.map(({ id, kind, note, quantity, goodUntil, version }) => ({
        ...{ id, kind, note, quantity, goodUntil, version },
      })),
    }
  })
