import { parseProfile } from '@fuqiao/domain'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomUUID } from 'node:crypto'
import { playEntry, playOpen, playToEnd } from '../../../test/case-play.ts'
import {
  applyToCall,
  caseLines,
  type CaseStage,
  completeOpen,
  openTask,
  setCaseStage,
} from '../../../test/case-stage.ts'
import type { Profiles } from '../../boot/load-profiles.ts'
import { buildTestWorld, type TestWorld } from '../../../test/harness.ts'
import { refusal } from '../../../test/referral-stage.ts'

let world: TestWorld
beforeAll(async () => {
  world = await buildTestWorld()
})
afterAll(() => world.close())

/** A working Monday after which years of holidays are loaded. */
const monday = new Date('2021-03-01T09:00:00+08:00')
function stageOf(line: string, more: Parameters<typeof setCaseStage>[2] = {}) {
  world.setNow(monday)
  return setCaseStage(world, caseLines[line]!, more)
}
const refused = (call: Promise<unknown>) => refusal(call)

/** From the call to the end of the follow-up, by the rules of the network. */
async function whole(stage: CaseStage) {
  const id = await applyToCall(stage)
  const { view, steps } = await playEntry(stage, id)
  const service = stage.rules.services[0]!
  await stage.officer.api.cases.recordService({
    ...{ key: randomUUID(), id, version: view.version, serviceId: service.id, minutes: 90, words: '入驻辅导' },
    on: view.admittedOn ?? '',
  })
  const { view: end, done } = await playToEnd(stage, id)
  // The history says of each what it was, be it the second visit or the third link of a chain; an agreement is signed, not completed.
  const agreement = stage.rules.steps.find(({ kind }) => kind === 'agreement')?.name.zh
  const told = end.events.filter(({ action }) => action === 'complete').map(({ name }) => name?.zh)
  expect(told).toEqual([...steps.filter(step => step !== agreement), ...done])
  return { id, resident: view, steps, done, end }
}

