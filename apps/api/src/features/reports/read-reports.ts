import { isAllowed } from '@fuqiao/access'
import { listReportsInput, pageSize, reportListSchema } from '@fuqiao/contract'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { stretchesBefore } from '@fuqiao/domain/report'
import { tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { standingToReport } from './report-facts.ts'
import { cursorAfter, readReports } from './report-store.ts'
import { reportRowView } from './report-view.ts'

/** Reports of the acting incubator and of those below; the last changed first unless sorted otherwise. */
export const listReports = tenantProcedure
  .meta({ can: ['list', 'Report'] })
  .input(listReportsInput)
  .output(reportListSchema)
  .query(async ({ ctx, input }) => {
    const { tx, actor, ability, now, deps } = ctx
    const { networkId, tenantId } = actor
    const { filter = {}, sort, cursor } = input
    const profile = profileOf(deps, actor)
    const found = await readReports(tx, { networkId, tenantId, now, filter, sort, cursor, limit: pageSize + 1 })
    const last = found.length > pageSize ? found[pageSize - 1] : undefined
    const today = civilDateOf(now)
    return {
      rows: found
        .slice(0, pageSize)
        .filter(each => isAllowed(ability, 'list', 'Report', { relation: standingToReport(actor, each, now) }))
        .map(each => reportRowView(each, { profile, actor, now })),
      next: last ? cursorAfter(sort, last) : null,
      kinds: profile.reports.map(({ id, name }) => ({ id, name })),
      buckets: [...new Set(profile.reports.flatMap(({ cadence }) => stretchesBefore(cadence, today)))].toSorted(),
    }
  })
