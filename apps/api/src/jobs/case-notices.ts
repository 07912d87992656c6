import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { CasePayload } from '../features/incubation/index.ts'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

type Telling = { kind: NoticeKind; tenantId: string | null; organisationId: string | null }

/** Deeds that the organisation is told of when somebody else did them. */
const news: ReadonlySet<string> = new Set([
  'complete',
  'sign',
  'warn',
  'terminate',
  'extend',
  'openExit',
  'open',
  'withdraw',
  'handOver',
])

/** Whom to tell what of a deed on a case: whoever has something to do to it now, the organisation of what moved, and never the one who did it. */
function tellings(payload: CasePayload): Telling[] {
  const { action, tenantId, organisationId, waitsFor, task } = payload
  const tenant = (kind: NoticeKind, id: string | null): Telling => ({ kind, tenantId: id, organisationId: null })
  const organisation = (kind: NoticeKind): Telling => ({ kind, tenantId: null, organisationId })
  const holderOf = (kind: NoticeKind, id: string | null) => (id === null ? organisation(kind) : tenant(kind, id))
  if (action === 'remind' && task) return [holderOf('caseReminder', task.holderTenantId)]
  if (action === 'escalate' && task)
    return [tenant('caseEscalated', task.superiorId), holderOf('caseEscalated', task.holderTenantId)]
  if (action === 'object') return [tenant('caseWaits', tenantId)]
  const waits = waitsFor.map(({ tenantId: holder, kind }) =>
    // An agreement is signed by both.
    kind === 'agreement' ? organisation('caseWaits') : holderOf('caseWaits', holder),
  )
  const moved = news.has(action) ? [organisation('caseMoved')] : []
  if (action === 'rules') return [tenant('caseMoved', tenantId), organisation('caseMoved'), ...waits]
  return [...waits, ...moved, ...(action === 'sign' || action === 'withdraw' ? [tenant('caseMoved', tenantId)] : [])]
}

/** Tells incubators and organisations of cases, each of one deed once. Answers the notices that are new. */
export async function writeCaseNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as CasePayload }))
  const names = await readTenantNames(tx, [...new Set(told.map(({ payload }) => payload.tenantId))])
  const rows = told.flatMap(({ networkId, subjectId, payload, id: eventId, at }) => {
    const reached = new Set<string>([payload.actorTenantId ?? '', payload.actorOrganisationId ?? ''])
    return tellings(payload).flatMap(({ kind, tenantId, organisationId }) => {
      const party = tenantId ?? organisationId
      if (party === null || reached.has(party)) return []
      reached.add(party)
      return {
        ...{ networkId, tenantId, organisationId, kind, at, id: v7(), referralId: null, caseId: subjectId },
        params: { number: payload.number ?? '', fromName: names.get(payload.tenantId) ?? '', toName: '' },
        sourceKey: `case:${eventId}:${party}`,
      }
    })
  })
  return insertNotices(tx, rows)
}
