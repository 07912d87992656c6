import { asSystem, schema } from '@fuqiao/db'
import { newOrganisation } from '@fuqiao/db/factories'
import { and, eq } from 'drizzle-orm'
import type { Profile } from '@fuqiao/domain/profile'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  applyToCall,
  caseLines,
  type CaseStage,
  completeOpen,
  keepStaff,
  setCaseStage,
} from '../../../test/case-stage.ts'
import { buildTestWorld, testMonday, type TestPerson, type TestWorld } from '../../../test/harness.ts'
import { signByPassword } from '../../../test/signing-stage.ts'
import { refusalOf } from '../../../test/small-city.ts'
import { followRules } from '../../boot/follow-rules.ts'
import { Profiles } from '../../boot/load-profiles.ts'
import { bringRulesIntoForce, runPasses } from '../../jobs/run-rules.ts'

const key = () => randomUUID()
/** A profile as a form has it: to be changed. */
type Draft = Pick<Profile, 'incubation' | 'referral' | 'staffing' | 'premises'>

let world: TestWorld
let followed: { stop(): Promise<void> }
let stage: CaseStage
let admin: TestPerson

beforeAll(async () => {
  world = await buildTestWorld()
  followed = await followRules(world.db, world.deps.profiles as Profiles, error => {
    throw error
  })
})
beforeEach(async () => {
  world.setNow(testMonday)
  stage = await setCaseStage(world, caseLines['zhengzhou']!)
  admin = await world.person({ networkId: stage.networkId, tenantId: stage.tenantIds[0]!, roles: ['tenantAdmin'] })
})
afterAll(async () => {
  await followed.stop()
  await world.close()
})

const versionInForce = () => world.deps.profiles.inForce.get(stage.networkId)?.version ?? 0
const rows = () =>
  asSystem(world.db, tx =>
    tx.select().from(schema.profileVersion).where(eq(schema.profileVersion.networkId, stage.networkId)),
  )
const rulesVersionOf = async (id: string) => (await stage.officer.api.cases.get({ id })).rulesVersion

/** Another organisation that applies to the same incubator. */
async function anotherCase(): Promise<string> {
  const { networkId, tenantId } = stage
  const { id: organisationId } = await asSystem(world.db, tx =>
    newOrganisation(tx, { networkId, tenantId, kind: 'serviceOrganisation', stage: 'startUp' }),
  )
  await keepStaff(world, { networkId, tenantId, organisationId }, [true, true, false])
  const account = await world.account({ networkId, organisationId })
  return applyToCall({ ...stage, organisationId, account })
}

/** A draft with a change, saved. */
async function drafted(change: (draft: Draft) => void) {
  const begun = await admin.api.rules.begin({ key: key() })
  const { content } = await admin.api.rules.read({ number: begun.number })
  const draft = structuredClone(content) as Draft & Record<string, unknown>
  change(draft)
  return admin.api.rules.save({ key: key(), number: begun.number, version: 1, content: draft })
}

async function tried({ number, version }: { number: number; version: number }) {
  const { id } = await admin.api.rules.tryOut({ key: key(), number, version })
  await runPasses(world.deps, world.deps.now(), 2)
  return admin.api.rules.pass({ id })
}

async function inForce(change: (draft: Draft) => void): Promise<number> {
  const saved = await drafted(change)
  await tried(saved)
  const { number, version } = saved
  await admin.api.rules.schedule({ key: key(), number, version, inForceOn: '2026-03-02', reason: '工作需要' })
  await bringRulesIntoForce(world.deps, world.deps.now())
  await expect.poll(versionInForce).toBe(number)
  return number
}

const shorter = (draft: Draft) => {
  draft.incubation.steps[0]!.due.days += 5
  draft.incubation.steps.splice(1, 0, {
    ...{ id: 'siteVisit', name: { zh: '实地考察', en: 'Site visit' }, kind: 'siteVisit', actor: 'operator' },
    ...{ due: { days: 10, unit: 'workingDay' }, records: [] },
  })
  draft.incubation.assessment.everyMonths = 4
}

