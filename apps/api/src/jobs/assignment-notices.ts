import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { AssignmentPayload } from '../features/assignments/index.ts'
import type { MeetingPayload } from '../features/meetings/index.ts'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

/** Whom to tell what of a deed: whoever has something to do now, and of what is late those above too. */
function tellings({ action, fromTenantId, toTenantId, superiorId }: AssignmentPayload): [NoticeKind, string | null][] {
  switch (action) {
    case 'issue':
      return [['assignmentIssued', toTenantId]]
    case 'acknowledge':
      return [['assignmentAcknowledged', fromTenantId]]
    case 'report':
      return [['assignmentReported', fromTenantId]]
    case 'confirm':
      return [['assignmentConfirmed', toTenantId]]
    case 'sendBack':
      return [['assignmentSentBack', toTenantId]]
    case 'withdraw':
      return [['assignmentWithdrawn', toTenantId]]
    case 'remind':
      return [['assignmentReminder', toTenantId]]
    case 'escalate':
      return [toTenantId, superiorId, fromTenantId].map(tenantId => ['assignmentLate', tenantId])
    default:
      return []
  }
}

/** Tells both sides of an assignment what was done to it, but not whoever did it, and those above of what is late. Answers the notices that are new. */
export async function writeAssignmentNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as AssignmentPayload }))
  const ids = told.flatMap(({ payload }) => [payload.fromTenantId, payload.toTenantId])
  const names = await readTenantNames(tx, [...new Set(ids)])
  const rows = told.flatMap(({ id: eventId, networkId, subjectId, payload, at }) => {
    const { number, fromTenantId, toTenantId, actorTenantId } = payload
    const reached = new Set([actorTenantId])
    return tellings(payload).flatMap(([kind, tenantId]) => {
      if (tenantId === null || reached.has(tenantId)) return []
      reached.add(tenantId)
      return {
        ...{ networkId, tenantId, organisationId: null, kind, at, id: v7(), referralId: null, assignmentId: subjectId },
        params: { number, fromName: names.get(fromTenantId) ?? '', toName: names.get(toTenantId) ?? '' },
        sourceKey: `assignment:${eventId}:${tenantId}`,
      }
    })
  })
  return insertNotices(tx, rows)
}

const kinds: Readonly<Record<MeetingPayload['action'], NoticeKind>> = {
  convene: 'meetingConvened',
  raise: 'agendaRaised',
  take: 'agendaTaken',
  setAside: 'agendaSetAside',
}

/** Tells the centre of what was raised, whoever raised it of what became of it, and the seats' incubators of a meeting that is convened. Answers the notices that are new. */
export async function writeMeetingNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as MeetingPayload }))
  const names = await readTenantNames(tx, [...new Set(told.map(({ payload }) => payload.fromTenantId))])
  const rows = told.flatMap(({ id: eventId, networkId, payload, at }) =>
    payload.toTenantIds.map(tenantId => ({
      ...{ networkId, tenantId, organisationId: null, kind: kinds[payload.action], at, id: v7(), referralId: null },
      params: { number: payload.number, fromName: names.get(payload.fromTenantId) ?? '', toName: '' },
      sourceKey: `meeting:${eventId}:${tenantId}`,
    })),
  )
  return insertNotices(tx, rows)
}
