import { EQUIPMENT_KINDS, ROOM_USES } from '@fuqiao/domain/profile'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { flash } from '#lib/server/flash.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

/** The rooms of the acting incubator and what is in them; of one below it, where the address names it. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const tenantId = z.uuid().safeParse(url.searchParams.get('tenant')).data
  const premises = await api.premises.read(tenantId ? { tenantId } : {})
  return { premises, isOther: tenantId !== undefined, key: randomUUID() }
}

// A row that is there already names itself and its version; a new one, the key of the request.
const at = { key: z.uuid(), id: z.uuid().optional(), version: z.coerce.number().int().optional() }
const roomForm = z.object({
  ...at,
  name: z.string().trim().min(1).max(60),
  uses: z.array(z.enum(ROOM_USES)).min(1).default([]),
  squareMetres: z.coerce.number().positive().max(100_000).multipleOf(0.1),
  isShared: z.boolean(),
})
const equipmentForm = z.object({
  ...at,
  kind: z.enum(EQUIPMENT_KINDS),
  quantity: z.coerce.number().int().min(1).max(10_000),
  note: z.string().trim().max(100).default(''),
  goodUntil: z.iso.date().nullable().default(null),
})
const removal = z.object({ id: z.uuid(), version: z.coerce.number().int() })

export const actions: Actions = {
  saveRoom: event =>
    act(event, roomForm, async ({ key, id, version, ...card }) => {
      const { premises } = event.locals.api
      if (id !== undefined && version !== undefined) await premises.changeRoom({ id, version, ...card })
      else await premises.addRoom({ key, ...card })
      flash(event, 'good', m.upkeep_staff_saved())
      return { done: true }
    }),
  saveEquipment: event =>
    act(event, equipmentForm, async ({ key, id, version, ...card }) => {
      const { premises } = event.locals.api
      if (id !== undefined && version !== undefined) await premises.changeEquipment({ id, version, ...card })
      else await premises.addEquipment({ key, ...card })
      flash(event, 'good', m.upkeep_staff_saved())
      return { done: true }
    }),
  removeRoom: event =>
    act(event, removal, async input => {
      await event.locals.api.premises.removeRoom(input)
      flash(event, 'good', m.upkeep_room_removed())
      return { done: true }
    }),
  removeEquipment: event =>
    act(event, removal, async input => {
      await event.locals.api.premises.removeEquipment(input)
      flash(event, 'good', m.upkeep_room_removed())
      return { done: true }
    }),
}
