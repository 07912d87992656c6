import { reportChanged, restateReportInput } from '@fuqiao/contract'
import { v7 } from 'uuid'
import type { z } from 'zod'
import { civilDateOf } from '@fuqiao/domain/calendar'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { profileOf } from '../network/index.ts'
import { recordDeed, type ReportContext, reportToChange } from './change-report.ts'
import { figuresNow } from './compile-figures.ts'
import { standingToReport } from './report-facts.ts'
import { writeReport } from './report-store.ts'
import { insertRestatement, readRestatements, readSubmission } from './written-store.ts'

/**
 * Says of a locked report that a figure stands otherwise since it was accepted: what it was, what it is as known today, and why. The report is not touched.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, REPORT_WRONG_STATE, REPORT_FIGURE_SAME
 */
export const restateReport = tenantProcedure
  .meta({ can: ['restate', 'Report'] })
  .input(restateReportInput)
  .output(reportChanged)
  .mutation(({ ctx, input }) => {
    const { tx, actor, now } = ctx
    const request = { personId: actor.personId, key: input.key, procedure: 'reports.restate', input, now }
    return answerOnce(tx, request, () => run(ctx, input))
  })

async function run(context: ReportContext, { id, version, indicator, reason }: z.output<typeof restateReportInput>) {
  const { tx, actor, ability, deps, now } = context
  const found = await reportToChange(context, id)
  const { row } = found
  authorise(ability, 'restate', 'Report', { relation: standingToReport(actor, found, now) })
  const { state, networkId } = row
  if (version !== row.version) throw new AppError('VERSION_CONFLICT', { state, version: row.version, of: 'report' })
  const submission = state === 'accepted' ? await readSubmission(tx, row) : undefined
  if (!submission) throw new AppError('REPORT_WRONG_STATE', { state })
  if (!(indicator in submission.figures.whole)) throw notFound()
  const restated = (await readRestatements(tx, row)).findLast(each => each.indicator === indicator)
  const oldValue = restated ? restated.newValue : (submission.figures.whole[indicator] ?? null)
  const current = await figuresNow(tx, row, { profile: profileOf(deps, actor), lines: [indicator], now })
  if (!(indicator in current)) throw notFound()
  const newValue = current[indicator] ?? null
  if (newValue === oldValue) throw new AppError('REPORT_FIGURE_SAME')
  await insertRestatement(tx, {
    ...{ networkId, id: v7(), reportId: row.id, indicator, oldValue, newValue, reason },
    ...{ knownOn: civilDateOf(now), personName: actor.personName, at: now },
  })
  const next = await recordDeed(context, found, {
    ...{ action: 'restate', toState: state, note: reason },
    details: { indicator },
  })
  await writeReport(tx, row, { version: next, updatedAt: now })
  return { id: row.id, version: next, state }
}
