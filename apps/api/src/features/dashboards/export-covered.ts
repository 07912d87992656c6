import type { TenantActor } from '@fuqiao/access'
import { exportDivisionsInput, exportIncubatorsInput, exportMaxRows } from '@fuqiao/contract'
import { type ActingContext, authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { type ListColumn, listFile, listWorkbook, workbookType } from '../../sheets/list-workbook.ts'
import type { Language } from '../../sheets/row-words.ts'
import { writeAudit } from '../audit/index.ts'
import type { Scope } from './board-scope.ts'
import { coveredTitles, divisionColumns, incubatorColumns } from './covered-labels.ts'
import { countedDivisions } from './list-divisions.ts'
import { countedIncubators } from './list-incubators.ts'

/** The incubators that a figure counts as an Excel file: exactly the rows, the order and the columns shown. Noted in the audit trail. */
export const exportIncubators = tenantProcedure
  .meta({ can: ['export', 'Dashboard'] })
  .input(exportIncubatorsInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { scope, rows } = await countedIncubators(ctx, input)
    return fileOf(ctx, scope, {
      name: 'incubators',
      rows,
      columns: incubatorColumns(input.columns, input.language),
      language: input.language,
    })
  })

/** The divisions that a figure of coverage counts, the same way. */
export const exportDivisions = tenantProcedure
  .meta({ can: ['export', 'Dashboard'] })
  .input(exportDivisionsInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { scope, rows } = await countedDivisions(ctx, input)
    return fileOf(ctx, scope, {
      name: 'divisions',
      rows,
      columns: divisionColumns(input.columns, input.language),
      language: input.language,
    })
  })

type FileOf<Row> = {
  name: keyof typeof coveredTitles
  rows: readonly Row[]
  columns: ListColumn<Row>[]
  language: Language
}

async function fileOf<Row>(
  { tx, actor, ability, now }: ActingContext<TenantActor>,
  { view: { tenant, period, isOwn } }: Scope,
  { name, rows: all, columns, language }: FileOf<Row>,
) {
  authorise(ability, 'export', 'Dashboard', { relation: isOwn ? 'own' : 'superior' })
  const rows = all.slice(0, exportMaxRows)
  await writeAudit(tx, actor, {
    action: 'dashboard.export',
    subjectKind: 'Tenant',
    subjectId: tenant.id,
    at: now,
    details: { list: name, rows: rows.length },
  })
  const title = coveredTitles[name][language]
  return {
    fileName: `${title}-${tenant.shortName}-${period.to}.xlsx`,
    mediaType: workbookType,
    rows: rows.length,
    isCutOff: all.length > rows.length,
    content: await listWorkbook(title, columns, rows),
  }
}
