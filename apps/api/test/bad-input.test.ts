import { asSystem, schema } from '@fuqiao/db'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOfTables, everyProcedure, outcomeOf } from './every-call.ts'
import type { TestPerson } from './harness.ts'
import { bearerOf, buildHttpWorld, givePassword, type HttpWorld } from './http-world.ts'
import { refusal, setStage, type Stage } from './referral-stage.ts'

let http: HttpWorld
let stage: Stage
let person: TestPerson
let headers: { authorization: string }

beforeAll(async () => {
  http = await buildHttpWorld()
  stage = await setStage(http.world)
  person = stage.people.streetA
  headers = bearerOf(http, person)
})
afterAll(() => http.close())

const json = { 'content-type': 'application/json' }
const post = (path: string, payload: string | Buffer, more: Record<string, string> = json) =>
  http.app.inject({ method: 'POST', url: `/trpc/${path}`, payload, headers: { ...headers, ...more } })
const get = (path: string, input?: unknown) =>
  http.app.inject({
    url: `/trpc/${path}${input === undefined ? '' : `?input=${encodeURIComponent(typeof input === 'string' ? input : JSON.stringify(input))}`}`,
    headers,
  })
const noteOf = (text: string, more = {}) => JSON.stringify({ organisationId: stage.organisation.id, text, ...more })
/** The product's error in a body of either shape. */
const appErrorOf = (body: string): { appCode?: string; fields?: unknown } => {
  const read = JSON.parse(body) as { appCode?: string; error?: { data: { appCode?: string; fields?: unknown } } }
  return read.error?.data ?? read
}

describe('a body that is none', () => {
  const broken = ['{"a":', '{]', "{'a':1}", '\u0000', 'NaN', '{"a":1}{"b":2}']
  test.each(broken)('malformed JSON %j is answered 400 in our words, as a change and as a query', async text => {
    for (const answer of [await post('organisations.addNote', text), await get('organisations.list', text)]) {
      expect([answer.statusCode, appErrorOf(answer.body).appCode]).toEqual([400, 'INPUT_INVALID'])
      expect(answer.body).not.toMatch(/SyntaxError|position|stack|at /)
    }
  })

  const kinds = [
    'text/plain',
    'application/xml',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'text/plain; application/json',
    '',
  ]
  test.each(kinds)('a change of media type %j is answered 415 and not carried out', async kind => {
    const before = await digestOfTables(http.world.db)
    const answer = await post('organisations.addNote', noteOf('不该写下'), kind === '' ? {} : { 'content-type': kind })
    expect([answer.statusCode, appErrorOf(answer.body).appCode]).toEqual([415, 'INPUT_INVALID'])
    expect(await digestOfTables(http.world.db)).toEqual(before)
  })

  test('a query is not sent as a change nor a change as a query, and no other method is heard', async () => {
    const asQuery = await get('organisations.addNote', noteOf('一句话'))
    const asChange = await post('organisations.list', '{}')
    const put = await http.app.inject({
      method: 'PUT',
      url: '/trpc/organisations.addNote',
      headers: { ...headers, ...json },
      payload: noteOf('一句话'),
    })
    for (const answer of [asQuery, asChange, put])
      expect([answer.statusCode, appErrorOf(answer.body).appCode]).toEqual([405, 'INPUT_INVALID'])
  })

  test('ten calls go in one request, an eleventh turns all away', async () => {
    const batch = (n: number) => get(`${Array<string>(n).fill('notifications.unreadCount').join(',')}?batch=1`)
    expect((await batch(10)).statusCode).toBe(200)
    const eleven = await batch(11)
    expect([eleven.statusCode, appErrorOf(eleven.body).appCode]).toEqual([400, 'INPUT_INVALID'])
  })

  test('what is no procedure is not found, whatever it is called', async () => {
    for (const name of ['nope.nope', '__proto__', 'constructor.name', 'organisations', 'toString']) {
      const answer = await get(name)
      expect([name, answer.statusCode, appErrorOf(answer.body).appCode]).toEqual([name, 404, 'NOT_FOUND'])
    }
  })
})

