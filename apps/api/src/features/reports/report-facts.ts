import { type Actor, type Relation, relationOf, type TenantActor } from '@fuqiao/access'
import type { ReportKind, Profile } from '@fuqiao/domain/profile'
import type { ReportClock, ReportSide, ReportViewer } from '@fuqiao/domain/report'
import type { JoinedReport, ReportRow } from './report-store.ts'
import type { DraftRow, ResidentRow } from './written-store.ts'

/** How the actor stands to the report, as the permissions and the wall say. */
export const standingToReport = (
  actor: Actor,
  { row, parentId }: Pick<JoinedReport, 'row' | 'parentId'>,
  now: Date,
): Relation => relationOf(actor, 'Report', { ...row, parentId }, now)

/** Which side of a report a tenant is; null of whoever stands further above. */
export function sideOf({ row, parentId }: Pick<JoinedReport, 'row' | 'parentId'>, tenantId: string): ReportSide | null {
  if (row.tenantId === tenantId) return 'maker'
  return parentId === tenantId ? 'superior' : null
}

/** Who looks at it, as the machine asks. */
export const viewerOf = (found: JoinedReport, { tenantId, roles }: TenantActor): ReportViewer => ({
  side: sideOf(found, tenantId),
  roles,
})

/** Its clock as it is stored. */
export const clockOf = ({ state, remindAt, dueAt, remindedAt, level }: ReportRow): ReportClock => ({
  ...{ state, remindAt, dueAt, level },
  isReminded: remindedAt !== null,
})

/** The rules of a report; a kind that the rules in force do not know any more shows what was written of it. */
export function kindOf({ reports }: Pick<Profile, 'reports'>, id: string): ReportKind {
  const known = reports.find(entry => entry.id === id)
  if (known) return known
  const term = { days: 1, unit: 'calendarDay' } as const
  return {
    ...{ id, name: { zh: id, en: id }, cadence: 'year', due: term, remindBefore: term, lines: [], narrative: [] },
    spotCheck: 1,
  }
}

/** What a report is called where one word must do: the kind and the stretch. */
export const titleOf = ({ name }: ReportKind, { bucket }: Pick<ReportRow, 'bucket'>): string => `${name.zh} ${bucket}`

/** Parts that must be written and are not; residents that have no grade among them. */
export function missingOf(
  { narrative, appraisal }: ReportKind,
  draft: DraftRow | undefined,
  residents: readonly Pick<ResidentRow, 'caseId'>[],
): string[] {
  const graded = new Map(draft?.appraisals.map(entry => [entry.caseId, entry.grade]))
  return [
    ...narrative.filter(({ id, isRequired }) => isRequired && !draft?.narrative[id]).map(({ id }) => id),
    ...(appraisal ? residents.filter(({ caseId }) => !graded.get(caseId)).map(({ caseId }) => caseId) : []),
  ]
}
