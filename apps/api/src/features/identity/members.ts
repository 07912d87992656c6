import { ACTIONS, isAllowed, relationOf } from '@fuqiao/access'
import { asSystem } from '@fuqiao/db'
import { z } from 'zod'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { findMember, listMembers } from './me-store.ts'
import { loginNamesOf } from './people-store.ts'
import { endSessionsOfMembership, liveSessionCounts } from './session-store.ts'

const member = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  loginName: z.string(),
  version: z.int(),
  roles: z.array(z.string()),
  from: z.date(),
  until: z.date().nullable(),
  liveSessions: z.int(),
  isSelf: z.boolean(),
  /** What the person who asks may do to this membership. */
  actions: z.array(z.enum(ACTIONS.Membership)),
})

/** The people of the acting tenant with their roles and how many sessions of theirs live. */
export const members = tenantProcedure
  .meta({ can: ['list', 'Membership'] })
  .output(z.array(member))
  .query(async ({ ctx }) => {
    const { actor, now } = ctx
    authorise(ctx.ability, 'list', 'Membership', {
      relation: relationOf(
        actor,
        'Membership',
        { networkId: actor.networkId, personId: '', tenantId: actor.tenantId },
        now,
      ),
    })
    const rows = await listMembers(ctx.tx, actor.networkId, actor.tenantId, now)
    const ids = rows.map(({ id }) => id)
    const [counts, loginNames] = await asSystem(ctx.deps.db, async tx => [
      await liveSessionCounts(tx, ids, now),
      await loginNamesOf(tx, ids),
    ])
    return rows.map(row => ({
      id: row.id,
      name: row.displayName,
      loginName: loginNames.get(row.id) ?? '',
      version: row.version,
      roles: row.roles,
      from: row.from,
      until: row.until,
      liveSessions: counts.get(row.id) ?? 0,
      isSelf: row.personId === actor.personId,
      actions: ACTIONS.Membership.filter(action =>
        isAllowed(ctx.ability, action, 'Membership', { relation: relationOf(actor, 'Membership', row, now) }),
      ),
    }))
  })

/** Ends every session of a member of the acting tenant: a lost phone, a post left. @throws NOT_FOUND, NOT_ALLOWED */
export const endMemberSessions = tenantProcedure
  .meta({ can: ['endOthers', 'Membership'] })
  .input(z.strictObject({ membershipId: z.uuid() }))
  .output(z.strictObject({ ended: z.int() }))
  .mutation(async ({ ctx, input }) => {
    const { actor, now } = ctx
    const row = await findMember(ctx.tx, actor.networkId, input.membershipId)
    if (!row) throw notFound()
    const relation = relationOf(actor, 'Membership', row, now)
    // One's own sessions are the account page's; here it is about others of the tenant, so a person's own row counts as the tenant's too.
    authorise(ctx.ability, 'endOthers', 'Membership', {
      relation: relation === 'self' && row.tenantId === actor.tenantId ? 'own' : relation,
    })
    const ended = await asSystem(ctx.deps.db, tx => endSessionsOfMembership(tx, row.id, now))
    await writeAudit(ctx.tx, actor, {
      action: 'session.endOthers',
      subjectKind: 'membership',
      subjectId: row.id,
      at: now,
      details: { ended },
    })
    return { ended }
  })
