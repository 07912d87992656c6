import type { CaseView } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { addMonths } from '@fuqiao/domain/incubation'
import { runCases } from '../src/jobs/run-cases.ts'
import { type CaseStage, completeOpen, openTask } from './case-stage.ts'
import { signByPassword } from './signing-stage.ts'
import { newPool, panelOn, type StageExpert } from './panel-stage.ts'

/** Seconds past an instant: when something is over. */
const after = (at: string) => new Date(new Date(at).getTime() + 1000)

/** Calls a panel, draws it, and has everyone score. */
export async function playPanel(stage: CaseStage, caseId: string, mark = 80): Promise<void> {
  const pool = await newPool(stage)
  const experts: StageExpert[] = []
  const { experts: count } = stage.rules.panel ?? { experts: 0 }
  for (let n = 0; n <= count; n++) experts.push(await pool.add(`专家${n}`))
  const play = panelOn(stage, caseId, experts)
  await play.call()
  await play.draw()
  await play.scoreAll(Array.from({ length: count }, () => mark))
}

/** Both sides sign, each by its own account, with its password. */
export async function signBoth({ world, director, account }: CaseStage, id: string): Promise<void> {
  const { agreement, version } = await director.api.cases.get({ id })
  const digest = agreement?.digest ?? ''
  const first = await signByPassword(world, director, { id, digest, version })
  await signByPassword(world, account, { id, digest, version: first.version })
}

/** Does what is open first, whatever it is, as the network's rules want it done; moves the clock past a public notice. */
export async function playOpen(stage: CaseStage, id: string): Promise<CaseView> {
  const seen = await stage.officer.api.cases.get({ id })
  const { kind } = openTask(seen)
  if (kind === 'agreement') {
    await signBoth(stage, id)
    return stage.officer.api.cases.get({ id })
  }
  if (kind === 'panel') await playPanel(stage, id)
  if (kind === 'admission') waitOutEntry(stage, seen)
  if (kind === 'publicNotice') stage.world.setNow(after(seen.notice?.endsAt ?? ''))
  return completeOpen(stage, id)
}

/** Moves the clock to the first day on which it may move in. */
function waitOutEntry({ world, rules }: CaseStage, { submittedAt }: CaseView): void {
  if (!rules.entryTerm || submittedAt === null) return
  const from = addMonths(civilDateOf(new Date(submittedAt)), rules.entryTerm.atLeastMonths)
  const day = new Date(`${from}T09:00:00+08:00`)
  if (day > world.deps.now()) world.setNow(day)
}

/** Plays a submitted case until it is a resident's. Answers the steps it went through, as the network calls them. */
export async function playEntry(stage: CaseStage, id: string): Promise<{ view: CaseView; steps: string[] }> {
  const steps: string[] = []
  let view = await stage.officer.api.cases.get({ id })
  while (view.state === 'entry') {
    steps.push(openTask(view).name.zh)
    view = await playOpen(stage, id)
  }
  return { view, steps }
}

/** Moves the clock to the next day on which something is planned, and runs it. False where nothing is. */
export async function moveOn(stage: CaseStage, id: string): Promise<boolean> {
  const { tasks } = await stage.officer.api.cases.get({ id })
  const [next] = tasks
    .flatMap(({ state, opensOn }) => (state === 'planned' && opensOn !== null ? [opensOn] : []))
    .sort()
  if (next === undefined) return false
  stage.world.setNow(new Date(`${next}T09:00:00+08:00`))
  await runCases(stage.world.deps, stage.world.deps.now())
  return true
}

/** Plays a resident's case to its end: assessments, exit, follow-up, each on its day. Answers what was done, as the network calls it. */
export async function playToEnd(stage: CaseStage, id: string): Promise<{ view: CaseView; done: string[] }> {
  const done: string[] = []
  let view = await stage.officer.api.cases.get({ id })
  for (let turn = 0; view.state !== 'ended' && turn < 60; turn++) {
    const open = view.tasks.find(({ state }) => state === 'open')
    if (open) {
      done.push(open.name.zh)
      view = await playOpen(stage, id)
    } else if (await moveOn(stage, id)) view = await stage.officer.api.cases.get({ id })
    else break
  }
  return { view, done }
}
