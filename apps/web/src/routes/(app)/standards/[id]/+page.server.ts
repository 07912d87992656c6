import { listAcknowledgingInput } from '@fuqiao/contract'
import { redirect } from '@sveltejs/kit'
import { caseId } from '#lib/features/cases/case-id.ts'
import { serviceName, serviceOptions } from '#lib/features/standards/services.ts'
import { acknowledgeForm, changeForm, editForm } from '#lib/features/standards/standard-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

const { tier: tiers, standing: standings, cursor: cursors } = listAcknowledgingInput.shape

/** A version, and of the incubators below those that the address asks for: all, of a tier, or that stand so. */
export const load: PageServerLoad = async ({ locals: { api }, params, url }) => {
  const id = caseId(params.id)
  const tier = tiers.safeParse(url.searchParams.get('tier') ?? undefined).data
  const standing = standings.safeParse(url.searchParams.get('standing') ?? undefined).data
  const cursor = cursors.safeParse(url.searchParams.get('after') ?? undefined).data
  const asked = { ...(tier ? { tier } : {}), ...(standing ? { standing } : {}) }
  const [view, { services }, { today }] = await Promise.all([
    api.standards.get({ id }),
    api.cases.rules({ caseId: null, tenantId: null }),
    api.network.vocabulary(),
  ])
  const below =
    view.counts.length > 0
      ? await api.standards.acknowledging({ id, ...asked, ...(cursor ? { cursor } : {}) })
      : { rows: [], next: null }
  return {
    ...{ view, below, asked, today, key: crypto.randomUUID(), services: serviceOptions(services) },
    named: view.services.map(service => serviceName(services, service)),
  }
}

export const actions: Actions = {
  edit: event =>
    act(event, editForm, async input => {
      await event.locals.api.standards.edit({ ...input, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_standards_saved())
      redirect(303, event.url.pathname)
    }),
  publish: event =>
    act(event, changeForm, async input => {
      await event.locals.api.standards.publish({ ...input, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_standards_published())
      redirect(303, event.url.pathname)
    }),
  discard: event =>
    act(event, changeForm, async input => {
      await event.locals.api.standards.discard({ ...input, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_standards_discarded())
      redirect(303, '/standards')
    }),
  revise: event =>
    act(event, changeForm, async input => {
      const { id } = await event.locals.api.standards.revise({ ...input, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_standards_revised())
      redirect(303, `/standards/${id}`)
    }),
  acknowledge: event =>
    act(event, acknowledgeForm, async ({ key }) => {
      await event.locals.api.standards.acknowledge({ key, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_standards_ack_done())
      redirect(303, event.url.pathname)
    }),
}
