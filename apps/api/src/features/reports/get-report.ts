import { isAllowed } from '@fuqiao/access'
import { getReportInput, type ReportView, reportViewSchema } from '@fuqiao/contract'
import { daysOfBucket } from '@fuqiao/domain/indicators'
import type { Profile, ReportKind } from '@fuqiao/domain/profile'
import { availableReportActions, isReportOpen } from '@fuqiao/domain/report'
import { notFound } from '../../rpc/app-error.ts'
import { authorise, tenantProcedure } from '../../rpc/procedures.ts'
import { factViewOf, readFactsById } from '../indicators/index.ts'
import { profileOf } from '../network/index.ts'
import type { ReportContext } from './change-report.ts'
import { figuresNow } from './compile-figures.ts'
import { kindOf, standingToReport, viewerOf } from './report-facts.ts'
import { countOpenBelow, type JoinedReport, readChildren, readHistory, readReport } from './report-store.ts'
import { reportRowView } from './report-view.ts'
import {
  type DraftRow,
  readDraft,
  readResidents,
  readRestatements,
  readSamples,
  readSubmission,
  readSubmissions,
  type RestatementRow,
  type SubmissionRow,
} from './written-store.ts'

/** One report: what is written of it as far as the viewer may read it, how those below stand, and what the viewer may do now. */
export const getReport = tenantProcedure
  .meta({ can: ['read', 'Report'] })
  .input(getReportInput)
  .output(reportViewSchema)
  .query(async ({ ctx, input }) => readReportView(ctx, input))

type Written = { draft: DraftRow | undefined; submission: SubmissionRow | undefined; shownIsDraft: boolean }
type Reading = { context: ReportContext; found: JoinedReport; profile: Profile; kind: ReportKind }

/** The view itself, for the page and for its files. @throws NOT_FOUND, NOT_ALLOWED */
export async function readReportView(
  context: ReportContext,
  { id, seq }: { id: string; seq?: number | undefined },
): Promise<ReportView> {
  const { tx, actor, ability, now, deps } = context
  const found = await readReport(tx, { networkId: actor.networkId, id })
  if (!found) throw notFound()
  const relation = standingToReport(actor, found, now)
  authorise(ability, 'read', 'Report', { relation })
  const { row, parentId } = found
  const profile = profileOf(deps, actor)
  const kind = kindOf(profile, row.kind)
  const reading: Reading = { context, found, profile, kind }
  const [draft, submission, submissions, restatements, history, children, openBelow] = await Promise.all([
    relation === 'own' ? readDraft(tx, row) : undefined,
    readSubmission(tx, row, seq),
    readSubmissions(tx, row),
    readRestatements(tx, row),
    readHistory(tx, row),
    readChildren(tx, row),
    countOpenBelow(tx, found),
  ])
  if (seq !== undefined && !submission) throw notFound()
  const written = {
    draft,
    submission,
    shownIsDraft: relation === 'own' && isReportOpen(row.state) && seq === undefined,
  }
  const check = await checkOf(reading, submission)
  const actions = availableReportActions(
    { state: row.state, isRoot: parentId === null },
    viewerOf(found, actor),
  ).filter(action => isAllowed(ability, action, 'Report', { relation }))
  return {
    ...reportRowView(found, { profile, actor, now }),
    ...{ isSetting: kind.isSetting ?? false, provision: kind.provision ?? null, isRoot: parentId === null },
    ...{ remarks: row.remarks, hasClimbed: row.level > 0, draftVersion: draft?.version ?? 0 },
    ...shownOf(written),
    lines: await linesOf(reading, written, restatements),
    narrative: partsOf(kind, written),
    appraisal: await appraisalOf(reading, written),
    submissions: submissions.map(({ at, ...each }) => ({ ...each, at: at.toISOString() })),
    children: children.map(each => reportRowView(each, { profile, actor, now })),
    ...{ openBelow, check, actions },
    restatements: restatements.map(({ at, networkId: _network, reportId: _report, ...each }) => ({
      ...each,
      at: at.toISOString(),
    })),
    history: history.map(({ seq: number, at, action, toState, actorSide, actorName, note }) => ({
      ...{ seq: number, note, byName: actorName, by: actorSide },
      at: at.toISOString(),
      action: action as ReportView['history'][number]['action'],
      toState: toState as ReportView['state'],
    })),
    may: {
      write: relation === 'own' && isReportOpen(row.state) && isAllowed(ability, 'write', 'ReportDraft', { relation }),
      ...mayCheck(reading, { relation, check }),
      restate: row.state === 'accepted' && isAllowed(ability, 'restate', 'Report', { relation }),
      export: isAllowed(ability, 'export', 'Report', { relation }),
    },
  }
}

