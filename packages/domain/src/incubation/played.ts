import { civilDateOf } from '../calendar/civil-date.ts'
import { decideCase } from './machine.ts'
import { openingOf } from './clock.ts'
import type { CaseCommand, CaseDecision, CaseFacts, CaseSetting, TaskFacts, TaskPlan, Verdict } from './facts.ts'

type Body = CaseCommand extends infer C ? (C extends unknown ? Omit<C, 'expectedVersion'> : never) : never
/** A task that a test keeps, with its day. */
type Kept = TaskFacts & { opensOn: string | null; doneBy: string | null; result: string | null }

/** A case that a test plays through some rules, as the database would keep it. */
export class PlayedCase {
  facts: CaseFacts
  tasks: Kept[] = []
  outcome: string | null = null
  /** The hand that acts; each link of a chain is another's. */
  hand = 1
  readonly rules: CaseSetting['rules']
  now: Date

  constructor(rules: CaseSetting['rules'], now: Date, verdicts: readonly Verdict[] = []) {
    this.rules = rules
    this.now = now
    this.facts = {
      ...{
        state: 'draft',
        version: 1,
        tier: 'street',
        tasks: [],
        verdicts,
        warnings: 0,
        submittedOn: null,
        admittedOn: null,
        endsOn: null,
      },
      ...{ extendedMonths: 0, approvedBy: [], signed: { byTenant: false, byOrganisation: false } },
      ...{ panel: { marks: 3, expected: 3, mean: 90 }, notice: { isOver: true, unanswered: 0 }, placesFree: 1 },
      ...{ pendingResult: null, isArchived: false },
    }
  }

  /** Does something to it, and keeps what becomes of it. */
  do(command: Body, more: Partial<CaseFacts> = {}): CaseDecision {
    const given = { ...this.asFacts(), ...more }
    const decision = decideCase(
      given,
      { ...command, expectedVersion: this.facts.version },
      {
        rules: this.rules,
        today: civilDateOf(this.now),
        personId: `p${this.hand}`,
      },
    )
    if (decision.ok) this.keep(decision)
    return decision
  }

  /** Moves the clock, and opens what was planned. */
  moveTo(now: Date): void {
    this.now = now
    for (const task of this.tasks)
      if (task.state === 'planned' && task.opensOn !== null && openingOf(task.opensOn) <= now)
        Object.assign(task, { state: 'open' })
  }

  open(): Kept[] {
    return this.tasks.filter(({ state }) => state === 'open')
  }

  private asFacts(): CaseFacts {
    const link = this.open().find(({ kind }) => kind === 'approval')
    const same = (task: Kept) => task.subject === link?.subject && task.ofTaskId === link.ofTaskId
    return {
      ...this.facts,
      tasks: this.tasks.filter(({ state }) => state === 'open' || state === 'planned'),
      approvedBy: link
        ? this.tasks.filter(task => task.result === 'pass' && same(task)).flatMap(({ doneBy }) => doneBy ?? [])
        : [],
      pendingResult:
        (this.tasks.find(({ id }) => id === link?.ofTaskId)?.result as 'pass' | 'fail' | null | undefined) ?? null,
    }
  }

  private keep(decision: Extract<CaseDecision, { ok: true }>): void {
    const { change, closes, cancels, opens } = decision
    for (const task of this.tasks) {
      if (task.id === closes?.taskId)
        Object.assign(task, { state: 'done', result: closes.result, doneBy: `p${this.hand}` })
      if (cancels.includes(task.id)) Object.assign(task, { state: 'cancelled' })
    }
    for (const plan of opens) this.tasks.push(this.planned(plan))
    const { outcome, endReason: _reason, place: _place, followUntil: _until, ...kept } = change
    this.outcome = outcome ?? this.outcome
    this.facts = { ...this.facts, ...kept, version: this.facts.version + 1 }
  }

  private planned({ due: _due, opensOn, ...plan }: TaskPlan): Kept {
    const isToCome = opensOn !== null && openingOf(opensOn) > this.now
    return {
      ...plan,
      opensOn,
      id: `t${this.tasks.length + 1}`,
      state: isToCome ? 'planned' : 'open',
      doneBy: null,
      result: null,
    }
  }
}
