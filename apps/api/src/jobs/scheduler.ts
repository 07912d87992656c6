import type { Deps } from '../deps.ts'
import { acceptByAgreement } from './accept-by-agreement.ts'
import { dispatchOutbox } from './dispatch-outbox.ts'
import { foldFacts } from './fold-facts.ts'
import { forgetPassed } from './forget-passed.ts'
import { moveDeadlines, tryCalendars } from './move-deadlines.ts'
import { runAgreements } from './run-agreements.ts'
import { runAssignments } from './run-assignments.ts'
import { runCases } from './run-cases.ts'
import { runEnquiries } from './run-enquiries.ts'
import { bringRulesIntoForce, runPasses } from './run-rules.ts'
import { openReportRounds, runReports } from './run-reports.ts'
import { runOperators } from './run-operators.ts'
import { runReferralRequests } from './run-referral-requests.ts'
import { runClocks } from './run-clocks.ts'
import { sendDeliveries } from './send-deliveries.ts'

/** Jobs under way; `stop` waits for the one that runs. */
export type Jobs = { stop(): Promise<void> }

type Job = { name: string; everyMs: number; run(): Promise<unknown> }

/** Starts the timed work of a server: effects of events, what deadlines demand, and forgetting what has served. A job never overlaps itself; a failure is logged and it comes round again. */
export function startJobs(deps: Deps): Jobs {
  const jobs: Job[] = [
    { name: 'dispatch outbox', everyMs: 1_000, run: () => dispatchOutbox(deps, deps.now()) },
    { name: 'fold facts', everyMs: 1_000, run: () => foldFacts(deps) },
    { name: 'run clocks', everyMs: 30_000, run: () => runClocks(deps, deps.now()) },
    { name: 'accept by agreement', everyMs: 1_000, run: () => acceptByAgreement(deps, deps.now()) },
    { name: 'run agreements', everyMs: 30_000, run: () => runAgreements(deps, deps.now()) },
    { name: 'run assignments', everyMs: 30_000, run: () => runAssignments(deps, deps.now()) },
    { name: 'ask for reports', everyMs: 60_000, run: () => openReportRounds(deps, deps.now()) },
    { name: 'run reports', everyMs: 30_000, run: () => runReports(deps, deps.now()) },
    { name: 'run operators', everyMs: 30_000, run: () => runOperators(deps, deps.now()) },
    { name: 'run enquiries', everyMs: 5_000, run: () => runEnquiries(deps, deps.now()) },
    { name: 'run cases', everyMs: 30_000, run: () => runCases(deps, deps.now()) },
    { name: 'run referral requests', everyMs: 2_000, run: () => runReferralRequests(deps, deps.now()) },
    { name: 'send deliveries', everyMs: 2_000, run: () => sendDeliveries(deps) },
    { name: 'try calendars', everyMs: 2_000, run: () => tryCalendars(deps, deps.now()) },
    { name: 'bring rules into force', everyMs: 2_000, run: () => bringRulesIntoForce(deps, deps.now()) },
    { name: 'try and move cases', everyMs: 2_000, run: () => runPasses(deps, deps.now()) },
    { name: 'move deadlines', everyMs: 5_000, run: () => moveDeadlines(deps, deps.now()) },
    { name: 'forget what has served', everyMs: 600_000, run: () => forgetPassed(deps, deps.now()) },
  ]
  const stops = jobs.map(job => repeat(job, deps))
  return {
    async stop() {
      await Promise.all(stops.map(stop => stop()))
    },
  }
}

function repeat({ name, everyMs, run }: Job, { log }: Pick<Deps, 'log'>): () => Promise<void> {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const turn = () => {
    running = run().then(
      () => undefined,
      (error: unknown) => log.error({ err: error, job: name }, 'a job failed'),
    )
    void running.then(() => {
      if (!isStopped) timer = setTimeout(turn, everyMs).unref()
    })
  }
  timer = setTimeout(turn, 0).unref()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await running
  }
}
