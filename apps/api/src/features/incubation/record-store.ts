import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { CaseKey } from './case-store.ts'

const {
  caseEvent,
  caseNotice,
  caseObjection,
  casePaper,
  caseService,
  outbox,
  residencyAgreement,
  serviceItem,
  standardVersion,
} = schema

/** A line of the history, as it is written. */
export type NewCaseEvent = typeof caseEvent.$inferInsert
export type AgreementRow = typeof residencyAgreement.$inferSelect
export type NoticeRow = typeof caseNotice.$inferSelect

const ofCase = (table: Record<'networkId' | 'caseId', AnyPgColumn>, { networkId, id }: CaseKey) =>
  and(eq(table.networkId, networkId), eq(table.caseId, id))

export async function insertEvent(tx: Tx, row: NewCaseEvent): Promise<void> {
  await tx.insert(caseEvent).values(row)
}

/** What the worker is told of a deed on a case. Ids, states and counts alone. */
export type CasePayload = {
  action: string
  number: string | null
  tenantId: string
  organisationId: string
  fromState: string
  toState: string
  seq: number
  actorTenantId: string | null
  actorOrganisationId: string | null
  /** Whom something waits for from now on. */
  waitsFor: { taskId: string; tenantId: string | null; kind: string }[]
  /** The task that is reminded of, or climbed, and whom it climbs to. */
  task?: { id: string; kind: string; holderTenantId: string | null; superiorId: string | null }
}

export async function insertCaseOutbox(tx: Tx, key: CaseKey, payload: CasePayload, at: Date): Promise<void> {
  // The names that announcements go by: see app.announce.
  const parties = {
    fromTenantId: payload.tenantId,
    toTenantId: payload.waitsFor[0]?.tenantId ?? payload.task?.holderTenantId,
  }
  await tx.insert(outbox).values({
    ...{ networkId: key.networkId, topic: 'incubationCase', subjectId: key.id, at },
    payload: { ...payload, ...parties, deskTenantId: payload.task?.superiorId },
  })
}

/** The history as far as it is in sight. */
export function readEvents(tx: Tx, key: CaseKey) {
  return tx.select().from(caseEvent).where(ofCase(caseEvent, key)).orderBy(asc(caseEvent.at), asc(caseEvent.id))
}

/** What papers there are, without their bytes. */
export function readPapers(tx: Tx, key: CaseKey) {
  const { content: _content, ...columns } = paperColumns
  return tx.select(columns).from(casePaper).where(ofCase(casePaper, key)).orderBy(asc(casePaper.id))
}
const paperColumns = {
  id: casePaper.id,
  purpose: casePaper.purpose,
  recordId: casePaper.recordId,
  taskId: casePaper.taskId,
  fileName: casePaper.fileName,
  mediaType: casePaper.mediaType,
  size: casePaper.size,
  sha256: casePaper.sha256,
  personName: casePaper.personName,
  createdAt: casePaper.createdAt,
  content: casePaper.content,
}

/** A paper with its bytes and the case it hangs on; undefined when it is not in sight. */
export async function readPaper(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select({ ...paperColumns, caseId: casePaper.caseId })
    .from(casePaper)
    .where(and(eq(casePaper.networkId, networkId), eq(casePaper.id, id)))
  return row
}

export async function insertPaper(tx: Tx, row: typeof casePaper.$inferInsert): Promise<void> {
  await tx.insert(casePaper).values(row)
}

/** Takes away what a paper of an application takes the place of. */
export async function removeOtherPapers(
  tx: Tx,
  key: CaseKey,
  { recordId, but }: { recordId: string; but: string },
): Promise<void> {
  await tx
    .delete(casePaper)
    .where(
      and(
        ofCase(casePaper, key),
        eq(casePaper.purpose, 'application'),
        eq(casePaper.recordId, recordId),
        ne(casePaper.id, but),
      ),
    )
}