test('[X-09] the trial of other rules on staff and premises lists each incubator that would newly break one or break one no more, with the numbers now and then, and nobody’s name', async () => {
  await stage.director.api.staff.add({
    ...{ key: key(), name: '何小满', post: '主管', isFullTime: true, isPurchasedPost: false, certificate: 'none' },
    ...{
      certificateNumber: '',
      hasSocialWorkDegree: false,
      monthlyPay: null,
      isPartyMember: false,
      from: '2020-01-01',
    },
  })
  const saved = await drafted(({ staffing, premises }) => {
    staffing!.posts![0]!.staffAtLeast = 3
    premises!.rooms = premises!.rooms.filter(({ id }) => id !== 'activity')
  })
  // In pieces of two: the city, of which these rules ask nothing, and the district below it.
  const trial = await tried(saved)
  expect(trial).toMatchObject({ state: 'done', done: 2, total: 2, effects: [] })
  const said = trial.rosters.map(({ kind, incubators, lines }) => [
    ...[kind, incubators],
    lines.map(({ tenantId, changes }) => [
      tenantId,
      changes.map(({ before, after }) => [
        (after ?? before)?.rule,
        before && [before.asked, before.found, before.isKept],
        after && [after.asked, after.found, after.isKept],
      ]),
    ]),
  ])
  expect(said).toEqual([
    ['breach', 1, [[stage.tenantId, [['staff', null, [3, 1, false]]]]]],
    ['kept', 1, [[stage.tenantId, [['room', [1, 0, false], null]]]]],
  ])
  expect(trial.rosters[1]!.lines[0]!.changes[0]!.before).toMatchObject({
    aboutName: { zh: '活动场地' },
    provision: 'Z-06',
  })
  expect(JSON.stringify(trial)).not.toContain('何小满')
  const below = await world.person({ networkId: stage.networkId, tenantId: stage.tenantId, roles: ['tenantAdmin'] })
  const refused = await refusalOf(below.api.rules.pass({ id: trial.id }))
  expect(refused).toMatchObject({ body: { appCode: 'NOT_ALLOWED' } })
  expect(await refusalOf(below.api.rules.pass({ id: randomUUID() }))).toEqual(refused)
  // One that changes nothing of the kind looks at no incubator.
  const read = await admin.api.rules.read({ number: saved.number })
  const content = {
    ...read.content,
    staffing: world.deps.profiles.get('zhengzhou-2018')!.staffing,
    premises: world.deps.profiles.get('zhengzhou-2018')!.premises,
  }
  const again = await admin.api.rules.save({ key: key(), number: saved.number, version: saved.version, content })
  expect(await tried(again)).toMatchObject({ done: 0, total: 0, rosters: [] })
})

