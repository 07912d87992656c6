import type { Role, TenantActor } from '@fuqiao/access'
import { type NewPerson, newPersonSchema } from '@fuqiao/contract'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../rpc/app-error.ts'
import { type GivenPassword, passwordOfRequest, slowly, takeIn } from '../identity/index.ts'
import type { TreeContext } from './change-tenant.ts'

/** Whom the centre names in a tenant that it opens: who directs it, and who administers it if that is another. */
export const firstPeople = { director: newPersonSchema, administrator: newPersonSchema.nullable() }

type FirstPeople = { key: string; director: NewPerson; administrator: NewPerson | null }

/** One of those who are named, with what they are to be and the password that is theirs if they have none. */
export type Named = { whom: NewPerson; roles: readonly Role[]; password: GivenPassword; field: string }

/** Runs what seats the first people, with an initial password made for each outside any transaction. @throws INPUT_INVALID, TOO_MANY_REQUESTS */
export async function withPasswords<T>(
  ctx: { deps: Deps; address: string },
  actor: TenantActor,
  { key, director, administrator }: FirstPeople,
  work: (people: readonly Named[]) => Promise<T>,
): Promise<T> {
  if (administrator?.loginName === director.loginName)
    throw new AppError('INPUT_INVALID', {}, { administrator: 'INPUT_TWICE' })
  return slowly(ctx, actor, async () => {
    const named = async (whom: NewPerson, roles: readonly Role[], field: string): Promise<Named> => {
      const asked = { personId: actor.personId, key, loginName: whom.loginName }
      return { whom, roles, field, password: await passwordOfRequest(ctx.deps.secret, asked, ctx.deps.now()) }
    }
    return work([
      await named(director, administrator ? ['director'] : ['director', 'tenantAdmin'], 'director'),
      ...(administrator ? [await named(administrator, ['tenantAdmin'], 'administrator')] : []),
    ])
  })
}

/** Seats them in a tenant in which nobody has got to work yet; answers until when their passwords count. @throws LOGIN_NAME_TAKEN, ALREADY_MEMBER */
export async function seatFirstPeople(
  { tx, actor, now }: TreeContext,
  tenantId: string,
  people: readonly Named[],
): Promise<string> {
  for (const { whom, ...as } of people) await takeIn(tx, actor, { ...whom, ...as, tenantId }, now)
  return people[0]?.password.until.toISOString() ?? now.toISOString()
}
