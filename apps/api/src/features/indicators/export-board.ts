import { exportIndicatorsInput } from '@fuqiao/contract'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, workbookOf, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { askedOf, boardOfPlace } from './board.ts'
import { boardSheets, boardTitle } from './board-sheets.ts'

/** The board of indicators as an Excel file, with the very figures that it shows. Noted in the audit trail. @throws NOT_FOUND, NOT_ALLOWED */
export const exportBoard = tenantProcedure
  .meta({ can: ['export', 'Dashboard'] })
  .input(exportIndicatorsInput)
  .output(listFile)
  .mutation(async ({ ctx, input: { indicator, language, ...whose } }) => {
    const { tx, actor, ability, now } = ctx
    const asked = await askedOf(ctx, whose)
    const { tenant, isOwn } = asked.scope.view
    authorise(ability, 'export', 'Dashboard', { relation: isOwn ? 'own' : 'superior' })
    const board = await boardOfPlace(ctx, asked)
    const chosen = indicator ?? board.indicators[0]?.id ?? ''
    if (indicator !== undefined && !board.indicators.some(({ id }) => id === indicator)) throw notFound()
    await writeAudit(tx, actor, {
      ...{ action: 'dashboard.export', subjectKind: 'Tenant', subjectId: tenant.id, at: now },
      details: { list: 'indicators', rows: board.indicators.length },
    })
    return {
      fileName: `${boardTitle[language]}-${tenant.shortName}-${board.bucket}-${board.asOf}.xlsx`,
      mediaType: workbookType,
      rows: board.indicators.length,
      isCutOff: false,
      content: await workbookOf(boardSheets(board, chosen, language)),
    }
  })
