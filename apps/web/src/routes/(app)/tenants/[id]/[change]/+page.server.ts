import { error, redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { errorMessage } from '#lib/errors.ts'
import { loadTenant } from '#lib/features/tenants/load-tenant.ts'
import { type Change, changeName, CHANGES } from '#lib/features/tenants/tenant-words.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

function changeOf(parameter: string): Change {
  const change = CHANGES.find(one => one === parameter)
  if (!change) error(404, { message: errorMessage('NOT_FOUND', {}), code: 'NOT_FOUND' })
  return change
}

/** Whom it may be put under or merged into, offered before anything is typed: its siblings, or those above it. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const change = changeOf(params.change)
  const tenant = await loadTenant(locals, params.id)
  if (!tenant.actions.includes(change)) error(403, { message: errorMessage('NOT_ALLOWED') })
  const above = change === 'reparent' ? (tenant.superiors.at(-2)?.id ?? null) : tenant.parentId
  const offered = change === 'merge' || change === 'reparent' ? await locals.api.tenants.tree({ parentId: above }) : []
  return {
    change,
    tenant,
    key: crypto.randomUUID(),
    options: offered
      .filter(
        line =>
          line.id !== tenant.id && line.status === 'active' && (change === 'merge' || line.kind === 'administrative'),
      )
      .map(({ id, name }) => ({ value: id, label: name })),
  }
}

const common = { key: z.uuid(), version: z.coerce.number().int().min(1), reason: z.string().trim().min(2).max(500) }
const schemas = {
  suspend: z.object(common),
  resume: z.object(common),
  merge: z.object({ ...common, successorId: z.uuid() }),
  reparent: z.object({ ...common, parentId: z.uuid() }),
}

export const actions: Actions = {
  default: event => {
    const change = changeOf(event.params.change)
    const tenantId = event.params.id
    const { tenants } = event.locals.api
    const done = () => {
      flash(event, 'good', m.tenants_done({ change: changeName(change) }))
      redirect(303, `/tenants/${tenantId}`)
    }
    switch (change) {
      case 'suspend':
        return act(event, schemas.suspend, async input => void (await tenants.suspend({ ...input, tenantId }), done()))
      case 'resume':
        return act(event, schemas.resume, async input => void (await tenants.resume({ ...input, tenantId }), done()))
      case 'merge':
        return act(event, schemas.merge, async input => void (await tenants.merge({ ...input, tenantId }), done()))
      case 'reparent':
        return act(
          event,
          schemas.reparent,
          async input => void (await tenants.reparent({ ...input, tenantId }), done()),
        )
    }
  },
}
