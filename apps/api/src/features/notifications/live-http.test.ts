import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildHttpWorld, type HttpWorld } from '../../../test/http-world.ts'
import { anotherOrganisation, playReferral, setStage, type Stage } from '../../../test/referral-stage.ts'
import type { TestPerson } from '../../../test/harness.ts'

describe('live updates over HTTP', () => {
  let http: HttpWorld
  let stage: Stage
  let origin: string
  beforeAll(async () => {
    http = await buildHttpWorld()
    stage = await setStage(http.world)
    await http.app.listen({ port: 0, host: '127.0.0.1' })
    origin = `http://127.0.0.1:${(http.app.server.address() as AddressInfo).port}`
  })
  afterAll(() => http.close())

  const open = async (person: TestPerson, given: { lastEventId?: string; mark?: string } = {}) => {
    const token = http.app.jwt.sign({ sub: person.personId, sid: person.sessionId, jti: randomUUID() })
    const stop = new AbortController()
    const input = encodeURIComponent(JSON.stringify(given))
    const answer = await fetch(`${origin}/trpc/notifications.onChange?input=${input}`, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
      signal: stop.signal,
    })
    const heard: string[] = []
    const run = (async () => {
      if (!answer.body) return
      const decoder = new TextDecoder()
      for await (const chunk of answer.body) heard.push(decoder.decode(chunk as Uint8Array, { stream: true }))
    })().catch(() => undefined)
    return { answer, text: () => heard.join(''), run, stop: () => stop.abort() }
  }

  test('a party’s page is told over the stream which referral to read again, with an id to come back by; a third district’s page is not', async () => {
    const [target, third] = [await open(stage.people.districtB), await open(stage.people.districtC)]
    expect([target.answer.status, target.answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    await expect
      .poll(() => [target.text(), third.text()].every(text => text.includes('connected')), { timeout: 15_000 })
      .toBe(true)
    const { id } = await playReferral(stage, { to: 'districtB', need: 'capabilityBuilding' }).until('approve')
    await expect.poll(() => target.text(), { timeout: 15_000 }).toContain(`{"topic":"referral","referralId":"${id}"}`)
    expect(target.text()).toMatch(/^id: \d+$/m)
    expect(third.text()).not.toContain(id)
    target.stop()
    third.stop()
  })

  test('both sides’ pages are told that a referral was rated, the desk’s is not', async () => {
    const rated = await setStage(http.world)
    const at = await playReferral(rated, { to: 'districtB', need: 'capabilityBuilding' }).until('close')
    const { streetA, districtB, city } = rated.people
    const [sender, target, desk] = [await open(streetA), await open(districtB), await open(city)]
    await expect
      .poll(() => [sender, target, desk].every(({ text }) => text().includes('connected')), { timeout: 15_000 })
      .toBe(true)
    await rated.account.api.referrals.rate({ key: randomUUID(), id: at.id, version: at.version, grade: 'satisfied' })
    for (const side of [sender, target])
      await expect.poll(() => side.text(), { timeout: 15_000 }).toContain(`"referralId":"${at.id}"`)
    expect(desk.text()).not.toContain(at.id)
    for (const stream of [sender, target, desk]) stream.stop()
  })

  test('whoever comes back after a break is told to read everything again', async () => {
    const back = await open(stage.people.streetB, { lastEventId: '17' })
    await expect.poll(() => back.text(), { timeout: 15_000 }).toContain('{"topic":"all","referralId":null}')
    back.stop()
  })

  test('what happens between the reading of a page and its stream is told when the stream begins; nobody else’s, and nothing where nothing happened', async () => {
    const { live } = http.world.deps
    const { streetA, districtB, districtC } = stage.people
    const listening = await open(streetA)
    await expect.poll(() => listening.text(), { timeout: 15_000 }).toContain('connected')
    const mark = live.mark()
    const seen = await anotherOrganisation(http.world, stage)
    const { id, version } = await playReferral(stage, { ...seen, to: 'districtB', need: 'capabilityBuilding' }).until(
      'approve',
    )
    // The server has heard of all of it before the pages subscribe.
    await expect.poll(() => live.since(mark)?.length, { timeout: 15_000 }).toBe(version)
    const after = live.mark()
    const late = await open(districtB, { mark })
    await expect.poll(() => late.text(), { timeout: 15_000 }).toContain(`{"topic":"referral","referralId":"${id}"}`)
    const others = [await open(districtC, { mark }), await open(districtB, { mark: after })]
    const another = await anotherOrganisation(http.world, stage)
    const next = await playReferral(stage, { ...another, to: 'districtB', need: 'capabilityBuilding' }).until('approve')
    await expect.poll(() => others[1]!.text(), { timeout: 15_000 }).toContain(next.id)
    for (const other of others) expect(other.text()).not.toContain(id)
    for (const stream of [listening, late, ...others]) stream.stop()
  })

  test.each([
    ['another server’s, or this one’s of before it started anew', () => 'AAAAAAAAAAAA.3'],
    ['one of the future', () => `${http.world.deps.live.mark()}0000001`],
    ['no mark at all', () => 'x'],
  ])('a mark that is not known (%s) makes its page read everything again', async (_, mark) => {
    const stream = await open(stage.people.streetB, { mark: mark() })
    await expect.poll(() => stream.text(), { timeout: 15_000 }).toContain('{"topic":"all","referralId":null}')
    stream.stop()
  })

  test('a stream ends when its session does', async () => {
    const stream = await open(stage.people.sector)
    await expect.poll(() => stream.text(), { timeout: 15_000 }).toContain('connected')
    await asSystem(http.world.db, tx =>
      tx
        .update(schema.session)
        .set({ endedAt: http.world.deps.now() })
        .where(eq(schema.session.id, stage.people.sector.sessionId)),
    )
    const { networkId } = stage
    const tenantId = stage.tenants.sector.id
    const { id: organisationId } = await asSystem(http.world.db, tx => newOrganisation(tx, { networkId, tenantId }))
    const colleague = await http.world.person({ networkId, tenantId, roles: ['director'] })
    await colleague.api.referrals.create({ key: randomUUID(), organisationId, mode: 'coService' })
    await stream.run
    expect(stream.text()).not.toContain('referralId')
  })

  test('nobody listens without a session', async () => {
    const answer = await fetch(`${origin}/trpc/notifications.onChange?input=%7B%7D`, {
      headers: { accept: 'text/event-stream' },
    })
    const text = await answer.text()
    expect(text).toContain('NOT_SIGNED_IN')
  })
})
