import { error } from '@sveltejs/kit'
import { randomUUID } from 'node:crypto'
import { TRAINING_KINDS } from '@fuqiao/contract'
import { z } from 'zod'
import { staffCardOf, staffForm } from '#lib/features/upkeep/staff-form.ts'
import { flash } from '#lib/server/flash.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

/** Somebody of the own register, with the trainings they took. */
export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const [{ rows, mayKeep, payFloor }, { today }] = await Promise.all([api.staff.list({}), api.network.vocabulary()])
  const person = rows.find(({ id }) => id === params.id)
  if (!person) error(404)
  return { person, mayKeep, payFloor, today, key: randomUUID() }
}

const versionOf = z.coerce.number().int()

export const actions: Actions = {
  save: event =>
    act(event, staffForm.extend({ version: versionOf }), async ({ version, ...form }) => {
      await event.locals.api.staff.change({ id: event.params.id, version, ...staffCardOf(form) })
      flash(event, 'good', m.upkeep_staff_saved())
      return { done: true }
    }),
  end: event =>
    act(event, z.object({ version: versionOf, until: z.iso.date() }), async input => {
      await event.locals.api.staff.end({ id: event.params.id, ...input })
      flash(event, 'good', m.upkeep_staff_ended())
      return { done: true }
    }),
  train: event =>
    act(
      event,
      z.object({
        key: z.uuid(),
        kind: z.enum(TRAINING_KINDS),
        topic: z.string().trim().min(1).max(100),
        heldOn: z.iso.date(),
        hours: z.coerce.number().positive().max(999).multipleOf(0.1),
      }),
      async input => {
        await event.locals.api.staff.addTraining({ staffMemberId: event.params.id, ...input })
        flash(event, 'good', m.upkeep_training_added())
        return { done: true }
      },
    ),
  untrain: event =>
    act(event, z.object({ id: z.uuid() }), async ({ id }) => {
      await event.locals.api.staff.removeTraining({ id })
      flash(event, 'good', m.upkeep_training_removed())
      return { done: true }
    }),
}
