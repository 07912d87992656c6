import { asSystem, schema } from '@fuqiao/db'
import { newCapability, newNetwork, newOrganisation, newTenant } from '@fuqiao/db/factories'
import type { CaseView } from '@fuqiao/contract'
import type { IncubationRules, Profile } from '@fuqiao/domain/profile'
import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import type { TestPerson, TestWorld } from './harness.ts'

type Tier = Profile['tiers'][number]['id']
/** A line of tenants from the top down, and in which of them the case is. */
export type Line = { profileId: string; tiers: readonly [Tier, string][] }

/** The lines that the documents' networks are tested on, down to the incubator. */
export const caseLines: Record<string, Line> = {
  beijing: {
    profileId: 'beijing-2017',
    tiers: [
      ['city', '11'],
      ['district', '110101'],
      ['street', '110101001'],
    ],
  },
  wuhanDistrict: {
    profileId: 'wuhan-2015',
    tiers: [
      ['city', '4201'],
      ['district', '420106'],
    ],
  },
  wuhanCommunity: {
    profileId: 'wuhan-2015',
    tiers: [
      ['city', '4201'],
      ['district', '420106'],
      ['street', '420106003'],
      ['community', '420106003'],
    ],
  },
  jilin: {
    profileId: 'jilin-2014',
    tiers: [
      ['province', '22'],
      ['city', '2201'],
      ['county', '220122'],
    ],
  },
  zhengzhou: {
    profileId: 'zhengzhou-2018',
    tiers: [
      ['city', '4101'],
      ['district', '410102'],
    ],
  },
  lingwu: { profileId: 'lingwu-2021', tiers: [['county', '640181']] },
}

/** A network of a document with people of every part at the incubator and above it, and an organisation with an account. */
export type CaseStage = {
  world: TestWorld
  networkId: number
  rules: IncubationRules
  /** From the top down. */
  tenantIds: string[]
  tenantId: string
  director: TestPerson
  officer: TestPerson
  /** Who has a word where the profile says, by actor; several hands at one place are several people. */
  approvers: Record<string, TestPerson>
  /** The director of the tenant at the top. */
  top: TestPerson
  organisationId: string
  account: TestPerson
}

type Organisation = Partial<typeof schema.organisation.$inferInsert>

/** Builds one. The organisation is in the incubator's custody, in its first year, with full-time people who hold certificates as said. */
export async function setCaseStage(
  world: TestWorld,
  line: Line,
  { organisation = {}, staff = [true, true, false] }: { organisation?: Organisation; staff?: readonly boolean[] } = {},
): Promise<CaseStage> {
  const profile = world.deps.profiles.get(line.profileId)
  const [top, ...below] = line.tiers
  if (!profile || !top) throw new Error(`no line for ${line.profileId}`)
  const made = await asSystem(world.db, async tx => {
    const { id: networkId } = await newNetwork(tx, { profileId: line.profileId, divisionCode: top[1] })
    const first = await newTenant(tx, { networkId, tier: top[0], divisionCode: top[1] })
    const rows = [first]
    for (const [tier, divisionCode] of below)
      rows.push(await newTenant(tx, { networkId, tier, divisionCode, parentId: (rows.at(-1) ?? first).id }))
    const tenant = rows.at(-1) ?? first
    await newCapability(tx, { networkId, tenantId: tenant.id, scopeKey: tenant.scopeKey })
    const [ids, tenantId] = [rows.map(({ id }) => id), tenant.id]
    const { id: organisationId } = await newOrganisation(tx, {
      ...{ networkId, tenantId, kind: 'serviceOrganisation', stage: 'startUp', ...organisation },
    })
    return { networkId, ids, tenantId, organisationId }
  })
  const { networkId, ids, tenantId, organisationId } = made
  await keepStaff(world, made, staff)
  const person = (at: string, roles: Parameters<TestWorld['person']>[0]['roles']) =>
    world.person({ networkId, tenantId: at, roles })
  const rules = profile.incubation
  const places = { own: tenantId, superior: ids.at(-2) ?? tenantId, root: ids[0] ?? tenantId }
  const approvers: Record<string, TestPerson> = {}
  for (const { id, place } of rules.actors)
    approvers[id] = await person(places[place], [id === 'operator' ? 'caseWorker' : id])
  return {
    ...{ world, networkId, rules, tenantId, tenantIds: ids, organisationId, approvers },
    director: await person(tenantId, ['director']),
    officer: await person(tenantId, ['caseWorker']),
    top: await person(places.root, ['director']),
    account: await world.account({ networkId, organisationId }),
  }
}

/** People who work full time for an organisation, with certificates as said. */
export async function keepStaff(
  world: TestWorld,
  { networkId, tenantId, organisationId }: { networkId: number; tenantId: string; organisationId: string },
  staff: readonly boolean[],
) {
  if (staff.length === 0) return
  await asSystem(world.db, async tx => {
    const [place] = await tx
      .select({ scopeKey: schema.tenant.scopeKey })
      .from(schema.tenant)
      .where(and(eq(schema.tenant.networkId, networkId), eq(schema.tenant.id, tenantId)))
    if (!place) throw new Error('no tenant')
    await tx.insert(schema.organisationPerson).values(
      staff.map((isCertified, n) => ({
        ...{
          networkId,
          id: v7(),
          organisationId,
          tenantId,
          scopeKey: place.scopeKey,
          name: `甲${n}`,
          position: '社工',
        },
        ...{ certificate: isCertified ? '助理社会工作师' : '', isFullTime: true, updatedAt: world.deps.now() },
      })),
    )
  })
}

