import { rolesGivenIn } from '@fuqiao/domain/people'
import type { Role, TenantActor } from '@fuqiao/access'
import type { InitialPassword, NewPerson } from '@fuqiao/contract'
import { asSystem, type Tx } from '@fuqiao/db'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../rpc/app-error.ts'
import { asAppError } from '../../rpc/error-format.ts'
import { writeAudit } from '../audit/index.ts'
import type { GivenPassword } from './initial-password.ts'
import { areTwoAdministrators, joinPerson } from './people-store.ts'
import { countFailure, secondsBlocked } from './throttle-store.ts'

/** @throws ROLES_NOT_GIVEN_HERE when some of the roles are not the acting tenant's to give */
export function mayGive(actor: TenantActor, roles: readonly Role[]): void {
  const given = rolesGivenIn(actor)
  const others = roles.filter(role => !given.includes(role))
  if (others.length > 0) throw new AppError('ROLES_NOT_GIVEN_HERE', { roles: others.join(',') })
}

/** Whom to take in, where, as what, with which password if they have none; `field`: where the form says that the login name is taken. */
export type TakenIn = NewPerson & { tenantId: string; roles: readonly Role[]; password: GivenPassword; field: string }

/** Takes a person in and notes it; answers the new membership. @throws LOGIN_NAME_TAKEN, ALREADY_MEMBER, THREE_ADMINISTRATORS */
export async function takeIn(tx: Tx, actor: TenantActor, of: TakenIn, now: Date): Promise<string> {
  const { tenantId, loginName, displayName, roles, password, field } = of
  const joined = await joinPerson(tx, {
    ...{ tenantId, loginName, displayName, roles },
    ...{ passwordHash: password.hash, initialUntil: password.until },
  }).catch((error: unknown) => {
    if (areTwoAdministrators(error)) throw new AppError('THREE_ADMINISTRATORS')
    throw error
  })
  if (joined === 'taken') throw new AppError('LOGIN_NAME_TAKEN', {}, { [field]: 'LOGIN_NAME_TAKEN' })
  if (joined === 'member') throw new AppError('ALREADY_MEMBER', {}, { [field]: 'ALREADY_MEMBER' })
  await writeAudit(tx, actor, {
    action: 'membership.add',
    subjectKind: 'membership',
    subjectId: joined.membershipId,
    at: now,
    details: { roles, ...(tenantId === actor.tenantId ? {} : { tenantId }) },
  })
  return joined.membershipId
}

/** What is told of a person who was taken in, this once. */
export function toldOnce(of: NewPerson, password: GivenPassword, until: string): InitialPassword {
  const { loginName, displayName } = of
  return { loginName, displayName, initialPassword: password.text, initialUntil: until }
}

/**
 * Runs what may find a login name taken, a few times: whoever goes on asking which names there are is made to wait.
 * @throws TOO_MANY_REQUESTS {seconds}
 */
export async function slowly<T>(
  { deps, address }: { deps: Deps; address: string },
  { membershipId }: TenantActor,
  work: () => Promise<T>,
): Promise<T> {
  const who = `people by ${membershipId}`
  const seconds = await asSystem(deps.db, tx => secondsBlocked(tx, who, address, deps.now()))
  if (seconds > 0) throw new AppError('TOO_MANY_REQUESTS', { seconds })
  return work().catch(async (error: unknown) => {
    if (asAppError(error).body.appCode === 'LOGIN_NAME_TAKEN')
      await asSystem(deps.db, tx => countFailure(tx, who, address, deps.now()))
    throw error
  })
}
