import { asSystem, schema } from '@fuqiao/db'
import { newNetwork } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestWorld } from '../../../test/harness.ts'
import { makePartners, type Partners } from '../../../test/partner-stage.ts'
import { key, refusal } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'

let world: TestWorld
let pair: Partners

beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  world.setNow(testMonday)
  pair = await makePartners(world)
})
afterAll(() => world.close())

const centreA = () => pair.a.people.city.api
const centreB = () => pair.b.people.city.api
const change = (networkId: number, version: number) => ({ key: key(), networkId, version, reason: '' })
const partnerOf = async (api: ReturnType<typeof centreA>, networkId: number) =>
  (await api.partners.list()).find(partner => partner.networkId === networkId)

describe('networks that refer to each other', () => {
  test('[X-08] are found by name only if they offer an incubator and work by the same profile, and by the centre alone', async () => {
    const { id: silent } = await asSystem(world.db, tx => newNetwork(tx, { name: '未公布的网络' }))
    const found = await centreA().partners.candidates({ text: '' })
    expect(found.map(({ networkId }) => networkId)).toContain(pair.b.networkId)
    expect(found.map(({ networkId }) => networkId)).not.toContain(silent)
    expect(Object.keys(found[0] ?? {}).sort()).toEqual(['divisionCode', 'name', 'networkId'])
    expect((await centreA().partners.candidates({ text: `测试网络${pair.b.networkId}` })).length).toBeGreaterThan(0)
    expect(await centreA().partners.candidates({ text: '查无此网' })).toEqual([])
    const street = pair.a.people.streetA.api.partners
    expect((await refusal(street.candidates({ text: '' }))).appCode).toBe('NOT_ALLOWED')
    expect((await refusal(street.propose({ key: key(), networkId: pair.b.networkId }))).appCode).toBe('NOT_ALLOWED')
    expect((await refusal(centreA().partners.propose({ key: key(), networkId: silent }))).appCode).toBe('NOT_FOUND')
    expect((await refusal(centreA().partners.propose({ key: key(), networkId: 32_000 }))).appCode).toBe('NOT_FOUND')
    await asSystem(world.db, tx =>
      tx.update(schema.network).set({ profileId: 'another' }).where(eq(schema.network.id, pair.b.networkId)),
    )
    const { networkId } = pair.b
    expect((await refusal(centreA().partners.propose({ key: key(), networkId }))).appCode).toBe('NOT_FOUND')
  })

  test('[X-08] are partners when the one asked confirms; then each tree has one place for the other, without members, outside every range', async () => {
    const { a, b } = pair
    const proposed = await centreA().partners.propose({ key: key(), networkId: b.networkId })
    expect(await partnerOf(centreA(), b.networkId)).toMatchObject({ state: 'proposed', actions: ['withdraw'] })
    expect(await partnerOf(centreB(), a.networkId)).toMatchObject({
      state: 'proposed',
      actions: ['confirm', 'decline'],
    })
    expect(await partnerOf(b.people.streetA.api, a.networkId)).toBeUndefined()
    const self = await refusal(centreA().partners.confirm(change(b.networkId, proposed.version)))
    expect(self).toMatchObject({ appCode: 'PARTNER_NOT_NOW', params: { state: 'proposed' } })
    for (const [centre, other] of [
      [centreA(), b.networkId],
      [centreB(), a.networkId],
    ] as const) {
      const again = await refusal(centre.partners.propose({ key: key(), networkId: other }))
      expect(again).toMatchObject({ appCode: 'PARTNER_NOT_NOW', params: { state: 'proposed' } })
    }
    expect(await partnerOf(centreA(), b.networkId)).toMatchObject({ state: 'proposed', version: proposed.version })
    await centreB().partners.confirm(change(a.networkId, proposed.version))
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const partner = await partnerOf(one.people.streetA.api, other.networkId)
      expect(partner).toMatchObject({ state: 'inForce', actions: [] })
      const places = await asSystem(world.db, tx =>
        tx
          .select()
          .from(schema.tenant)
          .where(and(eq(schema.tenant.networkId, one.networkId), eq(schema.tenant.kind, 'partnerNetwork'))),
      )
      expect(places.map(({ id }) => id)).toEqual([partner?.tenantId])
      expect(places[0]?.scopeKey).toBeLessThan(0n)
      expect((await one.people.city.api.tenants.tree({ parentId: null })).map(({ kind }) => kind)).toEqual([
        'administrative',
      ])
      expect(await one.people.city.api.tenants.search({ text: `测试网络${other.networkId}` })).toEqual([])
      const centre = one.people.city.api.tenants
      const suspension = { key: key(), tenantId: partner?.tenantId ?? '', version: 1, reason: '不可' }
      expect((await refusal(centre.suspend(suspension))).appCode).toBe('NOT_ALLOWED')
    }
  })

  test('[X-08] show each other the public card of what they offer and nothing else, and a stranger nothing at all', async () => {
    await pair.confirm()
    const { a, b, partnerOfA, partnerOfB } = pair
    const shown = await a.people.streetA.api.partners.incubators({ tenantId: partnerOfA() })
    expect(shown.map(({ id }) => id)).toEqual([b.tenants.streetA.id])
    expect(shown[0]).toMatchObject({ name: b.tenants.streetA.name, functions: ['venue'], contactName: '王联系' })
    const strangers = await makePartners(world)
    for (const tenantId of [partnerOfA(), partnerOfB()])
      expect((await refusal(strangers.a.people.city.api.partners.incubators({ tenantId }))).appCode).toBe('NOT_FOUND')
    expect((await refusal(a.people.city.api.partners.incubators({ tenantId: a.tenants.streetA.id }))).appCode).toBe(
      'NOT_FOUND',
    )
    expect(await strangers.a.people.city.api.partners.list()).toEqual([])
    expect((await refusal(a.people.city.api.tenants.get({ tenantId: b.tenants.streetA.id }))).appCode).toBe('NOT_FOUND')
    await centreB().partners.offer({ key: key(), tenantId: b.tenants.streetA.id, isOffered: false })
    expect(await a.people.streetA.api.partners.incubators({ tenantId: partnerOfA() })).toEqual([])
    expect(await centreB().partners.offered()).toEqual([])
  })

  test('[X-08] end by either centre, which closes the places; asked again, the same places serve', async () => {
    await pair.confirm()
    const { a, b, partnerOfA } = pair
    await centreA().partners.offer({ key: key(), tenantId: a.tenants.streetA.id, isOffered: true })
    const tenantId = partnerOfA()
    const before = await partnerOf(centreA(), b.networkId)
    const stale = await refusal(centreA().partners.end(change(b.networkId, (before?.version ?? 0) - 1)))
    expect(stale).toMatchObject({ appCode: 'VERSION_CONFLICT', params: { state: 'inForce', version: before?.version } })
    const ended = await centreA().partners.end({ ...change(b.networkId, before?.version ?? 0), reason: '到期' })
    expect(await partnerOf(centreB(), a.networkId)).toMatchObject({
      state: 'ended',
      reason: '到期',
      isChangedByUs: false,
    })
    expect((await refusal(a.people.streetA.api.partners.incubators({ tenantId }))).appCode).toBe('NOT_FOUND')
    expect((await a.people.city.api.tenants.get({ tenantId })).status).toBe('closed')
    const again = await centreB().partners.propose({ key: key(), networkId: a.networkId })
    expect(again.version).toBe(ended.version + 1)
    await centreA().partners.decline(change(b.networkId, again.version))
    expect((await refusal(centreB().partners.withdraw(change(a.networkId, again.version + 1)))).appCode).toBe(
      'PARTNER_NOT_NOW',
    )
    const third = await centreA().partners.propose({ key: key(), networkId: b.networkId })
    await centreB().partners.confirm(change(a.networkId, third.version))
    expect((await partnerOf(centreA(), b.networkId))?.tenantId).toBe(tenantId)
    expect((await a.people.city.api.tenants.get({ tenantId })).status).toBe('active')
  })

  test('[X-08] of two centres that answer at once one wins and the other is told the state; both trails tell of it', async () => {
    const { a, b } = pair
    const { version } = await centreA().partners.propose({ key: key(), networkId: b.networkId })
    const both = await Promise.allSettled([
      centreA().partners.withdraw(change(b.networkId, version)),
      centreB().partners.confirm(change(a.networkId, version)),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const trails = await asSystem(world.db, tx =>
      tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectKind, 'Partner')),
    )
    const of = (networkId: number) => trails.filter(line => line.networkId === networkId).length
    // Of A: the proposal and the last word; of B: the offer that it began with, the proposal and the last word.
    expect([of(a.networkId), of(b.networkId)]).toEqual([2, 3])
  })
})

