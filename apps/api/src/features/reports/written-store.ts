import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { ReportKey, ReportRow } from './report-store.ts'

const { reportDraft, reportRestatement, reportSample, reportSubmission } = schema

/** A report as it is being written. */
export type DraftRow = typeof reportDraft.$inferSelect
/** A report as it was handed in. */
export type SubmissionRow = typeof reportSubmission.$inferSelect
export type RestatementRow = typeof reportRestatement.$inferSelect
export type SampleRow = typeof reportSample.$inferSelect

/** What is being written; undefined before anything was, and for everybody but whoever writes it. */
export async function readDraft(tx: Tx, { networkId, id }: ReportKey): Promise<DraftRow | undefined> {
  const [row] = await tx
    .select()
    .from(reportDraft)
    .where(and(eq(reportDraft.networkId, networkId), eq(reportDraft.reportId, id)))
  return row
}

type DraftColumns = Partial<Pick<DraftRow, 'figures' | 'knownOn' | 'compiledAt' | 'narrative' | 'appraisals'>>

/** Writes the draft of a report that this transaction holds locked: the first time as a row of its own. Answers its version. */
export async function keepDraft(
  tx: Tx,
  { networkId, id: reportId, tenantId, scopeKey }: ReportRow,
  {
    before,
    columns,
    personName,
    at,
  }: { before: DraftRow | undefined; columns: DraftColumns; personName: string; at: Date },
): Promise<number> {
  const version = (before?.version ?? 0) + 1
  const written = { ...columns, version, personName, updatedAt: at }
  if (!before) await tx.insert(reportDraft).values({ networkId, reportId, tenantId, scopeKey, ...written })
  else
    await tx
      .update(reportDraft)
      .set(written)
      .where(and(eq(reportDraft.networkId, networkId), eq(reportDraft.reportId, reportId)))
  return version
}

const ofReport = ({ networkId, id }: ReportKey) =>
  and(eq(reportSubmission.networkId, networkId), eq(reportSubmission.reportId, id))

/** When it was handed in and by whom, the latest first. */
export function readSubmissions(tx: Tx, key: ReportKey) {
  return tx
    .select({ seq: reportSubmission.seq, at: reportSubmission.at, personName: reportSubmission.personName })
    .from(reportSubmission)
    .where(ofReport(key))
    .orderBy(desc(reportSubmission.seq))
}

/** A submission, the last unless another is named; undefined where there is none. */
export async function readSubmission(tx: Tx, key: ReportKey, seq?: number): Promise<SubmissionRow | undefined> {
  const [row] = await tx
    .select()
    .from(reportSubmission)
    .where(and(ofReport(key), seq === undefined ? undefined : eq(reportSubmission.seq, seq)))
    .orderBy(desc(reportSubmission.seq))
    .limit(1)
  return row
}

export async function insertSubmission(tx: Tx, row: typeof reportSubmission.$inferInsert): Promise<void> {
  await tx.insert(reportSubmission).values(row)
}

/** Figures of a report that were restated, the latest last. */
export function readRestatements(tx: Tx, { networkId, id }: ReportKey) {
  return tx
    .select()
    .from(reportRestatement)
    .where(and(eq(reportRestatement.networkId, networkId), eq(reportRestatement.reportId, id)))
    .orderBy(asc(reportRestatement.at), asc(reportRestatement.id))
}

export async function insertRestatement(tx: Tx, row: typeof reportRestatement.$inferInsert): Promise<void> {
  await tx.insert(reportRestatement).values(row)
}

/** What was drawn of a submission, in the order of the draw. */
export function readSamples(tx: Tx, { networkId, id }: ReportKey, seq: number) {
  return tx
    .select()
    .from(reportSample)
    .where(and(eq(reportSample.networkId, networkId), eq(reportSample.reportId, id), eq(reportSample.seq, seq)))
    .orderBy(asc(reportSample.ordinal))
}

export async function insertSamples(tx: Tx, rows: (typeof reportSample.$inferInsert)[]): Promise<void> {
  await tx.insert(reportSample).values(rows)
}

/** Writes what was found of a fact that was drawn. */
export async function writeFinding(
  tx: Tx,
  { networkId, reportId, seq, ordinal }: Pick<SampleRow, 'networkId' | 'reportId' | 'seq' | 'ordinal'>,
  columns: Pick<SampleRow, 'finding' | 'words' | 'foundByName' | 'foundAt'>,
): Promise<void> {
  await tx
    .update(reportSample)
    .set(columns)
    .where(
      and(
        eq(reportSample.networkId, networkId),
        eq(reportSample.reportId, reportId),
        eq(reportSample.seq, seq),
        eq(reportSample.ordinal, ordinal),
      ),
    )
}

/** A resident organisation of an incubator in a stretch of time, with the marks of its assessments by then, in tenths. */
export type ResidentRow = { caseId: string; name: string; marks: { on: string; mark: number }[] }

/** Whoever was resident in the stretch, by the number of the case: admitted by its end, and not gone before it began. */
export function readResidents(
  tx: Tx,
  { networkId, tenantId, from, to }: { networkId: number; tenantId: string; from: string; to: string },
): Promise<ResidentRow[]> {
  return tx.execute<ResidentRow>(sql`
    select c.id as "caseId", c.organisation_name as name, coalesce((
      select jsonb_agg(jsonb_build_object('on', to_char(k.done_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'), 'mark', k.mark) order by k.done_at)
      from case_task k
      where k.network_id = c.network_id and k.case_id = c.id and k.kind = 'assessment' and k.state = 'done' and k.mark is not null
        and (k.done_at at time zone 'Asia/Shanghai')::date between ${from} and ${to}
    ), '[]'::jsonb) as marks
    from incubation_case c
    where c.network_id = ${networkId} and c.tenant_id = ${tenantId} and c.admitted_on <= ${to}
      and (c.ended_at is null or (c.ended_at at time zone 'Asia/Shanghai')::date >= ${from})
    order by c.number nulls last, c.id limit 500`)
}
