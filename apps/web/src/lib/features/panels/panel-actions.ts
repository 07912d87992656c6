import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'

const key = z.uuid()
const version = z.coerce.number().int().min(1)
const reason = z.string().trim().min(1).max(1000)
const conflict = z.string().trim().max(500).optional()

/** The field of a conflict that somebody knows of. */
export const conflictField = (expertId: string): string => `conflict-${expertId}`

function done(event: RequestEvent, words: string): never {
  flash(event, 'good', words)
  redirect(303, event.url.pathname)
}

/** What `PanelCard` asks for, as actions of the page that shows it. `caseIdOf`: the case of the address. */
export function panelActions(caseIdOf: (event: RequestEvent) => string) {
  return {
    async callPanel(event) {
      const { panels } = event.locals.api
      const caseId = caseIdOf(event)
      const experts = (await panels.ofCase({ caseId })).call?.candidates ?? []
      const fields = Object.fromEntries(experts.map(({ expertId }) => [conflictField(expertId), conflict]))
      return act(event, z.object({ key, version, ...fields }), async ({ key: request, version: seen, ...given }) => {
        const said = given as Record<string, string | undefined>
        const declared = experts.flatMap(({ expertId }) => {
          const words = said[conflictField(expertId)]
          return words ? [{ expertId, words }] : []
        })
        await panels.callExperts({ key: request, caseId, version: seen, declared })
        done(event, m.panels_card_called())
      })
    },
    drawPanel: event =>
      act(event, z.object({ key, version, id: z.uuid() }), async input => {
        await event.locals.api.panels.draw(input)
        done(event, m.panels_card_drawn())
      }),
    callOffPanel: event =>
      act(event, z.object({ key, version, id: z.uuid(), reason }), async input => {
        await event.locals.api.panels.callOff(input)
        done(event, m.panels_card_calledOff())
      }),
    dismissExpert: event =>
      act(event, z.object({ key, version, id: z.uuid(), reason }), async input => {
        await event.locals.api.panels.dismiss(input)
        done(event, m.panels_card_dismissed())
      }),
  } satisfies Actions
}
