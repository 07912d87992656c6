import { hash, verify } from '@node-rs/argon2'
import { asSystem } from '@fuqiao/db'
import { z } from 'zod'
import { AppError } from '../../rpc/app-error.ts'
import { publicProcedure } from '../../rpc/procedures.ts'
import { auditIdentity, findByLoginName, liveMemberships, openSession } from './session-store.ts'
import { beginTry, forgetFailures } from './throttle-store.ts'
import { issueTokens } from './tokens.ts'

const input = z.strictObject({
  loginName: z.string().trim().toLowerCase().min(1).max(64),
  password: z.string().min(1).max(200),
})
const output = z.strictObject({ ok: z.literal(true) })

// Verified when there is no such person, so that an unknown name takes as long as a wrong password.
const nobodysHash = hash('nobody has this password')

/**
 * Signs in with login name and password (argon2id) and sets the session's cookies. Says nothing about which of the two was wrong.
 * @throws SIGN_IN_FAILED, SIGN_IN_THROTTLED {seconds}, INITIAL_PASSWORD_ENDED for whoever knows a given password that is too old
 */
export const signIn = publicProcedure
  .meta({ public: 'this is how a session begins' })
  .input(input)
  .output(output)
  .mutation(async ({ ctx, input }) => {
    const { deps, address } = ctx
    const now = deps.now()
    const known = await asSystem(deps.db, async tx => {
      const seconds = await beginTry(tx, input.loginName, address, now)
      if (seconds > 0) throw new AppError('SIGN_IN_THROTTLED', { seconds })
      return findByLoginName(tx, input.loginName)
    })
    // Hashing is slow on purpose: never inside a transaction.
    const matches = await verify(known?.passwordHash ?? (await nobodysHash), input.password)
    const tokens = await asSystem(deps.db, async tx => {
      const [membership] = known ? await liveMemberships(tx, known.id, now) : []
      const isTooOld = known?.initialUntil ? known.initialUntil <= now : false
      if (!known || !matches || known.disabledAt || !membership || isTooOld) {
        if (known && membership)
          await auditIdentity(tx, {
            membershipId: membership.id,
            personId: known.id,
            action: 'session.signInFailed',
            now,
            outcome: 'denied',
          })
        return matches && known && !known.disabledAt && membership ? 'tooOld' : null
      }
      await forgetFailures(tx, input.loginName, address)
      const sessionId = await openSession(tx, {
        personId: known.id,
        membershipId: membership.id,
        now,
        address,
        userAgent: ctx.userAgent,
      })
      await auditIdentity(tx, {
        membershipId: membership.id,
        personId: known.id,
        action: 'session.signIn',
        now,
        outcome: 'done',
      })
      return issueTokens(tx, deps, { sessionId, personId: known.id, now })
    })
    if (tokens === 'tooOld') throw new AppError('INITIAL_PASSWORD_ENDED')
    if (!tokens) throw new AppError('SIGN_IN_FAILED')
    ctx.setSession(tokens)
    return { ok: true as const }
  })
