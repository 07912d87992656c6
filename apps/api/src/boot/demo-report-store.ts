import { schema, type Tx } from '@fuqiao/db'
import type { CivilDate } from '@fuqiao/domain/calendar'
import type { Profile } from '@fuqiao/domain/profile'
import { and, asc, eq, sql } from 'drizzle-orm'
import { Figures, readCells } from '../features/indicators/index.ts'

const { report, reportDraft, reportEvent, reportRound, reportSubmission, tenant } = schema

type Values = Readonly<Record<string, number | null>>
/** A report of the demo network with its place, and the figures of it. */
export type DemoReport = typeof report.$inferSelect & { parentId: string | null; divisionCode: string; name: string }
export type DemoFigures = { whole: Values; own: Values; below: { tenantId: string; name: string; values: Values }[] }

/** Whether anything was reported in a network. */
export async function hasReports(tx: Tx, networkId: number): Promise<boolean> {
  return (await tx.select({ id: report.id }).from(report).where(eq(report.networkId, networkId)).limit(1)).length > 0
}

/** Notes that the reports of a stretch are not asked for any more: the demo's story begins after it. */
export async function skipRound(
  tx: Tx,
  networkId: number,
  { kind, bucket }: { kind: string; bucket: string },
  at: Date,
) {
  await tx.insert(reportRound).values({ networkId, kind, bucket, openedAt: at }).onConflictDoNothing()
}

/** The reports of a kind, those above first. */
export async function readDemoReports(tx: Tx, networkId: number, kind: string): Promise<DemoReport[]> {
  const rows = await tx
    .select({ row: report, parentId: tenant.parentId, divisionCode: tenant.divisionCode, name: tenant.shortName })
    .from(report)
    .innerJoin(tenant, and(eq(tenant.networkId, report.networkId), eq(tenant.id, report.tenantId)))
    .where(and(eq(report.networkId, networkId), eq(report.kind, kind)))
    .orderBy(asc(tenant.depth), asc(tenant.divisionCode), asc(tenant.id))
  return rows.map(({ row, ...place }) => ({ ...row, ...place }))
}

/** The figures of all of them as they are known at the end of a day: read in one go. */
export async function figuresOfAll(
  tx: Tx,
  reports: readonly DemoReport[],
  { profile, lines, asOf }: { profile: Profile; lines: readonly string[]; asOf: CivilDate },
): Promise<ReadonlyMap<string, DemoFigures>> {
  const [first] = reports
  if (!first) return new Map()
  const { bucket, networkId } = first
  const indicators = profile.indicators.filter(({ id }) => lines.includes(id))
  const figures = new Figures(profile, Number(asOf.slice(0, 4)))
  const at = (tenantId: string, sight: 'own' | 'now') => ({ tenantId, sight })
  for (const { tenantId } of reports)
    for (const indicator of indicators) {
      figures.want(indicator, at(tenantId, 'own'), bucket)
      figures.want(indicator, at(tenantId, 'now'), bucket)
    }
  figures.fill(await readCells(tx, { networkId, asOf }, figures.wanted))
  const valuesOf = (tenantId: string, sight: 'own' | 'now'): Values =>
    Object.fromEntries(indicators.map(each => [each.id, figures.at(each, at(tenantId, sight), bucket)]))
  const below = Map.groupBy(reports, ({ parentId }) => parentId)
  return new Map(
    reports.map(({ tenantId }) => [
      tenantId,
      {
        ...{ whole: valuesOf(tenantId, 'now'), own: valuesOf(tenantId, 'own') },
        below: (below.get(tenantId) ?? []).map(({ tenantId: id, name }) => ({
          ...{ tenantId: id, name, values: valuesOf(id, 'now') },
        })),
      },
    ]),
  )
}

/** A report as the demo's story leaves it, with what hangs on it. */
export type ToldReport = {
  id: string
  columns: Partial<typeof report.$inferInsert>
  draft: typeof reportDraft.$inferInsert | null
  submission: typeof reportSubmission.$inferInsert | null
  events: (typeof reportEvent.$inferInsert)[]
}

const batch = 200

/** Writes them, some hundreds at a time. */
export async function storeTold(tx: Tx, networkId: number, told: readonly ToldReport[]): Promise<void> {
  for (let at = 0; at < told.length; at += batch) {
    const some = told.slice(at, at + batch)
    const drafts = some.flatMap(({ draft }) => draft ?? [])
    const submissions = some.flatMap(({ submission }) => submission ?? [])
    const events = some.flatMap(each => each.events)
    if (drafts.length > 0) await tx.insert(reportDraft).values(drafts)
    if (submissions.length > 0) await tx.insert(reportSubmission).values(submissions)
    if (events.length > 0) await tx.insert(reportEvent).values(events)
    const columns = some.map(
      ({ id, columns: { state, version, submittedAt, settledAt, remarks, updatedAt, level } }) => ({
        ...{
          id,
          state,
          version,
          remarks,
          level,
          submittedAt: submittedAt ?? null,
          settledAt: settledAt ?? null,
          updatedAt,
        },
      }),
    )
    await tx.execute(sql`
      update report r set state = x.state, version = x.version, remarks = x.remarks, "submitted_at" = x."submittedAt", settled_at = x."settledAt",
        updated_at = x."updatedAt", level = x.level, next_look_at = case when x.state in ('draft', 'returned') and x.level = 0 then r.next_look_at end
      from jsonb_to_recordset(${JSON.stringify(columns)}::text::jsonb) x(id uuid, state text, version int, remarks text, level int, "submittedAt" timestamptz,
        "settledAt" timestamptz, "updatedAt" timestamptz)
      where r.network_id = ${networkId} and r.id = x.id`)
  }
}
