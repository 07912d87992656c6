import type { CaseView } from '@fuqiao/contract'
import { asSystem, type Tx } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { addMonths } from '@fuqiao/domain/incubation'
import type { IncubationRules, Role } from '@fuqiao/domain/profile'
import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import type { Deps } from '../deps.ts'
import { dispatchOutbox } from '../jobs/dispatch-outbox.ts'
import { runCases } from '../jobs/run-cases.ts'
import { type ApiCaller, createCaller } from '../rpc/app-router.ts'
import { type DemoHand, expertNamed, forgetPlayed, handAt, openPlayed } from './demo-case-store.ts'

/** A demo incubator whose cases are played: who acts for it, and its superior. */
export type DemoStage = { networkId: number; tenantId: string; superiorId: string; password: string; paper: Uint8Array }
type Task = CaseView['tasks'][number]

const hour = 3_600_000
const day = 24 * hour

/**
 * Plays cases by the ordinary procedures, at instants that lie behind: each deed under a session of whoever does it, with the clock as it stood. Nothing happens
 * after `end`.
 */
export class DemoPlayer {
  now: Date
  private readonly deps: Deps
  private readonly sessions: string[] = []
  private readonly callers = new Map<string, ApiCaller>()
  readonly stage: DemoStage

  constructor(given: Deps, stage: DemoStage, start: Date) {
    this.now = start
    this.stage = stage
    this.deps = { ...given, now: () => this.now }
  }

  /** The API as somebody with a role at the incubator, or above it, has it now. */
  async as(role: Role, at: 'own' | 'superior' = 'own'): Promise<ApiCaller> {
    const { networkId, tenantId, superiorId } = this.stage
    const where = { networkId, tenantId: at === 'own' ? tenantId : superiorId, role }
    return this.remember(`${at} ${role}`, tx => handAt(tx, where))
  }

  /** The API as an expert of the pool has it. */
  async expert(name: string): Promise<ApiCaller> {
    return this.remember(name, tx => expertNamed(tx, this.stage.networkId, name))
  }

  private async remember(key: string, find: (tx: Tx) => Promise<DemoHand>): Promise<ApiCaller> {
    const known = this.callers.get(key)
    if (known) return known
    const id = v7()
    await asSystem(this.deps.db, async tx => {
      const { personId, membershipId } = await find(tx)
      // Longer than any story: nobody holds a token of it, and it is gone when the play is over.
      const until = new Date(this.now.getTime() + 2000 * day)
      await openPlayed(tx, { id, personId, membershipId, createdAt: this.now, idleUntil: until, expiresAt: until })
    })
    this.sessions.push(id)
    const caller = createCaller({
      ...{ deps: this.deps, sessionId: id, requestId: randomUUID(), address: '127.0.0.1', userAgent: 'demo' },
      setSession: () => undefined,
    })
    this.callers.set(key, caller)
    return caller
  }

  /** Moves on to an instant, and does what comes to pass by itself until then. */
  async moveTo(at: Date): Promise<void> {
    if (at > this.now) this.now = at
    await runCases(this.deps, this.now)
    await dispatchOutbox(this.deps, this.now)
  }

  /** The same hour so many days on, or of the Monday after it. */
  async rest(days: number): Promise<void> {
    const at = new Date(this.now.getTime() + days * day)
    const weekday = at.getUTCDay()
    await this.moveTo(new Date(at.getTime() + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * day))
  }

  /** What comes to pass by itself until an instant, each thing about when it does. */
  async letPass(until: Date): Promise<void> {
    while (this.now < until) await this.moveTo(new Date(Math.min(until.getTime(), this.now.getTime() + 5 * day)))
  }

  /** Ends the sessions that were played under. */
  async close(): Promise<void> {
    await asSystem(this.deps.db, tx => forgetPlayed(tx, this.sessions))
  }

  /** The case as its officer reads it. */
  async view(id: string): Promise<CaseView> {
    return (await this.as('caseWorker')).cases.get({ id })
  }

