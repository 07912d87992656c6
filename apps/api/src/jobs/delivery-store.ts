import type { NoticeKind } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'

const { delivery, mailSetting, membership, network, notice, person, signingCode, tenant, webhookEndpoint } = schema

/** A message to be. */
export type NewDelivery = typeof delivery.$inferInsert
/** A message that a worker holds for a while. */
export type LeasedDelivery = typeof delivery.$inferSelect
/** A notice as a message tells it. */
export type ToldNotice = Pick<typeof notice.$inferSelect, 'id' | 'referralId' | 'params' | 'at'> & { kind: NoticeKind }

/** People with a confirmed address in these tenants and organisations, whose place is theirs now. */
export async function readMailReaders(tx: Tx, places: readonly string[], now: Date) {
  if (places.length === 0) return []
  return tx
    .select({
      networkId: mailSetting.networkId,
      membershipId: mailSetting.membershipId,
      personId: mailSetting.personId,
      choices: mailSetting.choices,
      roles: membership.roles,
      tenantId: membership.tenantId,
      organisationId: membership.organisationId,
      profileId: network.profileId,
    })
    .from(mailSetting)
    .innerJoin(membership, eq(membership.id, mailSetting.membershipId))
    .innerJoin(network, eq(network.id, mailSetting.networkId))
    .where(
      and(
        isNotNull(mailSetting.address),
        or(inArray(membership.tenantId, [...places]), inArray(membership.organisationId, [...places])),
        lte(membership.from, now),
        or(isNull(membership.until), sql`${membership.until} > ${now.toISOString()}::timestamptz`),
      ),
    )
}

/** Endpoints at work of tenants at work. */
export async function readEndpoints(tx: Tx, tenantIds: readonly string[]) {
  if (tenantIds.length === 0) return []
  return tx
    .select({
      networkId: webhookEndpoint.networkId,
      id: webhookEndpoint.id,
      tenantId: webhookEndpoint.tenantId,
      kinds: webhookEndpoint.kinds,
    })
    .from(webhookEndpoint)
    .innerJoin(tenant, and(eq(tenant.networkId, webhookEndpoint.networkId), eq(tenant.id, webhookEndpoint.tenantId)))
    .where(
      and(
        inArray(webhookEndpoint.tenantId, [...tenantIds]),
        eq(webhookEndpoint.state, 'active'),
        eq(tenant.status, 'active'),
      ),
    )
}

