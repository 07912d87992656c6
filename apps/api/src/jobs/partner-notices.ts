import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import { insertNotices, type NewNotice, type OpenEvent } from './outbox-store.ts'

/** What the worker is told of a partnership: what became of it, the centre to tell, the network that did it and the other. */
type PartnerPayload = { action: string; tenantId: string; fromName: string; toName: string }

const kinds: Partial<Record<string, NoticeKind>> = {
  'partner.proposed': 'partnerProposed',
  'partner.inForce': 'partnerInForce',
  'partner.declined': 'partnerDeclined',
  'partner.withdrawn': 'partnerWithdrawn',
  'partner.ended': 'partnerEnded',
}

/** Tells the centre of a network what became of a partnership; each of the two has its own event. Answers the notices that are new. */
export async function writePartnerNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const rows = events.flatMap(event => {
    const { networkId, id: eventId, at } = event
    const { action, tenantId, fromName, toName } = event.payload as unknown as PartnerPayload
    const kind = kinds[action]
    if (kind === undefined) return []
    return [
      {
        ...{ networkId, tenantId, organisationId: null, kind, at, id: v7(), referralId: null },
        ...{ params: { fromName, toName }, sourceKey: `partner:${eventId}` },
      },
    ]
  })
  return insertNotices(tx, rows)
}