describe('[X-08] the centres of both networks', () => {
  const noticesOf = async (api: ReturnType<typeof centreA>) => {
    await dispatchOutbox(world.deps, testMonday)
    return (await api.notifications.list({})).rows
      .filter(({ kind }) => kind.startsWith('partner'))
      .map(({ kind, params }) => [kind, params['fromName'], params['toName']])
      .toReversed()
  }
  const nameOf = async (networkId: number) =>
    asSystem(
      world.db,
      async tx => (await tx.select().from(schema.network).where(eq(schema.network.id, networkId)))[0]!.name,
    )

  test('are told when a partnership is proposed, accepted and ended, each once and nobody else', async () => {
    const { a, b } = pair
    const { version } = await centreA().partners.propose({ key: key(), networkId: b.networkId })
    await centreB().partners.confirm(change(a.networkId, version))
    await centreA().partners.end({ ...change(b.networkId, version + 1), reason: '到期' })
    const [nameA, nameB] = await Promise.all([nameOf(a.networkId), nameOf(b.networkId)])
    const told = [
      ['partnerProposed', nameA, nameB],
      ['partnerInForce', nameB, nameA],
      ['partnerEnded', nameA, nameB],
    ]
    expect((await noticesOf(centreA())).toSorted()).toEqual(told.toSorted())
    expect((await noticesOf(centreB())).toSorted()).toEqual(told.toSorted())
    await dispatchOutbox(world.deps, testMonday)
    expect(await noticesOf(centreA())).toHaveLength(3)
    for (const { people } of [a, b])
      for (const place of ['districtA', 'streetA', 'sector'] as const)
        expect(await noticesOf(people[place].api)).toEqual([])
  })

  test('are told when a proposal is declined or withdrawn', async () => {
    const { a, b } = pair
    const { version } = await centreA().partners.propose({ key: key(), networkId: b.networkId })
    await centreB().partners.decline({ ...change(a.networkId, version), reason: '暂不' })
    await centreA().partners.propose({ key: key(), networkId: b.networkId })
    await centreA().partners.withdraw({ ...change(b.networkId, version + 2), reason: '改期' })
    const kinds = (await noticesOf(centreB())).map(([kind]) => kind).toSorted()
    expect(kinds).toEqual(['partnerDeclined', 'partnerProposed', 'partnerProposed', 'partnerWithdrawn'])
  })

  test('are told nothing of what is refused', async () => {
    const { a, b } = pair
    const { version } = await centreA().partners.propose({ key: key(), networkId: b.networkId })
    expect((await refusal(centreA().partners.confirm(change(b.networkId, version)))).appCode).toBe('PARTNER_NOT_NOW')
    expect((await refusal(centreB().partners.confirm(change(a.networkId, version + 5)))).appCode).toBe(
      'VERSION_CONFLICT',
    )
    expect((await noticesOf(centreB())).map(([kind]) => kind)).toEqual(['partnerProposed'])
  })
})
