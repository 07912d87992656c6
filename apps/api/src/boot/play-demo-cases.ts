import type { CaseView } from '@fuqiao/contract'
import { asSystem } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import type { IncubationRules } from '@fuqiao/domain/profile'
import { randomUUID } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { applicantsOf, centreAt, hasCalls, readBefore } from './demo-case-store.ts'
import { DemoPlayer, type DemoStage } from './demo-case-player.ts'

const day = 86_400_000
const networkId = 1

/** How far a case came: to the first moment at which this holds. */
type Story = { daysAgo: number; until: (view: CaseView) => boolean; services?: number; andThen?: 'archive' | 'oneMark' }

const isAt = (kind: string) => (view: CaseView) => view.tasks.some(task => task.state === 'open' && task.kind === kind)
const isOver = ({ state }: CaseView) => state === 'ended'

/** From the latest to the earliest: a visitor finds each part of the way on the first day. */
const stories: readonly Story[] = [
  { daysAgo: 900, until: isOver, services: 3, andThen: 'archive' },
  { daysAgo: 480, until: ({ state }) => state === 'followUp', services: 2 },
  // The assessment after half a year has been open for longer than it may be.
  { daysAgo: 265, until: isAt('assessment'), services: 2 },
  { daysAgo: 60, until: ({ state }) => state === 'resident', services: 1 },
  { daysAgo: 9, until: isAt('publicNotice') },
  { daysAgo: 11, until: isAt('panel'), andThen: 'oneMark' },
  { daysAgo: 4, until: isAt('review') },
  { daysAgo: 1, until: ({ state }) => state === 'draft' },
]

/**
 * Plays a handful of cases of one street of the demo network up to `end`, by the ordinary procedures, so that whoever opens it finds cases at every part of the
 * way and a call that is open. Does nothing where there was a call already. Answers how many cases there are then.
 */
export async function playDemoCases(deps: Deps, end: Date): Promise<number> {
  const { demoPassword: password, inventedPaper } = await import('@fuqiao/db/factories')
  const found = await asSystem(deps.db, async tx => {
    const [tenantId, superiorId] = [await centreAt(tx, networkId, '110101001'), await centreAt(tx, networkId, '110101')]
    if (!tenantId || !superiorId || (await hasCalls(tx, networkId))) return null
    const applicants = await applicantsOf(tx, networkId, tenantId)
    return { stage: { networkId, tenantId, superiorId, password, paper: inventedPaper.content }, applicants }
  })
  if (!found) return 0
  const { stage, applicants } = found
  const played = stories.slice(0, applicants.length)
  for (const [index, story] of played.entries())
    await playStory(deps, stage, { story, end, organisationId: applicants[index] ?? '' })
  await asSystem(deps.db, tx => readBefore(tx, networkId, new Date(end.getTime() - 14 * day)))
  return played.length
}

type Played = { story: Story; end: Date; organisationId: string }

async function playStory(deps: Deps, stage: DemoStage, { story, end, organisationId }: Played): Promise<void> {
  const start = morningOf(new Date(end.getTime() - story.daysAgo * day))
  const player = new DemoPlayer(deps, stage, start)
  const callId = await callFor(player, `${Math.max(...deps.calendar().years)}-12-31`)
  const { cases } = await player.as('caseWorker')
  const { id } = await cases.begin({ key: randomUUID(), organisationId, callId })
  const rules = await cases.rules({ caseId: id, tenantId: null })
  await write(player, id, rules)
  let left = story.services ?? 0
  for (let view = await player.view(id); !story.until(view) && player.now < end; view = await player.view(id)) {
    if (view.state === 'draft') await cases.submit({ key: randomUUID(), id, version: view.version })
    else if (isResidentWith(view, left)) left -= await serve(player, { view, rules, left })
    else if (view.tasks.some(({ state }) => state === 'open')) await player.playOpen(id, rules)
    else await player.moveTo(nextDayOf(view, end))
    if (view.state === 'entry') await player.rest(1)
  }
  if (story.andThen === 'oneMark') await player.playPanel(id, 1)
  if (story.andThen === 'archive') {
    const { version } = await player.view(id)
    await (await player.as('director')).cases.act({ key: randomUUID(), id, version, action: 'archive' })
  }
  await player.letPass(end)
  await player.close()
}

const morningOf = (at: Date) => new Date(`${civilDateOf(at)}T09:30:00+08:00`)

/** One of the calls is open at the end; earlier cases answered earlier ones. None runs past the last day whose holidays are known. */
async function callFor(player: DemoPlayer, lastDay: string): Promise<string> {
  const { calls } = await player.as('director')
  const { rows } = await calls.list({ which: 'open' })
  const [open] = rows
  if (open) return open.id
  const on = (days: number) => civilDateOf(new Date(player.now.getTime() + days * day))
  const { id } = await calls.publish({
    ...{ key: randomUUID(), title: `${on(0).slice(0, 4)} 年入驻孵化征集（演示）`, places: 6 },
    words:
      '面向筹备期、初创期和成长期的社会组织，提供工位、会议室、能力建设和项目辅导。本征集为演示，机构和人员均为虚构。',
    ...{ opensOn: on(0), closesOn: on(45) < lastDay ? on(45) : lastDay },
  })
  return id
}

async function write(player: DemoPlayer, id: string, rules: IncubationRules): Promise<void> {
  for (const { id: recordId, isRequired } of rules.application.papers)
    if (isRequired) await player.paper(id, 'application', recordId)
  const { cases } = await player.as('caseWorker')
  const { version } = await cases.get({ id })
  await cases.save({
    ...{ key: randomUUID(), id, version },
    answers: Object.fromEntries(rules.application.answers.map(one => [one.id, `${one.name.zh}：见所附计划书（演示）`])),
    claims: rules.eligibility
      .filter(({ check }) => check.by === 'answer')
      .map(one => ({ id: one.id, claims: true, words: '章程和年度工作报告可以证明' })),
  })
}

const isResidentWith = ({ state, tasks }: CaseView, left: number) =>
  state === 'resident' && left > 0 && tasks.every(task => task.state !== 'open')

async function serve(
  player: DemoPlayer,
  { view, rules, left }: { view: CaseView; rules: IncubationRules; left: number },
): Promise<number> {
  await player.rest(20)
  const { cases } = await player.as('caseWorker')
  const service = rules.services[left % rules.services.length]
  await cases.recordService({
    ...{ key: randomUUID(), id: view.id, version: (await cases.get({ id: view.id })).version },
    ...{ serviceId: service?.id ?? '', on: civilDateOf(player.now), minutes: 90, words: '按计划开展（演示）' },
  })
  return 1
}

/** The morning on which something planned begins, or the end. */
function nextDayOf({ tasks }: CaseView, end: Date): Date {
  const [next] = tasks
    .flatMap(({ state, opensOn }) => (state === 'planned' && opensOn !== null ? [opensOn] : []))
    .sort()
  const at = next === undefined ? end : new Date(`${next}T10:00:00+08:00`)
  return at < end ? at : end
}
