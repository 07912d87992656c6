import { asSystem, schema, withSession } from '@fuqiao/db'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPublicAddress } from '../../channels/public-address.ts'
import { postWebhook } from '../../channels/post-webhook.ts'
import { openSecret, sealSecret } from '../../channels/sealed-secret.ts'
import { outcomeOf } from '../../../test/every-call.ts'
import { buildTestWorld, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { refusal, setStage, type Stage } from '../../../test/referral-stage.ts'
import { openWebhookSink, type WebhookSink } from '../../../test/webhook-sink.ts'

let world: TestWorld
let stage: Stage
let hook: WebhookSink
let keeper: TestPerson
let stranger: TestPerson
beforeAll(async () => {
  world = await buildTestWorld()
  stage = await setStage(world)
  hook = await openWebhookSink()
  const at = (tenantId: string) => world.person({ networkId: stage.networkId, tenantId, roles: ['tenantAdmin'] })
  keeper = await at(stage.tenants.streetA.id)
  stranger = await at(stage.tenants.districtC.id)
})
afterAll(async () => {
  await hook.close()
  await world.close()
})

const rows = () => asSystem(world.db, tx => tx.select().from(schema.webhookEndpoint))
const messagesTo = (id: string) =>
  asSystem(world.db, tx => tx.select().from(schema.delivery).where(eq(schema.delivery.endpointId, id)))
const make = () => keeper.api.webhooks.create({ url: hook.url, groups: ['waiting'] })

describe('an endpoint', () => {
  test('tells its secret once, keeps it sealed, and the role of requests cannot read it', async () => {
    const { id, secret } = await make()
    const [row] = (await rows()).filter(each => each.id === id)
    expect(secret).toMatch(/^fqs_[\w-]{43}$/)
    expect(JSON.stringify(row)).not.toContain(secret)
    const of = { networkId: stage.networkId, endpointId: id }
    expect(openSecret(world.deps.secret, of, row?.sealedSecret ?? '')).toBe(secret)
    expect(JSON.stringify(await keeper.api.webhooks.list())).not.toMatch(/fqs_|sealed/)
    const [may] = await asSystem(world.db, tx =>
      tx.execute<{ may: boolean }>(
        sql`select has_column_privilege('fuqiao_app', 'webhook_endpoint', 'sealed_secret', 'select') as may`,
      ),
    )
    expect(may?.may).toBe(false)
  })

  test('of another tenant does not exist: 404 like an unknown one, and the row is as it was', async () => {
    const { id } = await make()
    const before = (await rows()).find(row => row.id === id)
    const absent = '00000000-0000-7000-8000-000000000000'
    const change = (id: string) => ({ id, version: 1, state: 'paused' as const, groups: ['progress' as const] })
    for (const given of [id, absent]) {
      const answers = await Promise.all([
        refusal(stranger.api.webhooks.deliveries({ id: given })),
        refusal(stranger.api.webhooks.change(change(given))),
        refusal(stranger.api.webhooks.rotate({ id: given, version: 1 })),
        refusal(stranger.api.webhooks.sendTest({ id: given })),
        refusal(stranger.api.webhooks.remove({ id: given })),
      ])
      expect(answers.map(({ appCode }) => appCode)).toEqual(Array(5).fill('NOT_FOUND'))
    }
    expect((await rows()).find(row => row.id === id)).toEqual(before)
    expect(await messagesTo(id)).toEqual([])
    expect((await stranger.api.webhooks.list()).rows).toEqual([])
  })

  test('is kept by the tenant’s administrator alone: its director is refused, and nothing is made, sent or changed', async () => {
    const { id } = await make()
    const before = await rows()
    const { webhooks } = stage.people.streetA.api
    expect(await refusal(webhooks.create({ url: hook.url, groups: ['waiting'] }))).toMatchObject({
      appCode: 'NOT_ALLOWED',
    })
    expect(await refusal(webhooks.list())).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await refusal(webhooks.rotate({ id, version: 1 }))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await refusal(webhooks.sendTest({ id }))).toMatchObject({ appCode: 'NOT_ALLOWED' })
    expect(await rows()).toEqual(before)
    expect(await messagesTo(id)).toEqual([])
  })

  test('that is removed takes its deliveries with it; the trail keeps who made and who removed it', async () => {
    const { id } = await make()
    await asSystem(world.db, tx =>
      tx.insert(schema.delivery).values({
        ...{ networkId: stage.networkId, endpointId: id, tenantId: stage.tenants.streetA.id, channel: 'webhook' },
        ...{ purpose: 'notice', noticeIds: [], dueAt: world.deps.now(), createdAt: world.deps.now(), sourceKey: id },
      }),
    )
    await keeper.api.webhooks.remove({ id })
    expect((await rows()).some(row => row.id === id)).toBe(false)
    const [left, trail] = await asSystem(world.db, async tx => [
      await tx.select().from(schema.delivery).where(eq(schema.delivery.endpointId, id)),
      await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id)),
    ])
    expect(left).toEqual([])
    expect(trail.map(({ action }) => action).sort()).toEqual(['webhook.create', 'webhook.delete'])
  })
})