test('[X-09] a draft is tried out, comes into force on its day, running cases keep their rules until they are moved, and it is rolled back', async () => {
  const resident = await applyToCall(stage)
  await completeOpen(stage, resident)
  const { version: read, agreement } = await stage.officer.api.cases.get({ id: resident })
  const sign = { id: resident, digest: agreement?.digest ?? '' }
  const first = await signByPassword(world, stage.director, { ...sign, version: read })
  await signByPassword(world, stage.account, { ...sign, version: first.version })
  await completeOpen(stage, resident)
  const atReview = await anotherCase()
  const atAgreement = await anotherCase()
  await completeOpen(stage, atAgreement)
  const before = await stage.officer.api.cases.get({ id: atReview })

  const saved = await drafted(shorter)
  expect(saved).toMatchObject({ number: 1, version: 2, state: 'draft', faults: [] })
  const { differences } = await admin.api.rules.read({ number: 1 })
  expect(differences.map(({ path, change }) => [path, change])).toEqual([
    ['incubation.steps.review.due', 'changed'],
    ['incubation.steps.siteVisit', 'added'],
    ['incubation.assessment.everyMonths', 'changed'],
  ])
  const soon = { key: key(), number: 1, version: 2, inForceOn: '2026-03-03', reason: '评审延长' }
  expect(await refusalOf(admin.api.rules.schedule(soon))).toMatchObject({ body: { appCode: 'RULES_NOT_TRIED' } })

  // Exactly the cases that are touched, by kind; nothing moves.
  const trial = await tried(saved)
  expect(trial).toMatchObject({ state: 'done', done: 3, total: 3, isStale: false })
  const touched = trial.effects.map(({ kind, cases, lines }) => [kind, cases, lines.map(({ caseId }) => caseId)])
  expect(touched).toEqual([
    ['dueDate', 1, [atReview]],
    ['stepAdded', 1, [atReview]],
    ['assessments', 1, [resident]],
  ])
  const due = trial.effects[0]!.lines[0]!.finding.dues?.[0]
  expect(due).toMatchObject({ name: { zh: '审核申请单位' }, before: before.tasks[0]!.dueAt })
  expect(await stage.officer.api.cases.get({ id: atReview })).toEqual(before)
  expect(trial.effects[2]!.lines[0]!.finding.days).toMatchObject({ after: ['2026-07-02', '2026-11-02'] })

  await admin.api.rules.schedule(soon)
  expect(await bringRulesIntoForce(world.deps, world.deps.now())).toBe(0)
  world.setNow(new Date('2026-03-03T00:00:05+08:00'))
  // Two servers, one of which has not heard: once.
  const other = { ...world.deps, profiles: Object.assign(new Profiles(world.deps.profiles), {}) }
  const both = await Promise.all([
    bringRulesIntoForce(world.deps, world.deps.now()),
    bringRulesIntoForce(other, world.deps.now()),
  ])
  expect(both.toSorted()).toEqual([0, 1])
  await expect.poll(versionInForce).toBe(1)
  expect((await rows()).map(({ version, state }) => [version, state])).toEqual([[1, 'inForce']])
  const lines = await asSystem(world.db, tx =>
    tx
      .select()
      .from(schema.auditEntry)
      .where(and(eq(schema.auditEntry.networkId, stage.networkId), eq(schema.auditEntry.action, 'rules.inForce'))),
  )
  expect(lines.map(({ details }) => details)).toMatchObject([{ version: 1, replaces: 0 }])

  world.setNow(new Date('2026-03-03T09:00:00+08:00'))
  // What begins now begins under them; what runs goes on as it began.
  const fresh = await anotherCase()
  expect(await Promise.all([fresh, atReview, resident].map(rulesVersionOf))).toEqual([1, 0, 0])
  await completeOpen(stage, fresh)
  const openOf = async (id: string) => {
    const { tasks } = await stage.officer.api.cases.get({ id })
    return tasks.find(({ state }) => state === 'open')
  }
  expect(await openOf(fresh)).toMatchObject({ stepId: 'siteVisit', name: { zh: '实地考察' } })

  // Moved on purpose.
  const { id: move } = await admin.api.rules.moveCases({
    key: key(),
    from: 0,
    caseIds: [atReview],
    reason: '已征得同意',
  })
  await runPasses(world.deps, world.deps.now())
  expect(await admin.api.rules.pass({ id: move })).toMatchObject({
    ...{ kind: 'move', state: 'done', done: 1, total: 1 },
    effects: [{ kind: 'moved', cases: 1 }, { kind: 'dueDate' }, { kind: 'stepAdded' }],
  })
  expect(await Promise.all([atReview, resident].map(rulesVersionOf))).toEqual([1, 0])
  const moved = await stage.officer.api.cases.get({ id: atReview })
  expect(moved).toMatchObject({ version: before.version + 1 })
  expect(moved.tasks[0]!.dueAt).toBe(due?.after)
  expect(moved.events.at(-1)).toMatchObject({ action: 'rules', note: '已征得同意' })
  await completeOpen(stage, atReview)
  expect(await openOf(atReview)).toMatchObject({ stepId: 'siteVisit' })
  await admin.api.rules.moveCases({ key: key(), from: 0, caseIds: null, reason: '统一' })
  await runPasses(world.deps, world.deps.now())
  const { tasks } = await stage.officer.api.cases.get({ id: resident })
  const planned = tasks.filter(({ kind, state }) => kind === 'assessment' && state === 'planned')
  expect(planned.map(({ opensOn }) => opensOn)).toEqual(['2026-07-02', '2026-11-02'])

  // Rolled back: what stood before, as a version of its own.
  const back = await stage.top.api.rules.rollBack({ key: key(), number: 1, reason: '试行效果不好' })
  expect(back).toMatchObject({ number: 2, state: 'scheduled' })
  await bringRulesIntoForce(world.deps, world.deps.now())
  await expect.poll(versionInForce).toBe(2)
  const { versions } = await admin.api.rules.list()
  expect(versions.map(({ number, state, runningCases }) => [number, state, runningCases])).toEqual([
    [2, 'inForce', 0],
    [1, 'rolledBack', 4],
    [0, 'replaced', 0],
  ])
  expect((await admin.api.rules.read({ number: 2 })).lines).toEqual((await admin.api.rules.read({ number: 0 })).lines)
})

