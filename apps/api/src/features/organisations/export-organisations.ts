import type { Writable } from 'node:stream'
import {
  listOrganisationsSchema,
  ORGANISATION_COLUMNS,
  type OrganisationColumn,
  type OrganisationRow,
} from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain/profile'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type StepCaller, tenantStep } from '../../rpc/acting-step.ts'
import { AppError } from '../../rpc/app-error.ts'
import { localMinuteOf } from '../../sheets/local-time.ts'
import { countAudit, writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { listOrganisations } from './organisation-list-store.ts'
import { cursorAfter } from './organisation-queries-store.ts'
import { refuseOutright, sightOf } from './standing.ts'
import { type SheetColumn, streamSheet } from './write-workbook.ts'

/** What is exported: a list's filter and order, and the columns shown. */
export const exportSchema = listOrganisationsSchema.omit({ cursor: true }).extend({
  columns: z
    .array(z.enum(ORGANISATION_COLUMNS))
    .min(1)
    .default([...ORGANISATION_COLUMNS]),
})
export type ExportOrganisations = z.infer<typeof exportSchema>

/** Exports of one person within a day. */
export const exportsADay = 20
const dayMs = 86_400_000
const rowsAtOnce = 500
const mostRows = 50_000

const headers: Readonly<Record<OrganisationColumn, { header: string; width: number }>> = {
  name: { header: '组织名称', width: 36 },
  creditCode: { header: '统一社会信用代码', width: 22 },
  filingNumber: { header: '备案号', width: 22 },
  kind: { header: '类型', width: 20 },
  stage: { header: '发展阶段', width: 12 },
  field: { header: '服务领域', width: 14 },
  divisionName: { header: '所在区划', width: 20 },
  tenantName: { header: '负责机构', width: 24 },
  registeredOn: { header: '成立登记日期', width: 14 },
  updatedAt: { header: '最近变更', width: 18 },
}

type ExportCaller = StepCaller & { deps: Pick<Deps, 'db' | 'now' | 'profiles'> }

/** Who exported, for the sheet that tells of the file. */
export type ExportTicket = { profile: Profile; personName: string; tenantName: string; at: Date }

/** Lets an export begin: checks the right and the quota, and leaves the audit line. @throws NOT_ALLOWED, EXPORT_QUOTA */
export function beginExport(caller: ExportCaller, wanted: ExportOrganisations): Promise<ExportTicket> {
  return tenantStep(caller, false, async ({ tx, actor, ability, now }) => {
    refuseOutright(ability, 'export', 'Organisation')
    const done = await countAudit(tx, actor, { action: 'organisation.export', since: new Date(now.getTime() - dayMs) })
    if (done >= exportsADay) throw new AppError('EXPORT_QUOTA', { most: exportsADay })
    await writeAudit(tx, actor, {
      action: 'organisation.export',
      subjectKind: 'Organisation',
      subjectId: null,
      at: now,
      details: { ...wanted },
    })
    return {
      profile: profileOf(caller.deps, actor),
      personName: actor.personName,
      tenantName: actor.tenantName,
      at: now,
    }
  })
}

function textOf(
  row: OrganisationRow,
  column: OrganisationColumn,
  { organisationKinds, stages, fields }: Profile,
): string {
  const named = (list: readonly { id: string; name: { zh: string } }[], id: string) =>
    list.find(entry => entry.id === id)?.name.zh ?? id
  if (column === 'kind') return named(organisationKinds, row.kind)
  if (column === 'stage') return named(stages, row.stage)
  if (column === 'field') return named(fields, row.field)
  return column === 'updatedAt' ? localMinuteOf(row.updatedAt) : (row[column] ?? '')
}

/** Rows of the list in its order, a few hundred a transaction: a slow reader holds none open, and an ended session ends the export. */
async function* exportedRows(
  caller: ExportCaller,
  { columns, ...list }: ExportOrganisations,
  profile: Profile,
): AsyncGenerator<Record<string, string>> {
  let cursor: { value: string; id: string } | undefined
  for (let written = 0; written < mostRows;) {
    const page = await tenantStep(caller, true, ({ tx, actor }) =>
      listOrganisations(tx, sightOf(actor), { ...list, ...(cursor ? { cursor } : {}) }, rowsAtOnce),
    )
    for (const row of page) yield Object.fromEntries(columns.map(column => [column, textOf(row, column, profile)]))
    written += page.length
    const last = page.at(-1)
    if (!last || page.length < rowsAtOnce) return
    cursor = cursorAfter(list.sort, last)
  }
}

/** Streams exactly the rows and columns of a list, as the caller sees them, with a sheet that says who took them and when. */
export async function streamExport(
  caller: ExportCaller,
  wanted: ExportOrganisations,
  ticket: ExportTicket,
  out: Writable,
): Promise<void> {
  const columns = wanted.columns.map((key): SheetColumn => ({ key, ...headers[key] }))
  const about = [
    ['导出人', ticket.personName],
    ['单位', ticket.tenantName],
    ['时间', localMinuteOf(ticket.at)],
    ['最多行数', String(mostRows)],
  ]
  await streamSheet(out, { sheetName: '社会组织', columns, rows: exportedRows(caller, wanted, ticket.profile), about })
}