describe('a changed secret', () => {
  test('is told once and kept sealed; the one before it is kept too, by nobody’s word but the table’s own', async () => {
    const { id, secret: first } = await make()
    const { secret, version } = await keeper.api.webhooks.rotate({ id, version: 1 })
    expect(secret).toMatch(/^fqs_[\w-]{43}$/)
    expect(secret).not.toBe(first)
    const of = { networkId: stage.networkId, endpointId: id }
    const row = (await rows()).find(each => each.id === id)
    expect(openSecret(world.deps.secret, of, row?.sealedSecret ?? '')).toBe(secret)
    expect(openSecret(world.deps.secret, of, row?.previousSealedSecret ?? '')).toBe(first)
    expect(JSON.stringify(await keeper.api.webhooks.list())).not.toMatch(/fqs_|ealed/)
    await keeper.api.webhooks.change({ id, version, state: 'paused', groups: ['waiting'] })
    expect((await rows()).find(each => each.id === id)).toMatchObject({
      previousSealedSecret: row?.previousSealedSecret,
      previousUntil: row?.previousUntil,
    })
    const trail = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id)),
    )
    expect(trail.map(({ action }) => action).sort()).toEqual(['webhook.change', 'webhook.create', 'webhook.rotate'])
    expect(JSON.stringify(trail)).not.toContain('fqs_')
  })

  test('cannot be read by the role of requests, nor can it put another in the place of the one before it', async () => {
    const { id } = await make()
    await keeper.api.webhooks.rotate({ id, version: 1 })
    const before = (await rows()).find(each => each.id === id)
    const [may] = await asSystem(world.db, tx =>
      tx.execute<{ may: boolean }>(
        sql`select has_column_privilege('fuqiao_app', 'webhook_endpoint', 'previous_sealed_secret', 'select') as may`,
      ),
    )
    expect(may?.may).toBe(false)
    await withSession(world.db, { sessionId: keeper.sessionId, now: world.deps.now() }, tx =>
      tx
        .update(schema.webhookEndpoint)
        .set({ previousSealedSecret: 'of somebody else' })
        .where(eq(schema.webhookEndpoint.id, id)),
    )
    expect((await rows()).find(each => each.id === id)).toEqual(before)
  })
})

describe('an address that must not be called', () => {
  const refusedUrls: [string, string][] = [
    ['http://example.com/', 'INPUT_URL_NOT_HTTPS'],
    ['ftp://example.com/', 'INPUT_URL_NOT_HTTPS'],
    ['no address', 'INPUT_URL_NOT_HTTPS'],
    ['https://name:word@example.com/', 'INPUT_URL_WITH_SECRET'],
    ['https://127.0.0.1/', 'INPUT_URL_NOT_PUBLIC'],
    ['https://2130706433/', 'INPUT_URL_NOT_PUBLIC'],
    ['https://0x7f.1/', 'INPUT_URL_NOT_PUBLIC'],
    ['https://localhost/', 'INPUT_URL_NOT_PUBLIC'],
    ['https://169.254.169.254/latest/meta-data', 'INPUT_URL_NOT_PUBLIC'],
    ['https://10.1.2.3/', 'INPUT_URL_NOT_PUBLIC'],
    ['https://[::1]/', 'INPUT_URL_NOT_PUBLIC'],
    ['https://[::ffff:127.0.0.1]/', 'INPUT_URL_NOT_PUBLIC'],
    ['https://[fd00::1]/', 'INPUT_URL_NOT_PUBLIC'],
    ['https://no-such-host.invalid/', 'INPUT_URL_UNKNOWN_HOST'],
  ]
  test.each(refusedUrls)('%s is refused by %s, and no endpoint is made', async (url, code) => {
    world.deps.channels = { ...world.deps.channels, allowsLocalWebhooks: false }
    const before = (await rows()).length
    expect(await outcomeOf(keeper.api.webhooks.create({ url, groups: ['waiting'] }))).toMatchObject({
      refused: { appCode: 'INPUT_INVALID', fields: { url: code } },
    })
    expect(await rows()).toHaveLength(before)
    world.deps.channels = { ...world.deps.channels, allowsLocalWebhooks: true }
  })

  test.each(['https://localhost:1/', 'https://127.0.0.1:1/', 'https://[::1]:1/', 'https://[::ffff:10.0.0.1]:1/'])(
    '%s is refused again when it is called, whatever it pointed to when it was stored',
    async url => {
      const call = { url, id: 'event', body: '{}', secrets: ['fqs_x'], sentAt: world.deps.now() }
      await expect(postWebhook(call, false)).rejects.toMatchObject({ code: 'notPublic' })
    },
  )

  test.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.9.9.9', '172.31.0.1', '192.168.1.1', '198.18.0.1', '224.0.0.1'],
    ...[
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:8.8.8.8',
      '64:ff9b::a00:1',
      'fe80::1',
      'fc00::1',
      'ff02::1',
      '2002:a00:1::',
    ],
    ...['2001::1', '2001:db8::1', 'none'],
  ])('%s is not public', address => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each(['1.1.1.1', '114.114.114.114', '2400:3200::1'])('%s is public', address => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

test('a sealed secret opens for its endpoint and under its installation’s secret alone', () => {
  const of = { networkId: 1, endpointId: 'a' }
  const sealed = sealSecret('one installation', of, 'fqs_x')
  expect(openSecret('one installation', of, sealed)).toBe('fqs_x')
  expect(() => openSecret('another', of, sealed)).toThrow()
  expect(() => openSecret('one installation', { ...of, endpointId: 'b' }, sealed)).toThrow()
  expect(sealSecret('one installation', of, 'fqs_x')).not.toBe(sealed)
})
