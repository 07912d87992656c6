import { drawReportSampleInput, findReportSampleInput, reportChanged } from '@fuqiao/contract'
import { daysOfBucket } from '@fuqiao/domain/indicators'
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { answerOnce } from '../../rpc/answer-once.ts'
import { AppError, notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { drawFacts } from '../indicators/index.ts'
import { profileOf } from '../network/index.ts'
import { recordDeed, type ReportContext, reportToChange } from './change-report.ts'
import { kindOf, standingToReport } from './report-facts.ts'
import { writeReport } from './report-store.ts'
import { insertSamples, readSamples, readSubmission, type SubmissionRow, writeFinding } from './written-store.ts'

type Changed = z.output<typeof reportChanged>
type Input = { key: string; id: string; version: number }

/** A deed of the check: the report waits for the superior, and its last submission is what is looked at. */
function checking(
  context: ReportContext,
  { input, action }: { input: Input; action: 'draw' | 'find' },
  work: (submission: SubmissionRow) => Promise<{ note: string; details: Record<string, string | number> }>,
): Promise<Changed> {
  const { tx, actor, ability, now } = context
  const request = { personId: actor.personId, key: input.key, procedure: `reports.${action}`, input, now }
  return answerOnce(tx, request, async () => {
    const found = await reportToChange(context, input.id)
    const { row } = found
    authorise(ability, 'check', 'Report', { relation: standingToReport(actor, found, now) })
    const { state, version } = row
    if (version !== input.version) throw new AppError('VERSION_CONFLICT', { state, version, of: 'report' })
    const submission = state === 'submitted' ? await readSubmission(tx, row) : undefined
    if (!submission) throw new AppError('REPORT_WRONG_STATE', { state })
    const deed = await work(submission)
    const next = await recordDeed(context, found, { action, toState: state, ...deed })
    await writeReport(tx, row, { version: next, updatedAt: now })
    return { id: row.id, version: next, state }
  })
}

/**
 * Draws facts by lot of those behind a submission's figures: the stretch's, known when they were compiled. They are drawn by SHA-256 of the seed, a colon and
 * the fact's number, the lowest first. The seed is made once what was handed in stands, and once for each submission: nobody chooses what is looked at.
 * @throws NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, REPORT_WRONG_STATE, REPORT_CHECK_DRAWN, REPORT_CHECK_NOTHING
 */
export const drawReportSample = tenantProcedure
  .meta({ can: ['check', 'Report'] })
  .input(drawReportSampleInput)
  .output(reportChanged)
  .mutation(({ ctx, input }) =>
    checking(ctx, { input, action: 'draw' }, async ({ networkId, reportId, seq, compiledAt }) => {
      const { tx, actor, deps } = ctx
      const { row, scopeHigh } = await reportToChange(ctx, input.id)
      if ((await readSamples(tx, row, seq)).length > 0) throw new AppError('REPORT_CHECK_DRAWN')
      const profile = profileOf(deps, actor)
      const kind = kindOf(profile, row.kind)
      const seed = randomBytes(16).toString('hex')
      const factIds = await drawFacts(tx, {
        ...{ networkId, low: row.scopeKey, high: scopeHigh, ...daysOfBucket(row.bucket), knownAt: compiledAt },
        ...{ indicators: profile.indicators, lines: kind.lines, seed, count: kind.spotCheck },
      })
      if (factIds.length === 0) throw new AppError('REPORT_CHECK_NOTHING')
      await insertSamples(
        tx,
        factIds.map((factId, at) => ({ networkId, reportId, seq, ordinal: at + 1, seed, factId })),
      )
      return { note: '', details: { seed, count: factIds.length } }
    }),
  )

/** Says what was found of a fact that was drawn: in order or not, and in words where it is not. @throws as `drawReportSample` */
export const findReportSample = tenantProcedure
  .meta({ can: ['check', 'Report'] })
  .input(findReportSampleInput)
  .output(reportChanged)
  .mutation(({ ctx, input }) =>
    checking(ctx, { input, action: 'find' }, async ({ networkId, reportId, seq }) => {
      const { ordinal, finding, words } = input
      const samples = await readSamples(ctx.tx, { networkId, id: reportId }, seq)
      if (!samples.some(sample => sample.ordinal === ordinal)) throw notFound()
      if (finding === 'notInOrder' && words === '')
        throw new AppError('INPUT_INVALID', {}, { words: 'INPUT_REPORT_FINDING_WORDS' })
      const found = { finding, words, foundByName: ctx.actor.personName, foundAt: ctx.now }
      await writeFinding(ctx.tx, { networkId, reportId, seq, ordinal }, found)
      return { note: words, details: { ordinal, finding } }
    }),
  )
