import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { TargetPayload } from '../features/targets/index.ts'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

/** Whom to tell what of a deed: the other side, of what it has to answer, to sign or to know. */
function telling({ action, toState, fromTenantId, toTenantId, actorTenantId }: TargetPayload): [NoticeKind, string][] {
  const other = actorTenantId === fromTenantId ? toTenantId : fromTenantId
  switch (action) {
    case 'propose':
      return [['targetProposed', toTenantId]]
    case 'counter':
      return [['targetCountered', fromTenantId]]
    case 'agree':
      return [['targetAgreed', other]]
    case 'sign':
      return [[toState === 'signed' ? 'targetSigned' : 'targetToSign', other]]
    case 'withdraw':
      return [['targetWithdrawn', toTenantId]]
    default:
      return []
  }
}

/** Tells the other side of a share what was done to it; of an own total nobody is told. Answers the notices that are new. */
export async function writeTargetNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as TargetPayload }))
  const ids = told.flatMap(({ payload }) => [payload.fromTenantId, payload.toTenantId])
  const names = await readTenantNames(tx, [...new Set(ids)])
  const rows = told.flatMap(({ id: eventId, networkId, payload, at }) =>
    telling(payload).map(([kind, tenantId]) => ({
      ...{ networkId, tenantId, organisationId: null, kind, at, id: v7(), referralId: null },
      params: {
        number: payload.number,
        fromName: names.get(payload.fromTenantId) ?? '',
        toName: names.get(payload.toTenantId) ?? '',
      },
      sourceKey: `target:${eventId}:${tenantId}`,
    })),
  )
  return insertNotices(tx, rows)
}