describe('a whole case in the network of each document, from the call to the follow-up', () => {
  test('[B-02] Beijing: review, visit, panel, public notice, approval by the superior’s supervising unit', async () => {
    const { steps, done, end } = await whole(await stageOf('beijing'))
    expect({ steps, done, outcome: end.outcome }).toMatchInlineSnapshot(`
      {
        "done": [
          "半年评估（第 1 次）",
          "出壳评估",
          "提出意见：出壳评估",
          "审定：出壳评估",
          "跟踪回访（第 1 次）",
          "跟踪回访（第 2 次）",
        ],
        "outcome": "graduated",
        "steps": [
          "受理",
          "初审",
          "实地考察",
          "专家评审",
          "公示",
          "提出意见",
          "审定",
          "签约",
          "入驻",
        ],
      }
    `)
  })

  test('[W-08] Wuhan: at a district and at a community, each with criteria of its own', async () => {
    const [district, community] = [await stageOf('wuhanDistrict'), await stageOf('wuhanCommunity')]
    const of = async (stage: CaseStage) => {
      const { end } = await whole(stage)
      return [end.outcome, end.verdicts.map(({ id }) => id)]
    }
    expect([await of(district), await of(community)]).toMatchInlineSnapshot(`
      [
        [
          "graduated",
          [
            "publicBenefit",
            "sustainable",
            "startUpOrTransition",
            "urgentNeed",
          ],
        ],
        [
          "graduated",
          [
            "grassRoots",
            "inCommunity",
            "startUpOrTransition",
            "urgentNeed",
            "grassRootsFields",
          ],
        ],
      ]
    `)
  })

  test('[J-05] [J-06] [J-08] [J-09] [J-10] Jilin: acceptance, review, panel and public notice; half-yearly assessments; leaves and is followed', async () => {
    const { steps, done, end } = await whole(await stageOf('jilin'))
    expect({ steps, done, outcome: end.outcome, services: end.services.length }).toMatchInlineSnapshot(`
      {
        "done": [
          "半年评估（第 1 次）",
          "出壳",
          "跟踪回访（第 1 次）",
          "跟踪回访（第 2 次）",
        ],
        "outcome": "graduated",
        "services": 1,
        "steps": [
          "受理",
          "初审",
          "评审",
          "公示",
          "签订孵化协议",
          "办理入驻手续",
        ],
      }
    `)
  })

  test('[Z-07] [Z-08] Zhengzhou: call, review, agreement, moving in, and leaving when mature', async () => {
    const { steps, done, end } = await whole(await stageOf('zhengzhou'))
    expect({ steps, done, outcome: end.outcome }).toMatchInlineSnapshot(`
      {
        "done": [
          "综合评估（第 1 次）",
          "成熟退出",
          "跟踪回访（第 1 次）",
          "跟踪回访（第 2 次）",
        ],
        "outcome": "graduated",
        "steps": [
          "审核申请单位",
          "签订入孵协议",
          "入孵",
        ],
      }
    `)
  })

  test('[L-05] [L-07] [L-08] [L-09] [L-15] Lingwu: four steps, the chain of three for entry, assessment and exit, and a follow-up of years', async () => {
    const { steps, done, end } = await whole(await stageOf('lingwu'))
    expect({ steps, done, outcome: end.outcome }).toMatchInlineSnapshot(`
      {
        "done": [
          "年度综合绩效评估（第 1 次）",
          "运营方提出：年度综合绩效评估",
          "业务主管单位初审：年度综合绩效评估",
          "领导小组办公室审定：年度综合绩效评估",
          "出壳考核",
          "运营方提出：出壳考核",
          "业务主管单位初审：出壳考核",
          "领导小组办公室审定：出壳考核",
          "跟踪回访（第 1 次）",
          "跟踪回访（第 2 次）",
          "跟踪回访（第 3 次）",
          "跟踪回访（第 4 次）",
        ],
        "outcome": "graduated",
        "steps": [
          "接受孵化申请书",
          "内部评审",
          "实地考察",
          "专家评审",
          "运营方提出",
          "业务主管单位初审",
          "领导小组办公室审定",
          "签订入驻协议",
          "入壳",
        ],
      }
    `)
  })

  test('an invented sixth network: other steps, other names, no panel and no notice, without a change of code', async () => {
    const named = (zh: string) => ({ zh, en: zh })
    const due = { days: 3, unit: 'workingDay' as const }
    const invented = {
      ...{ id: 'invented-2031', basis: 'beijing-2017', name: named('某省网络') },
      source: { title: '某省试行办法', number: '第二号', issuedBy: '某省', date: '2031-01-01' },
      tiers: ['province', 'county', 'community'].map(id => ({
        ...{ id, name: named(id) },
        tenantKinds: [{ kind: 'administrative', name: named('驿站') }],
      })),
      functions: [{ id: 'tea', name: named('茶话'), tiers: ['province', 'county', 'community'] }],
      incubation: {
        actors: [
          { id: 'operator', name: named('站长'), place: 'own' },
          { id: 'leadingOffice', name: named('省办'), place: 'root' },
        ],
        eligibility: [
          { id: 'small', name: named('人少'), weighs: 'condition', check: { by: 'answer', evidence: 'none' } },
        ],
        steps: [
          { id: 'tea', name: named('喝茶'), kind: 'interview', actor: 'operator', due, records: [] },
          { id: 'nod', name: named('点头'), kind: 'approval', actor: 'operator', due, records: [] },
          { id: 'shake', name: named('握手'), kind: 'agreement', actor: 'operator', due, records: [] },
          { id: 'keys', name: named('交钥匙'), kind: 'admission', actor: 'operator', due, records: [] },
        ],
        approval: [{ actor: 'leadingOffice', name: named('省办点头'), due }],
        assessment: {
          ...{ name: named('看一看'), everyMonths: 4, passMark: 50, due, needsApproval: false },
          criteria: [{ id: 'grown', name: named('长大了'), weight: 100 }],
        },
        exit: { name: named('搬走'), criteria: [{ id: 'walks', name: named('会走路') }], due, needsApproval: true },
        followUp: { months: 6, everyMonths: 3, due },
      },
    }
    const parsed = parseProfile(invented, world.deps.profiles)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
    ;(world.deps.profiles as Profiles).set('invented-2031', parsed.profile)
    world.setNow(monday)
    const stage = await setCaseStage(world, {
      profileId: 'invented-2031',
      tiers: [
        ['province', '42'],
        ['county', '420106'],
        ['community', '420106003'],
      ],
    })
    const { steps, done, end } = await whole(stage)
    expect(steps).toEqual(['喝茶', '省办点头', '握手', '交钥匙'])
    expect(done).toEqual([
      ...['看一看（第 1 次）', '看一看（第 2 次）', '搬走', '省办点头：搬走'],
      ...['跟踪回访（第 1 次）', '跟踪回访（第 2 次）'],
    ])
    expect(end).toMatchObject({ state: 'ended', outcome: 'graduated' })
  })
})

