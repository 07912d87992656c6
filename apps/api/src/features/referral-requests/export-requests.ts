import { isAllowed, relationOf } from '@fuqiao/access'
import { exportMaxRows, exportReferralRequestsInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, listWorkbook, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { requestLabels } from './request-labels.ts'
import { readAskedBy } from './request-store.ts'
import { requestRowView } from './request-view.ts'

/** What the acting incubator has asked for as an Excel file: exactly the rows, the order and the columns shown. Noted in the audit trail. */
export const exportReferralRequests = tenantProcedure
  .meta({ can: ['export', 'ReferralRequest'] })
  .input(exportReferralRequestsInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    authorise(ability, 'export', 'ReferralRequest', { relation: 'own' })
    const { networkId, tenantId } = actor
    const { filter, sort, columns, language } = input
    const found = await readAskedBy(tx, { networkId, tenantId, filter, sort, limit: exportMaxRows + 1 })
    const onlook = { now, calendar: deps.calendar() }
    const rows = found
      .slice(0, exportMaxRows)
      .filter(({ row }) =>
        isAllowed(ability, 'export', 'ReferralRequest', { relation: relationOf(actor, 'ReferralRequest', row, now) }),
      )
      .map(each => requestRowView(each, onlook))
    await writeAudit(tx, actor, {
      action: 'referralRequest.export',
      subjectKind: 'ReferralRequest',
      subjectId: null,
      at: now,
      details: { rows: rows.length },
    })
    const labels = requestLabels(language, profileOf(deps, actor))
    return {
      fileName: `${labels.title}-${civilDateOf(now)}.xlsx`,
      mediaType: workbookType,
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await listWorkbook(labels.title, labels.columns(columns), rows),
    }
  })
