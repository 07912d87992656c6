import { asSystem, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { lineOf } from '../../../test/line-of.ts'
import { newSmallCity, refusalOf, type SmallCity } from '../../../test/small-city.ts'
import { after, letSign, of2026, shareForm, signature, totalForm } from '../../../test/target-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { foldFacts } from '../../jobs/fold-facts.ts'

let world: TestWorld
let city: SmallCity
let [centre, district, street, sibling]: TestPerson[] = []

const appCode = async (call: Promise<unknown>) => (await refusalOf(call)).body.appCode
const by = (person: TestPerson | undefined) => person!.api.targets
const rowOf = (id: string) =>
  asSystem(world.db, async tx => (await tx.select().from(schema.targetShare).where(eq(schema.targetShare.id, id)))[0])

beforeAll(async () => {
  world = await buildTestWorld()
})
beforeEach(async () => {
  city = await newSmallCity(world)
  ;[centre, district, street, sibling] = await Promise.all(
    [city.city, city.district, city.street, city.otherDistrict].map(tenant => city.at(tenant, 'director')),
  )
  for (const person of [centre, district, street]) await letSign(world, person!)
})
afterAll(() => world.close())

/** The centre's total, and a share of the district that both have signed. */
async function signedShare(value = 15) {
  await by(centre).set(totalForm())
  let now = await by(centre).propose(shareForm(city.district.id, { value }))
  now = await by(district).agree(after(now))
  now = await by(centre).sign(signature(now, '市主任'))
  return by(district).sign(signature(now, '区主任'))
}

describe('a target that is split', () => {
  test('goes from a total by proposal, counter-offer and agreement to a letter with both signatures; each deed has one line, one audit entry, one event', async () => {
    await by(centre).set(totalForm())
    const first = await by(centre).propose(shareForm(city.district.id))
    expect(first).toMatchObject({ number: 'MB2026-11-0002', state: 'proposed', version: 1 })
    const { id } = first
    const request = { ...after(first), value: 12, reason: '师资不足' }
    let now = await by(district).counter(request)
    expect(await by(district).counter(request)).toEqual(now)
    expect(await appCode(by(district).agree(after(now)))).toBe('NOT_ALLOWED')
    now = await by(centre).propose(shareForm(city.district.id, { value: 12, version: now.version }))
    expect(now.state).toBe('agreed')
    expect((await refusalOf(by(centre).sign({ ...signature(now), password: 'another' }))).body).toMatchObject({
      ...{ appCode: 'SIGNING_PASSWORD_WRONG', fields: { password: 'SIGNING_PASSWORD_WRONG' } },
    })
    const signing = signature(now, '市主任')
    now = await by(centre).sign(signing)
    expect(await by(centre).sign({ ...signing, password: 'whatever' })).toEqual(now)
    expect(now.state).toBe('agreed')
    now = await by(district).sign(signature(now, '区主任'))
    expect(now).toMatchObject({ state: 'signed', version: 5 })
    const seen = await by(district).get({ id })
    expect(seen).toMatchObject({
      ...{ as: 'taker', value: 12, signedValue: 12, fact: 0, actions: ['counter'] },
      letters: [{ round: 1, value: 12, giver: { name: '市主任' }, taker: { name: '区主任' } }],
    })
    const ledger = seen.history.map(({ action, fromValue, toValue, by: side, note }) => [
      ...[action, fromValue, toValue, side, note],
    ])
    expect(ledger).toEqual([
      ['propose', null, 15, 'giver', ''],
      ['counter', 15, 12, 'taker', '师资不足'],
      ['agree', 12, 12, 'giver', ''],
      ['sign', 12, 12, 'giver', '市主任'],
      ['sign', 12, 12, 'taker', '区主任'],
    ])
    const [audits, events] = await asSystem(world.db, async tx => [
      await tx.select().from(schema.auditEntry).where(eq(schema.auditEntry.subjectId, id)),
      await tx.select().from(schema.outbox).where(eq(schema.outbox.subjectId, id)),
    ])
    expect([audits.length, events.length]).toEqual([5, 5])
    await dispatchOutbox(world.deps, testMonday)
    const told = async (person: TestPerson) => {
      const { rows } = await person.api.notifications.list({})
      return rows.filter(({ params }) => params['number'] === first.number).map(({ kind }) => kind)
    }
    expect((await told(district!)).toSorted()).toEqual(['targetAgreed', 'targetProposed', 'targetToSign'])
    expect((await told(centre!)).toSorted()).toEqual(['targetCountered', 'targetSigned'])
  })

  test('shows what is left beside what is signed and what is proposed, and the fact of each place', async () => {
    await signedShare(15)
    await by(centre).propose(shareForm(city.otherDistrict.id, { value: 30 }))
    await district!.api.activities.record({
      ...{ key: randomUUID(), kind: 'training', title: '财务规范', onDay: '2026-03-02', attendances: 20, words: '' },
    })
    await foldFacts(world.deps)
    const split = await by(centre).split(of2026)
    expect(split).toMatchObject({ total: { value: 40, source: 'own' }, signed: 15, proposed: 30, remainder: -5 })
    expect(split.indicator.addsUp).toBe(true)
    const lines = split.children.map(({ tenant, fact, share, mayPropose }) => [
      ...[tenant.id, fact, share?.value ?? null, mayPropose],
    ])
    expect(lines.slice(0, 2)).toEqual([
      [city.district.id, 1, 15, false],
      [city.otherDistrict.id, 0, 30, false],
    ])
    expect(await by(district).get({ id: split.children[0]!.share!.id })).toMatchObject({ fact: 1, signedValue: 15 })
    const board = await centre!.api.indicators.board({ bucket: '2026' })
    expect(board.children.find(({ tenant }) => tenant.id === city.district.id)?.shares).toEqual({ trainings: 15 })
    const whole = await by(centre).overview({ year: 2026 })
    const line = whole.indicators.find(({ id }) => id === 'trainings')
    expect(line).toMatchObject({ remainder: -5, waiting: 0, fact: 1 })
    expect(whole.indicators.find(({ id }) => id === 'residentsAdmitted')?.addsUp).toBe(false)
    expect(whole.indicators.some(({ unit }) => unit === 'percent')).toBe(false)
  })

  test('becomes, signed, the total of whoever is to reach it, which splits it on and sets no other', async () => {
    expect(await appCode(by(district).propose(shareForm(city.street.id)))).toBe('TARGET_NO_TOTAL')
    const signed = await signedShare(15)
    expect(await appCode(by(district).set(totalForm()))).toBe('TARGET_TOTAL_GIVEN')
    await by(district).propose(shareForm(city.street.id, { value: 6 }))
    expect(await by(district).split(of2026)).toMatchObject({
      ...{ total: { value: 15, source: 'signed', shareId: signed.id }, remainder: 9, maySet: false },
    })
    expect(await by(street).waiting()).toMatchObject({ rows: [{ value: 6, as: 'taker', isMine: true }] })
  })

  test('changes after its signing by a new round with a reason; until both sign that, and where it is withdrawn, the first holds', async () => {
    let now = await signedShare(15)
    const { id } = now
    const again = shareForm(city.district.id, { value: 20, version: now.version })
    expect((await refusalOf(by(centre).propose(again))).body).toMatchObject({
      ...{ appCode: 'TARGET_REASON_MISSING', fields: { reason: 'TARGET_REASON_MISSING' } },
    })
    now = await by(centre).propose({ ...again, reason: '新增两个街道' })
    expect(await by(district).get({ id })).toMatchObject({ round: 2, value: 20, signedValue: 15 })
    now = await by(centre).withdraw({ ...after(now), reason: '另行安排' })
    expect(now.state).toBe('signed')
    now = await by(district).counter({ ...after(now), value: 10, reason: '场地到期' })
    now = await by(centre).agree(after(now))
    now = await by(district).sign(signature(now))
    now = await by(centre).sign(signature(now))
    const seen = await by(centre).get({ id })
    expect(seen).toMatchObject({
      state: 'signed',
      signedValue: 10,
      letters: [
        { round: 3, value: 10 },
        { round: 1, value: 15 },
      ],
    })
  })

  test('gives no less than the document asks of a place unless a reason is said', async () => {
    world.setNow(testMonday)
    const { tenants, directors } = await lineOf(
      world,
      'jilin-2014',
      ['22', '220102', '220102001'],
      ['province', 'county', 'street'],
    )
    const [top, county] = directors
    await foldFacts(world.deps)
    const admitted = (over: object) => ({ ...totalForm(), indicatorId: 'residentsAdmitted', ...over })
    const { floor } = await by(top).split({ indicatorId: 'residentsAdmitted', year: 2026 })
    expect(floor).toBeGreaterThan(0)
    expect((await refusalOf(by(top).set(admitted({ value: floor! - 1 })))).body).toMatchObject({
      ...{ appCode: 'TARGET_BELOW_FLOOR', fields: { reason: 'TARGET_BELOW_FLOOR' } },
    })
    await by(top).set(admitted({ value: floor! - 1, reason: '首年试运行' }))
    const asked = admitted({ tenantId: tenants[1]!.id, value: floor! - 1 }) as ReturnType<typeof shareForm>
    expect(await appCode(by(top).propose(asked))).toBe('TARGET_BELOW_FLOOR')
    const { id } = await by(top).propose({ ...asked, reason: '首年试运行' })
    expect(await by(county).get({ id })).toMatchObject({ floor, value: floor! - 1 })
  })

  test('is proposed downwards by directors, of what can be split, to whoever stands directly below', async () => {
    await by(centre).set(totalForm())
    expect(await appCode(by(centre).propose(shareForm(city.street.id)))).toBe('TARGET_NOT_CHILD')
    expect(await appCode(by(centre).propose(shareForm(city.city.id)))).toBe('TARGET_NOT_CHILD')
    expect(await appCode(by(district).propose(shareForm(city.city.id)))).toBe('TARGET_NOT_CHILD')
    expect(await appCode(by(await city.at(city.city, 'caseWorker')).propose(shareForm(city.district.id)))).toBe(
      'NOT_ALLOWED',
    )
    const share = { ...totalForm(), indicatorId: 'graduationRate' }
    expect(await appCode(by(centre).set(share))).toBe('TARGET_NOT_SPLIT')
    expect(await appCode(by(centre).set({ ...totalForm(), indicatorId: 'nothing' }))).toBe('NOT_FOUND')
    expect(await appCode(by(centre).set(totalForm({ value: 50, version: 1 })))).toBe('TARGET_REASON_MISSING')
    await by(centre).set(totalForm({ value: 50, version: 1, reason: '全年任务上调' }))
    const { ledger } = await by(centre).split(of2026)
    expect(ledger.map(({ fromValue, toValue, note }) => [fromValue, toValue, note])).toEqual([
      [null, 40, ''],
      [40, 50, '全年任务上调'],
    ])
  })

  test('is seen by its two sides and those above; to whoever stands beside, and to all others, it does not exist, and nothing changes', async () => {
    const signed = await signedShare()
    const share = await by(district).propose(shareForm(city.street.id, { value: 5 }))
    const before = [await rowOf(signed.id), await rowOf(share.id)]
    expect(await by(centre).get({ id: share.id })).toMatchObject({ as: 'superior', actions: [] })
    expect(await by(centre).split({ ...of2026, tenantId: city.district.id })).toMatchObject({
      ...{
        maySet: false,
        children: [
          { share: { value: 5 }, mayPropose: false },
          { share: null, mayPropose: false },
        ],
      },
    })
    expect(await appCode(by(centre).agree(after(share)))).toBe('NOT_ALLOWED')
    expect(await appCode(by(centre).sign(signature(share)))).toBe('NOT_ALLOWED')
    expect(await appCode(by(await city.at(city.street, 'caseWorker')).agree(after(share)))).toBe('NOT_ALLOWED')
    const elsewhere = await newSmallCity(world)
    const strangers = [
      sibling!,
      await city.at(city.neighbour, 'director'),
      await city.at(city.sector, 'director', 'jointMeetingMember'),
      await elsewhere.at(elsewhere.city, 'director'),
    ]
    for (const stranger of strangers) {
      for (const { id, version } of [signed, share]) {
        const hidden = await refusalOf(by(stranger).get({ id }))
        expect(hidden.code).toBe('NOT_FOUND')
        expect(await refusalOf(by(stranger).get({ id: randomUUID() }))).toEqual(hidden)
        expect(await appCode(by(stranger).counter({ ...after({ id, version }), value: 1, reason: '某' }))).toBe(
          'NOT_FOUND',
        )
        expect(await appCode(by(stranger).sign(signature({ id, version })))).toBe('NOT_FOUND')
      }
      expect(await appCode(by(stranger).split({ ...of2026, tenantId: city.district.id }))).toBe('NOT_FOUND')
      expect(JSON.stringify(await by(stranger).overview({ year: 2026 }))).not.toContain(signed.id)
    }
    expect(await by(street).overview({ year: 2026 })).toMatchObject({ given: [{ value: 5 }] })
    expect((await refusalOf(by(street).get({ id: signed.id }))).code).toBe('NOT_FOUND')
    expect((await refusalOf(world.anonymous.targets.get({ id: share.id }))).code).toBe('UNAUTHORIZED')
    expect([await rowOf(signed.id), await rowOf(share.id)]).toEqual(before)
  })
})

describe('of two at once', () => {
  const settled = async (calls: Promise<unknown>[]) => {
    const codes = await Promise.all(
      calls.map(call =>
        call.then(
          () => 'done',
          () => appCode(call),
        ),
      ),
    )
    return codes.toSorted()
  }

  test('who both propose the first share one wins, and the other is told the state', async () => {
    await by(centre).set(totalForm())
    const other = await city.at(city.city, 'director')
    const forms = [10, 20].map(value => shareForm(city.district.id, { value }))
    expect(await settled([by(centre).propose(forms[0]!), by(other).propose(forms[1]!)])).toEqual([
      ...['VERSION_CONFLICT', 'done'],
    ])
    const rows = await asSystem(world.db, tx =>
      tx
        .select()
        .from(schema.targetShare)
        .where(
          and(eq(schema.targetShare.networkId, city.networkId), eq(schema.targetShare.tenantId, city.district.id)),
        ),
    )
    expect(rows).toHaveLength(1)
  })

  test('sides who speak, or who sign, one wins; the other is told the state and looks again', async () => {
    await by(centre).set(totalForm())
    let now = await by(centre).propose(shareForm(city.district.id))
    expect(
      await settled([
        by(district).agree(after(now)),
        by(centre).propose(shareForm(city.district.id, { value: 18, version: 1, reason: '改' })),
      ]),
    ).toEqual(['VERSION_CONFLICT', 'done'])
    const seen = await by(district).get({ id: now.id })
    now = seen.state === 'agreed' ? { ...now, version: seen.version } : await by(district).agree(after(seen))
    const [a, b] = [signature(now, '甲'), signature(now, '乙')]
    expect(await settled([by(centre).sign(a), by(district).sign(b)])).toEqual(['VERSION_CONFLICT', 'done'])
    expect((await by(district).get({ id: now.id })).state).toBe('agreed')
  })
})
