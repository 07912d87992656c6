import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { ReportPayload } from '../features/reports/index.ts'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

/** Whom to tell what of a deed: whoever has something to do now, and of what is late those directly above too. */
function tellings({ action, fromTenantId, toTenantId }: ReportPayload): [NoticeKind, string | null][] {
  switch (action) {
    case 'submit':
      return [['reportSubmitted', toTenantId]]
    case 'sendBack':
      return [['reportReturned', fromTenantId]]
    case 'accept':
      return [['reportAccepted', fromTenantId]]
    case 'excuse':
      return [['reportExcused', fromTenantId]]
    case 'restate':
      return [['reportRestated', toTenantId]]
    case 'remind':
      return [['reportReminder', fromTenantId]]
    case 'escalate':
      return [fromTenantId, toTenantId].map(tenantId => ['reportLate', tenantId])
    default:
      return []
  }
}

/** Tells both hands of a report what was done to it, but not whoever did it. Answers the notices that are new. */
export async function writeReportNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as ReportPayload }))
  const ids = told.flatMap(({ payload }) => [payload.fromTenantId, payload.toTenantId]).filter(id => id !== null)
  const names = await readTenantNames(tx, [...new Set(ids)])
  const rows = told.flatMap(({ id: eventId, networkId, subjectId, payload, at }) => {
    const { number, fromTenantId, toTenantId, actorTenantId } = payload
    return tellings(payload).flatMap(([kind, tenantId]) => {
      if (tenantId === null || tenantId === actorTenantId) return []
      return {
        ...{ networkId, tenantId, organisationId: null, kind, at, id: v7(), referralId: null, reportId: subjectId },
        params: { number, fromName: names.get(fromTenantId) ?? '', toName: names.get(toTenantId ?? '') ?? '' },
        sourceKey: `report:${eventId}:${tenantId}`,
      }
    })
  })
  return insertNotices(tx, rows)
}
