import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { countViews, deleteView, insertView, readViews } from './saved-view-store.ts'

/** A list page that keeps views. */
const page = z.enum([
  'organisations',
  'referralsInbox',
  'referralsOutbox',
  'referralsDesk',
  'agreements',
  'assignments',
  'reports',
  'filings',
  'enquiries',
  'referralRequests',
  'audit',
  'tenants',
  'countedReferrals',
  'countedNeeds',
  'countedIncubators',
  'countedDivisions',
])
const query = z.record(z.string().max(40), z.string().max(400)).refine(given => Object.keys(given).length <= 20)
const view = z.strictObject({ id: z.uuid(), name: z.string(), query: z.record(z.string(), z.string()) })

/** Views of one page that one person keeps. */
const mostViews = 20

/** The person's own kept filters of a list page. */
export const list = actorProcedure
  .meta({ can: ['list', 'SavedView'] })
  .input(z.strictObject({ page }))
  .output(z.strictObject({ rows: z.array(view) }))
  .query(async ({ ctx, input }) => {
    authorise(ctx.ability, 'list', 'SavedView', { relation: 'self' })
    return { rows: await readViews(ctx.tx, ctx.actor, input.page) }
  })

/** Keeps the present filters under a name. @throws INPUT_INVALID when there are too many */
export const create = actorProcedure
  .meta({ can: ['create', 'SavedView'] })
  .input(z.strictObject({ page, name: z.string().trim().min(1).max(40), query }))
  .output(z.strictObject({ id: z.uuid() }))
  .mutation(async ({ ctx, input }) => {
    authorise(ctx.ability, 'create', 'SavedView', { relation: 'self' })
    if ((await countViews(ctx.tx, ctx.actor, input.page)) >= mostViews)
      throw new AppError('INPUT_INVALID', {}, { name: 'INPUT_TOO_MANY_VIEWS' })
    return { id: await insertView(ctx.tx, ctx.actor, { ...input, at: ctx.now }) }
  })

/** Forgets one of the person's own. @throws NOT_FOUND */
export const remove = actorProcedure
  .meta({ can: ['delete', 'SavedView'] })
  .input(z.strictObject({ id: z.uuid() }))
  .output(z.strictObject({ ok: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    authorise(ctx.ability, 'delete', 'SavedView', { relation: 'self' })
    await deleteView(ctx.tx, ctx.actor, input.id)
    return { ok: true as const }
  })
