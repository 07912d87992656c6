import { asSystem, schema } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { openReportRounds } from '../src/jobs/run-reports.ts'
import type { TestPerson, TestWorld } from './harness.ts'

const key = () => randomUUID()

/** The first morning after the first half of 2026, when the reports of it are asked for. */
export const julyMorning = new Date('2026-07-01T09:00:00+08:00')

/** Asks for the reports of what ended before an instant. */
export const askForReports = (world: TestWorld, now: Date = julyMorning) => openReportRounds(world.deps, now)

/** The report of an incubator. */
export async function reportOf(world: TestWorld, tenantId: string, kind = 'midYear'): Promise<string> {
  const [row] = await asSystem(world.db, tx =>
    tx
      .select({ id: schema.report.id })
      .from(schema.report)
      .where(and(eq(schema.report.tenantId, tenantId), eq(schema.report.kind, kind))),
  )
  if (!row) throw new Error(`no ${kind} of ${tenantId}`)
  return row.id
}

/** Words for every part of a report of the tests' network. */
export const reportWords = { work: '按计划开展孵化服务。', plans: '继续做好培训。' }

/** Compiles and writes a report as far as it can be handed in; answers what to send. */
export async function writeOut(
  { api: { reports } }: TestPerson,
  id: string,
  narrative: Record<string, string> = reportWords,
) {
  const { draftVersion } = await reports.get({ id })
  const compiled = await reports.compile({ key: key(), id, version: draftVersion })
  const saved = await reports.save({ key: key(), id, version: compiled.version, narrative })
  const { version } = await reports.get({ id })
  return { key: key(), id, version, draftVersion: saved.version }
}

/** Writes a report and hands it in. */
export async function handIn(person: TestPerson, id: string) {
  return person.api.reports.submit(await writeOut(person, id))
}
