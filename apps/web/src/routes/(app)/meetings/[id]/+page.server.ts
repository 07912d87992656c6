import { tenantOptions } from '#lib/features/agreements/tenant-options.ts'
import { rowId } from '#lib/features/assignments/row-id.ts'
import { meetingActions } from '#lib/features/meetings/meeting-actions.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const meeting = await api.meetings.get({ id: rowId(params.id) })
  const resolves = meeting.actions.some(({ action }) => action === 'resolve')
  return {
    meeting,
    // Whoever may be given something to do: the centre and those directly below are offered at once.
    tenants: resolves ? await tenantOptions(api, null) : [],
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = meetingActions
