import type { TenantActor } from '@fuqiao/access'
import { exportMaxRows, exportReferralsInput, type ReferralRowView } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import ExcelJS from 'exceljs'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { labelsOf } from './export-labels.ts'
import { inboxOf } from './list-referrals.ts'
import { type Box, readList } from './list-store.ts'
import { rowView } from './row-view.ts'
import type { ActingIn } from './transit.ts'

/** The inbox or outbox as an Excel file: exactly the list as it is filtered and sorted, each row cut to what the viewer may see. Noted in the audit trail. */
export const exportReferrals = tenantProcedure
  .meta({ can: ['export', 'Referral'] })
  .input(exportReferralsInput.extend({ language: z.enum(['zh', 'en']) }))
  .output(
    z.strictObject({
      fileName: z.string(),
      mediaType: z.string(),
      rows: z.int(),
      isCutOff: z.boolean(),
      content: z.base64(),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'export', 'Referral', { relation: input.box === 'inbox' ? 'target' : 'sender' })
    const found = await exportRows({ ...ctx, actor }, input)
    const rows = found.slice(0, exportMaxRows)
    await writeAudit(tx, actor, {
      action: 'referral.export',
      subjectKind: 'Referral',
      subjectId: null,
      at: now,
      details: { box: input.box, rows: rows.length },
    })
    const labels = labelsOf(input.language, profileOf(ctx.deps, actor))
    return {
      fileName: `${labels.title[input.box]}-${civilDateOf(now)}.xlsx`,
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await workbook(rows, labels, labels.title[input.box]),
    }
  })

async function exportRows(
  { tx, actor, now, deps }: ActingIn & { actor: TenantActor },
  { box, filter, sort }: z.infer<typeof exportReferralsInput>,
) {
  const of: Box = box === 'inbox' ? inboxOf(actor) : { box, tenantId: actor.tenantId }
  const found = await readList(tx, of, { networkId: actor.networkId, now, limit: exportMaxRows + 1, filter, sort })
  const onlook = { actor, now, calendar: deps.calendar(), profile: profileOf(deps, actor) }
  return found.map(row => rowView(row, onlook))
}

type Labels = ReturnType<typeof labelsOf>

async function workbook(rows: readonly ReferralRowView[], labels: Labels, title: string): Promise<string> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = labels.columns.map(({ header, width }) => ({ header, width }))
  sheet.getRow(1).font = { bold: true }
  for (const row of rows) sheet.addRow(labels.columns.map(({ value }) => plainCell(value(row))))
  return Buffer.from(await book.xlsx.writeBuffer()).toString('base64')
}

/** A text that a spreadsheet would take for a formula is led by an apostrophe. */
function plainCell(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}
