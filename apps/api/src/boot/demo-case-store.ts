import { schema, type Tx } from '@fuqiao/db'
import type { Role } from '@fuqiao/domain/profile'
import { and, asc, eq, exists, inArray, isNotNull, isNull, like, lt, not, or, sql } from 'drizzle-orm'

const { incubationCall, membership, notice, organisation, session, tenant } = schema

/** Whether a network has had a call for applications. */
export async function hasCalls(tx: Tx, networkId: number): Promise<boolean> {
  const rows = await tx
    .select({ id: incubationCall.id })
    .from(incubationCall)
    .where(eq(incubationCall.networkId, networkId))
    .limit(1)
  return rows.length > 0
}

/** The centre of a division, or undefined. */
export async function centreAt(tx: Tx, networkId: number, divisionCode: string): Promise<string | undefined> {
  const isThere = and(
    eq(tenant.networkId, networkId),
    eq(tenant.divisionCode, divisionCode),
    eq(tenant.kind, 'administrative'),
  )
  const [row] = await tx.select({ id: tenant.id }).from(tenant).where(isThere)
  return row?.id
}

/** Organisations in an incubator's custody that could apply and that nobody signs in for, by name; those that were referred come last. */
export async function applicantsOf(tx: Tx, networkId: number, tenantId: string): Promise<string[]> {
  const account = tx
    .select({ id: membership.id })
    .from(membership)
    .where(and(eq(membership.networkId, networkId), eq(membership.organisationId, organisation.id)))
  const referred = sql`exists (select 1 from referral r where r.network_id = ${networkId} and r.organisation_id = ${organisation.id})`
  const rows = await tx
    .select({ id: organisation.id })
    .from(organisation)
    .where(
      and(
        eq(organisation.networkId, networkId),
        eq(organisation.tenantId, tenantId),
        inArray(organisation.stage, ['preparing', 'startUp', 'growing']),
        not(exists(account)),
      ),
    )
    .orderBy(asc(referred), asc(organisation.name))
  return rows.map(({ id }) => id)
}

/** Somebody of the demo network, by the seat that they act from. */
export type DemoHand = { personId: string; membershipId: string }

/** Who holds a role in a tenant. @throws Error where nobody does */
export async function handAt(tx: Tx, at: { networkId: number; tenantId: string; role: Role }): Promise<DemoHand> {
  const [row] = await tx
    .select({ personId: membership.personId, membershipId: membership.id })
    .from(membership)
    .where(
      and(
        eq(membership.networkId, at.networkId),
        eq(membership.tenantId, at.tenantId),
        sql`${at.role} = any(${membership.roles})`,
      ),
    )
    .orderBy(asc(membership.id))
    .limit(1)
  if (!row) throw new Error(`nobody is ${at.role} there`)
  return row
}

/** The expert of a name. @throws Error where there is none */
export async function expertNamed(tx: Tx, networkId: number, name: string): Promise<DemoHand> {
  const [row] = await tx
    .select({ personId: membership.personId, membershipId: membership.id })
    .from(membership)
    .where(and(eq(membership.networkId, networkId), eq(membership.displayName, name)))
    .limit(1)
  if (!row) throw new Error(`there is no expert ${name}`)
  return row
}

/** Opens a session that nobody holds a token of. */
export async function openPlayed(tx: Tx, row: typeof session.$inferInsert): Promise<void> {
  await tx.insert(session).values(row)
}

/** Ends the sessions of a play. */
export async function forgetPlayed(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.delete(session).where(inArray(session.id, [...ids]))
}

/** What a network was told of cases and panels before a day counts as read. */
export async function readBefore(tx: Tx, networkId: number, before: Date): Promise<void> {
  const isOld = and(eq(notice.networkId, networkId), lt(notice.at, before), isNull(notice.readAt))
  await tx
    .update(notice)
    .set({ readAt: sql`${notice.at}` })
    .where(and(isOld, or(isNotNull(notice.caseId), like(notice.kind, 'panel%'))))
}