describe('a body that is too much', () => {
  const fiftyMegabytes = 50 * 1024 * 1024
  /** Sends a body piece by piece over a real connection until the server has answered. */
  async function pour(path: string, more: Record<string, string>, hasLength: boolean) {
    const { port } = http.app.server.address() as AddressInfo
    const piece = Buffer.alloc(64 * 1024, 'a')
    const length = hasLength ? { 'content-length': String(fiftyMegabytes) } : {}
    return new Promise<{ status: number; body: string; sent: number }>((resolve, reject) => {
      let sent = 0
      let isAnswered = false
      const call = httpRequest(
        { port, path, method: 'POST', headers: { ...headers, ...json, ...length, ...more } },
        answer => {
          isAnswered = true
          let body = ''
          answer.on('data', (part: Buffer) => (body += part.toString()))
          answer.on('end', () => {
            resolve({ status: answer.statusCode ?? 0, body, sent })
            call.destroy()
          })
        },
      )
      call.on('error', error => (isAnswered ? undefined : reject(error)))
      const write = () => {
        while (!isAnswered && sent < fiftyMegabytes) {
          sent += piece.length
          if (!call.write(piece)) return void call.once('drain', write)
        }
        if (!isAnswered) call.end()
      }
      write()
    })
  }

  beforeAll(() => http.app.listen({ port: 0, host: '127.0.0.1' }))

  const ways: [string, string, Record<string, string>, boolean, number][] = [
    ['declared', '/trpc/organisations.addNote', {}, true, 413],
    ['undeclared', '/trpc/organisations.addNote', {}, false, 413],
    [
      'a form to the sign-in',
      '/trpc/identity.signIn',
      { 'content-type': 'multipart/form-data; boundary=x', 'x-fuqiao': '1' },
      false,
      415,
    ],
    [
      'a stream to the sign-in',
      '/trpc/identity.signIn',
      { 'content-type': 'application/octet-stream', 'x-fuqiao': '1' },
      false,
      415,
    ],
  ]
  test.each(ways)('50 MB, %s, are turned away before they are read', async (...way) => {
    const [, path, more, hasLength, status] = way
    const before = process.memoryUsage()
    const answer = await pour(path, more, hasLength)
    const after = process.memoryUsage()
    expect([answer.status, appErrorOf(answer.body).appCode]).toEqual([status, 'INPUT_INVALID'])
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(25 * 1024 * 1024)
  })

  test('a text longer than its field is refused by the name of the field', async () => {
    const answer = await post('organisations.addNote', noteOf('字'.repeat(2001)))
    expect([answer.statusCode, appErrorOf(answer.body)]).toMatchObject([
      400,
      { appCode: 'INPUT_INVALID', fields: { text: 'too_big' } },
    ])
  })

  test('an input nested a hundred thousand deep is refused', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const answer = await post('organisations.addNote', `{"organisationId":"${randomUUID()}","text":${deep}}`)
    expect([answer.statusCode, appErrorOf(answer.body).appCode]).toEqual([400, 'INPUT_INVALID'])
  })
})

describe('words that are odd', () => {
  const register = (name: string) =>
    person.api.organisations.register({
      key: randomUUID(),
      name,
      kind: 'inPreparation',
      stage: 'preparing',
      field: 'elderCare',
      divisionCode: '11',
    })
  const kept = async (id: string) => (await person.api.organisations.get({ id })).name

  test('a name loses line breaks and marks of direction and keeps rare characters; it is found again by them', async () => {
    const { id } = await register('  燕\r\n郊\u202E𬭎\u200F学\u0007社  ')
    const name = await kept(id)
    expect(name).toMatch(/^燕 ?郊𬭎学 ?社$/)
    const found = await person.api.organisations.search({ text: '𬭎学' })
    expect(found.rows.map(row => row.id)).toEqual([id])
  })

  test('a name of 100 characters is kept whole, one of 200 is refused by name, also in characters of two units', async () => {
    for (const character of ['字', '𬭎']) {
      const { id } = await register(`${character.repeat(98)}${character === '字' ? '甲乙' : '丙丁'}`)
      expect([...(await kept(id))]).toHaveLength(100)
      const refused = await outcomeOf(register(character.repeat(200)))
      expect(refused).toMatchObject({ refused: { appCode: 'INPUT_INVALID', fields: { name: 'INPUT_NAME_TOO_LONG' } } })
    }
  })

  test('a name of nothing but blanks and marks is refused', async () => {
    for (const name of ['', '   ', '\n\t', '\u200F\u202E'])
      expect(await refusal(register(name))).toMatchObject({ appCode: 'INPUT_INVALID' })
  })

  const unreadable: [string, string, unknown][] = [
    ['organisations.addNote', 'text', { text: 'a\u0000b' }],
    ['organisations.addNote', 'text', { text: 'a\ud800b' }],
    ['savedViews.create', 'query.x', { page: 'organisations', name: '一', query: { x: '\u0000' } }],
  ]
  test.each(unreadable)(
    '%s refuses in %s a null character and half a surrogate pair, which cannot be stored',
    async (name, field, input) => {
      const answer = await post(
        name,
        JSON.stringify({
          ...(name.startsWith('org') ? { organisationId: stage.organisation.id } : {}),
          ...(input as object),
        }),
      )
      expect([answer.statusCode, appErrorOf(answer.body)]).toMatchObject([
        400,
        { appCode: 'INPUT_INVALID', fields: { [field]: 'INPUT_TEXT_UNREADABLE' } },
      ])
    },
  )

  const outOfTime: [string, unknown][] = [
    ['organisations.list', { addedFrom: '0000-01-01' }],
    ['organisations.list', { cursor: { value: 'yesterday', id: randomUUID() } }],
    ['organisations.list', { sort: 'leastChanged', cursor: { value: '\u0000', id: randomUUID() } }],
    ['referrals.inbox', { cursor: { at: '0000-01-01T00:00:00Z', id: randomUUID() } }],
    ['dashboards.organisations', { period: { kind: 'range', from: '0001-01-01', to: '0001-12-31' } }],
    ['dashboards.organisations', { period: { kind: 'range', from: '2026-02-30', to: '2026-12-31' } }],
    ['dashboards.organisations', { period: { kind: 'range', from: '2000-01-01', to: '2026-12-31' } }],
  ]
  test.each(outOfTime)('%s refuses %j, which is no time of ours', async (name, input) => {
    const answer = await get(name, input)
    expect([answer.statusCode, appErrorOf(answer.body).appCode]).toEqual([400, 'INPUT_INVALID'])
  })

  test('signs that mean something to LIKE, to SQL and to formulas are letters', async () => {
    for (const text of ['%%', '__', "' or 1=1 --", '\\', '$1', '{}', '=1+1']) {
      expect(await outcomeOf(person.api.tenants.search({ text }))).toEqual({ answer: [] })
      if ([...text].length >= 2)
        expect(await outcomeOf(person.api.organisations.search({ text }))).toEqual({ answer: { rows: [] } })
    }
  })
})