describe('an organisation that does not meet the conditions', () => {
  /** Passing the first step is refused, naming the condition; the case stands as it stood, and can be refused with the reason. */
  async function refusedFor(stage: CaseStage, condition: string, claims: Record<string, boolean> = {}) {
    const id = await applyToCall(stage, { claims })
    const before = await stage.officer.api.cases.get({ id })
    const said = await refused(
      completeOpen(stage, id, {
        verdicts: before.verdicts
          .filter(({ verdict }) => verdict === 'claimed')
          .map(one => ({ id: one.id, verdict: 'met' as const, reason: '核实' })),
      }),
    )
    expect(said).toMatchObject({ appCode: 'CASE_CONDITION_UNMET' })
    expect(String(said.params['conditions']).split(',')).toContain(condition)
    expect(await stage.officer.api.cases.get({ id })).toEqual(before)
    const after = await completeOpen(stage, id, { result: 'fail', reason: `不符合：${condition}` })
    expect(after).toMatchObject({ state: 'ended', outcome: 'declined', endReason: `不符合：${condition}` })
    expect(after.verdicts.find(one => one.id === condition)?.verdict).toBe('unmet')
  }

  test.each([
    ['policy', {}, { policy: false }],
    ['startUp', { organisation: { stage: 'mature' } }, {}],
    ['grassRoots', {}, { grassRoots: false }],
    ['needOfOrganising', {}, { needOfOrganising: false }],
    ['fullTimePerson', { staff: [] }, {}],
  ] as const)('[J-04] is refused by name in Jilin: %s', async (condition, more, claims) => {
    await refusedFor(await stageOf('jilin', more), condition, claims)
  })

  test.each([
    ['certified', { staff: [true, false, false, false] }, {}],
    ['agency', { organisation: { kind: 'foundation' } }, {}],
    ['charter', {}, { charter: false }],
    ['registrable', {}, { registrable: false }],
  ] as const)(
    '[Z-02] is refused by name in Zhengzhou: %s; a third of the full-time staff is enough',
    async (condition, more, claims) => {
      await refusedFor(await stageOf('zhengzhou', more), condition, claims)
    },
  )

  test.each(['publicBenefit', 'operating', 'model', 'founder', 'reserve'])(
    '[L-06] is refused by name in Lingwu: %s',
    async condition => {
      await refusedFor(await stageOf('lingwu'), condition, { [condition]: false })
    },
  )

  test.each([
    ['wuhanDistrict', 'publicBenefit', { organisation: { kind: 'communityFiled' } }, {}],
    ['wuhanCommunity', 'inCommunity', {}, { inCommunity: false }],
  ] as const)('[W-08] is refused by name in Wuhan, at %s: %s', async (line, condition, more, claims) => {
    await refusedFor(await stageOf(line, more), condition, claims)
  })

  test('[Z-01] of two applicants the one in a priority field stands higher', async () => {
    const elder = await stageOf('zhengzhou', { organisation: { field: 'elderCare' } })
    const industry = await stageOf('zhengzhou', { organisation: { field: 'industry' } })
    const preferences = async (stage: CaseStage) => {
      const id = await applyToCall(stage)
      return (await stage.officer.api.cases.get({ id })).preferences
    }
    expect(await preferences(elder)).toBeGreaterThan(await preferences(industry))
  })
})

test('[Z-09] whoever sub-lets is warned, puts it right, is warned again, and is ended for it; nobody is ended before', async () => {
  const stage = await stageOf('zhengzhou')
  const id = await applyToCall(stage)
  await playEntry(stage, id)
  const { api } = stage.director
  const violation = stage.rules.violations.list.find(({ leadsTo }) => leadsTo === 'warning')!
  const act = async (action: 'warn' | 'terminate') => {
    const { version } = await api.cases.get({ id })
    return api.cases.act({ key: randomUUID(), id, version, action, violationId: violation.id, reason: '转借场地' })
  }
  expect(await refused(act('terminate'))).toMatchObject({ appCode: 'CASE_WARNINGS_MISSING' })
  for (let n = 0; n < stage.rules.violations.warningsBeforeTermination; n++) {
    await act('warn')
    const { tasks } = await completeOpen(stage, id, { reason: '已整改' })
    expect(tasks.filter(({ kind }) => kind === 'rectification').at(-1)).toMatchObject({
      state: 'done',
      reason: '已整改',
    })
  }
  expect(await act('terminate')).toMatchObject({ state: 'ended' })
  const view = await stage.account.api.cases.get({ id })
  expect(view).toMatchObject({ outcome: 'terminated', endReason: '转借场地' })
  expect(view.tasks.filter(({ state }) => state === 'open' || state === 'planned')).toEqual([])
})

test('[J-06] an objection to a public notice is kept from everybody but the incubator, and holds the case until it is answered', async () => {
  const stage = await stageOf('jilin')
  const id = await applyToCall(stage)
  for (let view = await stage.officer.api.cases.get({ id }); openTask(view).kind !== 'publicNotice';) {
    view = await playOpen(stage, id)
  }
  const { publicNotices } = world.anonymous
  expect((await publicNotices.get({ id })).isRunning).toBe(true)
  const words = { name: '路人', contact: '13800000000', words: '该组织地址不实' }
  const objection = await publicNotices.object({ key: randomUUID(), id, ...words })
  const seen = await stage.officer.api.cases.get({ id })
  expect(seen.objections).toMatchObject([words])
  for (const person of [stage.account, stage.top]) expect((await person.api.cases.get({ id })).objections).toEqual([])
  world.setNow(new Date(new Date(seen.notice?.endsAt ?? '').getTime() + 1000))
  expect(await refused(completeOpen(stage, id))).toMatchObject({ appCode: 'CASE_OBJECTION_UNANSWERED' })
  expect(await refused(publicNotices.object({ key: randomUUID(), id, ...words }))).toMatchObject({
    appCode: 'NOTICE_NOT_RUNNING',
  })
  const answer = { key: randomUUID(), caseId: id, id: objection.id, answer: '经实地核查，地址属实' }
  await stage.officer.api.cases.answerObjection(answer)
  expect(openTask(await completeOpen(stage, id)).kind).toBe('agreement')
})
