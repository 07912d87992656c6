import { auditExportMaxRows, exportAuditInput } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, workbookType } from '../../sheets/list-workbook.ts'
import { readTrail } from './audit-list-store.ts'
import { csvOf, workbookOf } from './audit-sheet.ts'
import { writeAudit } from './audit-store.ts'
import { trailOf } from './list-audit.ts'

const mediaTypes = {
  xlsx: workbookType,
  csv: 'text/csv; charset=utf-8',
} as const

/** The trail as a file: exactly the lines and columns shown, in the order shown, and itself a line of the trail. */
export const exportAudit = tenantProcedure
  .meta({ can: ['export', 'AuditEntry'] })
  .input(exportAuditInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { filter, sort, format } = input
    const found = await readTrail(ctx.tx, trailOf(ctx, 'export'), { filter, sort, most: auditExportMaxRows + 1 })
    const rows = found.slice(0, auditExportMaxRows)
    await writeAudit(ctx.tx, ctx.actor, {
      action: 'audit.export',
      subjectKind: 'auditEntry',
      subjectId: null,
      at: ctx.now,
      details: { format, rows: rows.length, filter },
    })
    const content = format === 'xlsx' ? await workbookOf(rows, input) : csvOf(rows, input)
    return {
      fileName: `${input.language === 'zh' ? '审计记录' : 'audit-trail'}-${civilDateOf(ctx.now)}.${format}`,
      mediaType: mediaTypes[format],
      rows: rows.length,
      isCutOff: found.length > auditExportMaxRows,
      content: content.toString('base64'),
    }
  })