describe('keys that are not ours', () => {
  const names = everyProcedure.filter(({ inputs }) => inputs.length > 0).map(({ name }) => name)
  const intruders = [
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"networkId":1}',
    '{"tenantId":"01a201bd-2467-769f-8199-55754602d866","isRoot":true}',
  ]
  test.each(names)('%s refuses unknown keys, also those that reach for prototypes', async name => {
    const { type } = everyProcedure.find(procedure => procedure.name === name) ?? { type: 'query' }
    if (type === 'subscription') return
    for (const body of intruders) {
      const answer = type === 'mutation' ? await post(name, body) : await get(name, body)
      expect([400, 403, 404]).toContain(answer.statusCode)
      expect(JSON.parse(answer.body)).not.toHaveProperty('result')
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('a key called __proto__ in a free list of filters is dropped', async () => {
    const answer = await post('savedViews.create', '{"page":"audit","name":"原型","query":{"__proto__":"x","a":"1"}}')
    expect(answer.statusCode).toBe(200)
    expect((await person.api.savedViews.list({ page: 'audit' })).rows[0]?.query).toEqual({ a: '1' })
  })
})

describe('a caller who is none', () => {
  test('live events are refused with 401 to whoever has no session, a dead one, or a token of nobody', async () => {
    const dead = await http.world.person({
      networkId: stage.networkId,
      tenantId: stage.tenants.streetA.id,
      roles: ['director'],
    })
    await asSystem(http.world.db, tx =>
      tx.update(schema.session).set({ endedAt: http.world.deps.now() }).where(eq(schema.session.id, dead.sessionId)),
    )
    for (const given of [
      {},
      bearerOf(http, dead),
      bearerOf(http, { ...dead, sessionId: randomUUID() }),
      { authorization: 'Bearer x.y.z' },
    ]) {
      const answer = await http.app.inject({ url: '/trpc/notifications.onChange', headers: given })
      expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([401, { appCode: 'NOT_SIGNED_IN', params: {} }])
    }
  })

  test('a session that died is answered 401 by every way in, not 500', async () => {
    const ended = bearerOf(http, { ...person, sessionId: randomUUID() })
    const ways = [
      http.app.inject({ url: '/trpc/identity.me', headers: ended }),
      http.app.inject({ url: '/trpc/identity.me,notifications.unreadCount?batch=1', headers: ended }),
      http.app.inject({
        method: 'POST',
        url: '/trpc/organisations.addNote',
        headers: { ...ended, ...json },
        payload: noteOf('一句话'),
      }),
      http.app.inject({ url: '/files/import-template.xlsx', headers: ended }),
    ]
    for (const way of ways) expect((await way).statusCode).toBe(401)
  })

  test('guesses sent at once count like guesses sent one after the other', async () => {
    const owner = await http.world.person({
      networkId: stage.networkId,
      tenantId: stage.tenants.streetA.id,
      roles: ['director'],
    })
    await givePassword(http.world, owner, 'guessed', '孵桥-right-password')
    const guess = (password: string) =>
      http.app.inject({
        method: 'POST',
        url: '/trpc/identity.signIn',
        headers: { ...json, 'x-fuqiao': '1' },
        remoteAddress: '203.0.113.7',
        payload: JSON.stringify({ loginName: 'guessed', password }),
      })
    const answers = await Promise.all(Array.from({ length: 30 }, (_, at) => guess(`guess ${at}`)))
    const codes = answers.map(({ body }) => appErrorOf(body).appCode)
    expect(codes.filter(code => code === 'SIGN_IN_FAILED').length).toBeLessThanOrEqual(5)
    expect(codes.filter(code => code === 'SIGN_IN_THROTTLED').length).toBeGreaterThanOrEqual(25)
    expect(appErrorOf((await guess('孵桥-right-password')).body).appCode).toBe('SIGN_IN_THROTTLED')
  })
})
