import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../test/harness.ts'
import { bearerOf } from '../../test/http-world.ts'
import { setStage } from '../../test/referral-stage.ts'
import { buildApp } from '../app.ts'

let world: TestWorld
let app: Awaited<ReturnType<typeof buildApp>>
let person: TestPerson
const served: string[] = []

beforeAll(async () => {
  world = await buildTestWorld()
  person = (await setStage(world)).people.streetA
  const { privateKey: privatePem, publicKey: publicPem } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  app = await buildApp({
    deps: world.deps,
    session: { privatePem, publicPem, isSecure: false },
    logLevel: 'silent',
    web: (request, response) => {
      served.push(request.url ?? '')
      response.end('page')
    },
  })
})
afterAll(async () => {
  await app.close()
  await world.close()
})

const form = (bytes: number) => ({
  method: 'POST' as const,
  url: '/organisations/import',
  payload: Buffer.alloc(bytes, 'a'),
  headers: { 'content-type': 'multipart/form-data; boundary=x' },
})

test('a stranger’s form reaches the pages up to 64 kB, and no larger one', async () => {
  expect((await app.inject(form(60_000))).statusCode).toBe(200)
  served.length = 0
  const refused = await app.inject(form(70_000))
  expect([refused.statusCode, refused.json()]).toEqual([413, { appCode: 'INPUT_INVALID', params: {} }])
  const untold = form(100)
  const chunked = await app.inject({ ...untold, headers: { ...untold.headers, 'transfer-encoding': 'chunked' } })
  expect([chunked.statusCode, served]).toEqual([413, []])
})

test('whoever is signed in sends files', async () => {
  const sent = form(5_000_000)
  const answer = await app.inject({ ...sent, headers: { ...sent.headers, ...bearerOf({ app }, person) } })
  expect([answer.statusCode, answer.body]).toEqual([200, 'page'])
})

test('a page that only reads is served to anyone', async () => {
  expect((await app.inject({ url: '/sign-in' })).statusCode).toBe(200)
})
