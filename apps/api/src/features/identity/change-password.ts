import { hash, verify } from '@node-rs/argon2'
import { asSystem } from '@fuqiao/db'
import { faultOfPassword, PASSWORD_LIMITS } from '@fuqiao/domain/people'
import { z } from 'zod'
import { steppedSignedInProcedure } from '../../rpc/acting-step.ts'
import { AppError } from '../../rpc/app-error.ts'
import { endOtherSessions, findCredentials, setOwnPassword } from './people-store.ts'
import { auditIdentity } from './session-store.ts'
import { beginTry, forgetFailures } from './throttle-store.ts'

const password = z.string().min(1).max(PASSWORD_LIMITS.longest)

/**
 * Puts a password of the person's own in place of the present one, which is asked, and ends their other sessions. Guessing the present one is slowed as
 * at sign-in. Also for whoever has an initial password and acts nowhere yet.
 * @throws PASSWORD_WRONG, SIGN_IN_THROTTLED {seconds}, INPUT_INVALID saying what is wrong with the new one
 */
export const changePassword = steppedSignedInProcedure
  .meta({ signedIn: 'each person keeps a password of their own' })
  .input(z.strictObject({ oldPassword: password, newPassword: password }))
  .output(z.strictObject({ endedSessions: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { deps, address, entered } = ctx
    const { personId, membershipId, sessionId } = entered
    const now = deps.now()
    const wrong = () => new AppError('PASSWORD_WRONG', {}, { oldPassword: 'PASSWORD_WRONG' })
    const known = await asSystem(deps.db, tx => findCredentials(tx, personId))
    if (!known) throw new AppError('NOT_SIGNED_IN')
    const { loginName, passwordHash: before } = known
    const fault = faultOfPassword(input.newPassword, { loginName, before: input.oldPassword })
    if (fault) throw new AppError('INPUT_INVALID', {}, { newPassword: fault })
    await asSystem(deps.db, async tx => {
      const seconds = await beginTry(tx, loginName, address, now)
      if (seconds > 0) throw new AppError('SIGN_IN_THROTTLED', { seconds })
    })
    // Hashing is slow on purpose: never inside a transaction.
    const matches = await verify(before, input.oldPassword)
    const passwordHash = matches ? await hash(input.newPassword) : ''
    const ended = await asSystem(deps.db, async tx => {
      const isChanged = matches && (await setOwnPassword(tx, { personId, before, passwordHash }))
      const audited = { membershipId, personId, now }
      if (!isChanged) {
        await auditIdentity(tx, { ...audited, action: 'session.changePasswordFailed', outcome: 'denied' })
        return null
      }
      await forgetFailures(tx, loginName, address)
      const endedSessions = await endOtherSessions(tx, { personId, but: sessionId, now })
      await auditIdentity(tx, {
        ...audited,
        action: 'session.changePassword',
        outcome: 'done',
        details: { ended: endedSessions },
      })
      return endedSessions
    })
    if (ended === null) throw wrong()
    return { endedSessions: ended }
  })
