import { idSchema, listActivitiesInput } from '@fuqiao/contract'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { cursorParam, parseCursor } from '#lib/cursor.ts'
import { m } from '#lib/paraglide/messages.js'
import { act } from '#lib/server/act.ts'
import { flash } from '#lib/server/flash.ts'
import type { Actions, PageServerLoad } from './$types'

/** Activities of the acting incubator, or of all below it too; one of them, where a figure leads to it. */
export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const { within, kind } = listActivitiesInput
    .pick({ within: true, kind: true })
    .catch({ within: 'own' as const })
    .parse({
      within: url.searchParams.get('within') ?? undefined,
      kind: url.searchParams.get('kind') || undefined,
    })
  const id = idSchema.safeParse(url.searchParams.get('id')).data
  const before = parseCursor(url.searchParams.get('after'))
  const [page, vocabulary] = await Promise.all([
    id
      ? api.activities.get({ id }).then(row => ({ rows: [row], next: null, mayRecord: false }))
      : api.activities.list({ within, ...(kind ? { kind } : {}), ...(before ? { before } : {}) }),
    api.network.vocabulary(),
  ])
  return {
    rows: page.rows,
    next: cursorParam(page.next),
    mayRecord: page.mayRecord,
    filter: { within, kind: kind ?? '' },
    kinds: vocabulary.activityKinds,
    today: vocabulary.today,
    key: randomUUID(),
  }
}

const form = z.object({
  key: z.uuid(),
  id: z.uuid().optional(),
  version: z.coerce.number().int().optional(),
  kind: z.string().min(1),
  title: z.string().trim().min(1).max(120),
  onDay: z.iso.date(),
  attendances: z.coerce.number().int().min(0).max(100_000),
  words: z.string().trim().max(2000).default(''),
})
const takenBack = z.object({
  id: z.uuid(),
  version: z.coerce.number().int(),
  reason: z.string().trim().min(1).max(500),
})

export const actions: Actions = {
  save: event =>
    act(event, form, async ({ key, id, version, ...card }) => {
      const { activities } = event.locals.api
      if (id !== undefined && version !== undefined) await activities.change({ id, version, ...card })
      else await activities.record({ key, ...card })
      flash(event, 'good', m.indicators_activity_saved())
      return { done: true }
    }),
  takeBack: event =>
    act(event, takenBack, async input => {
      await event.locals.api.activities.takeBack(input)
      flash(event, 'good', m.indicators_activity_taken_back())
      return { done: true }
    }),
}