describe('a draft', () => {
  test('[X-09] with faults is refused with each place and reason, and nothing of it is kept', async () => {
    const refused = await drafted(({ incubation, referral }) => {
      incubation.steps[0]!.actor = 'leadingOffice'
      incubation.assessment.criteria[0]!.weight += 1
      incubation.followUp.everyMonths = 0
      referral.declineReasons.shift()
    })
    expect(refused.faults.map(({ path }) => path)).toContain('incubation.followUp.everyMonths')
    expect((await rows())[0]).toMatchObject({ revision: 1 })
    expect((await admin.api.rules.read({ number: 1 })).differences).toEqual([])
    const whole = (await admin.api.rules.read({ number: 1 })).content as unknown as Draft & Record<string, unknown>
    whole.incubation.assessment.criteria[0]!.weight += 1
    const { faults } = await admin.api.rules.save({ key: key(), number: 1, version: 1, content: whole })
    expect(faults).toMatchObject([{ path: 'incubation.assessment.criteria' }])
    whole.incubation.assessment.criteria[0]!.weight -= 1
    whole['smallCell'] = 4
    whole.referral.declineReasons.shift()
    whole['tiers'] = structuredClone(whole['tiers'] as { name: { zh: string } }[]).map(tier => ({
      ...tier,
      name: { zh: '别的', en: 'Other' },
    }))
    const other = await admin.api.rules.save({ key: key(), number: 1, version: 1, content: whole })
    expect(other.faults.map(({ path }) => path)).toEqual(['tiers', 'referral.declineReasons'])
  })

  test('is one at a time, saved on what was read, and its trial counts for the very words that were tried', async () => {
    const saved = await drafted(shorter)
    expect(await refusalOf(stage.top.api.rules.begin({ key: key() }))).toMatchObject({
      body: { appCode: 'RULES_DRAFT_EXISTS', params: { version: 1 } },
    })
    const trial = await tried(saved)
    const { content } = await admin.api.rules.read({ number: 1 })
    const changed = structuredClone(content) as unknown as Draft & Record<string, unknown>
    changed.incubation.assessment.everyMonths = 3
    const save = { number: 1, version: saved.version, content: changed }
    const both = await Promise.allSettled([
      admin.api.rules.save({ key: key(), ...save }),
      stage.top.api.rules.save({ key: key(), ...save }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await admin.api.rules.pass({ id: trial.id })).toMatchObject({ isStale: true })
    const schedule = { key: key(), number: 1, version: 3, inForceOn: '2026-03-09', reason: '工作需要' }
    expect(await refusalOf(admin.api.rules.schedule(schedule))).toMatchObject({ body: { appCode: 'RULES_NOT_TRIED' } })
    expect(await refusalOf(admin.api.rules.schedule({ ...schedule, version: 2 }))).toMatchObject({
      body: { appCode: 'VERSION_CONFLICT', params: { version: 3, of: 'ProfileVersion' } },
    })
    expect(await refusalOf(admin.api.rules.schedule({ ...schedule, inForceOn: '2026-03-01' }))).toMatchObject({
      body: { appCode: 'RULES_DAY_INVALID' },
    })
  })

  test('[X-09] is the centre’s alone: a district’s director, an organisation and another network find none, and no hand but the centre’s changes the rules', async () => {
    const saved = await drafted(shorter)
    const district = stage.director
    const elsewhere = await setCaseStage(world, caseLines['zhengzhou']!)
    const kept = await rows()
    for (const person of [district, elsewhere.top]) {
      expect(await refusalOf(person.api.rules.read({ number: 1 }))).toMatchObject({ code: 'NOT_FOUND' })
      expect((await person.api.rules.list()).versions.map(({ number }) => number)).toEqual([0])
    }
    const onVersion = { key: key(), number: 1, version: saved.version }
    const calls = [
      () => district.api.rules.begin({ key: key() }),
      () => district.api.rules.discard(onVersion),
      () => district.api.rules.tryOut({ ...onVersion, key: key() }),
      () => district.api.rules.schedule({ ...onVersion, key: key(), inForceOn: '2026-03-02', reason: '试一试' }),
      () => district.api.rules.moveCases({ key: key(), from: 0, caseIds: null, reason: '试一试' }),
      () => stage.officer.api.rules.save({ ...onVersion, key: key(), content: {} }),
    ]
    for (const call of calls) expect(await refusalOf(call())).toMatchObject({ code: 'FORBIDDEN' })
    expect(await refusalOf(elsewhere.top.api.rules.discard({ ...onVersion, key: key() }))).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await rows()).toEqual(kept)
  })
})

test('a version is read by the whole network from the day it is announced, may be taken back before its day, and a move can be stopped', async () => {
  const version = await inForce(shorter)
  expect((await stage.officer.api.rules.read({ number: version })).head).toMatchObject({
    state: 'inForce',
    reason: '工作需要',
  })
  expect(
    await refusalOf(stage.director.api.rules.rollBack({ key: key(), number: version, reason: '不同意' })),
  ).toMatchObject({ code: 'FORBIDDEN' })
  const next = await drafted(({ incubation }) => void (incubation.assessment.everyMonths = 6))
  await tried(next)
  const schedule = { key: key(), number: next.number, version: next.version, inForceOn: '2026-04-01', reason: '再调整' }
  const { version: since } = await admin.api.rules.schedule(schedule)
  expect((await stage.officer.api.rules.read({ number: next.number })).head).toMatchObject({ inForceOn: '2026-04-01' })
  expect(await refusalOf(admin.api.rules.rollBack({ key: key(), number: version, reason: '暂缓' }))).toMatchObject({
    body: { appCode: 'RULES_SCHEDULED' },
  })
  await admin.api.rules.takeBack({ key: key(), number: next.number, version: since })
  expect(await refusalOf(stage.officer.api.rules.read({ number: next.number }))).toMatchObject({ code: 'NOT_FOUND' })
  const { id } = await admin.api.rules.tryOut({ key: key(), number: next.number, version: since + 1 })
  await admin.api.rules.cancelPass({ key: key(), id })
  expect(await runPasses(world.deps, world.deps.now())).toBe(0)
  expect(await admin.api.rules.pass({ id })).toMatchObject({ state: 'cancelled', done: 0 })
})

test('a server that starts later knows the rules in force, and parses them once', async () => {
  const version = await inForce(shorter)
  const profiles = new Profiles(world.deps.profiles)
  const late = await followRules(world.db, profiles, error => {
    throw error
  })
  const known = profiles.inForce.get(stage.networkId)
  expect(known?.version).toBe(version)
  expect(known?.read()).toBe(known?.read())
  expect(known?.read().incubation.assessment.everyMonths).toBe(4)
  await late.stop()
})
