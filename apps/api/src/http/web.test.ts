import { generateKeyPairSync } from 'node:crypto'
import { NoLaneFree } from '@fuqiao/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../test/harness.ts'
import { bearerOf } from '../../test/http-world.ts'
import { setStage } from '../../test/referral-stage.ts'
import { buildApp } from '../app.ts'
import { asAppError } from '../rpc/error-format.ts'
import { type PageRequest, requestStore } from './web.ts'

let world: TestWorld
let app: Awaited<ReturnType<typeof buildApp>>
let person: TestPerson
const served: string[] = []
const pages: (PageRequest | undefined)[] = []

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
      pages.push(requestStore.getStore())
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

describe('whoever is signed in is not taken for signed out', () => {
  const asked = async (cookies: Record<string, string>) => {
    pages.length = 0
    const { requests, jobs } = world.db
    const lease = () => Promise.reject(new NoLaneFree('all are taken'))
    Object.assign(world.db, { requests: { ...requests, lease }, jobs: { ...jobs, lease } })
    const answer = await app
      .inject({ url: '/workbench', cookies })
      .finally(() => Object.assign(world.db, { requests, jobs }))
    return { isKept: answer.headers['set-cookie'] === undefined, page: pages[0] }
  }

  test('while the database does not answer: the page is told why, and the cookies stay', async () => {
    const { authorization } = bearerOf({ app }, person)
    const ways: Record<string, string>[] = [
      { 'fuqiao-access': authorization.replace('Bearer ', '') },
      { 'fuqiao-refresh': 'x'.repeat(43) },
    ]
    for (const { page, isKept } of [await asked(ways[0]!), await asked(ways[1]!)]) {
      expect([page?.session, isKept]).toEqual([null, true])
      expect(asAppError(page?.failure).body.appCode).toBe('BUSY')
    }
  })

  test('but one whose session is over is', async () => {
    pages.length = 0
    await app.inject({ url: '/workbench' })
    expect(pages[0]).toMatchObject({ session: null, failure: null })
  })
})
