import type { NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { isAskedOf } from '@fuqiao/domain/service-item'
import { v7 } from 'uuid'
import type { PublicationPayload } from '../features/publications/index.ts'
import type { ItemPayload } from '../features/service-items/index.ts'
import type { StandardPayload } from '../features/standards/index.ts'
import { insertManyNotices, readBelow, readRoot } from './guidance-jobs-store.ts'
import { type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

type Payload = StandardPayload | ItemPayload | PublicationPayload
type Event = Omit<OpenEvent, 'payload'> & { payload: Payload }
type Telling = { kind: NoticeKind; number: string; tenantIds: readonly string[]; seq: number }

/** What the writer of a publication is told when somebody else decided on it. */
const ofPublication: Partial<Record<string, NoticeKind>> = {
  approve: 'publicationPublished',
  return: 'publicationReturned',
  withdraw: 'publicationWithdrawn',
}

async function tellingOf(tx: Tx, { topic, networkId, payload }: Event): Promise<Telling | null> {
  if (topic === 'publication') return tellingOfPublication(tx, networkId, payload as PublicationPayload)
  const below = await readBelow(tx, networkId, payload.fromTenantId)
  if (topic === 'standard') {
    const { code, number } = payload as StandardPayload
    const tenantIds = below.map(({ id }) => id)
    return { kind: 'standardPublished', number: `${code}/${number}`, tenantIds, seq: 1 }
  }
  const item = payload as ItemPayload
  if (item.action !== 'push') return null
  const tenantIds = below.filter(tenant => isAskedOf(item, tenant)).map(({ id }) => id)
  return { kind: 'serviceItemAsked', number: item.title, tenantIds, seq: item.seq }
}

async function tellingOfPublication(tx: Tx, networkId: number, payload: PublicationPayload): Promise<Telling | null> {
  const { action, title: number, fromTenantId, actorTenantId, seq } = payload
  if (action === 'submit') {
    const root = await readRoot(tx, networkId)
    const tenantIds = root === null || root === actorTenantId ? [] : [root]
    return { kind: 'publicationSubmitted', number, tenantIds, seq }
  }
  const kind = ofPublication[action]
  return kind && actorTenantId !== fromTenantId ? { kind, number, tenantIds: [fromTenantId], seq } : null
}

/** Tells the incubators below of standards and service items, the centre of what waits for its word, and writers of what became of it. Answers the notices that are new. */
export async function writeGuidanceNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const told = events.map((event): Event => ({ ...event, payload: event.payload as unknown as Payload }))
  const names = await readTenantNames(tx, [...new Set(told.map(({ payload }) => payload.fromTenantId))])
  const written: NewNotice[] = []
  for (const event of told) {
    const telling = await tellingOf(tx, event)
    if (!telling) continue
    const { networkId, subjectId, topic, payload, at } = event
    const { kind, number, tenantIds, seq } = telling
    const params = { number, fromName: names.get(payload.fromTenantId) ?? '', toName: '' }
    const rows = tenantIds.map(tenantId => ({
      ...{ networkId, tenantId, organisationId: null, kind, at, id: v7(), referralId: null, params },
      sourceKey: `${topic}:${subjectId}:${seq}:${tenantId}`,
    }))
    written.push(...(await insertManyNotices(tx, rows)))
  }
  return written
}
