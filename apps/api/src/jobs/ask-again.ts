import type { Tx } from '@fuqiao/db'
import { writeClockAudit } from '../features/audit/index.ts'
import type { RequestRow } from '../features/referral-requests/index.ts'
import { insertEvent, insertOutbox, newClock, type ReferralRow, type settingOf } from '../features/referrals/index.ts'
import { writeAskedAgain } from './request-jobs-store.ts'

/** What a line says that an asker's request wrote: who asks and why, before the custodian alone. */
export const writtenBy = (request: RequestRow) => ({
  ...{ actorTenantId: request.tenantId, actorOrganisationId: null, actorPersonId: request.askedByPersonId },
  ...{ actorName: request.askedByName, note: request.reason },
  data: { request: request.number, offer: request.offer },
  audience: ['sender' as const],
})

type Again = { row: ReferralRow; request: RequestRow; setting: ReturnType<typeof settingOf> }

/**
 * Makes a referral that was not sent yet answer the newer request of the same asker, and tells the custodian. What nobody has filled in takes the newer
 * wish, and the time for it begins anew; what the custodian wrote stays.
 */
export async function askAgain(tx: Tx, { row, request, setting }: Again, now: Date): Promise<void> {
  const { networkId, id, number, state, fromTenantId, toTenantId, organisationId, holder } = row
  const version = row.version + 1
  const isUntouched = state === 'draft' && row.sections.length === 0
  await writeAskedAgain(tx, row, {
    ...{ requestId: request.id, version, updatedAt: now },
    ...(isUntouched && { mode: request.mode, need: request.need }),
    ...(state === 'draft' && newClock('draft', 'draft', setting)),
  })
  await insertEvent(tx, row, {
    ...{ seq: version, at: now, action: 'askAgain', fromState: state, toState: state },
    ...writtenBy(request),
  })
  await writeClockAudit(
    tx,
    { networkId, tenantId: fromTenantId },
    {
      action: 'referral.askAgain',
      subjectKind: 'Referral',
      subjectId: id,
      at: now,
      details: { number, kind: 'pull', request: request.number, from: state, to: state, version },
    },
  )
  await insertOutbox(
    tx,
    row,
    {
      ...{ action: 'askAgain', seq: version, number, kind: 'pull', fromState: state, toState: state, holder },
      ...{ organisationId, fromTenantId, toTenantId, deskTenantId: null, wasSubmitted: false, submittedAt: null },
      ...{ actorTenantId: request.tenantId, actorOrganisationId: null },
    },
    now,
  )
}
