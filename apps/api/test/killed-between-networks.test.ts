import { asSystem, schema } from '@fuqiao/db'
import { eq, inArray } from 'drizzle-orm'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { organisationOf } from '../src/features/referrals/referral-store.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from './harness.ts'
import { makePartners, playAcross } from './partner-stage.ts'

let world: TestWorld

beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())

/** Sends an acceptance to a server in a process of its own that dies by SIGKILL at a point. */
async function acceptAndDie(person: TestPerson, doom: string, input: unknown): Promise<void> {
  const script = path.join(import.meta.dirname, 'doomed-server.ts')
  const child: ChildProcess = spawn(
    process.execPath,
    [script, world.adminUrl, person.personId, person.sessionId, testMonday.toISOString(), doom],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  if (!child.stdout) throw new Error('a server that says where it listens')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { port, token } = JSON.parse(line) as { port: number; token: string }
  const died = once(child, 'exit')
  const answer = fetch(`http://127.0.0.1:${port}/trpc/referrals.accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(input),
  })
  await expect(answer).rejects.toThrow()
  expect((await died)[1]).toBe('SIGKILL')
}

test.each([
  ['before the far row is written', 'written:accept:effects', 'acknowledged'],
  ['after it, and before the commit', 'written:accept:abroad', 'acknowledged'],
  ['at the commit', 'committing:referrals.accept', 'acknowledged'],
  ['after the commit', 'committed:referrals.accept', 'accepted'],
] as const)(
  '[X-08] a server killed in an acceptance between networks, %s, leaves both rows before it or both after',
  async (_when, doom, state) => {
    const pair = await makePartners(world)
    await pair.confirm()
    const play = playAcross(pair, { mode: 'handOver' })
    await play.until('acknowledge')
    const words = { leadName: '负责人', firstContactOn: '2026-12-01', duplicateAnswer: '' }
    await acceptAndDie(pair.b.people.streetA, doom, { ...play.farNext(), ...words })
    const { rows, custodians } = await asSystem(world.db, async tx => {
      const [bridge] = await tx
        .select()
        .from(schema.referralBridge)
        .where(eq(schema.referralBridge.referralA, play.id()))
      const ids = [play.id(), bridge?.referralB ?? '']
      const found = await tx.select().from(schema.referral).where(inArray(schema.referral.id, ids))
      const organisations = await tx
        .select()
        .from(schema.organisation)
        .where(inArray(schema.organisation.id, found.map(organisationOf)))
      return { rows: found, custodians: organisations.map(({ tenantId }) => tenantId) }
    })
    expect(rows.map(row => row.state)).toEqual([state, state])
    expect(new Set(rows.map(({ version }) => version)).size).toBe(1)
    const moved = [pair.partnerOfA(), pair.b.tenants.streetA.id]
    const stayed = [pair.a.tenants.streetA.id, pair.partnerOfB()]
    expect(custodians.toSorted()).toEqual((state === 'accepted' ? moved : stayed).toSorted())
  },
)
