import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import type { ApiInputs } from '#lib/api.ts'
import { viewQuery } from '#lib/features/saved-views/view-query.ts'
import { act } from '#lib/server/act.ts'

const kept = z.object({ viewName: z.string().trim().min(1).max(40), address: z.string().max(2000).optional() })
const one = z.object({ id: z.uuid() })

/** The form actions of a list page that keeps views, as `SavedViews.svelte` posts them. */
export function savedViewActions(page: ApiInputs['savedViews']['create']['page']) {
  return {
    saveView: (event: RequestEvent) =>
      act(event, kept, async ({ viewName, address }) => {
        await event.locals.api.savedViews.create({ page, name: viewName, query: viewQuery(address ?? '') })
        return { saved: true }
      }),
    removeView: (event: RequestEvent) =>
      act(event, one, async ({ id }) => {
        await event.locals.api.savedViews.remove({ id })
        return { removed: true }
      }),
  }
}
