import { schema, type Tx } from '@fuqiao/db'
import { and, count, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { sessionTerms } from './session-terms.ts'

const { membership, organisation, person, refreshToken, session, tenant } = schema

/** A person as sign-in knows them. */
export type KnownPerson = {
  id: string
  passwordHash: string
  disabledAt: Date | null
  /** Until when a password that was given can be signed in with; null for one's own. */
  initialUntil: Date | null
}

/** The person of a login name, or undefined. System role only: the runtime role cannot read the hash. */
export async function findByLoginName(tx: Tx, loginName: string): Promise<KnownPerson | undefined> {
  const [row] = await tx
    .select({
      id: person.id,
      passwordHash: person.passwordHash,
      disabledAt: person.disabledAt,
      initialUntil: person.initialUntil,
    })
    .from(person)
    .where(eq(person.loginName, loginName))
  return row
}

/** Memberships in force, oldest first. */
export async function liveMemberships(tx: Tx, personId: string, now: Date) {
  return tx
    .select({
      id: membership.id,
      networkId: membership.networkId,
      tenantId: membership.tenantId,
      organisationId: membership.organisationId,
      roles: membership.roles,
    })
    .from(membership)
    .where(
      and(
        eq(membership.personId, personId),
        sql`${membership.from} <= ${now.toISOString()}`,
        or(isNull(membership.until), gt(membership.until, now)),
      ),
    )
    .orderBy(membership.from, membership.id)
}

/** Where a session comes from. */
export type Origin = { address: string; userAgent: string }

/** Opens a session for a membership. */
export async function openSession(
  tx: Tx,
  at: { personId: string; membershipId: string; now: Date; expiresAt?: Date } & Origin,
): Promise<string> {
  const id = v7()
  const expiresAt = at.expiresAt ?? new Date(at.now.getTime() + sessionTerms.absolute)
  await tx.insert(session).values({
    id,
    personId: at.personId,
    membershipId: at.membershipId,
    createdAt: at.now,
    idleUntil: new Date(Math.min(at.now.getTime() + sessionTerms.idle, expiresAt.getTime())),
    expiresAt,
    userAgent: at.userAgent,
    address: at.address,
  })
  return id
}

/** Ends a session; does nothing to one that ended already. */
export async function endSession(tx: Tx, sessionId: string, now: Date, reason: string): Promise<void> {
  await tx
    .update(session)
    .set({ endedAt: now, endReason: reason })
    .where(and(eq(session.id, sessionId), isNull(session.endedAt)))
}

/** The person's sessions that live, newest first. */
export async function liveSessions(tx: Tx, personId: string, now: Date) {
  return tx
    .select({
      id: session.id,
      createdAt: session.createdAt,
      idleUntil: session.idleUntil,
      userAgent: session.userAgent,
      address: session.address,
      place: sql<string>`coalesce(${tenant.name}, ${organisation.name}, ${membership.displayName})`,
      membershipId: membership.id,
    })
    .from(session)
    .innerJoin(membership, eq(membership.id, session.membershipId))
    .leftJoin(tenant, and(eq(tenant.networkId, membership.networkId), eq(tenant.id, membership.tenantId)))
    .leftJoin(
      organisation,
      and(eq(organisation.networkId, membership.networkId), eq(organisation.id, membership.organisationId)),
    )
    .where(
      and(
        eq(session.personId, personId),
        isNull(session.endedAt),
        gt(session.idleUntil, now),
        gt(session.expiresAt, now),
      ),
    )
    .orderBy(desc(session.createdAt))
}

/** The session, locked, if it is this person's and lives. */
export async function lockOwnSession(tx: Tx, sessionId: string, personId: string) {
  const [row] = await tx
    .select()
    .from(session)
    .where(and(eq(session.id, sessionId), eq(session.personId, personId), isNull(session.endedAt)))
    .for('update')
  return row
}

/** A refresh token by its digest with its session, both locked. */
export async function lockRefreshToken(tx: Tx, digest: Uint8Array) {
  const [row] = await tx
    .select({ token: refreshToken, session })
    .from(refreshToken)
    .innerJoin(session, eq(session.id, refreshToken.sessionId))
    .where(eq(refreshToken.digest, digest))
    .for('update')
  return row
}

/** Notes a refresh token's digest. */
export async function addRefreshToken(
  tx: Tx,
  row: { id: string; sessionId: string; digest: Uint8Array; now: Date },
): Promise<void> {
  await tx.insert(refreshToken).values({ id: row.id, sessionId: row.sessionId, digest: row.digest, createdAt: row.now })
}

/** Marks a token used and its session fresh. */
export async function useRefreshToken(
  tx: Tx,
  at: { tokenId: string; successorId: string; sessionId: string; now: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .update(refreshToken)
    .set({ usedAt: at.now, successorId: at.successorId })
    .where(eq(refreshToken.id, at.tokenId))
  const idleUntil = new Date(Math.min(at.now.getTime() + sessionTerms.idle, at.expiresAt.getTime()))
  await tx.update(session).set({ idleUntil }).where(eq(session.id, at.sessionId))
}

/** Notes a security event of a person in the audit trail of the network (and tenant) of one of their memberships. */
export async function auditIdentity(
  tx: Tx,
  at: {
    membershipId: string
    personId: string
    action: string
    now: Date
    outcome: 'done' | 'denied'
    details?: Record<string, unknown>
  },
): Promise<void> {
  await tx.execute(sql`
    insert into audit_entry (network_id, id, tenant_id, tenant_name, organisation_id, person_id, person_name, at, action, subject_kind, subject_id, outcome, details)
    select m.network_id, ${v7()}, m.tenant_id, coalesce(t.name, ''), m.organisation_id, p.id, p.display_name, ${at.now.toISOString()}, ${at.action}, 'session', null, ${at.outcome}, ${JSON.stringify(at.details ?? {})}::text::jsonb
    from membership m join person p on p.id = ${at.personId} left join tenant t on t.network_id = m.network_id and t.id = m.tenant_id
    where m.id = ${at.membershipId}`)
}

/** How many sessions of each membership live. System role only: a person's sessions are their own to see. */
export async function liveSessionCounts(
  tx: Tx,
  membershipIds: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  if (membershipIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: session.membershipId, count: count() })
    .from(session)
    .where(
      and(
        inArray(session.membershipId, [...membershipIds]),
        isNull(session.endedAt),
        gt(session.idleUntil, now),
        gt(session.expiresAt, now),
      ),
    )
    .groupBy(session.membershipId)
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** Ends every live session of a membership; answers how many. */
export async function endSessionsOfMembership(tx: Tx, membershipId: string, now: Date): Promise<number> {
  const rows = await tx
    .update(session)
    .set({ endedAt: now, endReason: 'endedByTenant' })
    .where(and(eq(session.membershipId, membershipId), isNull(session.endedAt)))
    .returning({ id: session.id })
  return rows.length
}
