import { hash } from '@node-rs/argon2'
import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import type { TestPerson, TestWorld } from './harness.ts'

/** What people of tests sign with once they were given it. */
export const signingPassword = 'a password for signing'
// As light as it goes: the tests ask whether it is asked for, not how long it takes.
const signingHash = hash(signingPassword, { memoryCost: 8, timeCost: 1, parallelism: 1 })

/** Gives a person of a test a password. */
export async function givePassword(world: TestWorld, { personId }: TestPerson): Promise<void> {
  const passwordHash = await signingHash
  await asSystem(world.db, tx => tx.update(schema.person).set({ passwordHash }).where(eq(schema.person.id, personId)))
}

type Of = { id: string; version: number; digest: string; signatory?: string }

/** Signs the agreement of a case by an account that gets no codes by mail. */
export async function signByPassword(world: TestWorld, person: TestPerson, { signatory = '何小满', ...of }: Of) {
  await givePassword(world, person)
  const proof = { by: 'password', password: signingPassword } as const
  return person.api.cases.sign({ key: randomUUID(), ...of, signatory, proof })
}
