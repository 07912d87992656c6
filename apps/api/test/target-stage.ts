import { asSystem, schema } from '@fuqiao/db'
import { hash } from '@node-rs/argon2'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import type { TestPerson, TestWorld } from './harness.ts'

/** The password that directors of these tests sign with. */
export const targetPassword = 'targets are signed 2026'

/** Gives a person the password. */
export async function letSign(world: TestWorld, { personId }: TestPerson): Promise<void> {
  const passwordHash = await hash(targetPassword)
  await asSystem(world.db, tx => tx.update(schema.person).set({ passwordHash }).where(eq(schema.person.id, personId)))
}

/** What is split in these tests. */
export const of2026 = { indicatorId: 'trainings', year: 2026 }
/** An own total of 40 trainings. */
export const totalForm = (over: { value?: number; reason?: string; version?: number | null } = {}) => ({
  ...{ key: randomUUID(), ...of2026, value: 40, reason: '', version: null },
  ...over,
})
/** A share for an incubator below. */
export const shareForm = (
  tenantId: string,
  over: { value?: number; reason?: string; version?: number | null } = {},
) => ({ ...totalForm({ value: 15 }), tenantId, ...over })

/** Goes on from the version that the deed before left. */
export const after = ({ id, version }: { id: string; version: number }) => ({ key: randomUUID(), id, version })
/** A signature. */
export const signature = (at: { id: string; version: number }, signatory = '签署人') => ({
  ...{ ...after(at), signatory, password: targetPassword },
})
