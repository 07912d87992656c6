import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { TestPerson } from './harness.ts'
import { bearerOf, buildHttpWorld, type HttpWorld } from './http-world.ts'
import { newPlace } from './place.ts'

let http: HttpWorld
let person: TestPerson
let token: string

beforeAll(async () => {
  http = await buildHttpWorld()
  person = await http.world.person({ ...(await newPlace(http.world, { networkId: 1 })), roles: ['director'] })
  token = bearerOf(http, person).authorization.slice('Bearer '.length)
  expect(await statusWith(token)).toBe(200)
})
afterAll(() => http.close())
afterEach(() => vi.useRealTimers())

const statusWith = async (shown: string) =>
  (await http.app.inject({ url: '/trpc/identity.me', headers: { authorization: `Bearer ${shown}` } })).statusCode
const partsOf = (text: string) => text.split('.') as [header: string, payload: string, signature: string]

test('a remembered token with another signature is refused', async () => {
  const [header, payload, signature] = partsOf(token)
  const bytes = Buffer.from(signature, 'base64url')
  for (const at of [0, 31, 63]) {
    const altered = Buffer.from(bytes)
    altered.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    expect(await statusWith(`${header}.${payload}.${altered.toString('base64url')}`)).toBe(401)
  }
  expect(await statusWith(token)).toBe(200)
})

test('a remembered token with another payload under its signature is refused', async () => {
  const [header, payload, signature] = partsOf(token)
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number }
  for (const change of [{ sid: randomUUID() }, { exp: claims.exp + 1 }, { jti: randomUUID() }]) {
    const altered = Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url')
    expect(await statusWith(`${header}.${altered}.${signature}`)).toBe(401)
  }
})

test('the same claims signed by another key are refused', async () => {
  const [header, payload] = partsOf(token)
  const { privateKey } = generateKeyPairSync('ed25519')
  const signature = sign(null, Buffer.from(`${header}.${payload}`), privateKey).toString('base64url')
  expect(await statusWith(`${header}.${payload}.${signature}`)).toBe(401)
})

test('a remembered token is refused from the second on in which it expires', async () => {
  const { exp } = JSON.parse(Buffer.from(partsOf(token)[1], 'base64url').toString()) as { exp: number }
  vi.useFakeTimers({ toFake: ['Date'], now: exp * 1000 - 1 })
  expect(await statusWith(token)).toBe(200)
  vi.setSystemTime(exp * 1000)
  expect(await statusWith(token)).toBe(401)
})