  /** Does what is open first, as whoever holds it. */
  async playOpen(id: string, rules: IncubationRules, mark = 82): Promise<void> {
    const view = await this.view(id)
    const task = view.tasks.find(({ state }) => state === 'open')
    if (!task) throw new Error('nothing is open')
    if (task.kind === 'agreement') return this.sign(view)
    if (task.kind === 'panel') await this.playPanel(id, rules.panel?.experts ?? 0)
    if (task.kind === 'publicNotice') await this.moveTo(new Date(new Date(view.notice?.endsAt ?? '').getTime() + hour))
    if (task.kind === 'admission' && rules.entryTerm && view.submittedAt !== null) {
      const from = addMonths(civilDateOf(new Date(view.submittedAt)), rules.entryTerm.atLeastMonths)
      await this.moveTo(new Date(`${from}T10:00:00+08:00`))
    }
    return this.complete(id, task, { rules, mark })
  }

  private async complete(id: string, task: Task, { rules, mark }: { rules: IncubationRules; mark: number }) {
    const api = await (task.holder === 'supervisingUnit'
      ? this.as('supervisingUnit', 'superior')
      : this.as('caseWorker'))
    const records: Record<string, string> = {}
    for (const record of rules.steps.find(({ id: of }) => of === task.stepId)?.records ?? [])
      if (record.kind === 'words') records[record.id] = '经核实，情况与申请一致'
      else if (record.kind === 'date') records[record.id] = civilDateOf(this.now)
      else if (record.isRequired) records[record.id] = await this.paper(id, 'record', record.id)
    const seen = await api.cases.get({ id })
    const undecided = seen.verdicts.filter(({ verdict }) => verdict === 'claimed').map(one => one.id)
    const decided =
      task.kind === 'exit' ? rules.exit.criteria.map(one => one.id) : task.kind === 'approval' ? [] : undecided
    await api.cases.complete({
      ...{ key: randomUUID(), id, version: seen.version, taskId: task.id, result: 'pass', place: '二层 201 室' },
      ...{ reason: '符合要求', records: task.kind === 'approval' ? {} : records },
      verdicts: decided.map(of => ({ id: of, verdict: 'met', reason: '经核实' })),
      marks: task.kind === 'assessment' ? Object.fromEntries(rules.assessment.criteria.map(one => [one.id, mark])) : {},
    })
  }

  /** Hands in an invented paper. */
  async paper(caseId: string, purpose: 'application' | 'record' | 'agreement', recordId: string): Promise<string> {
    const { cases } = await this.as(purpose === 'agreement' ? 'director' : 'caseWorker')
    const fileName = '演示材料.pdf'
    return (await cases.addPaper({ caseId, purpose, recordId, fileName, content: this.stage.paper })).id
  }

  /** Calls a panel, draws it, and has the first so many of its experts score. */
  async playPanel(caseId: string, scoring: number): Promise<void> {
    const { panels, cases } = await this.as('caseWorker')
    const { version } = await cases.get({ id: caseId })
    await panels.callExperts({ key: randomUUID(), caseId, version, declared: [] })
    const called = (await panels.ofCase({ caseId })).panel
    if (!called) throw new Error('no panel was called')
    await panels.draw({ key: randomUUID(), id: called.id, version: called.version })
    const { panel } = await panels.ofCase({ caseId })
    for (const [index, seat] of (panel?.seats ?? []).slice(0, scoring).entries()) {
      const own = (await this.expert(seat.expertName)).panels
      const accepted = await own.accept({ key: randomUUID(), id: seat.id, version: seat.version })
      const marks = (panel?.criteria ?? []).map(({ id }, at) => ({ id, mark: 78 + ((index * 5 + at * 3) % 15) }))
      await own.score({ key: randomUUID(), id: seat.id, version: accepted.version, marks, words: '需求清楚，方案可行' })
    }
  }

  /** The organisation has no account: its signed copy is handed in; the director signs after it. */
  private async sign({ id, agreement, version }: CaseView): Promise<void> {
    const of = { id, digest: agreement?.digest ?? '' }
    const paperId = await this.paper(id, 'agreement', 'signedCopy')
    const director = await this.as('director')
    const first = await director.cases.sign({ ...of, key: randomUUID(), version, signatory: '何小满（演示）', paperId })
    const proof = { by: 'password', password: this.stage.password } as const
    await director.cases.sign({ ...of, key: randomUUID(), version: first.version, signatory: '林青禾（演示）', proof })
  }
}
