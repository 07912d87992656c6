import { EXPORT_SUBJECTS, exportsOf, menuOf } from '@fuqiao/access'
import { z } from 'zod'
import { publicProcedure, signedInProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { hasTenantsBelow, readMemberships, unreadNotices } from './me-store.ts'

const membershipView = z.strictObject({
  id: z.uuid(),
  tenantId: z.uuid().nullable(),
  organisationId: z.uuid().nullable(),
  /** Name of the tenant or of the organisation. */
  tenantName: z.string(),
  tier: z.string().nullable(),
  roles: z.array(z.string()),
  isActive: z.boolean(),
})

const output = z.strictObject({
  /** The password is one that was given: the person acts nowhere before they chose their own. */
  mustChangePassword: z.boolean(),
  person: z.strictObject({ id: z.uuid(), name: z.string(), loginName: z.string() }),
  network: z.strictObject({
    ...{ id: z.string(), name: z.string(), profileId: z.string() },
    /** What the network's own document calls its tiers, as its rules in force have it. */
    tierNames: z.record(z.string(), z.strictObject({ zh: z.string(), en: z.string() })),
  }),
  /** What the person acts as now; null when that tenant is not active, or the password is to be changed first. */
  acting: membershipView.nullable(),
  memberships: z.array(membershipView),
  /** Pages the person may open, by the permission book. */
  menu: z.array(z.string()),
  /** Of what the person may take lists away as files, by the permission book. */
  exports: z.array(z.enum(EXPORT_SUBJECTS)),
  unreadNotices: z.int(),
  /** The acting tenant has others below it, and so may be two others' lowest common superior, on whose desk their referrals come. */
  hasBelow: z.boolean(),
  /** The acting tenant stands at the top of its network, whatever its tier is called. */
  isRoot: z.boolean(),
})

/** Who is signed in, what they act as, what else they could act as, which pages they may open. */
export const me = signedInProcedure
  .meta({ signedIn: 'each person knows who they are' })
  .output(output)
  .query(async ({ ctx }) => {
    const { entered, actor, ability } = ctx
    const [memberships, unread, hasBelow] = await Promise.all([
      readMemberships(ctx.tx, entered.personId, ctx.now),
      unreadNotices(ctx.tx, entered),
      actor?.kind === 'tenant' ? hasTenantsBelow(ctx.tx, actor) : false,
    ])
    return {
      mustChangePassword: entered.mustChangePassword,
      person: { id: entered.personId, name: entered.personName, loginName: memberships[0]?.loginName ?? '' },
      network: {
        ...{ id: String(entered.networkId), name: entered.networkName, profileId: entered.profileId },
        tierNames: Object.fromEntries(profileOf(ctx.deps, entered).tiers.map(({ id, name }) => [id, name])),
      },
      acting: actor
        ? (memberships.map(({ loginName: _, ...row }) => row).find(({ id }) => id === entered.membershipId) ?? null)
        : null,
      memberships: memberships.map(({ loginName: _, ...row }) => row),
      menu: actor && ability ? menuOf(ability, actor) : [],
      exports: actor && ability ? exportsOf(ability) : [],
      unreadNotices: unread,
      hasBelow,
      isRoot: actor?.kind === 'tenant' && actor.isRoot,
    }
  })

/** The accounts of the demo network, when this installation shows it; else none. */
export const demoAccounts = publicProcedure
  .meta({ public: 'the sign-in page of a demo offers its invented accounts' })
  .output(
    z.array(
      z.strictObject({
        loginName: z.string(),
        password: z.string(),
        name: z.string(),
        roles: z.array(z.string()),
        tenantName: z.string(),
      }),
    ),
  )
  .query(({ ctx }) => ctx.deps.demoAccounts.map(account => ({ ...account, roles: [...account.roles] })))