/** A call of the incubator that is open today. */
export async function openCall({
  director,
  world,
  rules,
}: Pick<CaseStage, 'director' | 'world' | 'rules'>): Promise<string> {
  const day = (n: number) => new Date(world.deps.now().getTime() + n * 86_400_000).toISOString().slice(0, 10)
  const days = rules.call.openAtLeast.days * (rules.call.openAtLeast.unit === 'workingDay' ? 2 : 1) + 14
  const call = await director.api.calls.publish({
    ...{
      key: randomUUID(),
      title: '入驻孵化征集',
      words: '面向初创社会组织',
      opensOn: day(0),
      closesOn: day(days),
      places: 5,
    },
  })
  return call.id
}

/** An application as the rules ask for it, with every answer, claim and paper, unless some are left out. */
export async function writeApplication(
  { rules }: Pick<CaseStage, 'rules'>,
  writer: TestPerson,
  id: string,
  { claims = {}, without = [] }: { claims?: Record<string, boolean>; without?: string[] } = {},
): Promise<number> {
  const { api } = writer
  const shown = await api.cases.rules({ caseId: id, tenantId: null })
  for (const { id: recordId } of rules.application.papers)
    if (!without.includes(recordId)) await api.cases.addPaper(paper(id, 'application', recordId))
  const { version } = await api.cases.get({ id })
  const answers = rules.application.answers.filter(one => !without.includes(one.id))
  const saved = await api.cases.save({
    ...{ key: randomUUID(), id, version, answers: Object.fromEntries(answers.map(one => [one.id, '说明'])) },
    claims: shown.eligibility
      .filter(({ check }) => check.by === 'answer')
      .map(one => ({ id: one.id, claims: claims[one.id] ?? true, words: '情况属实' })),
  })
  return saved.version
}

/** A small picture, handed in. */
export const paper = (caseId: string, purpose: 'application' | 'record' | 'agreement', recordId: string) => ({
  ...{ caseId, purpose, recordId, fileName: '材料.png' },
  content: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]),
})

/** Applies by the organisation's own account to a call that is open, and submits. */
export async function applyToCall(stage: CaseStage, more: Parameters<typeof writeApplication>[3] = {}) {
  const { api } = stage.account
  const callId = await openCall(stage)
  const { id } = await api.cases.begin({ key: randomUUID(), organisationId: null, callId })
  const version = await writeApplication(stage, stage.account, id, more)
  await api.cases.submit({ key: randomUUID(), id, version })
  return id
}

/** Who holds a task. */
export function holderOf(stage: CaseStage, task: CaseView['tasks'][number]): TestPerson {
  if (task.holder === 'applicant') return stage.account
  return task.holder === 'operator' && task.kind !== 'approval'
    ? stage.officer
    : (stage.approvers[task.holder] ?? stage.officer)
}

/** The first task that is open. @throws Error where there is none */
export function openTask(view: CaseView): CaseView['tasks'][number] {
  const task = view.tasks.find(({ state }) => state === 'open')
  if (!task) throw new Error(`nothing is open of a case that is ${view.state}`)
  return task
}

/** What a task asks to be written down, as the rules of the network say it. */
export async function recordsFor({ rules }: CaseStage, person: TestPerson, id: string, stepId: string | null) {
  const records: Record<string, string> = {}
  for (const record of rules.steps.find(step => step.id === stepId)?.records ?? []) {
    if (record.kind === 'words') records[record.id] = '已记录'
    else if (record.kind === 'date') records[record.id] = '2026-03-02'
    else records[record.id] = (await person.api.cases.addPaper(paper(id, 'record', record.id))).id
  }
  return records
}

/** What a test may change of how a task is completed. */
export type How = Partial<Parameters<TestPerson['api']['cases']['complete']>[0]>

/** Completes the task that is open first, as whoever holds it, by the rules of whatever network it is. */
export async function completeOpen(stage: CaseStage, id: string, how: How = {}): Promise<CaseView> {
  const seen = await stage.officer.api.cases.get({ id })
  const task = openTask(seen)
  const holder = holderOf(stage, task)
  const { rules } = stage
  const met = (ids: string[]) => ids.map(one => ({ id: one, verdict: 'met' as const, reason: '经核实' }))
  const criteria = task.kind === 'assessment' ? rules.assessment.criteria : []
  await holder.api.cases.complete({
    ...{
      key: randomUUID(),
      id,
      version: seen.version,
      taskId: task.id,
      result: 'pass',
      reason: '符合要求',
      place: '201 室',
    },
    records: holder === stage.officer ? await recordsFor(stage, holder, id, task.stepId) : {},
    verdicts:
      task.kind === 'exit'
        ? met(rules.exit.criteria.map(one => one.id))
        : met(seen.verdicts.filter(({ verdict }) => verdict === 'claimed').map(one => one.id)),
    marks: Object.fromEntries(criteria.map(one => [one.id, 80])),
    ...how,
  })
  return stage.officer.api.cases.get({ id })
}
