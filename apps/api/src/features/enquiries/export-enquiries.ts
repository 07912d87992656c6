import { isAllowed } from '@fuqiao/access'
import { exportAskedSheetsInput, exportMaxRows, exportSentEnquiriesInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, listWorkbook, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { standingToEnquiry, standingToSheet } from './enquiry-facts.ts'
import { enquiryLabels } from './enquiry-labels.ts'
import { readAsked, readSent } from './enquiry-list-store.ts'
import { enquiryRowView, sheetRowView } from './enquiry-view.ts'

/** What the acting incubator has asked as an Excel file: exactly the rows, the order and the columns shown. Noted in the audit trail. */
export const exportSentEnquiries = tenantProcedure
  .meta({ can: ['export', 'Enquiry'] })
  .input(exportSentEnquiriesInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    authorise(ability, 'export', 'Enquiry', { relation: 'sender' })
    const { networkId, tenantId } = actor
    const { filter, sort, columns, language } = input
    const found = await readSent(tx, { networkId, tenantId, filter, sort, limit: exportMaxRows + 1 })
    const onlook = { now, calendar: deps.calendar() }
    const rows = found
      .slice(0, exportMaxRows)
      .filter(({ row }) => isAllowed(ability, 'export', 'Enquiry', { relation: standingToEnquiry(actor, row, now) }))
      .map(each => enquiryRowView(each, onlook))
    const details = { rows: rows.length }
    await writeAudit(tx, actor, { action: 'enquiry.export', subjectKind: 'Enquiry', subjectId: null, at: now, details })
    const { title, sent } = enquiryLabels(language, profileOf(deps, actor))
    return {
      fileName: `${title.sent}-${civilDateOf(now)}.xlsx`,
      mediaType: workbookType,
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await listWorkbook(title.sent, sent(columns), rows),
    }
  })

/** What the acting incubator was asked as an Excel file: exactly the rows, the order and the columns shown, each from its own sheet alone. Noted in the audit trail. */
export const exportAskedSheets = tenantProcedure
  .meta({ can: ['export', 'EnquiryTarget'] })
  .input(exportAskedSheetsInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    authorise(ability, 'export', 'EnquiryTarget', { relation: 'target' })
    const { networkId, tenantId } = actor
    const { filter, sort, columns, language } = input
    const found = await readAsked(tx, { networkId, tenantId, filter, sort, limit: exportMaxRows + 1 })
    const onlook = { now, calendar: deps.calendar() }
    const rows = found
      .slice(0, exportMaxRows)
      .filter(({ row }) =>
        isAllowed(ability, 'export', 'EnquiryTarget', { relation: standingToSheet(actor, row, now) }),
      )
      .map(each => sheetRowView(each, onlook))
    await writeAudit(tx, actor, {
      action: 'enquiry.export',
      subjectKind: 'EnquiryTarget',
      subjectId: null,
      at: now,
      details: { rows: rows.length },
    })
    const { title, asked } = enquiryLabels(language, profileOf(deps, actor))
    return {
      fileName: `${title.asked}-${civilDateOf(now)}.xlsx`,
      mediaType: workbookType,
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await listWorkbook(title.asked, asked(columns), rows),
    }
  })
