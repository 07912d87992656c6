import { exportMaxRows, exportReferralsInput, type ReferralFilter, type ReferralSort } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { z } from 'zod'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { listFile, listWorkbook, workbookType } from '../../sheets/list-workbook.ts'
import { writeAudit } from '../audit/index.ts'
import { profileOf } from '../network/index.ts'
import { labelsOf } from './export-labels.ts'
import { inboxOf } from './list-referrals.ts'
import { type Box, readList } from './list-store.ts'
import { rowView } from './row-view.ts'
import type { ActingIn } from './transit.ts'

const relationIn = { inbox: 'target', outbox: 'sender', desk: 'desk' } as const

/** The inbox, the outbox or the desk as an Excel file: exactly the list as it is filtered and sorted, in the columns shown, each row cut to what the viewer may see. Noted in the audit trail. */
export const exportReferrals = tenantProcedure
  .meta({ can: ['export', 'Referral'] })
  .input(exportReferralsInput.extend({ language: z.enum(['zh', 'en']) }))
  .output(listFile)
  .mutation(async ({ ctx, input }) => {
    const { tx, actor, ability, now } = ctx
    authorise(ability, 'export', 'Referral', { relation: relationIn[input.box] })
    const box: Box = input.box === 'inbox' ? inboxOf(actor) : { box: input.box, tenantId: actor.tenantId }
    const found = await rowsForFile(ctx, box, input)
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
      mediaType: workbookType,
      rows: rows.length,
      isCutOff: found.length > exportMaxRows,
      content: await listWorkbook(labels.title[input.box], labels.columns(input.columns), rows),
    }
  })

/** The rows of a list for a file, one more than it may hold, each cut to what the viewer may see. */
export async function rowsForFile(
  { tx, actor, now, deps }: ActingIn,
  box: Box,
  { filter, sort }: { filter?: ReferralFilter | undefined; sort: ReferralSort },
) {
  const found = await readList(tx, box, { networkId: actor.networkId, now, limit: exportMaxRows + 1, filter, sort })
  const onlook = { actor, now, calendar: deps.calendar(), profile: profileOf(deps, actor) }
  return found.map(row => rowView(row, onlook))
}
