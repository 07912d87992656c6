import { asSystem, schema } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { TestWorld } from './harness.ts'
import type { Stage } from './referral-stage.ts'

/** Reports that a change names: of the first street, of its district, and of the centre. */
export type ReportRows = {
  /** The first street's, being written: a draft of version 1. */
  reportId: string
  /** The first street's, accepted at version 3. */
  acceptedReportId: string
  /** Its district's, handed in at version 2. */
  districtReportId: string
  /** The centre's, being written. */
  rootReportId: string
}

const figures = { whole: { services: 3 }, own: { services: 3 }, below: [] }

/** Makes them as the worker and the procedures leave them. */
export async function makeReportRows(world: TestWorld, { networkId, tenants }: Stage): Promise<ReportRows> {
  const now = world.deps.now()
  const [reportId, acceptedReportId, districtReportId, rootReportId] = [v7(), v7(), v7(), v7()]
  const { city, districtA, streetA } = tenants
  const of = (id: string, tenant: typeof city, bucket: string) => ({
    ...{ networkId, id, tenantId: tenant.id, scopeKey: tenant.scopeKey, kind: 'yearEnd', bucket },
    ...{
      dueAt: new Date(now.getTime() + 86_400_000),
      remindAt: now,
      calendarVersion: '',
      createdAt: now,
      updatedAt: now,
    },
  })
  await asSystem(world.db, async tx => {
    const rows: (typeof schema.report.$inferInsert)[] = [
      { ...of(reportId, streetA, '2025'), state: 'draft' },
      { ...of(rootReportId, city, '2025'), state: 'draft' },
      { ...of(districtReportId, districtA, '2025'), state: 'submitted', version: 2, submittedAt: now },
      { ...of(acceptedReportId, streetA, '2024'), state: 'accepted', version: 3, submittedAt: now, settledAt: now },
    ]
    for (const row of rows) await tx.insert(schema.report).values(row)
    const written = { networkId, personName: '某人' }
    for (const [id, { id: tenantId, scopeKey }] of [
      [reportId, streetA],
      [rootReportId, city],
    ] as const)
      await tx.insert(schema.reportDraft).values({ ...written, reportId: id, tenantId, scopeKey, updatedAt: now })
    for (const id of [districtReportId, acceptedReportId])
      await tx.insert(schema.reportSubmission).values({
        ...{ ...written, reportId: id, seq: 2, figures, knownOn: '2026-01-05', compiledAt: now, at: now },
      })
  })
  return { reportId, acceptedReportId, districtReportId, rootReportId }
}
