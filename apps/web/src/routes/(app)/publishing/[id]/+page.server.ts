import { DOCUMENT_MAX_BYTES } from '@fuqiao/contract'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { caseId } from '#lib/features/cases/case-id.ts'
import { changeForm, editForm, returnForm, withdrawForm } from '#lib/features/publications/publication-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { api }, params }) => ({
  view: await api.publications.get({ id: caseId(params.id) }),
  maxBytes: DOCUMENT_MAX_BYTES,
  key: crypto.randomUUID(),
})

type Procedures = RequestEvent['locals']['api']['publications']
type Plain = 'submit' | 'takeBack' | 'approve' | 'correct' | 'discard'

/** A deed that takes no words: does it, says so, and goes where the version is then. */
const plain =
  (name: Plain, said: () => string, goal: (id: string) => string = id => `/publishing/${id}`) =>
  (event: RequestEvent) =>
    act(event, changeForm, async input => {
      const publications: Procedures = event.locals.api.publications
      const { id } = await publications[name]({ ...input, id: caseId(event.params['id']) })
      flash(event, 'good', said())
      redirect(303, goal(id))
    })

export const actions: Actions = {
  edit: event =>
    act(event, editForm, async input => {
      const id = caseId(event.params.id)
      await event.locals.api.publications.edit({ ...input, id })
      flash(event, 'good', m.guidance_publishing_saved())
      redirect(303, event.url.pathname)
    }),
  submit: plain('submit', m.guidance_publishing_submitted),
  takeBack: plain('takeBack', m.guidance_publishing_takenBack),
  approve: plain('approve', m.guidance_publishing_approved),
  correct: plain('correct', m.guidance_publishing_corrected),
  discard: plain('discard', m.guidance_publishing_discarded, () => '/publishing'),
  return: event =>
    act(event, returnForm, async input => {
      await event.locals.api.publications.return({ ...input, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_publishing_returned())
      redirect(303, event.url.pathname)
    }),
  withdraw: event =>
    act(event, withdrawForm, async input => {
      await event.locals.api.publications.withdraw({ ...input, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_publishing_withdrawn())
      redirect(303, event.url.pathname)
    }),
  addPaper: event =>
    act(event, z.object({ file: z.file() }), async ({ file }) => {
      const content = new Uint8Array(await file.arrayBuffer())
      await event.locals.api.publications.addPaper({ id: caseId(event.params.id), fileName: file.name, content })
      flash(event, 'good', m.guidance_publishing_paper_added())
      redirect(303, event.url.pathname)
    }),
  removePaper: event =>
    act(event, z.object({ id: z.uuid() }), async ({ id }) => {
      await event.locals.api.publications.removePaper({ id })
      flash(event, 'good', m.guidance_publishing_paper_removed())
      redirect(303, event.url.pathname)
    }),
}
