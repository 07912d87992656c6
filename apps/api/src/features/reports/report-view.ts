import type { TenantActor } from '@fuqiao/access'
import type { ReportRowView } from '@fuqiao/contract'
import type { Profile } from '@fuqiao/domain/profile'
import { isReportLate, isReportOpen } from '@fuqiao/domain/report'
import { kindOf, sideOf } from './report-facts.ts'
import type { JoinedReport } from './report-store.ts'

const standing = { maker: 'own', superior: 'desk' } as const

/** A report as a list shows it. */
export function reportRowView(
  found: JoinedReport,
  { profile, actor, now }: { profile: Pick<Profile, 'reports'>; actor: Pick<TenantActor, 'tenantId'>; now: Date },
): ReportRowView {
  const { row, tenant } = found
  const { id, version, bucket, state, dueAt, submittedAt, updatedAt } = row
  const { name } = kindOf(profile, row.kind)
  const side = sideOf(found, actor.tenantId)
  return {
    ...{ id, version, bucket, state, tenant },
    as: side === null ? 'superior' : standing[side],
    kind: { id: row.kind, name },
    dueAt: dueAt.toISOString(),
    isLate: isReportLate(row, now),
    isMine: (side === 'maker' && isReportOpen(state)) || (side === 'superior' && state === 'submitted'),
    submittedAt: submittedAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
  }
}
