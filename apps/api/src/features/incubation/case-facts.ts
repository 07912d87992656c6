import { type Actor, relationOf, type Relation, type TenantActor } from '@fuqiao/access'
import type { ErrorCode } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { civilDateOf } from '@fuqiao/domain/calendar'
import type { CaseFacts, CaseRefusal, TaskFacts } from '@fuqiao/domain/incubation'
import { AppError } from '../../rpc/app-error.ts'
import { type CaseRow, readPlacesFree, type TaskRow, type WholeCase } from './case-store.ts'
import { countUnanswered, readAgreement, readNotice } from './record-store.ts'

/** The acting incubator, as those above ask it for services. */
export const placeOf = ({ networkId, tenantId, scopeLow: scopeKey, tier, tenantKind: kind }: TenantActor) => ({
  ...{ networkId, tenantId, scopeKey, tier, kind },
})

/** How the actor stands to a case. */
export function standingToCase(actor: Actor, row: CaseRow, now: Date): Relation {
  return relationOf(actor, 'IncubationCase', row, now)
}

/** A task as the rules know it. */
export function taskFacts({ id, kind, stepId, ordinal, holder, state, subject, ofTaskId }: TaskRow): TaskFacts {
  return { id, kind, stepId, ordinal, holder, state, subject, ofTaskId }
}

const isToCome = ({ state }: TaskRow) => state === 'open' || state === 'planned'

/** Who has had a word in the chain that runs: since it began, for entry or for the same assessment or exit. */
function handsInChain(tasks: readonly TaskRow[]): string[] {
  const link = tasks.find(({ kind, state }) => kind === 'approval' && state === 'open')
  if (!link) return []
  return tasks
    .filter(
      ({ kind, state, result, subject, ofTaskId }) =>
        kind === 'approval' &&
        state === 'done' &&
        result === 'pass' &&
        subject === link.subject &&
        ofTaskId === link.ofTaskId,
    )
    .flatMap(({ doneByPersonId }) => doneByPersonId ?? [])
}

/** What waits for the chain: how the assessment or the exit came out that the open link is about. */
function pendingResult(tasks: readonly TaskRow[]) {
  const link = tasks.find(({ kind, state, ofTaskId }) => kind === 'approval' && state === 'open' && ofTaskId !== null)
  return (link && tasks.find(({ id }) => id === link.ofTaskId)?.result) ?? null
}

/** All that the rules need to know of a case, as it stands: what only some steps ask about is read only where they are open. */
export async function factsOfCase(
  tx: Tx,
  { row, tasks }: WholeCase,
  { tier, now, panel }: { tier: CaseFacts['tier']; now: Date; panel: () => Promise<CaseFacts['panel']> },
): Promise<CaseFacts> {
  const key = { networkId: row.networkId, id: row.id }
  const isOpen = (wanted: TaskRow['kind']) => tasks.some(({ kind, state }) => kind === wanted && state === 'open')
  const [agreement, notice, unanswered, counted, placesFree] = await Promise.all([
    isOpen('agreement') || isOpen('admission') ? readAgreement(tx, key) : undefined,
    isOpen('publicNotice') ? readNotice(tx, key) : undefined,
    isOpen('publicNotice') ? countUnanswered(tx, key) : 0,
    isOpen('panel') ? panel() : null,
    isOpen('admission') ? readPlacesFree(tx, row) : null,
  ])
  return {
    state: row.state,
    version: row.version,
    tier,
    tasks: tasks.filter(isToCome).map(taskFacts),
    verdicts: row.verdicts,
    warnings: row.warnings,
    submittedOn: row.submittedAt && civilDateOf(row.submittedAt),
    admittedOn: row.admittedOn,
    endsOn: row.endsOn,
    extendedMonths: row.extendedMonths,
    approvedBy: handsInChain(tasks),
    signed: {
      byTenant: agreement?.tenantSignature != null,
      byOrganisation: agreement?.organisationSignature != null,
    },
    panel: counted,
    notice: notice ? { isOver: notice.endsAt <= now, unanswered } : null,
    placesFree,
    pendingResult: pendingResult(tasks),
    isArchived: row.archiveDigest !== null,
  }
}

/** The machine's refusal as an error of the product. */
export function caseErrorOf({ code, params }: CaseRefusal): AppError {
  if (code === 'CASE_VERSION_CONFLICT') return new AppError('VERSION_CONFLICT', { ...params, of: 'IncubationCase' })
  return new AppError(code satisfies ErrorCode, params)
}

/** The day it is. */
export const today = (now: Date): string => civilDateOf(now)

/** Its applicant writes: a draft, or what was sent back to be completed (补正). */
export const isWritable = ({ row, tasks }: WholeCase): boolean =>
  row.state === 'draft' || tasks.some(({ kind, state }) => kind === 'completion' && state === 'open')