export function readServices(tx: Tx, key: CaseKey) {
  return tx.select().from(caseService).where(ofCase(caseService, key)).orderBy(asc(caseService.on), asc(caseService.id))
}

/** The same, with the standard's version and the item that each was recorded under, as far as they are in sight. */
export function readServicesWithBasis(tx: Tx, key: CaseKey) {
  const { id, serviceId, on, minutes, words, personName } = caseService
  return tx
    .select({
      ...{ id, serviceId, on, minutes, words, personName },
      standard: {
        ...{ id: standardVersion.id, code: standardVersion.code },
        ...{ number: standardVersion.number, title: standardVersion.title },
      },
      item: { id: serviceItem.id, title: serviceItem.title },
    })
    .from(caseService)
    .leftJoin(
      standardVersion,
      and(eq(standardVersion.networkId, caseService.networkId), eq(standardVersion.id, caseService.standardVersionId)),
    )
    .leftJoin(
      serviceItem,
      and(eq(serviceItem.networkId, caseService.networkId), eq(serviceItem.id, caseService.serviceItemId)),
    )
    .where(ofCase(caseService, key))
    .orderBy(asc(caseService.on), asc(caseService.id))
}

export async function insertService(tx: Tx, row: typeof caseService.$inferInsert): Promise<void> {
  await tx.insert(caseService).values(row)
}

export async function readAgreement(tx: Tx, key: CaseKey): Promise<AgreementRow | undefined> {
  const [row] = await tx.select().from(residencyAgreement).where(ofCase(residencyAgreement, key))
  return row
}

export async function insertAgreement(tx: Tx, row: typeof residencyAgreement.$inferInsert): Promise<void> {
  await tx.insert(residencyAgreement).values(row)
}

/** Writes one side's signature. @throws Error when there is no agreement */
export async function writeSignature(
  tx: Tx,
  key: CaseKey,
  signature: Pick<typeof residencyAgreement.$inferInsert, 'tenantSignature' | 'organisationSignature'>,
): Promise<void> {
  const written = await tx
    .update(residencyAgreement)
    .set(signature)
    .where(ofCase(residencyAgreement, key))
    .returning({ id: residencyAgreement.caseId })
  if (written.length !== 1) throw new Error('the agreement was not written')
}

export async function readNotice(tx: Tx, key: CaseKey): Promise<NoticeRow | undefined> {
  const [row] = await tx.select().from(caseNotice).where(ofCase(caseNotice, key))
  return row
}

export async function insertNotice(tx: Tx, row: typeof caseNotice.$inferInsert): Promise<void> {
  await tx.insert(caseNotice).values(row)
}

/** Objections that nobody has answered: the incubator's to see. */
export async function countUnanswered(tx: Tx, { networkId, id }: CaseKey): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(caseObjection)
    .where(
      and(
        eq(caseObjection.networkId, networkId),
        eq(caseObjection.caseId, id),
        sql`${caseObjection.answeredAt} is null`,
      ),
    )
  return row?.n ?? 0
}

export function readObjections(tx: Tx, key: CaseKey) {
  return tx
    .select()
    .from(caseObjection)
    .where(ofCase(caseObjection, key))
    .orderBy(asc(caseObjection.receivedAt), asc(caseObjection.id))
}

/** Answers an objection that has no answer; false when there is none such. */
export async function writeAnswer(
  tx: Tx,
  key: CaseKey & { objectionId: string },
  answer: { answer: string; answeredAt: Date; answeredByName: string },
): Promise<boolean> {
  const written = await tx
    .update(caseObjection)
    .set(answer)
    .where(
      and(
        eq(caseObjection.networkId, key.networkId),
        eq(caseObjection.caseId, key.id),
        eq(caseObjection.id, key.objectionId),
        sql`${caseObjection.answeredAt} is null`,
      ),
    )
    .returning({ id: caseObjection.id })
  return written.length === 1
}
