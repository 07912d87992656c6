import type { Tx } from '@fuqiao/db'
import { writeClockAudit } from '../audit/index.ts'
import { insertRequestOutbox, type RequestRow, writeSettled } from './request-store.ts'

/** Ends a request that is locked: a referral came of it, or its term is over. Row, audit entry and event in one; for the worker. */
export async function settleRequest(
  tx: Tx,
  row: RequestRow,
  { state, at }: { state: 'referred' | 'ended'; at: Date },
): Promise<void> {
  const { networkId, id, tenantId, number } = row
  const version = row.version + 1
  const action = state === 'ended' ? 'end' : 'refer'
  await writeSettled(tx, row, { state, settledAt: at })
  await writeClockAudit(
    tx,
    { networkId, tenantId },
    {
      action: `referralRequest.${action}`,
      subjectKind: 'ReferralRequest',
      subjectId: id,
      at,
      details: { number, from: row.state, to: state, version },
    },
  )
  await insertRequestOutbox(
    tx,
    { networkId, id },
    { action, seq: version, number, fromTenantId: tenantId, actorTenantId: null },
    at,
  )
}
