import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { OutboxPayload } from '../features/referrals/index.ts'

const { network, notice, organisationServing, outbox, responseRecord, tenant } = schema

/** Whether this worker may dispatch now: one at a time in the whole installation, so that events take effect in their order. Held until the transaction ends. */
export async function takeDispatch(tx: Tx): Promise<boolean> {
  const rows = (await tx.execute(
    sql`select pg_try_advisory_xact_lock(hashtext('fuqiao dispatch outbox')) as mine`,
  )) as unknown as { mine: boolean }[]
  return rows[0]?.mine === true
}

/** Events that have had no effect yet, in order. */
export async function readOpenEvents(tx: Tx, most: number) {
  const rows = await tx.select().from(outbox).where(isNull(outbox.doneAt)).orderBy(asc(outbox.id)).limit(most)
  return rows.map(row => ({ ...row, payload: row.payload as unknown as OutboxPayload }))
}

/** An event with what it tells. */
export type OpenEvent = Awaited<ReturnType<typeof readOpenEvents>>[number]

export async function markDone(tx: Tx, ids: bigint[], now: Date): Promise<void> {
  await tx.update(outbox).set({ doneAt: now }).where(inArray(outbox.id, ids))
}

export async function readTenantNames(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.select({ id: tenant.id, name: tenant.name }).from(tenant).where(inArray(tenant.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function readProfileIds(tx: Tx, networkIds: number[]): Promise<Map<number, string>> {
  const rows = await tx
    .select({ id: network.id, profileId: network.profileId })
    .from(network)
    .where(inArray(network.id, networkIds))
  return new Map(rows.map(({ id, profileId }) => [id, profileId]))
}

/** A notice that was written: of what, and for whom. */
export type NewNotice = Pick<
  typeof notice.$inferSelect,
  | 'networkId'
  | 'id'
  | 'kind'
  | 'referralId'
  | 'agreementId'
  | 'enquiryId'
  | 'requestId'
  | 'caseId'
  | 'assignmentId'
  | 'reportId'
  | 'tenantId'
  | 'organisationId'
>

/** Writes notices; one that its event has made before is not made again. Answers those that are new. */
export async function insertNotices(tx: Tx, rows: (typeof notice.$inferInsert)[]): Promise<NewNotice[]> {
  if (rows.length === 0) return []
  return tx
    .insert(notice)
    .values(rows)
    .onConflictDoNothing({ target: [notice.networkId, notice.sourceKey] })
    .returning({
      networkId: notice.networkId,
      id: notice.id,
      kind: notice.kind,
      referralId: notice.referralId,
      agreementId: notice.agreementId,
      enquiryId: notice.enquiryId,
      requestId: notice.requestId,
      caseId: notice.caseId,
      assignmentId: notice.assignmentId,
      reportId: notice.reportId,
      tenantId: notice.tenantId,
      organisationId: notice.organisationId,
    })
}

/** Tells listening servers of new notices, once for each referral, agreement, enquiry, request, case, assignment and report, when the transaction commits. */
export async function announceNotices(tx: Tx, lastEventId: bigint, written: readonly NewNotice[]): Promise<void> {
  const subjects = new Map<string, { network: number; topic: string; subject: string; parties: string[] }>()
  for (const { networkId: network, tenantId, organisationId, ...of } of written) {
    const { referralId, agreementId, enquiryId, requestId, caseId, assignmentId, reportId } = of
    const subject = referralId ?? agreementId ?? enquiryId ?? requestId ?? caseId ?? assignmentId ?? reportId
    const party = tenantId ?? organisationId
    if (subject === null || party === null) continue
    const told = subjects.get(subject) ?? { network, topic: topicOf(of), subject, parties: [] }
    told.parties.push(party)
    subjects.set(subject, told)
  }
  for (const told of subjects.values()) {
    const text = JSON.stringify({ id: Number(lastEventId), ...told })
    await tx.execute(sql`select pg_notify('fuqiao', ${text})`)
  }
}

function topicOf({
  referralId,
  agreementId,
  enquiryId,
  caseId,
  assignmentId,
  reportId,
}: Pick<NewNotice, 'referralId' | 'agreementId' | 'enquiryId' | 'caseId' | 'assignmentId' | 'reportId'>) {
  if (referralId !== null) return 'notice'
  if (agreementId !== null) return 'agreementNotice'
  if (caseId !== null) return 'incubationCaseNotice'
  if (assignmentId !== null) return 'assignmentNotice'
  if (reportId !== null) return 'reportNotice'
  return enquiryId === null ? 'referralRequestNotice' : 'enquiryNotice'
}

/** What an event adds to a tenant's record of answers. */
export type RecordChange = {
  networkId: number
  tenantId: string
  received: number
  acknowledged: number
  accepted: number
  declined: number
  activeNow: number
  acknowledgeHoursTotal: number
}

export async function addToRecord(tx: Tx, change: RecordChange, now: Date): Promise<void> {
  const { networkId, tenantId, ...added } = change
  await tx
    .insert(responseRecord)
    .values({ networkId, tenantId, ...added, activeNow: Math.max(0, added.activeNow), updatedAt: now })
    .onConflictDoUpdate({
      target: [responseRecord.networkId, responseRecord.tenantId],
      set: {
        received: sql`${responseRecord.received} + ${added.received}`,
        acknowledged: sql`${responseRecord.acknowledged} + ${added.acknowledged}`,
        accepted: sql`${responseRecord.accepted} + ${added.accepted}`,
        declined: sql`${responseRecord.declined} + ${added.declined}`,
        activeNow: sql`greatest(0, ${responseRecord.activeNow} + ${added.activeNow})`,
        acknowledgeHoursTotal: sql`${responseRecord.acknowledgeHoursTotal} + ${added.acknowledgeHoursTotal}`,
        updatedAt: now,
      },
    })
}

/** Whoever served beside the custodian under a referral serves no longer. */
export async function endServing(tx: Tx, key: { networkId: number; referralId: string }, at: Date): Promise<void> {
  await tx
    .update(organisationServing)
    .set({ until: at })
    .where(
      and(
        eq(organisationServing.networkId, key.networkId),
        eq(organisationServing.referralId, key.referralId),
        isNull(organisationServing.until),
      ),
    )
}
