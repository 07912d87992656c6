import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import { lockRequest, type RequestPayload, settleRequest } from '../features/referral-requests/index.ts'
import { insertNotices, type NewNotice, type OpenEvent } from './outbox-store.ts'
import { readAnswered } from './request-jobs-store.ts'

/** Tells an asker that its request ended; that a referral came of it the referral's own arrival tells. Answers the notices that are new. */
export async function writeRequestNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const ended = events
    .map(event => ({ ...event, payload: event.payload as unknown as RequestPayload }))
    .filter(({ payload }) => payload.action === 'end')
  return insertNotices(
    tx,
    ended.map(({ networkId, subjectId, payload, at }) => ({
      ...{ networkId, tenantId: payload.fromTenantId, organisationId: null, kind: 'requestEnded', at, id: v7() },
      ...{ referralId: null, requestId: subjectId, params: { number: payload.number, fromName: '', toName: '' } },
      sourceKey: `request:${subjectId}:${payload.seq}`,
    })),
  )
}

/** Settles the requests that submitted referrals answer, also one that had ended: what was asked for came after all. */
export async function linkRequests(tx: Tx, events: readonly OpenEvent[]): Promise<void> {
  for (const { networkId, subjectId, payload, at } of events) {
    if (payload.kind !== 'pull' || payload.toState !== 'submitted' || payload.fromState === 'submitted') continue
    const key = await readAnswered(tx, { networkId, id: subjectId })
    const found = key && (await lockRequest(tx, key))
    if (found && found.row.state !== 'referred') await settleRequest(tx, found.row, { state: 'referred', at })
  }
}
