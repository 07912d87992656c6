import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { MergePayload } from '../features/organisations/index.ts'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

/** Tells the accounts of both organisations that one was merged into the other. Answers the notices that are new. */
export async function writeMergeNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const merges = events.map(event => ({ ...event, payload: event.payload as unknown as MergePayload }))
  const names = await readTenantNames(tx, [...new Set(merges.map(({ payload }) => payload.fromTenantId))])
  const rows = merges.flatMap(({ networkId, subjectId, payload, at }) =>
    [payload.organisationId, payload.survivorId].map(organisationId => ({
      ...{ networkId, tenantId: null, organisationId, kind: 'organisationMerged', at, id: v7(), referralId: null },
      params: { number: '', fromName: names.get(payload.fromTenantId) ?? '', toName: '' },
      sourceKey: `organisation:${subjectId}:${payload.version}:${organisationId}`,
    })),
  )
  return insertNotices(tx, rows)
}
