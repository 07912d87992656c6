import { objectInput } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { caseId } from '#lib/features/mycases/case-id.ts'
import { act } from '#lib/server/act.ts'
import type { Actions, PageServerLoad } from './$types'

const objectForm = objectInput.omit({ id: true })

export const load: PageServerLoad = async ({ locals: { api }, params }) => ({
  notice: await api.publicNotices.get({ id: caseId(params.id) }),
  key: crypto.randomUUID(),
})

export const actions: Actions = {
  object: event =>
    act(event, objectForm, async input => {
      const id = caseId(event.params.id)
      await event.locals.api.publicNotices.object({ ...input, id })
      redirect(303, `/public/notices/${id}/thanks`)
    }),
}
