import { civilDateSchema, idSchema, listFulfilmentInput } from '@fuqiao/contract'
import { addDays } from '@fuqiao/domain/calendar'
import { periodAround } from '@fuqiao/domain/service-item'
import { redirect } from '@sveltejs/kit'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { caseId } from '#lib/features/cases/case-id.ts'
import { endForm } from '#lib/features/service-items/item-form.ts'
import { serviceName } from '#lib/features/standards/services.ts'
import { acknowledgeForm } from '#lib/features/standards/standard-form.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** An item in the period of a day, what each incubator did, and the records that count: of all, or of the one that the address names. */
export const load: PageServerLoad = async ({ locals: { api }, params, url }) => {
  const id = caseId(params.id)
  const { today } = await api.network.vocabulary()
  const asked = url.searchParams
  const on = civilDateSchema.safeParse(asked.get('on')).data ?? today
  const tenantId = idSchema.safeParse(asked.get('tenant')).data
  const after = idSchema.safeParse(asked.get('after')).data
  const only = listFulfilmentInput.shape.only.safeParse(asked.get('only') ?? undefined).data
  const cursor = parseCursor(asked.get('records'))
  const [item, fulfilment, records, { services }] = await Promise.all([
    api.serviceItems.get({ id, on }),
    api.serviceItems.fulfilment({ id, on, ...(only ? { only } : {}), ...(after ? { cursor: after } : {}) }),
    api.serviceItems.records({ id, on, ...(tenantId ? { tenantId } : {}), ...(cursor ? { cursor } : {}) }),
    api.cases.rules({ caseId: null, tenantId: null }),
  ])
  return {
    ...{ item, fulfilment, on, only, tenantId, key: crypto.randomUUID() },
    isNow: periodAround(item.period, on).to >= today,
    before: addDays(periodAround(item.period, on).from, -1),
    records: records.rows.map(row => ({ ...row, service: serviceName(services, row.serviceId) })),
    nextRecords: cursorParam(records.next),
    service: item.serviceId === null ? m.guidance_items_field_service_own() : serviceName(services, item.serviceId),
  }
}

export const actions: Actions = {
  acknowledge: event =>
    act(event, acknowledgeForm, async ({ key }) => {
      await event.locals.api.serviceItems.acknowledge({ key, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_standards_ack_done())
      redirect(303, event.url.pathname)
    }),
  end: event =>
    act(event, endForm, async input => {
      await event.locals.api.serviceItems.end({ ...input, id: caseId(event.params.id) })
      flash(event, 'good', m.guidance_items_ended())
      redirect(303, event.url.pathname)
    }),
}
