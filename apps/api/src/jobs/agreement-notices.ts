import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

/** What the worker is told of a deed on an agreement. */
type AgreementPayload = {
  action: string
  seq: number
  number: string
  title: string
  toState: string
  fromTenantId: string
  toTenantId?: string | null
  actorTenantId?: string | null
}

const kinds: Partial<Record<string, NoticeKind>> = {
  propose: 'agreementProposed',
  sign: 'agreementSigned',
  takeEffect: 'agreementInForce',
  decline: 'agreementDeclined',
  withdraw: 'agreementWithdrawn',
  end: 'agreementEnded',
  lapse: 'agreementEnded',
  pause: 'agreementPaused',
  pauseItself: 'agreementPaused',
  resume: 'agreementResumed',
}

/** Tells both sides of an agreement what was done to it, but not whoever did it. Answers the notices that are new. */
export async function writeAgreementNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map(event => ({ ...event, payload: event.payload as unknown as AgreementPayload }))
  const ids = told
    .flatMap(({ payload }) => [payload.fromTenantId, payload.toTenantId ?? null])
    .filter(id => id !== null)
  const names = await readTenantNames(tx, [...new Set(ids)])
  const rows = told.flatMap(({ networkId, subjectId, payload, at }) => {
    const { action, seq, number, title, fromTenantId, toTenantId = null, actorTenantId, toState } = payload
    const kind = action === 'sign' && toState === 'inForce' ? 'agreementInForce' : kinds[action]
    if (kind === undefined || toTenantId === null) return []
    return [fromTenantId, toTenantId]
      .filter(tenantId => tenantId !== actorTenantId)
      .map(tenantId => ({
        ...{ networkId, tenantId, organisationId: null, kind, at, id: v7(), referralId: null, agreementId: subjectId },
        params: { number, title, fromName: names.get(fromTenantId) ?? '', toName: names.get(toTenantId) ?? '' },
        sourceKey: `${subjectId}:${seq}:${tenantId}`,
      }))
  })
  return insertNotices(tx, rows)
}
