import { isAllowed, mightBeAllowed } from '@fuqiao/access'
import { exportAssignmentsInput, exportMaxRows } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { AppError } from '../../rpc/app-error.ts'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, listWorkbook, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { standingToAssignment } from './assignment-facts.ts'
import { assignmentColumns, assignmentsTitle } from './assignment-labels.ts'
import { readAssignments } from './assignment-store.ts'
import { assignmentRowView } from './assignment-view.ts'

/** The list of assignments as an Excel file: exactly the rows, the order and the columns shown. Noted in the audit trail. */
export const exportAssignments = tenantProcedure
  .meta({ can: ['export', 'Assignment'] })
  .input(exportAssignmentsInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    if (!mightBeAllowed(ability, 'export', 'Assignment')) throw new AppError('NOT_ALLOWED')
    const { networkId, tenantId } = actor
    const { filter, sort, columns, language } = input
    const found = await readAssignments(tx, { networkId, tenantId, now, filter, sort, limit: exportMaxRows + 1 })
    const rows = found
      .slice(0, exportMaxRows)
      .filter(({ row }) =>
        isAllowed(ability, 'export', 'Assignment', { relation: standingToAssignment(actor, row, now) }),
      )
      .map(each => assignmentRowView(each, actor, now))
    await writeAudit(tx, actor, {
      ...{ action: 'assignment.export', subjectKind: 'Assignment', subjectId: null, at: now },
      details: { rows: rows.length },
    })
    const title = assignmentsTitle[language]
    return {
      fileName: `${title}-${civilDateOf(now)}.xlsx`,
      mediaType: workbookType,
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await listWorkbook(title, assignmentColumns(columns, language), rows),
    }
  })
