import { MOST_ATTEMPTS } from '@fuqiao/domain/delivery'
import { createHmac } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { Writable } from 'node:stream'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asSystem, schema } from '@fuqiao/db'
import { testMonday, type TestPerson } from '../../test/harness.ts'
import { buildNoticeWorld, type NoticeWorld } from '../../test/notice-stage.ts'
import { anotherOrganisation, playReferral, setStage, type Stage } from '../../test/referral-stage.ts'
import { deliveryCounter } from './delivery-counter.ts'
import { dispatchOutbox } from './dispatch-outbox.ts'
import { sendDeliveries } from './send-deliveries.ts'

let notices: NoticeWorld
let stage: Stage
let keeper: TestPerson
beforeAll(async () => {
  notices = await buildNoticeWorld()
})
beforeEach(async () => {
  notices.world.setNow(testMonday)
  await notices.clear()
  stage = await setStage(notices.world)
  keeper = await notices.world.person({
    networkId: stage.networkId,
    tenantId: stage.tenants.districtB.id,
    roles: ['tenantAdmin'],
  })
})
afterAll(() => notices.close())

const later = (ms: number) => notices.world.setNow(new Date(notices.world.deps.now().getTime() + ms))
const minute = 60_000
const arrive = async (more: Partial<Parameters<typeof playReferral>[1]> = {}) =>
  playReferral(stage, { to: 'districtB', need: 'capabilityBuilding', ...more }).until('approve')

