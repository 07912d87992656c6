import { hash } from '@node-rs/argon2'
import { v7 } from 'uuid'
import { membership, person, session } from '../schema/identity.ts'
import type { Tx } from '../src/transactions.ts'
import { factoryEpoch, only } from './network-factories.ts'

export type PersonRow = typeof person.$inferSelect
export type MembershipRow = typeof membership.$inferSelect
export type SessionRow = typeof session.$inferSelect

/** The password of every person whom `newPerson` makes without a hash of their own. */
export const testPassword = 'fuqiao-test-2026'

let sharedHash: Promise<string> | undefined

/** The test password's hash (argon2id, as weak as it gets: tests make many people), computed once a process. */
export function testPasswordHash(): Promise<string> {
  sharedHash ??= hash(testPassword, { memoryCost: 8, timeCost: 1, parallelism: 1 })
  return sharedHash
}

/** A person who can sign in with the test password. */
export async function newPerson(tx: Tx, overrides: Partial<typeof person.$inferInsert> = {}): Promise<PersonRow> {
  const id = overrides.id ?? v7()
  const values = {
    id,
    loginName: `test.${id}`,
    displayName: `测试人员${id.slice(-4)}`,
    passwordHash: overrides.passwordHash ?? (await testPasswordHash()),
    createdAt: factoryEpoch,
    ...overrides,
  }
  return only(await tx.insert(person).values(values).returning())
}

/** What a membership cannot be without: whose, and where (in a tenant, or for an organisation). */
export type MembershipOverrides = Partial<typeof membership.$inferInsert> & { networkId: number; personId: string } & (
    { tenantId: string } | { organisationId: string }
  )

/** A person's place: a caseworker in the tenant, or the organisation's account, unless `roles` says otherwise. */
export async function newMembership(tx: Tx, overrides: MembershipOverrides): Promise<MembershipRow> {
  const roles = overrides.organisationId ? ['organisation'] : ['caseWorker']
  const values = { id: v7(), displayName: '测试人员', roles, from: factoryEpoch, ...overrides }
  return only(await tx.insert(membership).values(values).returning())
}

const hourMs = 3_600_000

/** A live session of a membership: good for an hour of idleness and twelve in all, counted from `createdAt` (by default, now). */
export async function newSession(
  tx: Tx,
  overrides: { personId: string; membershipId: string } & Partial<typeof session.$inferInsert>,
): Promise<SessionRow> {
  const createdAt = overrides.createdAt ?? new Date()
  const values = {
    id: v7(),
    createdAt,
    idleUntil: new Date(createdAt.getTime() + hourMs),
    expiresAt: new Date(createdAt.getTime() + 12 * hourMs),
    ...overrides,
  }
  return only(await tx.insert(session).values(values).returning())
}
