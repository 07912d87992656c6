import { asSystem } from '@fuqiao/db'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { signedInProcedure } from '../../rpc/procedures.ts'
import { auditIdentity, endSession as end, liveSessions, lockOwnSession } from './session-store.ts'

const done = z.strictObject({ ok: z.literal(true) })

/** The person's live sessions, newest first, the present one marked. */
export const sessions = signedInProcedure
  .meta({ signedIn: 'each person sees their own sessions' })
  .output(
    z.array(
      z.strictObject({
        id: z.uuid(),
        createdAt: z.date(),
        idleUntil: z.date(),
        userAgent: z.string(),
        address: z.string(),
        place: z.string(),
        isPresent: z.boolean(),
      }),
    ),
  )
  .query(async ({ ctx }) => {
    const rows = await liveSessions(ctx.tx, ctx.entered.personId, ctx.now)
    return rows.map(({ membershipId: _, ...row }) => ({ ...row, isPresent: row.id === ctx.entered.sessionId }))
  })

/** Ends one of the person's own sessions; its next request finds it dead. @throws NOT_FOUND */
export const endSession = signedInProcedure
  .meta({ signedIn: 'each person ends their own sessions' })
  .input(z.strictObject({ sessionId: z.uuid() }))
  .output(done)
  .mutation(async ({ ctx, input }) => {
    await asSystem(ctx.deps.db, async tx => {
      const row = await lockOwnSession(tx, input.sessionId, ctx.entered.personId)
      if (!row) throw notFound()
      await end(tx, row.id, ctx.now, 'endedByPerson')
      await auditIdentity(tx, {
        membershipId: row.membershipId,
        personId: row.personId,
        action: 'session.end',
        now: ctx.now,
        outcome: 'done',
      })
    })
    return { ok: true as const }
  })

/** Signs out: ends the present session and clears its cookies. */
export const signOut = signedInProcedure
  .meta({ signedIn: 'each person leaves when they like' })
  .output(done)
  .mutation(async ({ ctx }) => {
    await asSystem(ctx.deps.db, async tx => {
      await end(tx, ctx.entered.sessionId, ctx.now, 'signedOut')
      await auditIdentity(tx, {
        membershipId: ctx.entered.membershipId,
        personId: ctx.entered.personId,
        action: 'session.signOut',
        now: ctx.now,
        outcome: 'done',
      })
    })
    ctx.setSession(null)
    return { ok: true as const }
  })