describe('a mail', () => {
  test('tells at once what waits, by number and incubators and a link, with a way to stop it', async () => {
    await notices.confirm(stage.people.districtB, 'director@example.cn')
    const { id, number } = await arrive()
    await notices.work()
    const [mail, ...more] = notices.mail.received
    expect(more).toEqual([])
    expect([mail?.to, mail?.subject]).toEqual([
      'director@example.cn',
      `【孵桥】${stage.tenants.streetA.name}转来一件转介，编号 ${number}，请签收`,
    ])
    expect(mail?.text).toContain(`${stage.tenants.streetA.name} → ${stage.tenants.districtB.name}`)
    expect(mail?.text).toContain(`https://fuqiao.test/referrals/${id}`)
    expect(mail?.headers['list-unsubscribe']).toBe('<https://fuqiao.test/account/notifications>')
    await notices.work()
    expect(notices.mail.received).toHaveLength(1)
  })

  test('speaks the language that the person chose', async () => {
    const { api } = stage.people.districtB
    await notices.confirm(stage.people.districtB, 'director@example.cn')
    await api.mailSettings.choose({ language: 'en', choices: (await api.mailSettings.mine()).choices })
    await arrive()
    await notices.work()
    expect(notices.mail.received[0]?.subject).toMatch(/^\[Fuqiao\] .* sent referral .*; please acknowledge$/)
  })

  test('of a name with a line break in it gains no header and no second recipient', async () => {
    await notices.confirm(stage.people.districtB, 'director@example.cn')
    await asSystem(notices.world.db, tx =>
      tx.update(schema.tenant).set({ name: '坏名\r\nBcc: victim@example.cn\r\n\r\n正文' }),
    )
    await arrive()
    await notices.work()
    const [mail] = notices.mail.received
    expect(mail?.headers['bcc']).toBeUndefined()
    expect(mail?.raw.slice(0, mail.raw.indexOf('\r\n\r\n'))).not.toMatch(/^bcc:/im)
    expect(mail?.subject).toContain('坏名 Bcc: victim@example.cn 正文转来一件转介')
  })

  test('goes nowhere while no address is confirmed, and not to whoever chose none', async () => {
    await stage.people.districtB.api.mailSettings.giveAddress({ address: 'director@example.cn' })
    await arrive()
    await notices.work()
    expect(notices.mail.received.map(({ subject }) => subject)).toEqual(['【孵桥】邮箱验证码'])
    await notices.confirm(stage.people.streetA, 'sender@example.cn')
    await stage.people.streetA.api.mailSettings.choose({
      language: 'zh',
      choices: { waiting: 'none', deadline: 'none', progress: 'none', delivery: 'none' },
    })
    const { account } = await anotherOrganisation(notices.world, stage)
    await notices.confirm(account, 'account@example.cn')
    notices.mail.received.length = 0
    await notices.work()
    expect(notices.mail.received).toEqual([])
  })

  test('that fails is tried again after growing pauses with the same Message-ID, then given up, and the tenant’s administrator is told', async () => {
    await notices.confirm(stage.people.districtB, 'director@example.cn')
    await notices.confirm(keeper, 'keeper@example.cn')
    await arrive()
    notices.mail.refuse(451)
    await notices.work()
    const pauses: number[] = []
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1) {
      const [row] = await notices.deliveries().then(rows => rows.filter(({ purpose }) => purpose === 'notice'))
      expect([row?.state, row?.attempts, row?.errorCode]).toEqual(['waiting', attempt, 'mailPutOff'])
      pauses.push((row?.nextAt?.getTime() ?? 0) - notices.world.deps.now().getTime())
      expect(await sendDeliveries(notices.world.deps)).toBe(0)
      if (attempt === MOST_ATTEMPTS - 1) notices.mail.refuse(550)
      notices.world.setNow(row?.nextAt ?? testMonday)
      await sendDeliveries(notices.world.deps)
      if (attempt === MOST_ATTEMPTS - 1) notices.mail.refuse(0)
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(15_000)
    expect(pauses[0]).toBeLessThanOrEqual(30_000)
    expect(pauses[3]).toBeGreaterThan(pauses[1] ?? 0)
    const rows = await notices.deliveries()
    expect(rows.filter(({ state }) => state === 'failed').map(({ errorCode }) => errorCode)).toEqual(['mailRefused'])
    expect((await keeper.api.notifications.list({})).rows.map(({ kind }) => kind)).toContain('deliveryFailed')
    expect((await stage.people.districtB.api.mailSettings.mine()).failedAt).not.toBeNull()
    later(minute)
    await sendDeliveries(notices.world.deps)
    expect(notices.mail.received.map(({ to }) => to)).toEqual(['keeper@example.cn'])
  })

  test('whose worker is killed between sending and its mark is sent again as the same mail, and marked once', async () => {
    await notices.confirm(stage.people.districtB, 'director@example.cn')
    await arrive()
    await dispatchOutbox(notices.world.deps, notices.world.deps.now())
    const { world, mail } = notices
    const script = path.join(import.meta.dirname, '../../test/doomed-sender.ts')
    const worker = spawn(process.execPath, [script, world.adminUrl, world.deps.now().toISOString(), mail.url], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [, signal] = (await once(worker, 'exit')) as [number | null, string]
    expect([signal, mail.received.length]).toEqual(['SIGKILL', 1])
    expect(await sendDeliveries(world.deps)).toBe(0)
    later(2 * minute)
    expect(await sendDeliveries(world.deps)).toBe(1)
    expect(mail.received).toHaveLength(2)
    expect(new Set(mail.received.map(({ id }) => id)).size).toBe(1)
    later(60 * minute)
    expect(await sendDeliveries(world.deps)).toBe(0)
    const [row] = (await notices.deliveries()).filter(({ purpose }) => purpose === 'notice')
    expect([row?.state, row?.attempts]).toEqual(['sent', 2])
  })

  test('is sent once by three workers at once', async () => {
    await notices.confirm(stage.people.districtB, 'director@example.cn')
    for (let n = 0; n < 12; n += 1) {
      const more = await anotherOrganisation(notices.world, stage)
      await arrive(more)
    }
    await dispatchOutbox(notices.world.deps, notices.world.deps.now())
    await Promise.all([1, 2, 3].map(() => sendDeliveries(notices.world.deps)))
    expect(notices.mail.received).toHaveLength(12)
    expect(new Set(notices.mail.received.map(({ id }) => id)).size).toBe(12)
  })

  test('leaves no address and no name of a person in the log, sent or not', async () => {
    const lines: string[] = []
    const log = pino(
      { level: 'trace' },
      new Writable({ write: (chunk, _, next) => (lines.push(String(chunk)), next()) }),
    )
    await notices.confirm(stage.people.districtB, 'director@example.cn')
    await arrive()
    notices.mail.refuse(451)
    await dispatchOutbox(notices.world.deps, notices.world.deps.now())
    await sendDeliveries({ ...notices.world.deps, log })
    expect(lines.join('')).toContain('mailPutOff')
    expect(lines.join('')).not.toMatch(/@example|director/)
  })
})

describe('the daily digest', () => {
  test('is one mail at the start of the next working day with what came since, and none when nothing came', async () => {
    // Monday, 9:00. The sender hears of progress once a day.
    await notices.confirm(stage.people.streetA, 'sender@example.cn')
    const play = playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' })
    await play.until('acknowledge')
    await notices.work()
    notices.mail.received.length = 0
    await play.onward('acknowledge', 'begin')
    later(minute)
    await notices.work()
    expect(notices.mail.received).toEqual([])
    notices.world.setNow(new Date('2026-03-03T08:59:00+08:00'))
    await notices.work()
    expect(notices.mail.received).toEqual([])
    notices.world.setNow(new Date('2026-03-03T09:00:00+08:00'))
    await notices.work()
    expect(notices.mail.received.map(({ subject }) => subject)).toEqual(['【孵桥】2026-03-02 通知汇总：3 条'])
    notices.world.setNow(new Date('2026-03-06T10:00:00+08:00'))
    await notices.work()
    expect(notices.mail.received).toHaveLength(1)
  })
})

describe('an endpoint', () => {
  type Call = NoticeWorld['hook']['called'][number] | undefined
  const headerOf = (call: Call) => String(call?.headers['fuqiao-signature'])
  const signaturesOf = (call: Call) => headerOf(call).split(',').slice(1)
  const signedBy = (secret: string, call: Call) => {
    const t = /^t=(\d+)/.exec(headerOf(call))?.[1]
    return `v1=${createHmac('sha256', secret).update(`${t}.${call?.body}`).digest('hex')}`
  }
  const endpoint = async () => keeper.api.webhooks.create({ url: notices.hook.url, groups: ['waiting', 'progress'] })

  test('is told ids, kind, number and instant alone, signed with its secret', async () => {
    const { secret } = await endpoint()
    const { id, number } = await arrive()
    await notices.work()
    const [call, ...more] = notices.hook.called
    expect(more).toEqual([])
    const body = JSON.parse(call?.body ?? '') as Record<string, unknown>
    expect(Object.keys(body)).toEqual(['id', 'noticeId', 'kind', 'referralId', 'number', 'at'])
    expect(body).toMatchObject({ kind: 'arrived', referralId: id, number, id: call?.headers['fuqiao-event'] })
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call?.headers['fuqiao-signature'])) ?? []
    expect(Number(t)).toBe(Math.floor(notices.world.deps.now().getTime() / 1000))
    expect(v1).toBe(createHmac('sha256', secret).update(`${t}.${call?.body}`).digest('hex'))
  })

  test('that redirects is not followed, is tried again with the same event id, and shows what came of it', async () => {
    const { id } = await endpoint()
    await arrive()
    notices.hook.answer(302, `${notices.hook.url}/elsewhere`)
    await notices.work()
    expect((await keeper.api.webhooks.deliveries({ id })).rows).toMatchObject([
      { state: 'waiting', attempts: 1, errorCode: 'http302' },
    ])
    notices.hook.answer(200)
    later(minute)
    await sendDeliveries(notices.world.deps)
    expect(notices.hook.called.map(call => call.path)).toEqual(['/hook', '/hook'])
    expect(new Set(notices.hook.called.map(call => call.headers['fuqiao-event'])).size).toBe(1)
    expect((await keeper.api.webhooks.deliveries({ id })).rows).toMatchObject([{ state: 'sent', attempts: 2 }])
  })

  test('that is paused is told nothing, not even what waited; resumed it is told what comes then', async () => {
    const { id } = await endpoint()
    await arrive()
    await dispatchOutbox(notices.world.deps, notices.world.deps.now())
    const groups: ('waiting' | 'progress')[] = ['waiting', 'progress']
    const { version } = await keeper.api.webhooks.change({ id, version: 1, state: 'paused', groups })
    await notices.work()
    expect(notices.hook.called).toEqual([])
    expect((await keeper.api.webhooks.deliveries({ id })).rows).toMatchObject([
      { state: 'dropped', errorCode: 'paused' },
    ])
    await keeper.api.webhooks.change({ id, version, state: 'active', groups })
    await arrive(await anotherOrganisation(notices.world, stage))
    await notices.work()
    expect(notices.hook.called).toHaveLength(1)
  })

  test('is tried at once, paused too, by a signed message of the kind test that says nothing else; one waits at a time', async () => {
    const { id, secret } = await endpoint()
    await keeper.api.webhooks.change({ id, version: 1, state: 'paused', groups: ['waiting'] })
    await keeper.api.webhooks.sendTest({ id })
    await keeper.api.webhooks.sendTest({ id })
    expect((await keeper.api.webhooks.deliveries({ id })).rows).toMatchObject([{ kind: 'test', state: 'waiting' }])
    await sendDeliveries(notices.world.deps)
    const [call, ...more] = notices.hook.called
    expect(more).toEqual([])
    const at = notices.world.deps.now().toISOString()
    const told = { id: call?.headers['fuqiao-event'], noticeId: null, kind: 'test', referralId: null, number: '', at }
    expect(JSON.parse(call?.body ?? '')).toEqual(told)
    expect(signaturesOf(call)).toEqual([signedBy(secret, call)])
    expect((await keeper.api.webhooks.deliveries({ id })).rows).toMatchObject([{ kind: 'test', state: 'sent' }])
  })

  test('that refuses its test shows why at once: it is not tried again, and the tenant is not told that messages fail', async () => {
    const { id } = await endpoint()
    notices.hook.answer(500)
    await keeper.api.webhooks.sendTest({ id })
    await notices.work()
    expect((await keeper.api.webhooks.deliveries({ id })).rows).toMatchObject([
      { kind: 'test', state: 'failed', attempts: 1, errorCode: 'http500', nextAt: null },
    ])
    expect((await keeper.api.notifications.list({})).rows).toEqual([])
    await keeper.api.webhooks.sendTest({ id })
    expect((await keeper.api.webhooks.deliveries({ id })).rows).toHaveLength(2)
  })

  test('whose secret was changed is signed with both until the overlap has passed, then with the new one alone', async () => {
    const { id, secret: first } = await endpoint()
    const { secret, previousUntil, version } = await keeper.api.webhooks.rotate({ id, version: 1 })
    expect((await keeper.api.webhooks.list()).rows).toMatchObject([{ previousUntil, version }])
    const next = async () => {
      await keeper.api.webhooks.sendTest({ id })
      await sendDeliveries(notices.world.deps)
      return notices.hook.called.at(-1)
    }
    const within = await next()
    expect(signaturesOf(within)).toEqual([signedBy(secret, within), signedBy(first, within)])
    // A second change ends the first secret at once.
    const { secret: third, previousUntil: later } = await keeper.api.webhooks.rotate({ id, version })
    const again = await next()
    expect(signaturesOf(again)).toEqual([signedBy(third, again), signedBy(secret, again)])
    notices.world.setNow(new Date(later))
    const after = await next()
    expect(signaturesOf(after)).toEqual([signedBy(third, after)])
    expect((await keeper.api.webhooks.list()).rows).toMatchObject([{ previousUntil: null }])
  })

  test('is called once by three workers at once, and counted by channel and outcome', async () => {
    await endpoint()
    const sent = async () => {
      const { values } = await deliveryCounter.get()
      return values.find(({ labels }) => labels.channel === 'webhook' && labels.outcome === 'sent')?.value ?? 0
    }
    const before = await sent()
    for (let n = 0; n < 10; n += 1) await arrive(await anotherOrganisation(notices.world, stage))
    await dispatchOutbox(notices.world.deps, notices.world.deps.now())
    await Promise.all([1, 2, 3].map(() => sendDeliveries(notices.world.deps)))
    expect(new Set(notices.hook.called.map(call => call.headers['fuqiao-event'])).size).toBe(10)
    expect(notices.hook.called).toHaveLength(10)
    expect((await sent()) - before).toBe(10)
  })
})
