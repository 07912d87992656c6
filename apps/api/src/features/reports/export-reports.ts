import { isAllowed, mightBeAllowed } from '@fuqiao/access'
import { exportMaxRows, exportReportsInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, listWorkbook, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { standingToReport } from './report-facts.ts'
import { reportColumns, reportsTitle } from './report-labels.ts'
import { readReports } from './report-store.ts'
import { reportRowView } from './report-view.ts'

/** The list of reports as an Excel file: exactly the rows, the order and the columns shown. Noted in the audit trail. */
export const exportReports = tenantProcedure
  .meta({ can: ['export', 'Report'] })
  .input(exportReportsInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    if (!mightBeAllowed(ability, 'export', 'Report')) throw new AppError('NOT_ALLOWED')
    const { networkId, tenantId } = actor
    const { filter, sort, columns, language } = input
    const profile = profileOf(deps, actor)
    const found = await readReports(tx, { networkId, tenantId, now, filter, sort, limit: exportMaxRows + 1 })
    const rows = found
      .slice(0, exportMaxRows)
      .filter(each => isAllowed(ability, 'export', 'Report', { relation: standingToReport(actor, each, now) }))
      .map(each => reportRowView(each, { profile, actor, now }))
    await writeAudit(tx, actor, {
      ...{ action: 'report.export', subjectKind: 'Report', subjectId: null, at: now },
      details: { rows: rows.length },
    })
    const title = reportsTitle[language]
    return {
      fileName: `${title}-${civilDateOf(now)}.xlsx`,
      mediaType: workbookType,
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await listWorkbook(title, reportColumns(columns, language), rows),
    }
  })
