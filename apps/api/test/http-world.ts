import { hash } from '@node-rs/argon2'
import { asSystem, schema } from '@fuqiao/db'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { buildApp } from '../src/app.ts'
import { buildTestWorld, type Connections, type TestPerson, type TestWorld } from './harness.ts'

/** A world served over HTTP (by injection), for what only HTTP has: tokens, cookies, headers. */
export type HttpWorld = {
  world: TestWorld
  app: FastifyInstance
  privatePem: string
  publicPem: string
  close(): Promise<void>
}

export async function buildHttpWorld(connections: Connections = {}): Promise<HttpWorld> {
  const world = await buildTestWorld(connections)
  const { privateKey: privatePem, publicKey: publicPem } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const app = await buildApp({
    deps: world.deps,
    session: { privatePem, publicPem, isSecure: false },
    logLevel: 'silent',
  })
  return {
    world,
    app,
    privatePem,
    publicPem,
    async close() {
      await app.close()
      await world.close()
    },
  }
}

/** The header by which a test's person is known over HTTP. */
export function bearerOf(
  { app }: Pick<HttpWorld, 'app'>,
  { personId, sessionId }: TestPerson,
): { authorization: string } {
  return { authorization: `Bearer ${app.deps.signAccessToken({ sub: personId, sid: sessionId, jti: randomUUID() })}` }
}

/** Gives a test's person a login name and a password. */
export async function givePassword(
  world: TestWorld,
  person: TestPerson,
  loginName: string,
  password: string,
): Promise<void> {
  const passwordHash = await hash(password, { memoryCost: 8192, timeCost: 1 })
  await asSystem(world.db, tx =>
    tx.update(schema.person).set({ loginName, passwordHash }).where(eq(schema.person.id, person.personId)),
  )
}

/** The session's cookies of an answer, as the next request sends them. */
export function cookiesOf(response: LightMyRequestResponse): Record<string, string> {
  return Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]))
}

/** What a call carries beside its input: cookies, and the header that only our own script sends. */
type Carried = { cookies?: Record<string, string>; headers?: Record<string, string> }

/** Calls a mutation over HTTP as the pages' script would. */
export function callMutation(
  app: FastifyInstance,
  path: string,
  input: object,
  { cookies = {}, headers = { 'x-fuqiao': '1' } }: Carried = {},
) {
  return app.inject({
    method: 'POST',
    url: `/trpc/${path}`,
    payload: input,
    cookies,
    headers: { 'content-type': 'application/json', ...headers },
  })
}
