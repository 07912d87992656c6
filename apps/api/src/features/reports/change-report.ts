import type { TenantActor } from '@fuqiao/access'
import { reportChanged, sayOnReportInput, sendReportInput } from '@fuqiao/contract'
import { daysOfBucket } from '@fuqiao/domain/indicators'
import {
  decideReport,
  nextReportLook,
  REPORT_TRANSITIONS,
  type ReportAction,
  type ReportRefusal,
  type ReportState,
} from '@fuqiao/domain/report'
import type { Deps } from '../../deps.ts'
import { answerOnce } from '../../rpc/answer-once.ts'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { clockOf, kindOf, missingOf, sideOf, standingToReport, titleOf, viewerOf } from './report-facts.ts'
import {
  countOpenBelow,
  insertReportEvent,
  insertReportOutbox,
  type JoinedReport,
  lockReport,
  readReport,
  type ReportColumns,
  type ReportRow,
  writeReport,
} from './report-store.ts'
import {
  type DraftRow,
  insertSubmission,
  readDraft,
  readResidents,
  readSamples,
  readSubmission,
} from './written-store.ts'

/** A person of a tenant before a report. */
export type ReportContext = ActingIn & { actor: TenantActor; deps: Pick<Deps, 'profiles'> }
type Input = { key: string; id: string; version: number; words?: string; draftVersion?: number }

/** The report, locked for a change. @throws NOT_FOUND behind the wall, NOT_ALLOWED for whoever reads it and is neither hand of it */
export async function reportToChange({ tx, actor }: ReportContext, id: string): Promise<JoinedReport> {
  const key = { networkId: actor.networkId, id }
  const found = await lockReport(tx, key)
  if (found) return found
  if (!(await readReport(tx, key))) throw notFound()
  throw new AppError('NOT_ALLOWED')
}

/** A deed as it is written down beside the row: its line, its audit entry and its event. */
export async function recordDeed(
  { tx, actor, deps, now }: ReportContext,
  found: JoinedReport,
  {
    action,
    toState,
    note,
    details = {},
  }: { action: string; toState: ReportState; note: string; details?: Record<string, string | number> },
): Promise<number> {
  const { row, parentId } = found
  const { networkId, id } = row
  const version = row.version + 1
  await insertReportEvent(tx, {
    ...{ networkId, reportId: id, seq: version, at: now, action, toState, note },
    ...{ actorTenantId: actor.tenantId, actorSide: sideOf(found, actor.tenantId), actorName: actor.personName },
  })
  await writeAudit(tx, actor, {
    ...{ action: `report.${action}`, subjectKind: 'Report', subjectId: id, at: now },
    details: { kind: row.kind, bucket: row.bucket, from: row.state, to: toState, version, ...details },
  })
  const number = titleOf(kindOf(profileOf(deps, actor), row.kind), row)
  await insertReportOutbox(
    tx,
    row,
    {
      ...{ action, seq: version, number, toState, fromTenantId: row.tenantId, toTenantId: parentId },
      actorTenantId: actor.tenantId,
    },
    now,
  )
  return version
}

/**
 * One deed in one transaction: the row is locked, permission and rules are asked about it as it stands, and row, history, audit entry and event are
 * written together. The same key gives the same answer and no second effect; of two that race one wins.
 * @throws AppError NOT_FOUND behind the wall, NOT_ALLOWED, VERSION_CONFLICT, or the machine's refusal by name
 */
function changeReport(context: ReportContext, action: ReportAction, input: Input) {
  const { tx, actor, now } = context
  const request = { personId: actor.personId, key: input.key, procedure: `reports.${action}`, input, now }
  return answerOnce(tx, request, () => run(context, action, input))
}

