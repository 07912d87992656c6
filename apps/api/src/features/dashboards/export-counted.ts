import type { TenantActor } from '@fuqiao/access'
import {
  type CountedRowColumn,
  exportMaxRows,
  exportNeedListInput,
  exportReferralListInput,
  type ReferralSort,
} from '@fuqiao/contract'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, type Sheet, sheetOf, workbookOf, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { type ActingIn, rowsForFile } from '../referrals/index.ts'
import { countedLabels, fileWords, type Language } from './counted-labels.ts'
import { childrenOf, type CountedList, needRest, openIds, referralRest } from './counted-list.ts'
import { countedNeeds, countedReferrals } from './list-counted.ts'

/**
 * The list of a figure's referrals as an Excel file: exactly the rows that the viewer may open, in the columns and the order shown, and of all
 * others the counts that the page shows. Noted in the audit trail.
 */
export const exportReferrals = tenantProcedure
  .meta({ can: ['export', 'Dashboard'] })
  .input(exportReferralListInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const list = await countedReferrals(ctx, input)
    const labels = countedLabels(input.language, list.scope.profile)
    const columns = labels.referralCounts(input.countColumns)
    const rest = sheetOf(fileWords.rest[input.language], columns, referralRest(list, input.countOrder))
    return fileOf(ctx, list, { ...input, name: 'referrals', labels, rest })
  })

/** The register of unmet needs as an Excel file, the same way. */
export const exportNeeds = tenantProcedure
  .meta({ can: ['export', 'Dashboard'] })
  .input(exportNeedListInput)
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { areas, ...list } = await countedNeeds(ctx, input)
    const labels = countedLabels(input.language, list.scope.profile, areas)
    const columns = labels.needCounts(input.countColumns)
    const rest = sheetOf(fileWords.rest[input.language], columns, needRest(list, input.countOrder))
    return fileOf(ctx, list, { ...input, name: 'needs', labels, rest })
  })

type FileOf = {
  name: 'referrals' | 'needs'
  labels: ReturnType<typeof countedLabels>
  rest: Sheet
  columns: readonly CountedRowColumn[]
  sort: ReferralSort
  language: Language
}

async function fileOf(
  ctx: ActingIn & { actor: TenantActor },
  list: CountedList,
  { name, labels, rest, columns, sort, language }: FileOf,
) {
  const { tx, actor, ability, now } = ctx
  // Rows leave under the right that lets them leave the inbox and the outbox.
  authorise(ability, 'export', 'Referral', { relation: 'sender' })
  const found = await rowsForFile(ctx, { box: 'among', ids: openIds(list) }, { sort })
  const rows = found.slice(0, exportMaxRows)
  const children = childrenOf(list).toSorted((a, b) => b.value - a.value)
  const tables = [
    sheetOf(fileWords.open[language], labels.rows(columns), rows),
    sheetOf(fileWords.children[language], labels.children, children),
    rest,
  ]
  const shown = tables.filter(({ cells }) => cells.length > 0)
  const { tenant, period } = list.scope.view
  await writeAudit(tx, actor, {
    action: 'dashboard.export',
    subjectKind: 'Tenant',
    subjectId: tenant.id,
    at: now,
    details: { list: name, rows: rows.length },
  })
  return {
    fileName: `${fileWords[name][language]}-${tenant.shortName}-${period.from}–${period.to}.xlsx`,
    mediaType: workbookType,
    rows: shown.reduce((all, { cells }) => all + cells.length, 0),
    isCutOff: found.length > exportMaxRows,
    content: await workbookOf(shown.length > 0 ? shown : tables.slice(0, 1)),
  }
}
