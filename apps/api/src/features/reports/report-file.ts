import { actingStep, type StepCaller } from '../../rpc/acting-step.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise } from '../../rpc/procedures.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../audit/index.ts'
import { readReportView } from './get-report.ts'
import { standingToReport } from './report-facts.ts'
import { pdfOfReport, wordOfReport, workbookOfReport } from './report-formats.ts'
import { reportSheetOf } from './report-sheet.ts'
import { readReport } from './report-store.ts'

const formats = {
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    make: workbookOfReport,
  },
  docx: {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    make: wordOfReport,
  },
  pdf: { type: 'application/pdf', make: pdfOfReport },
}
/** What a report may leave as. */
export type ReportFormat = keyof typeof formats
export const REPORT_FORMATS = Object.keys(formats) as ReportFormat[]

/**
 * A report as it was handed in last, as a file: noted in the audit trail, and made after the transaction, since a document takes its time.
 * @throws NOT_FOUND where there is no report in sight or none was handed in, NOT_ALLOWED
 */
export async function reportFileFor(
  caller: StepCaller & { deps: Deps },
  { id, format }: { id: string; format: ReportFormat },
): Promise<{ fileName: string; mediaType: string; content: Buffer }> {
  const view = await actingStep(caller, false, async ({ actor, ...acting }) => {
    if (actor.kind !== 'tenant') throw new AppError('NOT_ALLOWED')
    const { tx, ability, now } = acting
    const found = await readReport(tx, { networkId: actor.networkId, id })
    if (!found) throw notFound()
    authorise(ability, 'export', 'Report', { relation: standingToReport(actor, found, now) })
    const context = { ...acting, actor, deps: caller.deps }
    const present = await readReportView(context, { id })
    const [last] = present.submissions
    if (!last) throw notFound()
    await writeAudit(tx, actor, {
      ...{ action: 'report.download', subjectKind: 'Report', subjectId: id, at: now },
      details: { kind: found.row.kind, bucket: found.row.bucket, format },
    })
    return present.shown === 'submission' ? present : readReportView(context, { id, seq: last.seq })
  })
  const sheet = reportSheetOf(view)
  const { type, make } = formats[format]
  return { fileName: `${sheet.title}-${view.tenant.shortName}.${format}`, mediaType: type, content: await make(sheet) }
}
