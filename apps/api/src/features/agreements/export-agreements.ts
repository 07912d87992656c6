import { isAllowed, mightBeAllowed } from '@fuqiao/access'
import { exportAgreementsInput, exportMaxRows } from '@fuqiao/contract'
import { monthOf } from '@fuqiao/domain/agreement'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, listWorkbook, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { standingToAgreement } from './agreement-facts.ts'
import { agreementColumns, agreementsTitle } from './agreement-labels.ts'
import { readAgreements, readUsage } from './agreement-store.ts'
import { agreementRowView } from './agreement-view.ts'

/** The list of agreements as an Excel file: exactly the rows, the order and the columns shown. Noted in the audit trail. */
export const exportAgreements = tenantProcedure
  .meta({ can: ['export', 'Agreement'] })
  .input(exportAgreementsInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    if (!mightBeAllowed(ability, 'export', 'Agreement')) throw new AppError('NOT_ALLOWED')
    const { networkId, tenantId } = actor
    const { filter, sort, columns, language } = input
    const found = await readAgreements(tx, { networkId, tenantId, filter, sort, limit: exportMaxRows + 1 })
    const shown = found
      .slice(0, exportMaxRows)
      .filter(({ row }) =>
        isAllowed(ability, 'export', 'Agreement', { relation: standingToAgreement(actor, row, now) }),
      )
    const ids = columns.includes('standing') ? shown.map(({ row }) => row.id) : []
    const usage = await readUsage(tx, ids, monthOf(now))
    const rows = shown.map(each => agreementRowView(each, actor, usage.get(each.row.id)))
    await writeAudit(tx, actor, {
      action: 'agreement.export',
      subjectKind: 'Agreement',
      subjectId: null,
      at: now,
      details: { rows: rows.length },
    })
    const title = agreementsTitle[language]
    return {
      fileName: `${title}-${civilDateOf(now)}.xlsx`,
      mediaType: workbookType,
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await listWorkbook(title, agreementColumns(columns, language), rows),
    }
  })
