import { schema, type Tx } from '@fuqiao/db'
import { and, arrayContains, eq, isNull, lte, ne, sql } from 'drizzle-orm'
import { v7 } from 'uuid'

const { membership, person, session } = schema

/** Who is taken in where, as what; the hash counts for somebody who has no account. */
export type Joining = {
  tenantId: string
  loginName: string
  displayName: string
  passwordHash: string
  initialUntil: Date
  roles: readonly string[]
}

/** What became of it; `refused`: the acting tenant is not the one that takes people in there. */
export type Joined = { membershipId: string } | 'taken' | 'member'

/** Takes a person in, through the gate that knows people by their login names and answers alike whether it knew one. */
export async function joinPerson(tx: Tx, of: Joining): Promise<Joined> {
  const membershipId = v7()
  const roles = JSON.stringify(of.roles)
  const [row] = await tx.execute<{ outcome: string }>(sql`
    select app.join_person(${of.tenantId}, ${membershipId}, ${v7()}, ${of.loginName}, ${of.displayName}, ${of.passwordHash}, ${of.initialUntil.toISOString()},
      array(select jsonb_array_elements_text(${roles}::text::jsonb))) as outcome`)
  return row?.outcome === 'joined' ? { membershipId } : row?.outcome === 'member' ? 'member' : 'taken'
}

/** Gives a member another initial password, through the gate that knows whether it is the tenant's to give. */
export async function renewPassword(
  tx: Tx,
  of: { membershipId: string; passwordHash: string; initialUntil: Date },
): Promise<void> {
  await tx.execute(
    sql`select app.renew_password(${of.membershipId}, ${of.passwordHash}, ${of.initialUntil.toISOString()})`,
  )
}

/** Keeps other changes of the tenant's people waiting until the transaction ends: who is the last of a role is seen by one after the other. */
export async function lockPeople(tx: Tx, tenantId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`people of ${tenantId}`}, 0))`)
}

/** Whether anybody but this member holds the role in the tenant, now and without an end. */
export async function isHeldByAnother(
  tx: Tx,
  of: { networkId: number; tenantId: string; role: string; but: string; now: Date },
): Promise<boolean> {
  const rows = await tx
    .select({ id: membership.id })
    .from(membership)
    .where(
      and(
        eq(membership.networkId, of.networkId),
        eq(membership.tenantId, of.tenantId),
        ne(membership.id, of.but),
        lte(membership.from, of.now),
        isNull(membership.until),
        arrayContains(membership.roles, [of.role]),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** Changes a membership that stands at this version and counts it up; false when it does not stand there any more. */
export async function updateMembership(
  tx: Tx,
  row: { networkId: number; id: string; version: number },
  change: { roles?: string[]; until?: Date },
): Promise<boolean> {
  const changed = await tx
    .update(membership)
    .set({ ...change, version: row.version + 1 })
    .where(and(eq(membership.networkId, row.networkId), eq(membership.id, row.id), eq(membership.version, row.version)))
    .returning({ id: membership.id })
  return changed.length > 0
}

/** Login names by membership. System role only: a person's row is their own to see. */
export async function loginNamesOf(tx: Tx, membershipIds: readonly string[]): Promise<Map<string, string>> {
  if (membershipIds.length === 0) return new Map()
  const ids = JSON.stringify(membershipIds)
  const rows = await tx.execute<{ id: string; loginName: string }>(sql`
    select m.id, p.login_name as "loginName" from membership m join person p on p.id = m.person_id
    where m.id = any (array(select jsonb_array_elements_text(${ids}::text::jsonb))::uuid[])`)
  return new Map(rows.map(({ id, loginName }) => [id, loginName]))
}

/** What a person signs in with. System role only. */
export async function findCredentials(tx: Tx, personId: string) {
  const [row] = await tx
    .select({ loginName: person.loginName, passwordHash: person.passwordHash })
    .from(person)
    .where(eq(person.id, personId))
  return row
}

/** Puts a password of the person's own in place of the one with this hash; false when it was changed meanwhile. System role only. */
export async function setOwnPassword(
  tx: Tx,
  of: { personId: string; before: string; passwordHash: string },
): Promise<boolean> {
  const rows = await tx
    .update(person)
    .set({ passwordHash: of.passwordHash, initialUntil: null })
    .where(and(eq(person.id, of.personId), eq(person.passwordHash, of.before)))
    .returning({ id: person.id })
  return rows.length > 0
}

/** Ends the person's other sessions, wherever they act; answers how many. System role only. */
export async function endOtherSessions(tx: Tx, of: { personId: string; but: string; now: Date }): Promise<number> {
  const rows = await tx
    .update(session)
    .set({ endedAt: of.now, endReason: 'passwordChanged' })
    .where(and(eq(session.personId, of.personId), ne(session.id, of.but), isNull(session.endedAt)))
    .returning({ id: session.id })
  return rows.length
}

/** Whether a write failed since one person would be two of the three administrators. */
export function areTwoAdministrators(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { constraint_name: name } = at as { constraint_name?: unknown }
    if (name === 'person_three_administrators' || name === 'membership_three_administrators') return true
  }
  return false
}
