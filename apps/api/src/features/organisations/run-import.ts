import type { TenantActor } from '@fuqiao/access'
import type { ImportError, ImportRow } from '@fuqiao/contract'
import type { Deps } from '../../deps.ts'
import { type StepCaller, tenantStep } from '../../rpc/acting-step.ts'
import type { ActingContext } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { judgeRows, mayImport, rowRules } from './check-import.ts'
import { judgeRow } from './import-row-rule.ts'
import { changeImport, lockImport, readImportRows, type RowOutcome, settleRows } from './import-store.ts'
import { newOrganisation } from './new-organisation.ts'
import { insertOrganisations, type NewOrganisation, takeRegistrationTurn } from './organisation-store.ts'

/** Rows of one transaction. */
export const rowsOfChunk = 200

/** A row that repeats another and that the officer wants all the same. */
export const keptDuplicate: ImportError = { field: 'name', code: 'DUPLICATE_KEPT' }
const isKept = ({ errors }: Pick<ImportRow, 'errors'>) => errors.some(({ code }) => code === keptDuplicate.code)

/** What is left after a chunk. */
export type Progress = { isOver: boolean }

async function importChunk(
  ctx: ActingContext<TenantActor>,
  deps: Pick<Deps, 'profiles'>,
  jobId: string,
): Promise<Progress> {
  const { tx, actor, now } = ctx
  await takeRegistrationTurn(tx, actor)
  const job = await lockImport(tx, actor, jobId)
  if (job.state !== 'running') return { isOver: true }
  const rows = await readImportRows(tx, actor, { jobId, state: 'ready', most: rowsOfChunk })
  if (rows.length === 0) {
    await changeImport(tx, actor, jobId, { state: 'done', at: now })
    await writeAudit(tx, actor, {
      action: 'import.done',
      subjectKind: 'ImportJob',
      subjectId: jobId,
      at: now,
      details: { imported: job.imported, bad: job.bad, duplicates: job.duplicates },
    })
    return { isOver: true }
  }
  const rules = await rowRules(ctx, deps)
  // Judged again: since the dry run another import or a registration may have made the same organisation.
  const judged = new Map((await judgeRows(ctx, rules, rows)).map(row => [row.rowNumber, row]))
  const [organisations, outcomes]: [NewOrganisation[], RowOutcome[]] = [[], []]
  for (const row of rows) {
    const { rowNumber } = row
    const checked = judged.get(rowNumber)
    const verdict = judgeRow(row.values, rules)
    if (!checked || !verdict.ok || checked.state === 'bad' || (checked.state === 'duplicate' && !isKept(row))) {
      outcomes.push({
        rowNumber,
        state: checked?.state === 'duplicate' ? 'duplicate' : 'bad',
        organisationId: null,
        errors: checked?.errors ?? [],
      })
      continue
    }
    const organisation = await newOrganisation(tx, actor, verdict.entry, now)
    organisations.push(organisation)
    outcomes.push({ rowNumber, state: 'imported', organisationId: organisation.id, errors: [] })
  }
  await insertOrganisations(tx, organisations)
  await settleRows(tx, actor, jobId, outcomes)
  const countOf = (state: RowOutcome['state']) => outcomes.filter(outcome => outcome.state === state).length
  await changeImport(tx, actor, jobId, {
    imported: organisations.length,
    bad: countOf('bad'),
    duplicates: countOf('duplicate'),
    at: now,
  })
  return { isOver: false }
}

/** Imports the next rows of a running job in one transaction of its own; a crash leaves the rows before it or after it. */
export function runChunk(caller: StepCaller & { deps: Pick<Deps, 'profiles'> }, jobId: string): Promise<Progress> {
  return tenantStep(caller, false, context => {
    mayImport(context)
    return importChunk(context, caller.deps, jobId)
  })
}

const running = new Map<string, Promise<void>>()

/**
 * Runs a confirmed import to its end beside the request that confirmed it, as the person who did. When the session or the server ends
 * meanwhile, the job stays `running` and is taken up again by `resumeImport`. A job runs once in a process, and chunk by chunk under a lock.
 */
export function startImport(caller: StepCaller & { deps: Deps }, jobId: string): Promise<void> {
  const known = running.get(jobId)
  if (known) return known
  const run = (async () => {
    while (!(await runChunk(caller, jobId)).isOver);
  })()
    .catch((error: unknown) => caller.deps.log.warn({ err: error, jobId }, 'import stopped; it can be taken up again'))
    .finally(() => running.delete(jobId))
  running.set(jobId, run)
  return run
}

/** Whether the job is being worked on in this process. */
export function isRunningHere(jobId: string): boolean {
  return running.has(jobId)
}
