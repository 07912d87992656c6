import { exportJointInput } from '@fuqiao/contract'
import { mightBeAllowed } from '@fuqiao/access'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, workbookOf, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { jointFiguresFor } from './joint-figures.ts'
import { jointSheets, jointTitle } from './joint-sheets.ts'

/**
 * The joint dashboard's tables as an Excel file, with the very figures that the member is shown: what is hidden on the page is hidden in the file (B-18). Noted
 * in the audit trail. @throws NOT_ALLOWED for anyone who is no member
 */
export const exportJoint = tenantProcedure
  .meta({ can: ['export', 'JointDashboard'] })
  .input(exportJointInput)
  .output(listFile)
  .mutation(async ({ ctx, input: { period, language } }) => {
    const { tx, actor, ability, deps, now } = ctx
    authorise(ability, 'export', 'JointDashboard', { relation: 'network' })
    const viewer = { actor, mayOpen: mightBeAllowed(ability, 'read', 'Dashboard') }
    const figures = await jointFiguresFor(ctx, { period, viewer })
    await writeAudit(tx, actor, {
      ...{ action: 'dashboard.export', subjectKind: 'Tenant', subjectId: actor.tenantId, at: now },
      details: { list: 'joint', rows: figures.seats.length },
    })
    return {
      fileName: `${jointTitle[language]}-${civilDateOf(now)}.xlsx`,
      mediaType: workbookType,
      rows: figures.seats.length,
      isCutOff: false,
      content: await workbookOf(jointSheets(figures, profileOf(deps, actor), language)),
    }
  })
