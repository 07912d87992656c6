import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from './harness.ts'
import { newSmallCity, type SmallCity } from './small-city.ts'

let world: TestWorld
let city: SmallCity
let person: TestPerson

beforeAll(async () => {
  world = await buildTestWorld()
  city = await newSmallCity(world)
  person = await city.at(city.street, 'caseWorker')
})
afterAll(() => world.close())

type Server = { process: ChildProcess; call(input: unknown): Promise<Response> }

/** Starts a server in a process of its own; with a doom it dies there. */
async function startServer(doom: string): Promise<Server> {
  const script = path.join(import.meta.dirname, 'doomed-server.ts')
  const child = spawn(
    process.execPath,
    [script, world.adminUrl, person.personId, person.sessionId, testMonday.toISOString(), doom],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { port, token } = JSON.parse(line) as { port: number; token: string }
  return {
    process: child,
    call: input =>
      fetch(`http://127.0.0.1:${port}/trpc/referrals.create`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(input),
      }),
  }
}

test('a server killed between commit and answer leaves one referral, and the same request asked again gets it', async () => {
  const organisation = await asSystem(world.db, tx =>
    newOrganisation(tx, { networkId: city.networkId, tenantId: city.street.id }),
  )
  const input = { key: randomUUID(), organisationId: organisation.id, mode: 'coService' }
  const rows = () =>
    asSystem(world.db, tx =>
      tx.select().from(schema.referral).where(eq(schema.referral.organisationId, organisation.id)),
    )

  const doomed = await startServer('committed:referrals.create')
  const died = once(doomed.process, 'exit')
  await expect(doomed.call(input)).rejects.toThrow()
  expect((await died)[1]).toBe('SIGKILL')
  const [kept, ...more] = await rows()
  expect(more).toEqual([])

  const next = await startServer('')
  const answer = await next.call(input)
  expect(answer.status).toBe(200)
  expect(((await answer.json()) as { result: { data: { id: string } } }).result.data.id).toBe(kept?.id)
  expect(await rows()).toHaveLength(1)
  const audit = await asSystem(world.db, tx =>
    tx
      .select()
      .from(schema.auditEntry)
      .where(eq(schema.auditEntry.subjectId, kept?.id ?? '')),
  )
  expect(audit).toHaveLength(1)
  next.process.kill()
})
