import { compileReportInput, reportWritten, saveReportInput } from '@fuqiao/contract'
import { daysOfBucket } from '@fuqiao/domain/indicators'
import type { ReportKind } from '@fuqiao/domain/profile'
import { isReportOpen } from '@fuqiao/domain/report'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { type ReportContext, reportToChange } from './change-report.ts'
import { compileFigures } from './compile-figures.ts'
import { kindOf, standingToReport } from './report-facts.ts'
import type { ReportRow } from './report-store.ts'
import { type DraftRow, keepDraft, readDraft, readResidents } from './written-store.ts'

type Written = { row: ReportRow; kind: ReportKind; before: DraftRow | undefined }
type Columns = Parameters<typeof keepDraft>[2]['columns']

/**
 * Writes on a draft in one transaction: the report is locked, so that of writing and handing in at once one comes first and the other is told. What those above see
 * does not change with it: there is no line of the history, but an entry of the audit.
 */
async function write(
  context: ReportContext,
  input: { key: string; id: string; version: number },
  { action, columnsOf }: { action: 'compile' | 'save'; columnsOf: (written: Written) => Promise<Columns> },
) {
  const { tx, actor, ability, now, deps } = context
  const request = { personId: actor.personId, key: input.key, procedure: `reports.${action}`, input, now }
  return answerOnce(tx, request, async () => {
    const found = await reportToChange(context, input.id)
    const { row } = found
    // Whoever may not know of the draft may know of the report: it is refused, not hidden.
    if (standingToReport(actor, found, now) !== 'own') throw new AppError('NOT_ALLOWED')
    authorise(ability, 'write', 'ReportDraft', { relation: 'own' })
    if (!isReportOpen(row.state)) throw new AppError('REPORT_WRONG_STATE', { state: row.state })
    const before = await readDraft(tx, row)
    if ((before?.version ?? 0) !== input.version)
      throw new AppError('VERSION_CONFLICT', { state: row.state, version: before?.version ?? 0, of: 'report' })
    const columns = await columnsOf({ row, kind: kindOf(profileOf(deps, actor), row.kind), before })
    const version = await keepDraft(tx, row, { before, columns, personName: actor.personName, at: now })
    await writeAudit(tx, actor, {
      ...{ action: `report.${action}`, subjectKind: 'Report', subjectId: row.id, at: now },
      details: { kind: row.kind, bucket: row.bucket, draftVersion: version },
    })
    return { id: row.id, version }
  })
}

/** Compiles the figures of a report from rows, as they are known today; again, while it is being written. @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, REPORT_WRONG_STATE */
export const compileReport = tenantProcedure
  .meta({ can: ['write', 'ReportDraft'] })
  .input(compileReportInput)
  .output(reportWritten)
  .mutation(({ ctx, input }) =>
    write(ctx, input, {
      action: 'compile',
      columnsOf: async ({ row, kind: { lines } }) => {
        const profile = profileOf(ctx.deps, ctx.actor)
        const { figures, knownOn } = await compileFigures(ctx.tx, row, { profile, lines, now: ctx.now })
        return { figures, knownOn, compiledAt: ctx.now }
      },
    }),
  )

/** Keeps the words of a report, and the appraisal of its residents where it has one. @throws as `compileReport`, and INPUT_INVALID */
export const saveReport = tenantProcedure
  .meta({ can: ['write', 'ReportDraft'] })
  .input(saveReportInput)
  .output(reportWritten)
  .mutation(({ ctx, input }) =>
    write(ctx, input, {
      action: 'save',
      columnsOf: async ({ row, kind, before }) => ({
        narrative: { ...before?.narrative, ...checkedParts(kind, input.narrative) },
        appraisals: await appraisalsOf(ctx, { row, kind, before }, input.appraisals),
      }),
    }),
  )

/** @throws INPUT_INVALID */
function checkedParts({ narrative }: ReportKind, given: Readonly<Record<string, string>>) {
  for (const [part, words] of Object.entries(given)) {
    const rule = narrative.find(({ id }) => id === part)
    if (!rule) throw new AppError('INPUT_INVALID', {}, { narrative: 'INPUT_REPORT_PART_UNKNOWN' })
    if (words.length > rule.maxLength)
      throw new AppError('INPUT_INVALID', {}, { [`narrative.${part}`]: 'INPUT_REPORT_PART_TOO_LONG' })
  }
  return given
}

/** What was said of residents before, with what is said now. @throws NOT_FOUND for a case that is none of the report's residents, INPUT_INVALID */
async function appraisalsOf(
  { tx }: ReportContext,
  { row: { networkId, tenantId, bucket }, kind: { appraisal }, before }: Written,
  given: z.output<typeof saveReportInput>['appraisals'],
): Promise<DraftRow['appraisals']> {
  if (given.length === 0) return before?.appraisals ?? []
  const residents = appraisal ? await readResidents(tx, { networkId, tenantId, ...daysOfBucket(bucket) }) : []
  const said = new Map(before?.appraisals.map(entry => [entry.caseId, entry]))
  for (const [at, { caseId, grade, words }] of given.entries()) {
    const resident = residents.find(each => each.caseId === caseId)
    if (!resident) throw notFound()
    if (grade !== '' && !appraisal?.grades.some(({ id }) => id === grade))
      throw new AppError('INPUT_INVALID', {}, { [`appraisals.${at}.grade`]: 'INPUT_REPORT_GRADE_UNKNOWN' })
    said.set(caseId, { caseId, name: resident.name, grade, words })
  }
  return [...said.values()]
}
