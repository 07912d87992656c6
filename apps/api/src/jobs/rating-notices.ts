import type { Tx } from '@fuqiao/db'
import { v7 } from 'uuid'
import type { RatingPayload } from '../features/referrals/index.ts'
import { insertNotices, type NewNotice, type OpenEvent, readTenantNames } from './outbox-store.ts'

/** Tells both sides that the organisation rated the service; how, they read where it is kept. Answers the notices that are new. */
export async function writeRatingNotices(tx: Tx, events: readonly OpenEvent[]): Promise<NewNotice[]> {
  const ratings = events.map(event => ({ ...event, payload: event.payload as unknown as RatingPayload }))
  const sides = ({ fromTenantId, toTenantId }: RatingPayload) => [...new Set([fromTenantId, toTenantId])]
  const names = await readTenantNames(tx, [...new Set(ratings.flatMap(({ payload }) => sides(payload)))])
  const rows = ratings.flatMap(({ networkId, subjectId, payload, at }) =>
    sides(payload).map(tenantId => ({
      ...{ networkId, tenantId, organisationId: null, kind: 'rated', at, id: v7(), referralId: subjectId },
      params: {
        number: payload.number,
        fromName: names.get(payload.fromTenantId) ?? '',
        toName: names.get(payload.toTenantId) ?? '',
      },
      sourceKey: `rating:${subjectId}:${tenantId}`,
    })),
  )
  return insertNotices(tx, rows)
}