/** Writes messages; those that are there already gain what is new while nobody has begun to send them. Answers the keys of those that were written. */
export async function insertDeliveries(tx: Tx, rows: readonly NewDelivery[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const written = await tx
    .insert(delivery)
    .values([...rows])
    .onConflictDoUpdate({
      target: [delivery.networkId, delivery.sourceKey],
      set: { noticeIds: sql`${delivery.noticeIds} || excluded.notice_ids` },
      setWhere: sql`${delivery.purpose} = 'digest' and ${delivery.state} = 'waiting' and ${delivery.attempts} = 0`,
    })
    .returning({ sourceKey: delivery.sourceKey })
  return new Set(written.map(({ sourceKey }) => sourceKey))
}

/** What a worker takes: as whose, until when, how many, over which channels. */
export type Lease = { leaseId: string; now: Date; until: Date; most: number; channels: readonly ('mail' | 'webhook')[] }

/** Takes messages that are due for a while; those that another worker is taking are passed over, those of one that died are taken again. */
export async function leaseDeliveries(
  tx: Tx,
  { leaseId, now, until, most, channels }: Lease,
): Promise<LeasedDelivery[]> {
  const due = tx
    .select({ id: delivery.id })
    .from(delivery)
    .where(
      and(
        eq(delivery.state, 'waiting'),
        lte(delivery.nextAt, now),
        inArray(delivery.channel, [...channels]),
        or(isNull(delivery.leasedUntil), lte(delivery.leasedUntil, now)),
      ),
    )
    .orderBy(delivery.nextAt)
    .limit(most)
    .for('update', { skipLocked: true })
  return tx
    .update(delivery)
    .set({ leaseId, leasedUntil: until, attempts: sql`${delivery.attempts} + 1` })
    .where(inArray(delivery.id, due))
    .returning()
}

/** Who gets a mail and how: the setting, and whether the person still holds the place. */
export async function readMailTarget(tx: Tx, { networkId, membershipId }: LeasedDelivery, now: Date) {
  const [row] = await tx
    .select({
      setting: mailSetting,
      roles: membership.roles,
      tenantId: membership.tenantId,
      organisationId: membership.organisationId,
    })
    .from(mailSetting)
    .innerJoin(membership, eq(membership.id, mailSetting.membershipId))
    .innerJoin(person, eq(person.id, mailSetting.personId))
    .leftJoin(tenant, and(eq(tenant.networkId, membership.networkId), eq(tenant.id, membership.tenantId)))
    .where(
      and(
        eq(mailSetting.networkId, networkId),
        eq(mailSetting.membershipId, membershipId ?? ''),
        isNull(person.disabledAt),
        or(isNull(tenant.id), eq(tenant.status, 'active')),
        or(isNull(membership.until), sql`${membership.until} > ${now.toISOString()}::timestamptz`),
      ),
    )
  return row
}

/** Whether a mail brings a code that a signature still waits for. */
export async function isSigningCode(tx: Tx, { networkId, codeId }: LeasedDelivery, now: Date): Promise<boolean> {
  const [row] = await tx
    .select({ id: signingCode.codeId })
    .from(signingCode)
    .where(
      and(
        eq(signingCode.networkId, networkId),
        eq(signingCode.codeId, codeId ?? ''),
        sql`${signingCode.endsAt} > ${now.toISOString()}::timestamptz`,
      ),
    )
  return row !== undefined
}

/** An endpoint with its sealed secret. */
export async function readEndpoint(tx: Tx, { networkId, endpointId }: LeasedDelivery) {
  const [row] = await tx
    .select()
    .from(webhookEndpoint)
    .where(and(eq(webhookEndpoint.networkId, networkId), eq(webhookEndpoint.id, endpointId ?? '')))
  return row
}

export async function readNoticesToTell(tx: Tx, { networkId, noticeIds }: LeasedDelivery): Promise<ToldNotice[]> {
  const rows = await tx
    .select({ id: notice.id, kind: notice.kind, referralId: notice.referralId, params: notice.params, at: notice.at })
    .from(notice)
    .where(and(eq(notice.networkId, networkId), inArray(notice.id, noticeIds)))
    .orderBy(notice.at, notice.id)
  return rows.map(row => ({ ...row, kind: row.kind as NoticeKind }))
}

/** What became of a try. */
export type Outcome =
  | { state: 'sent'; at: Date }
  | { state: 'waiting'; nextAt: Date; errorCode: string }
  | { state: 'failed' | 'dropped'; at: Date; errorCode: string }

/** Marks what became of a try, if the worker still holds the message. Answers whether it did. */
export async function markDelivery(tx: Tx, held: LeasedDelivery, outcome: Outcome): Promise<boolean> {
  const isOver = outcome.state !== 'waiting'
  const rows = await tx
    .update(delivery)
    .set({
      state: outcome.state,
      nextAt: isOver ? null : outcome.nextAt,
      endedAt: isOver ? outcome.at : null,
      errorCode: outcome.state === 'sent' ? null : outcome.errorCode,
      leaseId: null,
      leasedUntil: null,
    })
    .where(
      and(eq(delivery.networkId, held.networkId), eq(delivery.id, held.id), eq(delivery.leaseId, held.leaseId ?? '')),
    )
    .returning({ id: delivery.id })
  return rows.length > 0
}

/** Notes on a person's setting when the last mail was given up. */
export async function noteMailFailure(tx: Tx, { networkId, membershipId }: LeasedDelivery, at: Date): Promise<void> {
  await tx
    .update(mailSetting)
    .set({ failedAt: at })
    .where(and(eq(mailSetting.networkId, networkId), eq(mailSetting.membershipId, membershipId ?? '')))
}
