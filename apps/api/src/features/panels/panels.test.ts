import { asSystem, schema, withSession } from '@fuqiao/db'
import { faultsOfLot, resultOf, sumsOf } from '@fuqiao/domain/panel'
import { eq, sql } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseLines, type CaseStage, completeOpen, type How, setCaseStage } from '../../../test/case-stage.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { newPool, panelOn, type StageExpert, toPanel } from '../../../test/panel-stage.ts'
import { refusal } from '../../../test/referral-stage.ts'
import { dispatchOutbox } from '../../jobs/dispatch-outbox.ts'
import { panelPaperFor } from './fetch-panel-paper.ts'
import { readPanelFacts, sha256 } from './panel-facts.ts'

let world: TestWorld
beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())

const names = ['甲专家', '乙专家', '丙专家', '丁专家', '戊专家']
/** A network of a document with a pool, and a case whose panel is due. */
async function set(line = 'jilin') {
  world.setNow(testMonday)
  const stage = await setCaseStage(world, caseLines[line]!, { organisation: { name: `暖阳社${randomUUID()}` } })
  const pool = await newPool(stage)
  const experts: StageExpert[] = []
  for (const name of names) experts.push(await pool.add(name))
  const caseId = await toPanel(stage)
  return { stage, pool, experts, caseId, play: panelOn(stage, caseId, experts) }
}
const facts = (stage: CaseStage, caseId: string) =>
  withSession(world.db, { sessionId: stage.director.sessionId, now: world.deps.now() }, tx =>
    readPanelFacts(tx, { networkId: stage.networkId, caseId }),
  )
/** What the tables hold of a network's panels. */
const stored = ({ networkId }: CaseStage) =>
  asSystem(world.db, async tx => ({
    panels: await tx.select().from(schema.panel).where(eq(schema.panel.networkId, networkId)),
    seats: await tx.select().from(schema.panelSeat).where(eq(schema.panelSeat.networkId, networkId)),
    marks: await tx.select().from(schema.panelMark).where(eq(schema.panelMark.networkId, networkId)),
    experts: await tx.select().from(schema.expert).where(eq(schema.expert.networkId, networkId)),
  }))
