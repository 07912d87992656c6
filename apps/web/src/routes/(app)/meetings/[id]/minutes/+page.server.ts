import { redirect } from '@sveltejs/kit'
import { rowId } from '#lib/features/assignments/row-id.ts'
import type { PageServerLoad } from './$types'

/** The minutes on paper, for whoever reads the meeting from inside once it was held. */
export const load: PageServerLoad = async ({ locals: { api }, params }) => {
  const meeting = await api.meetings.get({ id: rowId(params.id) })
  if (meeting.as === 'responsible' || (meeting.state !== 'held' && meeting.state !== 'closed'))
    redirect(303, `/meetings/${meeting.id}`)
  return { meeting }
}