/** What of it is shown, and how it came about. */
function shownOf({ draft, submission, shownIsDraft }: Written) {
  const {
    knownOn = null,
    compiledAt = null,
    personName = '',
    figures = null,
  } = of({ draft, submission, shownIsDraft }) ?? {}
  const submitted = submission ? ('submission' as const) : ('nothing' as const)
  return {
    shown: shownIsDraft ? ('draft' as const) : submitted,
    seq: shownIsDraft || !submission ? null : submission.seq,
    ...{ knownOn, compiledAt: compiledAt && compiledAt.toISOString(), writtenBy: personName },
    below: figures ? figures.below.map(({ values, ...place }) => ({ ...place, values: { ...values } })) : [],
  }
}

const of = ({ draft, submission, shownIsDraft }: Written): DraftRow | SubmissionRow | undefined =>
  shownIsDraft ? draft : submission

type Values = Readonly<Record<string, number | null>>
const valueIn = (values: Values | undefined, id: string): number | null => values?.[id] ?? null

/** The lines in the order of the rules; what was handed in shows what it was handed in with. */
async function linesOf(
  { context: { tx, now }, found: { row }, profile, kind }: Reading,
  written: Written,
  restatements: readonly RestatementRow[],
): Promise<ReportView['lines']> {
  if (!written.shownIsDraft && !written.submission) return []
  const figures = of(written)?.figures
  const stored = Object.keys(figures?.whole ?? {})
  const lines = written.shownIsDraft
    ? kind.lines
    : [...kind.lines.filter(line => stored.includes(line)), ...stored.filter(line => !kind.lines.includes(line))]
  const current = await figuresNow(tx, row, { profile, lines, now })
  const isLocked = row.state === 'accepted' && !written.shownIsDraft
  return lines.map(id => {
    const value = valueIn(figures?.whole, id)
    const last = isLocked ? restatements.findLast(each => each.indicator === id) : undefined
    const reported = last ? last.newValue : value
    const today = id in current ? valueIn(current, id) : reported
    return {
      ...{ ...wordsOf(profile, id), id, value, own: valueIn(figures?.own, id), now: today },
      restated: last ? { value: last.newValue } : null,
      differs: figures != null && today !== reported,
    }
  })
}

/** What an indicator is called; one that the rules do not know any more keeps its code. */
function wordsOf(
  { indicators }: Profile,
  id: string,
): Pick<ReportView['lines'][number], 'name' | 'definition' | 'unit'> {
  const known = indicators.find(entry => entry.id === id)
  if (!known) return { name: { zh: id, en: id }, definition: { zh: '', en: '' }, unit: 'times' }
  const { name, definition, unit } = known
  return { name, definition, unit }
}

const partsOf = ({ narrative }: ReportKind, { draft, submission, shownIsDraft }: Written): ReportView['narrative'] =>
  narrative.map(part => ({ ...part, text: (shownIsDraft ? draft : submission)?.narrative[part.id] ?? '' }))

/** Residents as they were appraised; while it is being written, all that there are to appraise. */
async function appraisalOf(
  { context: { tx }, found: { row }, kind: { appraisal } }: Reading,
  { draft, submission, shownIsDraft }: Written,
): Promise<ReportView['appraisal']> {
  if (!appraisal) return null
  const { networkId, tenantId, bucket } = row
  const said = new Map((shownIsDraft ? draft : submission)?.appraisals.map(entry => [entry.caseId, entry]))
  const residents = await readResidents(tx, { networkId, tenantId, ...daysOfBucket(bucket) })
  const marks = new Map(residents.map(each => [each.caseId, each.marks]))
  const shown = shownIsDraft ? residents : [...said.values()]
  return {
    grades: appraisal.grades,
    residents: shown.map(({ caseId, name }) => ({
      ...{ caseId, name, grade: said.get(caseId)?.grade ?? '', words: said.get(caseId)?.words ?? '' },
      marks: (marks.get(caseId) ?? []).map(({ on, mark }) => ({ on, mark: mark / 10 })),
    })),
  }
}

/** What was drawn of the submission shown; a fact that the reader does not see any more has its number alone. */
async function checkOf(
  { context: { tx }, profile }: Reading,
  submission: SubmissionRow | undefined,
): Promise<ReportView['check']> {
  if (!submission) return null
  const { networkId, reportId, seq } = submission
  const samples = await readSamples(tx, { networkId, id: reportId }, seq)
  const [first] = samples
  if (!first) return null
  const facts = await readFactsById(
    tx,
    networkId,
    samples.map(({ factId }) => factId),
  )
  return {
    ...{ seq, seed: first.seed },
    samples: samples.map(({ ordinal, factId, finding, words, foundByName }) => {
      const fact = facts.find(({ id }) => id === factId.toString())
      return {
        ...{ ordinal, finding, words, foundByName, factId: factId.toString() },
        fact: fact ? factViewOf(profile, fact) : null,
      }
    }),
  }
}

function mayCheck(
  { context: { ability }, found: { row } }: Reading,
  { relation, check }: { relation: Parameters<typeof isAllowed>[3]['relation']; check: ReportView['check'] },
) {
  const isTheirs = row.state === 'submitted' && isAllowed(ability, 'check', 'Report', { relation })
  return { check: isTheirs && check !== null, draw: isTheirs && check === null }
}