/** How many rows of a table a person sees through the wall, whatever the procedures show. */
const seen = ({ sessionId }: TestPerson, table: 'panel' | 'panel_seat' | 'panel_mark' | 'expert') =>
  withSession(world.db, { sessionId, now: world.deps.now(), readOnly: true }, async tx => {
    const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`)
    return row?.n
  })
const code = async (call: Promise<unknown>) => (await refusal(call)).appCode

describe('[J-07] a panel of several experts looks at public benefit, workable model, team and potential', () => {
  test('drawn by lot that holds when it is done again, conflicts barred, marks by weight, the result with its spread', async () => {
    const { stage, pool, experts, caseId } = await set()
    const { organisationName } = await stage.officer.api.cases.get({ id: caseId })
    const barred = [
      await pool.add('雇员', { employer: organisationName }),
      await pool.add('前顾问', { services: [{ name: organisationName, until: '2024-06-30' }] }),
      await pool.add('外行', { fields: ['relief'] }),
    ]
    const early = await pool.add('早年顾问', { services: [{ name: organisationName, until: '2020-06-30' }] })
    const { call } = await stage.officer.api.panels.ofCase({ caseId })
    const standings = Object.fromEntries(call?.candidates.map(({ name, standing }) => [name, standing]) ?? [])
    expect(standings).toMatchObject({ 雇员: 'sameEmployer', 前顾问: 'earlierService', 外行: 'otherField' })
    expect(standings).toMatchObject({ 甲专家: 'qualified', 早年顾问: 'qualified' })

    const everyone = [...experts, ...barred, early]
    const play = panelOn(stage, caseId, everyone)
    const [declared] = experts
    await play.call([{ expertId: declared?.id ?? '', words: '与理事长系近亲属' }])
    const called = await play.view()
    expect(called).toMatchObject({ state: 'called', seatCount: 3, seats: [], lot: { seed: null, isSound: null } })
    expect(called.criteria.map(({ id, weight }) => [id, weight])).toEqual([
      ['publicBenefit', 25],
      ['model', 25],
      ['team', 25],
      ['potential', 25],
    ])
    expect(await facts(stage, caseId)).toBeNull()
    await play.draw()
    const { lot, seats } = await play.view()
    const { seed, order, seedDigest, listDigest } = lot
    // Anybody can do the draw again, from what was published before it and the seed.
    expect([seedDigest, listDigest]).toEqual([called.lot.seedDigest, called.lot.listDigest])
    const expertIds = lot.experts.map(({ expertId }) => expertId)
    expect(faultsOfLot({ seed: seed ?? '', seedDigest, listDigest, order, expertIds }, sha256)).toEqual([])
    for (const { id } of [...barred, declared ?? early]) expect(order).not.toContain(id)
    const nameOf = new Map(lot.experts.map(({ expertId, name }) => [expertId, name]))
    expect(seats.map(({ expertName }) => expertName)).toEqual(order.slice(0, 3).map(id => nameOf.get(id)))

    await play.scoreAll([70, 81, 64])
    const { state, result, seats: scored } = await play.view()
    const sums = sumsOf([70, 81, 64])
    expect([state, result]).toEqual(['complete', sums && resultOf(sums, 60)])
    expect(result).toEqual({ mean: 71.67, spread: 7.04, lowest: 64, highest: 81, passes: true })
    expect(scored.map(({ given }) => [given?.mark, given?.words])).toEqual([70, 81, 64].map(mark => [mark, '方案可行']))
    expect(await facts(stage, caseId)).toEqual({ marks: 3, expected: 3, mean: 71.67 })
    const { events } = await stage.officer.api.cases.get({ id: caseId })
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['callPanel', 'drawPanel', 'completePanel']),
    )
    expect((await stage.account.api.cases.get({ id: caseId })).events.map(({ action }) => action)).not.toContain(
      'drawPanel',
    )
  })

  test('the incubator completes the step with it: not before all have scored, not with a pass below the mark, and with a refusal only for a reason', async () => {
    const { stage, caseId, play } = await set()
    const complete = (how: How = {}) => completeOpen(stage, caseId, how)
    expect(await code(complete())).toBe('CASE_PANEL_NOT_CALLED')
    await play.call()
    await play.draw()
    expect(await code(complete())).toBe('CASE_PANEL_INCOMPLETE')
    await play.scoreAll([59, 60, 60])
    expect(await refusal(complete())).toMatchObject({
      appCode: 'CASE_PANEL_FAILED',
      params: { mean: 59.67, passMark: 60 },
    })
    expect(await code(complete({ result: 'fail', reason: '' }))).toBe('CASE_REASON_MISSING')
    const ended = await complete({ result: 'fail', reason: '三位专家认为服务模式尚不可行' })
    expect(ended).toMatchObject({ state: 'ended', outcome: 'declined', endReason: '三位专家认为服务模式尚不可行' })
    expect((await stage.account.api.cases.get({ id: caseId })).endReason).toBe('三位专家认为服务模式尚不可行')
  })

  test('an expert’s marks count by their weights', async () => {
    const { play } = await set('beijing')
    await play.call()
    await play.draw()
    const [first] = await play.seated()
    if (!first) throw new Error('nobody sits')
    const { id, api, version } = first
    await api.accept({ key: randomUUID(), id, version })
    // 30, 25, 25 and 20 of a hundred.
    const marks = await play.marksOf(index => [90, 70, 61, 50][index] ?? 0)
    await api.score({ key: randomUUID(), id, version: version + 1, marks, words: '需求明确' })
    expect((await api.desk({ id })).given).toEqual({
      ...{ mark: 69.8, words: '需求明确' },
      marks: Object.fromEntries(marks.map(({ id: of, mark }) => [of, mark])),
    })
  })
})

describe('[L-05] an expert who was drawn', () => {
  test('reads name and field at first, the application once no conflict is declared, and nothing after all have scored', async () => {
    const { stage, caseId, play } = await set()
    await play.call()
    await play.draw()
    const [first] = await play.seated()
    if (!first) throw new Error('nobody sits')
    const { id, api, version, expert } = first
    const caller = { deps: world.deps, sessionId: expert.person.sessionId }
    const [paper] = (await stage.officer.api.cases.get({ id: caseId })).papers
    const fetched = () => panelPaperFor(caller, { seatId: id, paperId: paper?.id ?? '' })
    expect(await api.mine({})).toMatchObject([{ id, state: 'drawn', panelState: 'drawn' }])
    expect(await api.desk({ id })).toMatchObject({
      application: null,
      may: { accept: true, recuse: true, score: false },
    })
    expect(await code(fetched())).toBe('NOT_FOUND')
    expect(await code(expert.person.api.cases.get({ id: caseId }))).toBe('NOT_FOUND')
    await api.accept({ key: randomUUID(), id, version })
    const { application } = await api.desk({ id })
    expect(application?.answers.map(({ text }) => text)).toContain('说明')
    expect(application?.papers.map(each => each.id)).toContain(paper?.id)
    expect((await fetched()).fileName).toBe('材料.png')
    await play.scoreAll([80, 80, 80])
    expect(await api.desk({ id })).toMatchObject({ application: null, given: { mark: 80 }, may: { score: false } })
    expect(await code(fetched())).toBe('NOT_FOUND')
  })

  test('who declares a conflict leaves, sees nothing more, and the next of the lot sits there; with nobody left the incubator is told', async () => {
    const { stage, pool, experts, caseId, play } = await set()
    await play.call([{ expertId: experts[0]?.id ?? '', words: '同门' }])
    await play.draw()
    const { lot } = await play.view()
    for (const turn of [1, 2]) {
      const [first] = await play.seated()
      if (!first) throw new Error('nobody sits')
      const { id, api, version } = first
      const { version: accepted } = await api.accept({ key: randomUUID(), id, version })
      world.setNow(new Date(testMonday.getTime() + turn * 3_600_000))
      await api.recuse({ key: randomUUID(), id, version: accepted, reason: '曾共同承接项目' })
      expect(await api.desk({ id })).toMatchObject({ state: 'recused', application: null, may: { score: false } })
      expect(await code(api.score({ key: randomUUID(), id, version: accepted + 1, marks: [], words: '可' }))).toBe(
        'PANEL_SEAT_WRONG_STATE',
      )
    }
    const { seats } = await play.view()
    const nameOf = new Map(lot.experts.map(({ expertId, name }) => [expertId, name]))
    expect(seats.map(({ expertName }) => expertName)).toEqual(lot.order.map(id => nameOf.get(id)))
    expect(seats.map(({ state }) => state)).toEqual(['recused', 'recused', 'drawn', 'drawn'])
    await dispatchOutbox(world.deps, world.deps.now())
    const kindsAt = async ({ api }: TestPerson) => (await api.notifications.list({})).rows.map(({ kind }) => kind)
    expect(await kindsAt(stage.director)).toContain('panelShort')
    expect((await kindsAt(pool.keeper)).filter(kind => kind === 'panelSeated')).toHaveLength(4)
    // The incubator calls it off and calls another; what was given stays out of it.
    const { id, version } = await play.view()
    await stage.director.api.panels.callOff({ key: randomUUID(), id, version, reason: '专家不足' })
    expect(await facts(stage, caseId)).toBeNull()
    await play.call()
    expect(await play.view()).toMatchObject({ state: 'called', seats: [] })
  })

  test('who does not answer is dismissed by the director alone, with a reason', async () => {
    const { stage, play } = await set()
    await play.call()
    await play.draw()
    const [first] = await play.seated()
    if (!first) throw new Error('nobody sits')
    const request = { id: first.id, version: first.version, reason: '联系不上' }
    const before = await stored(stage)
    expect(await code(stage.officer.api.panels.dismiss({ key: randomUUID(), ...request }))).toBe('NOT_ALLOWED')
    expect(await code(stage.top.api.panels.dismiss({ key: randomUUID(), ...request }))).toBe('NOT_ALLOWED')
    expect(await stored(stage)).toEqual(before)
    await stage.director.api.panels.dismiss({ key: randomUUID(), ...request })
    expect((await play.view()).seats.map(({ state }) => state)).toEqual(['dismissed', 'drawn', 'drawn', 'drawn'])
  })
})

describe('scoring is blind', () => {
  test('until the last mark nobody but whoever gave it reads one, by no procedure and through no hole in the wall; then the incubator, and no superior', async () => {
    const { stage, caseId, play } = await set()
    await play.call()
    await play.draw()
    const [first, second, third] = await play.seated()
    if (!first || !second || !third) throw new Error('three sit')
    const score = async (seat: typeof first, mark: number) => {
      const { version } = await seat.api.accept({ key: randomUUID(), id: seat.id, version: seat.version })
      const marks = await play.marksOf(() => mark)
      await seat.api.score({ key: randomUUID(), id: seat.id, version, marks, words: '评语保密' })
    }
    await score(first, 90)
    await score(second, 50)
    const view = await play.view()
    expect(view.seats.map(({ state, given }) => [state, given])).toEqual([
      ['scored', null],
      ['scored', null],
      ['drawn', null],
    ])
    expect([view.result, await facts(stage, caseId)]).toEqual([null, { marks: 2, expected: 3, mean: 0 }])
    for (const person of [stage.director, stage.officer, stage.top, stage.account, third.expert.person])
      expect(await seen(person, 'panel_mark')).toBe(0)
    expect(await seen(first.expert.person, 'panel_mark')).toBe(1)
    expect(JSON.stringify(await play.view())).not.toContain('评语保密')
    expect((await second.api.desk({ id: second.id })).given).toMatchObject({ mark: 50 })
    await score(third, 60)
    expect((await play.view()).seats.map(({ given }) => given?.mark)).toEqual([90, 50, 60])
    expect(await seen(stage.director, 'panel_mark')).toBe(3)
    expect(await seen(first.expert.person, 'panel_mark')).toBe(1)
    for (const person of [stage.top, stage.account]) expect(await seen(person, 'panel_mark')).toBe(0)
    const above = (await stage.top.api.panels.ofCase({ caseId })).panel
    expect([above?.result?.mean, above?.seats.map(({ given }) => given)]).toEqual([66.67, [null, null, null]])
  })

  test('marks are given once, whole and complete, by whoever sits there; nothing changes when they are not', async () => {
    const { stage, experts, play } = await set()
    await play.call()
    await play.draw()
    const [first, second] = await play.seated()
    if (!first || !second) throw new Error('two sit')
    const { id, version } = first
    const marks = await play.marksOf(() => 80)
    const before = await stored(stage)
    const with_ = (api: typeof first.api, over: object = {}) =>
      code(api.score({ key: randomUUID(), id, version, marks, words: '可', ...over }))
    expect(await with_(first.api)).toBe('PANEL_SEAT_WRONG_STATE')
    const idle = experts.find(({ name }) => ![first, second].some(({ expert }) => expert.name === name))
    for (const api of [second.api, idle?.person.api.panels ?? second.api]) expect(await with_(api)).toBe('NOT_FOUND')
    expect(await with_(stage.director.api.panels)).toBe('NOT_ALLOWED')
    expect(await stored(stage)).toEqual(before)
    const accepted = await first.api.accept({ key: randomUUID(), id, version })
    const at = { version: accepted.version }
    const after = await stored(stage)
    expect(await with_(first.api, { ...at, marks: marks.slice(1) })).toBe('CASE_MARK_MISSING')
    expect(await with_(first.api, { ...at, marks: [...marks, { id: 'looks', mark: 80 }] })).toBe('INPUT_INVALID')
    expect(await with_(first.api, { version: 1 })).toBe('VERSION_CONFLICT')
    expect(await stored(stage)).toEqual(after)
    const key = randomUUID()
    const given = () => first.api.score({ key, id, ...at, marks, words: '可' })
    expect(await given()).toEqual(await given())
    expect(await with_(first.api, { version: accepted.version + 1 })).toBe('PANEL_SEAT_WRONG_STATE')
    expect((await stored(stage)).marks).toHaveLength(1)
  })
})

describe('who may call and draw', () => {
  test('two who call at once call one panel, two who draw at once draw once', async () => {
    const { stage, caseId, play } = await set()
    const { version } = await stage.officer.api.cases.get({ id: caseId })
    const outcomes = async (calls: Promise<unknown>[]) =>
      (await Promise.allSettled(calls)).map(({ status }) => status).toSorted()
    const people = [stage.officer, stage.director]
    expect(
      await outcomes(
        people.map(({ api }) => api.panels.callExperts({ key: randomUUID(), caseId, version, declared: [] })),
      ),
    ).toEqual(['fulfilled', 'rejected'])
    const called = await play.view()
    const draw = { id: called.id, version: called.version }
    expect(await outcomes(people.map(({ api }) => api.panels.draw({ key: randomUUID(), ...draw })))).toEqual([
      'fulfilled',
      'rejected',
    ])
    const { panels, seats } = await stored(stage)
    expect([panels.length, seats.length]).toEqual([1, 3])
  })

  test('the last two who score at once complete it', async () => {
    const { play } = await set()
    await play.call()
    await play.draw()
    const seats = await play.seated()
    const marks = await play.marksOf(() => 75)
    for (const { api, id, version } of seats) await api.accept({ key: randomUUID(), id, version })
    await Promise.all(
      seats.map(({ api, id, version }) =>
        api.score({ key: randomUUID(), id, version: version + 1, marks, words: '可' }),
      ),
    )
    expect(await play.view()).toMatchObject({ state: 'complete', result: { mean: 75, spread: 0 } })
  })

  test('nobody above, beside or inside without the right; no panel that is not due, with a stale case, or too few experts; nothing changes', async () => {
    const { stage, experts, caseId, play } = await set()
    const { version } = await stage.officer.api.cases.get({ id: caseId })
    const before = await stored(stage)
    const request = () => ({ key: randomUUID(), caseId, version, declared: [] })
    const elsewhere = await set()
    expect(await code(stage.top.api.panels.callExperts(request()))).toBe('NOT_ALLOWED')
    expect(await code(elsewhere.stage.director.api.panels.callExperts(request()))).toBe('NOT_FOUND')
    expect(await code(stage.account.api.panels.callExperts(request()))).toBe('NOT_ALLOWED')
    expect(await code(stage.officer.api.panels.callExperts({ ...request(), version: version + 1 }))).toBe(
      'VERSION_CONFLICT',
    )
    const declared = experts.slice(0, 3).map(({ id }) => ({ expertId: id, words: '回避' }))
    expect(await refusal(stage.officer.api.panels.callExperts({ ...request(), declared }))).toMatchObject({
      ...{ appCode: 'PANEL_TOO_FEW', params: { qualified: 2, needed: 3 } },
    })
    expect(await stored(stage)).toEqual(before)
    await play.call()
    expect(await code(play.call())).toBe('PANEL_UNDER_WAY')
    const { id, version: panelVersion } = await play.view()
    const deed = () => ({ key: randomUUID(), id, version: panelVersion })
    expect(await code(elsewhere.stage.director.api.panels.draw(deed()))).toBe('NOT_FOUND')
    expect(await code(stage.top.api.panels.draw(deed()))).toBe('NOT_ALLOWED')
    expect(await code(stage.officer.api.panels.callOff({ ...deed(), reason: '某' }))).toBe('NOT_ALLOWED')
    expect((await stored(stage)).panels).toMatchObject([{ state: 'called', version: panelVersion }])
  })

  test('the database takes no other lot than the one that was published, and no seat, mark or result by hand', async () => {
    const { stage, play } = await set()
    await play.call()
    const { id } = await play.view()
    const before = await stored(stage)
    const as = ({ sessionId }: TestPerson, statement: ReturnType<typeof sql>) =>
      withSession(world.db, { sessionId, now: world.deps.now() }, tx => tx.execute(statement))
    const fake = sha256('mine')
    for (const statement of [
      sql`update panel set state = 'drawn', seed = ${fake}, drawn_at = now() where id = ${id}`,
      sql`update panel set state = 'complete' where id = ${id}`,
      sql`update panel set sum_tenths = 3000 where id = ${id}`,
      sql`update panel set seed_digest = ${sha256(fake)} where id = ${id}`,
      sql`insert into panel_seat (network_id) values (1)`,
      sql`update panel_mark set mark = 1000`,
    ])
      await expect(as(stage.director, statement)).rejects.toThrow()
    expect(await stored(stage)).toEqual(before)
  })
})

describe('[L-13] the pool of experts', () => {
  test('is searched by the whole network, and changed by whoever keeps the card', async () => {
    const { stage, pool, experts } = await set()
    const { officer, director } = stage
    const { keeper } = pool
    const found = await officer.api.panels.experts({ text: '乙专', field: 'elderCare' })
    expect(found.rows.map(({ name, mayChange, personId }) => [name, mayChange, personId])).toEqual([
      ['乙专家', false, null],
    ])
    expect((await officer.api.panels.experts({ field: 'relief' })).rows).toEqual([])
    const [first, second] = experts
    if (!first || !second) throw new Error('two experts')
    const {
      tenantName: _t,
      hasAccount: _h,
      isActive: _a,
      mayChange: _m,
      ...card
    } = await keeper.api.panels.expert({ id: first.id })
    const before = await stored(stage)
    expect(await code(director.api.panels.changeExpert({ key: randomUUID(), ...card }))).toBe('NOT_ALLOWED')
    expect(
      await code(keeper.api.panels.changeExpert({ key: randomUUID(), ...card, personId: second.person.personId })),
    ).toBe('EXPERT_ACCOUNT_TAKEN')
    expect(
      await code(keeper.api.panels.changeExpert({ key: randomUUID(), ...card, personId: director.personId })),
    ).toBe('EXPERT_ACCOUNT_UNKNOWN')
    const stranger = (await set()).pool.keeper
    expect(await code(stranger.api.panels.expert({ id: first.id }))).toBe('NOT_FOUND')
    expect(await code(stage.account.api.panels.experts({}))).toBe('NOT_ALLOWED')
    expect(await seen(stage.account, 'expert')).toBe(0)
    expect(await stored(stage)).toEqual(before)
    await keeper.api.panels.changeExpert({ key: randomUUID(), ...card, title: '教授' })
    await keeper.api.panels.retireExpert({
      key: randomUUID(),
      id: first.id,
      version: card.version + 1,
      isRetired: true,
    })
    expect((await officer.api.panels.experts({})).rows.map(({ name }) => name)).not.toContain('甲专家')
    expect(
      (await officer.api.panels.experts({ isRetired: true })).rows.find(({ id }) => id === first.id),
    ).toMatchObject({
      ...{ title: '教授', isActive: false },
    })
  })

  test('whoever worked on the organisation’s cases, or speaks for it, is not in the lot', async () => {
    const { stage, caseId } = await set()
    const { networkId, tenantId, officer, director } = stage
    const asReviewer = await asSystem(world.db, tx =>
      tx
        .insert(schema.membership)
        .values({
          ...{ id: randomUUID(), networkId, tenantId, personId: officer.personId, displayName: '初审员' },
          ...{ roles: ['reviewer'], from: testMonday },
        })
        .returning(),
    )
    expect(asReviewer).toHaveLength(1)
    await director.api.panels.addExpert({
      ...{
        key: randomUUID(),
        name: '初审员',
        employer: '某大学',
        title: '',
        fields: ['elderCare'],
        qualifications: '',
      },
      ...{ services: [], personId: officer.personId },
    })
    const { call } = await director.api.panels.ofCase({ caseId })
    expect(call?.candidates.find(({ name }) => name === '初审员')?.standing).toBe('earlierService')
  })
})
