import { choicesFor, GROUP_OF, type NoticeKind } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import { nextDigestAt } from '@fuqiao/domain/delivery'
import { v7 } from 'uuid'
import type { Deps } from '../deps.ts'
import { profileOf } from '../features/network/index.ts'
import { insertDeliveries, type NewDelivery, readEndpoints, readMailReaders } from './delivery-store.ts'
import type { NewNotice } from './outbox-store.ts'

/** What messages are planned with. */
export type PlanDeps = Pick<Deps, 'profiles' | 'calendar' | 'channels'>

/** Nobody is told by this membership's mail or this endpoint: it is the one that failed. */
type But = { membershipId?: string | null; endpointId?: string | null }

/** Writes what leaves the installation because of these notices, in their transaction: mails at once and digests as each person chose, calls of endpoints. */
export async function planDeliveries(
  tx: Tx,
  deps: PlanDeps,
  notices: readonly NewNotice[],
  { now, but = {} }: { now: Date; but?: But },
): Promise<void> {
  if (notices.length === 0) return
  const tenantIds = [...new Set(notices.flatMap(({ tenantId }) => tenantId ?? []))]
  const places = [...tenantIds, ...new Set(notices.flatMap(({ organisationId }) => organisationId ?? []))]
  const readers = deps.channels.sendMail ? await readMailReaders(tx, places, now) : []
  const endpoints = await readEndpoints(tx, tenantIds)
  await insertDeliveries(tx, [...calls(notices, endpoints, now), ...mails(notices, readers, { now, but })])
  await planDigests(tx, deps, digests(notices, readers, but), now)
}

type Reader = Awaited<ReturnType<typeof readMailReaders>>[number]
type Endpoint = Awaited<ReturnType<typeof readEndpoints>>[number]

function calls(notices: readonly NewNotice[], endpoints: readonly Endpoint[], now: Date): NewDelivery[] {
  return notices.flatMap(({ networkId, id, kind, tenantId }) =>
    endpoints
      .filter(endpoint => endpoint.tenantId === tenantId && endpoint.kinds.includes(kind))
      .map(endpoint => ({
        ...{ networkId, tenantId, id: v7(), channel: 'webhook' as const, purpose: 'notice' as const },
        ...{ endpointId: endpoint.id, noticeIds: [id], dueAt: now, nextAt: now, createdAt: now },
        sourceKey: `notice:${id}:${endpoint.id}`,
      })),
  )
}

/** Whom a notice reaches in this way. */
function readersOf(notice: NewNotice, readers: readonly Reader[], how: 'atOnce' | 'digest', but: But): Reader[] {
  return readers.filter(reader => {
    const isTheirs =
      notice.tenantId === null ? reader.organisationId === notice.organisationId : reader.tenantId === notice.tenantId
    if (!isTheirs || reader.membershipId === but.membershipId) return false
    return choicesFor(reader.roles, reader.choices)[GROUP_OF[notice.kind as NoticeKind]] === how
  })
}

function mails(
  notices: readonly NewNotice[],
  readers: readonly Reader[],
  { now, but }: { now: Date; but: But },
): NewDelivery[] {
  return notices.flatMap(notice =>
    readersOf(notice, readers, 'atOnce', but).map(({ networkId, membershipId, personId }) => ({
      ...{ networkId, membershipId, personId, id: v7(), channel: 'mail' as const, purpose: 'notice' as const },
      ...{ noticeIds: [notice.id], dueAt: now, nextAt: now, createdAt: now },
      sourceKey: `notice:${notice.id}:${membershipId}`,
    })),
  )
}

/** What a person's next digest gains. */
type Gain = { reader: Reader; noticeIds: string[] }

function digests(notices: readonly NewNotice[], readers: readonly Reader[], but: But): Gain[] {
  const gains = new Map<string, Gain>()
  for (const notice of notices) {
    for (const reader of readersOf(notice, readers, 'digest', but)) {
      const gain = gains.get(reader.membershipId) ?? { reader, noticeIds: [] }
      gain.noticeIds.push(notice.id)
      gains.set(reader.membershipId, gain)
    }
  }
  return [...gains.values()]
}

/** Puts gains into the next digest; where that is being sent just now, because another server's clock is ahead, into the one after it. */
async function planDigests(tx: Tx, deps: PlanDeps, gains: readonly Gain[], after: Date): Promise<void> {
  for (const { reader, noticeIds } of gains) {
    const starts = profileOf(deps, reader).businessDayStarts
    for (let from = after; ;) {
      const { networkId, membershipId, personId } = reader
      const dueAt = nextDigestAt(deps.calendar(), from, starts)
      const sourceKey = `digest:${membershipId}:${dueAt.toISOString()}`
      const written = await insertDeliveries(tx, [
        {
          ...{ networkId, membershipId, personId, id: v7(), channel: 'mail', purpose: 'digest' },
          ...{ noticeIds, dueAt, nextAt: dueAt, createdAt: after, sourceKey },
        },
      ])
      if (written.has(sourceKey)) break
      from = dueAt
    }
  }
}
