import { verify } from '@node-rs/argon2'
import { asSystem } from '@fuqiao/db'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../rpc/app-error.ts'
import { findCredentials } from './people-store.ts'
import { auditIdentity } from './session-store.ts'
import { beginTry, forgetFailures } from './throttle-store.ts'

type Asked = { personId: string; membershipId: string; password: string; address: string }

/**
 * Whether a signed-in person knows their own password, where something asks for it again. Guessing is slowed as at sign-in, and a wrong one is audited.
 * Slow on purpose: never called inside a transaction. @throws SIGN_IN_THROTTLED {seconds}
 */
export async function isOwnPassword(
  deps: Pick<Deps, 'db' | 'now'>,
  { personId, membershipId, password, address }: Asked,
): Promise<boolean> {
  const now = deps.now()
  const known = await asSystem(deps.db, tx => findCredentials(tx, personId))
  if (!known) throw new AppError('NOT_SIGNED_IN')
  const { loginName, passwordHash } = known
  const seconds = await asSystem(deps.db, tx => beginTry(tx, loginName, address, now))
  if (seconds > 0) throw new AppError('SIGN_IN_THROTTLED', { seconds })
  const isRight = await verify(passwordHash, password)
  await asSystem(deps.db, async tx => {
    if (isRight) return forgetFailures(tx, loginName, address)
    await auditIdentity(tx, { membershipId, personId, now, action: 'session.provePasswordFailed', outcome: 'denied' })
  })
  return isRight
}
