import { relationOf, type ActionOf, type Role, type TenantActor } from '@fuqiao/access'
import { civilDateSchema, idSchema, rolesSchema, versionSchema } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { addDays, instantAt } from '@fuqiao/domain/calendar'
import { ROLES_KEPT } from '@fuqiao/domain/people'
import { z } from 'zod'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { type ActingContext, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { findMember } from './me-store.ts'
import { areTwoAdministrators, isHeldByAnother, lockPeople, updateMembership } from './people-store.ts'
import { endSessionsOfMembership } from './session-store.ts'
import { mayGive } from './take-in.ts'

const changed = z.strictObject({ id: z.uuid(), version: z.int() })
type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>
type Context = ActingContext<TenantActor>

/** The member, while nobody else changes the tenant's people. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, MEMBERSHIP_ENDED */
async function takeMember(
  { tx, actor, ability, now }: Context,
  action: ActionOf<'Membership'>,
  { membershipId, version }: { membershipId: string; version: number },
): Promise<Member> {
  await lockPeople(tx, actor.tenantId)
  const row = await findMember(tx, actor.networkId, membershipId)
  if (!row) throw notFound()
  authorise(ability, action, 'Membership', { relation: relationOf(actor, 'Membership', row, now) })
  if (row.version !== version) throw new AppError('VERSION_CONFLICT', { version: row.version })
  if (row.until && row.until <= now) throw new AppError('MEMBERSHIP_ENDED')
  return row
}

/** @throws LAST_OF_ROLE when the tenant would be left without somebody of a role that it needs */
async function keepRoles({ tx, actor, now }: Context, row: Member, lost: readonly string[]): Promise<void> {
  for (const role of ROLES_KEPT.filter(kept => lost.includes(kept))) {
    const at = { networkId: actor.networkId, tenantId: actor.tenantId, role, but: row.id, now }
    if (!(await isHeldByAnother(tx, at))) throw new AppError('LAST_OF_ROLE', { role })
  }
}

async function write(
  { tx }: Context,
  row: Member,
  change: Parameters<typeof updateMembership>[2],
): Promise<{ id: string; version: number }> {
  const isWritten = await updateMembership(tx, row, change).catch((error: unknown) => {
    if (areTwoAdministrators(error)) throw new AppError('THREE_ADMINISTRATORS')
    throw error
  })
  if (!isWritten) throw notFound()
  return { id: row.id, version: row.version + 1 }
}

/** Gives a member of the acting tenant these roles in place of those held; they count from the member's next request on. @throws see `takeMember`, `keepRoles`; ROLES_NOT_GIVEN_HERE, THREE_ADMINISTRATORS */
export const changeMember = tenantProcedure
  .meta({ can: ['change', 'Membership'] })
  .input(z.strictObject({ membershipId: idSchema, version: versionSchema, roles: rolesSchema }))
  .output(changed)
  .mutation(async ({ ctx, input }) => {
    const row = await takeMember(ctx, 'change', input)
    // What somebody has already may stay, also where the tenant could not give it.
    mayGive(
      ctx.actor,
      input.roles.filter(role => !row.roles.includes(role)),
    )
    await keepRoles(
      ctx,
      row,
      row.roles.filter(role => !input.roles.includes(role as Role)),
    )
    const answer = await write(ctx, row, { roles: input.roles })
    await writeAudit(ctx.tx, ctx.actor, {
      action: 'membership.change',
      subjectKind: 'membership',
      subjectId: row.id,
      at: ctx.now,
      details: { rolesBefore: row.roles, roles: input.roles, version: answer.version },
    })
    return answer
  })

/**
 * Ends a membership of the acting tenant with the end of a day, or at once. A day that is yet to come may be named anew until it is there.
 * @throws see `takeMember`, `keepRoles`; INPUT_INVALID when the day is over
 */
export const endMember = tenantProcedure
  .meta({ can: ['end', 'Membership'] })
  .input(z.strictObject({ membershipId: idSchema, version: versionSchema, lastDay: civilDateSchema.nullable() }))
  .output(changed)
  .mutation(async ({ ctx, input }) => {
    const { now } = ctx
    const until = input.lastDay === null ? now : instantAt(addDays(input.lastDay, 1), '00:00')
    if (until < now) throw new AppError('INPUT_INVALID', {}, { lastDay: 'INPUT_DATE_PAST' })
    const row = await takeMember(ctx, 'end', input)
    await keepRoles(ctx, row, row.roles)
    const answer = await write(ctx, row, { until })
    await writeAudit(ctx.tx, ctx.actor, {
      action: 'membership.end',
      subjectKind: 'membership',
      subjectId: row.id,
      at: now,
      details: { until: until.toISOString(), version: answer.version },
    })
    if (until <= now) await asSystem(ctx.deps.db, tx => endSessionsOfMembership(tx, row.id, now))
    return answer
  })
