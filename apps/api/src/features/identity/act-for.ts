import { asSystem } from '@fuqiao/db'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { signedInProcedure } from '../../rpc/procedures.ts'
import { auditIdentity, endSession, liveMemberships, lockOwnSession, openSession } from './session-store.ts'
import { issueTokens } from './tokens.ts'

const input = z.strictObject({ membershipId: z.uuid() })
const output = z.strictObject({ ok: z.literal(true) })

/** Switches to another of one's memberships: the present session ends and a new one, with a new id and the same last hour, begins. @throws NOT_FOUND */
export const actFor = signedInProcedure
  .meta({ signedIn: 'each person chooses among their own memberships' })
  .input(input)
  .output(output)
  .mutation(async ({ ctx, input }) => {
    const { deps, entered, now } = ctx
    const tokens = await asSystem(deps.db, async tx => {
      const memberships = await liveMemberships(tx, entered.personId, now)
      const old = await lockOwnSession(tx, entered.sessionId, entered.personId)
      if (!old || !memberships.some(({ id }) => id === input.membershipId)) throw notFound()
      await endSession(tx, old.id, now, 'switched')
      const sessionId = await openSession(tx, {
        personId: entered.personId,
        membershipId: input.membershipId,
        now,
        address: ctx.address,
        userAgent: ctx.userAgent,
        expiresAt: old.expiresAt,
      })
      await auditIdentity(tx, {
        membershipId: input.membershipId,
        personId: entered.personId,
        action: 'session.switch',
        now,
        outcome: 'done',
      })
      return issueTokens(tx, deps, { sessionId, personId: entered.personId, now })
    })
    ctx.setSession(tokens)
    return { ok: true as const }
  })