async function run(context: ReportContext, action: ReportAction, input: Input) {
  const { tx, actor, ability, now } = context
  const found = await reportToChange(context, input.id)
  const { row, parentId } = found
  authorise(ability, action, 'Report', { relation: standingToReport(actor, found, now) })
  const { isSending } = REPORT_TRANSITIONS[action]
  const words = input.words ?? ''
  const draft = isSending ? await readDraft(tx, row) : undefined
  const lacks = await lacksOf(context, found, { isSending, draft })
  const decision = decideReport(
    { state: row.state, version: row.version, isRoot: parentId === null, ...lacks },
    { action, expectedVersion: input.version, words },
    viewerOf(found, actor),
  )
  if (!decision.ok) throw reportErrorOf(decision.refusal)
  // What goes up is what the person read, and nothing that a colleague wrote meanwhile.
  if (isSending && draft?.version !== input.draftVersion)
    throw new AppError('VERSION_CONFLICT', { state: row.state, version: row.version, of: 'report' })
  const { next } = decision
  const version = await recordDeed(context, found, { action, toState: next, note: words })
  if (draft) await handIn(context, row, { draft, seq: version })
  await writeReport(tx, row, {
    ...{ ...stampsOf(action, words, now), state: next, version, updatedAt: now },
    nextLookAt: nextReportLook({ ...clockOf(row), state: next }),
  })
  return { id: row.id, version, state: next }
}

/** What the rules ask beside the row: read only where the deed depends on it. */
async function lacksOf(
  { tx, actor, deps }: ReportContext,
  found: JoinedReport,
  { isSending, draft }: { isSending: boolean; draft: DraftRow | undefined },
) {
  const { row } = found
  const { networkId, tenantId, bucket, state } = row
  const nothing = { isCompiled: false, missing: [], openBelow: 0, openChecks: 0 }
  if (!isSending) {
    const submission = state === 'submitted' ? await readSubmission(tx, row) : undefined
    const samples = submission ? await readSamples(tx, row, submission.seq) : []
    return { ...nothing, openChecks: samples.filter(({ finding }) => finding === null).length }
  }
  const kind = kindOf(profileOf(deps, actor), row.kind)
  const residents = kind.appraisal ? await readResidents(tx, { networkId, tenantId, ...daysOfBucket(bucket) }) : []
  return {
    ...nothing,
    isCompiled: draft?.figures != null,
    missing: missingOf(kind, draft, residents),
    openBelow: await countOpenBelow(tx, found),
  }
}

/** Keeps what was written as it was handed in. */
async function handIn(
  { tx, actor, now }: ReportContext,
  { networkId, id: reportId }: ReportRow,
  { draft, seq }: { draft: DraftRow; seq: number },
): Promise<void> {
  const { figures, knownOn, compiledAt, narrative, appraisals } = draft
  if (!figures || knownOn === null || compiledAt === null) throw new AppError('REPORT_NOT_COMPILED')
  await insertSubmission(tx, {
    ...{ networkId, reportId, seq, figures, knownOn, compiledAt, narrative, appraisals },
    ...{ personName: actor.personName, at: now },
  })
}

/** What is kept of a deed beside the state. */
function stampsOf(action: ReportAction, words: string, now: Date): ReportColumns {
  switch (action) {
    case 'submit':
      return { submittedAt: now }
    case 'close':
      return { submittedAt: now, settledAt: now }
    case 'sendBack':
      return { remarks: words }
    default:
      return { remarks: words, settledAt: now }
  }
}

/** The error as which a refusal of the machine leaves the server. */
function reportErrorOf({ code, params }: ReportRefusal): AppError {
  switch (code) {
    case 'REPORT_NOT_YOURS':
      return new AppError('NOT_ALLOWED')
    case 'REPORT_VERSION_CONFLICT':
      return new AppError('VERSION_CONFLICT', { ...params, of: 'report' })
    default:
      return new AppError(code, params)
  }
}

/** One deed that sends what was written. */
const sending = (action: 'submit' | 'close') =>
  tenantProcedure
    .meta({ can: [action, 'Report'] })
    .input(sendReportInput)
    .output(reportChanged)
    .mutation(({ ctx, input }) => changeReport(ctx, action, input))
/** One deed that comes with words. */
const saying = (action: 'accept' | 'sendBack' | 'excuse') =>
  tenantProcedure
    .meta({ can: [action, 'Report'] })
    .input(sayOnReportInput)
    .output(reportChanged)
    .mutation(({ ctx, input }) => changeReport(ctx, action, input))

/** Hands a report in to the incubator directly above, once those below are settled (Z-18). */
export const submitReport = sending('submit')
/** Closes the report of the whole network at its top: nobody is above to accept it. */
export const closeReport = sending('close')
/** The incubator directly above accepts a report: it is locked from then on. */
export const acceptReport = saying('accept')
/** The incubator directly above returns a report with remarks. */
export const sendReportBack = saying('sendBack')
/** The incubator directly above does without a report, with a reason. */
export const excuseReport = saying('excuse')
