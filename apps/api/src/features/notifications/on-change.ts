import type { ChangeNews } from '@fuqiao/contract'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { publicProcedure } from '../../rpc/procedures.ts'
import { openChanges } from './watch-changes.ts'

/**
 * Live updates: what to read again. A page hands over the mark of when it was read, and is told what has happened since; whoever comes back after a break,
 * or with a mark that this server does not know, is told to read everything again.
 */
export const onChange = publicProcedure
  .meta({
    signedIn: 'each event is looked up behind the wall as the subscriber; the stream outlives any one transaction',
  })
  .input(z.strictObject({ lastEventId: z.string().max(40).nullish(), mark: z.string().max(40).nullish() }).optional())
  .subscription(async function* ({ ctx, input, signal }) {
    if (!ctx.sessionId) throw new AppError('NOT_SIGNED_IN')
    const { deps, sessionId } = ctx
    const mark = input?.lastEventId ? null : (input?.mark ?? null)
    const changes = await openChanges({ deps, sessionId, mark, signal: signal ?? new AbortController().signal })
    const missed: ChangeNews = { topic: 'all', referralId: null }
    if (input?.lastEventId) yield tracked(input.lastEventId, missed)
    for await (const { id, news } of changes) yield tracked(id, news)
  })
