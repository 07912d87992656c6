import { isAllowed, mightBeAllowed } from '@fuqiao/access'
import { exportFilingsInput, exportMaxRows } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, listWorkbook, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { filingColumns, filingsTitle } from './filing-labels.ts'
import { readFilings } from './filing-store.ts'
import { filingRowView, standingToFiling } from './filing-view.ts'

/** The filing register as an Excel file: exactly the rows, the order and the columns shown. Noted in the audit trail. */
export const exportFilings = tenantProcedure
  .meta({ can: ['export', 'Filing'] })
  .input(exportFilingsInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    if (!mightBeAllowed(ability, 'export', 'Filing')) throw new AppError('NOT_ALLOWED')
    const { networkId, tenantId } = actor
    const { filter, sort, columns, language } = input
    const today = civilDateOf(now)
    const found = await readFilings(tx, { networkId, tenantId, today, filter, sort, limit: exportMaxRows + 1 })
    const rows = found
      .slice(0, exportMaxRows)
      .filter(({ row }) => isAllowed(ability, 'export', 'Filing', { relation: standingToFiling(actor, row, now) }))
      .map(each => filingRowView(each, ctx))
    await writeAudit(tx, actor, {
      action: 'filing.export',
      subjectKind: 'Filing',
      subjectId: null,
      at: now,
      details: { rows: rows.length },
    })
    const title = filingsTitle[language]
    return {
      fileName: `${title}-${today}.xlsx`,
      mediaType: workbookType,
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await listWorkbook(title, filingColumns(columns, language, profileOf(ctx.deps, actor)), rows),
    }
  })
