import type {
  CaseChange,
  CaseDecision,
  CaseFacts,
  CaseOutcome,
  CaseRefusal,
  CaseResult,
  TaskFacts,
  Verdict,
} from './facts.ts'

/** Refuses. */
export const no = (code: CaseRefusal['code'], params: CaseRefusal['params'] = {}): CaseDecision => ({
  ok: false,
  refusal: { code, params },
})

/** Decides. */
export const yes = (what: Partial<Omit<Extract<CaseDecision, { ok: true }>, 'ok'>>): CaseDecision => ({
  ok: true,
  change: {},
  closes: null,
  opens: [],
  cancels: [],
  ...what,
})

/** The case is over: whatever was to be done is not any more. */
export function ended(
  facts: CaseFacts,
  {
    outcome,
    reason,
    task,
    result,
    verdicts,
  }: { outcome: CaseOutcome; reason: string; task?: TaskFacts; result?: CaseResult; verdicts?: readonly Verdict[] },
): CaseDecision {
  const change: CaseChange = { state: 'ended', outcome, endReason: reason, ...(verdicts ? { verdicts } : {}) }
  return yes({
    change,
    closes: task && result ? { taskId: task.id, result } : null,
    cancels: facts.tasks.filter(({ id }) => id !== task?.id).map(({ id }) => id),
  })
}
