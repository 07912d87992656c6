import type { Actor } from '@fuqiao/access'
import { cursorSchema, idSchema, noticeSchema, pageOf, pageSize } from '@fuqiao/contract'
import { z } from 'zod'
import { actorProcedure, authorise } from '../../rpc/procedures.ts'
import { countUnread, markNoticesRead, readNotices } from './notice-store.ts'

const relationOf = (actor: Actor) => ({ relation: actor.kind === 'organisation' ? 'organisation' : 'own' }) as const

/** Notices of the acting tenant or organisation, the latest first. */
export const listNotices = actorProcedure
  .meta({ can: ['list', 'Notice'] })
  .input(z.strictObject({ onlyUnread: z.boolean().default(false), cursor: cursorSchema.optional() }))
  .output(pageOf(noticeSchema))
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability } = ctx
    authorise(ability, 'list', 'Notice', relationOf(actor))
    const found = await readNotices(tx, actor, input)
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    const rows = found
      .slice(0, pageSize)
      .map(
        ({
          id,
          kind,
          referralId,
          agreementId,
          enquiryId,
          requestId,
          caseId,
          assignmentId,
          reportId,
          params,
          at,
          readAt,
        }) => ({
          ...{
            id,
            referralId,
            agreementId,
            enquiryId,
            requestId,
            caseId,
            assignmentId,
            reportId,
            params,
            kind: kind as z.infer<typeof noticeSchema>['kind'],
          },
          at: at.toISOString(),
          readAt: readAt?.toISOString() ?? null,
        }),
      )
    return { rows, next: last ? { at: last.at.toISOString(), id: last.id } : null }
  })

/** How many notices are unread, counted to a hundred. */
export const unreadCount = actorProcedure
  .meta({ can: ['list', 'Notice'] })
  .input(z.strictObject({}).optional())
  .output(z.strictObject({ unread: z.int() }))
  .query(async ({ ctx }) => {
    authorise(ctx.ability, 'list', 'Notice', relationOf(ctx.actor))
    return { unread: await countUnread(ctx.tx, ctx.actor) }
  })

/** Marks some notices, or all so far, as read for the whole tenant or organisation. Doing it twice is doing it once. */
export const markRead = actorProcedure
  .meta({ can: ['markRead', 'Notice'] })
  .input(
    z.union([z.strictObject({ ids: z.array(idSchema).min(1).max(100) }), z.strictObject({ all: z.literal(true) })]),
  )
  .output(z.strictObject({ marked: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'markRead', 'Notice', relationOf(actor))
    return { marked: await markNoticesRead(tx, actor, 'ids' in input ? input : { until: now }, now) }
  })
