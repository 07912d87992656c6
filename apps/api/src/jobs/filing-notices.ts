import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { FilingPayload } from '../features/filings/index.ts'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

const kinds: Partial<Record<string, NoticeKind>> = {
  apply: 'filingApplied',
  file: 'filingFiled',
  refuse: 'filingRefused',
  renew: 'filingRenewed',
  end: 'filingEnded',
  grow: 'organisationGrown',
}

/** Tells the custodian of an application that an organisation made itself, and the organisation of what became of its filing. Answers the notices that are new. */
export async function writeFilingNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as FilingPayload }))
  const names = await readTenantNames(tx, [...new Set(told.map(({ payload }) => payload.fromTenantId))])
  const rows = told.flatMap(({ networkId, subjectId, payload, at }) => {
    const { action, seq, number, organisationId, fromTenantId, actorTenantId } = payload
    const kind = kinds[action]
    if (kind === undefined) return []
    const isToCustodian = action === 'apply' && actorTenantId === null
    const place = isToCustodian ? { tenantId: fromTenantId, organisationId: null } : { tenantId: null, organisationId }
    return [
      {
        ...{ networkId, ...place, kind, at, id: v7(), referralId: null },
        params: { number, fromName: names.get(fromTenantId) ?? '', toName: '' },
        sourceKey: `filing:${subjectId}:${seq}`,
      },
    ]
  })
  return insertNotices(tx, rows)
}
