import { error, redirect } from '@sveltejs/kit'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { staffCardOf, staffForm } from '#lib/features/upkeep/staff-form.ts'
import { flash } from '#lib/server/flash.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api } }) => {
  const { mayKeep, payFloor } = await api.staff.list({})
  if (!mayKeep) error(403)
  return { payFloor, key: randomUUID() }
}

export const actions: Actions = {
  default: event =>
    act(event, staffForm.extend({ key: z.uuid() }), async ({ key, ...form }) => {
      await event.locals.api.staff.add({ key, ...staffCardOf(form) })
      flash(event, 'good', m.upkeep_staff_saved())
      redirect(303, '/staff')
    }),
}
