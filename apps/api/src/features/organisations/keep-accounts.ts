import type { TenantActor } from '@fuqiao/access'
import {
  idSchema,
  initialPasswordSchema,
  newPersonSchema,
  organisationAccountSchema,
  requestKeySchema,
  versionSchema,
} from '@fuqiao/contract'
import { z } from 'zod'
import { steppedProcedure, tenantStep } from '../../rpc/acting-step.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { type ActingContext, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { newInitialPassword, passwordOfRequest, slowly, toldOnce } from '../identity/index.ts'
import { endAccount as end, joinAccount, readAccounts, renewAccount as renew } from './account-store.ts'
import { lockOrganisation } from './organisation-store.ts'
import { findOrganisation } from './standing.ts'

type Context = ActingContext<TenantActor>
const manage = ['manageAccounts', 'Organisation'] as const

/** @throws NOT_FOUND, NOT_ALLOWED */
async function mayManage({ tx, actor, ability, now }: Context, organisationId: string): Promise<void> {
  const { relation } = await findOrganisation(tx, actor, organisationId, now)
  authorise(ability, ...manage, { relation })
}

/** An account of the organisation that is not over. @throws NOT_FOUND, NOT_ALLOWED, MEMBERSHIP_ENDED */
async function findAccount(
  context: Context,
  { organisationId, membershipId }: { organisationId: string; membershipId: string },
) {
  await mayManage(context, organisationId)
  const account = (await readAccounts(context.tx, organisationId)).find(({ id }) => id === membershipId)
  if (!account) throw notFound()
  if (account.until !== null) throw new AppError('MEMBERSHIP_ENDED')
  return account
}

const audited = (organisationId: string, membershipId: string, at: Date) => ({
  ...{ subjectKind: 'Organisation', subjectId: organisationId, at, details: { membershipId } },
})

/** Who speaks for an organisation in the acting tenant's custody, and who did. @throws NOT_FOUND, NOT_ALLOWED */
export const accounts = tenantProcedure
  .meta({ can: manage })
  .input(z.strictObject({ organisationId: idSchema }))
  .output(z.array(organisationAccountSchema))
  .query(async ({ ctx, input: { organisationId } }) => {
    await mayManage(ctx, organisationId)
    return readAccounts(ctx.tx, organisationId)
  })

const adding = z.strictObject({ key: requestKeySchema, organisationId: idSchema, ...newPersonSchema.shape })

/**
 * Gives somebody an account of an organisation in the acting tenant's custody, and tells an initial password this once. Who speaks for another organisation
 * of the network under that login name and name speaks for this one too, with the password they have: the answer is the same. Nobody who works in a
 * tenant: whoever sends an organisation on does not consent in its stead.
 * @throws NOT_FOUND, NOT_ALLOWED, ORGANISATION_MERGED, LOGIN_NAME_TAKEN, ALREADY_MEMBER, TOO_MANY_REQUESTS
 */
export const addAccount = steppedProcedure
  .meta({ can: manage })
  .input(adding)
  .output(z.strictObject({ membershipId: z.uuid(), ...initialPasswordSchema.shape }))
  .mutation(async ({ ctx, input }) => {
    const { key, organisationId, ...whom } = input
    const actor = await tenantStep(ctx, true, async context => {
      await mayManage(context, organisationId)
      return context.actor
    })
    return slowly(ctx, actor, async () => {
      const { loginName } = whom
      const password = await passwordOfRequest(
        ctx.deps.secret,
        { personId: actor.personId, key, loginName },
        ctx.deps.now(),
      )
      const { membershipId, initialUntil } = await tenantStep(ctx, false, context => {
        const { tx, now } = context
        const request = { personId: context.actor.personId, key, procedure: 'organisations.addAccount', input, now }
        return answerOnce(tx, request, async () => {
          await mayManage(context, organisationId)
          const added = await join(context, {
            ...{ ...whom, organisationId, passwordHash: password.hash, initialUntil: password.until },
          })
          return { membershipId: added, initialUntil: password.until.toISOString() }
        })
      })
      return { membershipId, ...toldOnce(whom, password, initialUntil) }
    })
  })

async function join({ tx, actor, now }: Context, of: Parameters<typeof joinAccount>[1]): Promise<string> {
  const { mergedIntoId } = await lockOrganisation(tx, actor.networkId, of.organisationId)
  if (mergedIntoId !== null) throw new AppError('ORGANISATION_MERGED')
  const joined = await joinAccount(tx, of)
  if (joined === 'taken') throw new AppError('LOGIN_NAME_TAKEN', {}, { loginName: 'LOGIN_NAME_TAKEN' })
  if (joined === 'member') throw new AppError('ALREADY_MEMBER', {}, { loginName: 'ALREADY_MEMBER' })
  const { membershipId } = joined
  await writeAudit(tx, actor, { action: 'organisation.addAccount', ...audited(of.organisationId, membershipId, now) })
  return membershipId
}

const account = { organisationId: idSchema, membershipId: idSchema }

/** Ends an account and its sessions at once. @throws NOT_FOUND, NOT_ALLOWED, MEMBERSHIP_ENDED, VERSION_CONFLICT */
export const endAccount = tenantProcedure
  .meta({ can: manage })
  .input(z.strictObject({ ...account, version: versionSchema }))
  .output(z.strictObject({ version: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { organisationId, membershipId, version } = input
    const row = await findAccount(ctx, input)
    if (row.version !== version) throw new AppError('VERSION_CONFLICT', { version: row.version })
    const after = await end(ctx.tx, membershipId, version)
    // Somebody else ended it since it was read.
    if (after === null) throw new AppError('MEMBERSHIP_ENDED')
    await writeAudit(ctx.tx, ctx.actor, {
      action: 'organisation.endAccount',
      ...audited(organisationId, membershipId, ctx.now),
    })
    return { version: after }
  })

/**
 * Gives whoever speaks for an organisation an initial password in place of a forgotten one, told this once, and ends their sessions. It counts for somebody
 * who has this place alone; who has another keeps the password they have, and the answer is the same. @throws NOT_FOUND, NOT_ALLOWED, MEMBERSHIP_ENDED
 */
export const renewAccount = steppedProcedure
  .meta({ can: manage })
  .input(z.strictObject(account))
  .output(initialPasswordSchema)
  .mutation(async ({ ctx, input }) => {
    const { organisationId, membershipId } = input
    const whom = await tenantStep(ctx, true, context => findAccount(context, input))
    const password = await newInitialPassword(ctx.deps.now())
    await tenantStep(ctx, false, async context => {
      await findAccount(context, input)
      const isGiven = await renew(context.tx, {
        ...{ membershipId, passwordHash: password.hash, initialUntil: password.until },
      })
      if (!isGiven) throw new AppError('MEMBERSHIP_ENDED')
      await writeAudit(context.tx, context.actor, {
        action: 'organisation.renewAccount',
        ...audited(organisationId, membershipId, context.now),
      })
    })
    return toldOnce(whom, password, password.until.toISOString())
  })
