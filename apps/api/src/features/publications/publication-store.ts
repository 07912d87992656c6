import type { Cursor } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { notFound } from '../../rpc/app-error.ts'

const { outbox, publication, publicationPaper, tenant } = schema

/** A version as it is stored; its search pieces are the database's. */
export type PublicationRowStored = Omit<typeof publication.$inferSelect, 'pieces'>
/** Which version. */
export type PublicationKey = { networkId: number; id: string }

const { pieces: _pieces, ...columns } = {
  networkId: publication.networkId,
  id: publication.id,
  firstId: publication.firstId,
  number: publication.number,
  tenantId: publication.tenantId,
  scopeKey: publication.scopeKey,
  category: publication.category,
  title: publication.title,
  body: publication.body,
  changeNote: publication.changeNote,
  state: publication.state,
  remarks: publication.remarks,
  personName: publication.personName,
  decidedByName: publication.decidedByName,
  submittedAt: publication.submittedAt,
  publishedAt: publication.publishedAt,
  withdrawnAt: publication.withdrawnAt,
  withdrawReason: publication.withdrawReason,
  version: publication.version,
  createdAt: publication.createdAt,
  updatedAt: publication.updatedAt,
  pieces: publication.pieces,
}
const byKey = ({ networkId, id }: PublicationKey) => and(eq(publication.networkId, networkId), eq(publication.id, id))
const named = (tx: Tx) =>
  tx
    .select({ row: columns, tenantName: tenant.name })
    .from(publication)
    .innerJoin(tenant, and(eq(tenant.networkId, publication.networkId), eq(tenant.id, publication.tenantId)))
    .$dynamic()
/** A version with the name of the incubator that wrote it. */
export type NamedPublication = Awaited<ReturnType<typeof named>>[number]

/** A version in sight; undefined when there is none behind the wall. */
export async function readPublication(tx: Tx, key: PublicationKey): Promise<NamedPublication | undefined> {
  const [found] = await named(tx).where(byKey(key))
  return found
}

/** Whether a version is in sight. */
export async function isPublicationInSight(tx: Tx, networkId: number, id: string): Promise<boolean> {
  const rows = await tx.select({ id: publication.id }).from(publication).where(byKey({ networkId, id }))
  return rows.length > 0
}

/** The version, locked until the transaction ends. @throws NOT_FOUND */
export async function lockPublication(tx: Tx, key: PublicationKey): Promise<PublicationRowStored> {
  const [row] = await tx.select(columns).from(publication).where(byKey(key)).for('update')
  if (!row) throw notFound()
  return row
}

/** The versions of a publication in sight, the latest first. */
export function readVersionsOf(tx: Tx, { networkId, firstId }: { networkId: number; firstId: string }) {
  const { id, number, state, changeNote, version } = columns
  return tx
    .select({ id, number, state, changeNote, version })
    .from(publication)
    .where(and(eq(publication.networkId, networkId), eq(publication.firstId, firstId)))
    .orderBy(desc(publication.number))
}

type Wanted = { networkId: number; cursor?: Cursor | undefined; limit: number } & (
  { box: 'mine'; tenantId: string } | { box: 'toApprove'; tenantId: string | null }
)

/** Versions of a box of the desk, the last changed first. `toApprove`: of one incubator, or of all where it is null. */
export function readBox(tx: Tx, { networkId, cursor, limit, ...of }: Wanted): Promise<NamedPublication[]> {
  return named(tx)
    .where(
      and(
        eq(publication.networkId, networkId),
        of.tenantId === null ? undefined : eq(publication.tenantId, of.tenantId),
        of.box === 'toApprove'
          ? eq(publication.state, 'submitted')
          : inArray(publication.state, ['draft', 'submitted', 'returned', 'published', 'withdrawn']),
        cursor && sql`(${publication.updatedAt}, ${publication.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`,
      ),
    )
    .orderBy(sql`${publication.updatedAt} desc`, desc(publication.id))
    .limit(limit)
}

/** Writes a version; false where one of the publication is in hand. */
export async function insertPublication(tx: Tx, row: typeof publication.$inferInsert): Promise<boolean> {
  const written = await tx.insert(publication).values(row).onConflictDoNothing().returning({ id: publication.id })
  return written.length === 1
}

export async function writePublication(
  tx: Tx,
  key: PublicationKey,
  changes: Partial<PublicationRowStored>,
): Promise<void> {
  const written = await tx.update(publication).set(changes).where(byKey(key)).returning({ id: publication.id })
  if (written.length !== 1) throw new Error('the version of the publication was not written')
}

/** Takes a draft away, with its papers. */
export async function deletePublication(tx: Tx, key: PublicationKey): Promise<void> {
  const gone = await tx.delete(publication).where(byKey(key)).returning({ id: publication.id })
  if (gone.length !== 1) throw new Error('the draft was not taken away')
}

const { id: paperId, fileName, size, mediaType, content } = publicationPaper

/** What papers hang on a version, without their bytes. */
export function readPapers(tx: Tx, { networkId, id }: PublicationKey) {
  return tx
    .select({ id: paperId, fileName, size })
    .from(publicationPaper)
    .where(and(eq(publicationPaper.networkId, networkId), eq(publicationPaper.publicationId, id)))
    .orderBy(asc(publicationPaper.createdAt), asc(paperId))
}

/** A paper in sight with its bytes; undefined when there is none. */
export async function readPaper(tx: Tx, networkId: number, id: string) {
  const [row] = await tx
    .select({ fileName, mediaType, content, publicationId: publicationPaper.publicationId })
    .from(publicationPaper)
    .where(and(eq(publicationPaper.networkId, networkId), eq(paperId, id)))
  return row
}

export async function insertPaper(tx: Tx, row: typeof publicationPaper.$inferInsert): Promise<void> {
  await tx.insert(publicationPaper).values(row)
}

export async function deletePaper(tx: Tx, networkId: number, id: string): Promise<void> {
  const gone = await tx
    .delete(publicationPaper)
    .where(and(eq(publicationPaper.networkId, networkId), eq(paperId, id)))
    .returning({ id: paperId })
  if (gone.length !== 1) throw new Error('the paper was not taken away')
}

/** Copies the papers of a version to its correction. */
export async function copyPapers(tx: Tx, from: PublicationKey, to: string, at: Date): Promise<void> {
  const papers = await tx
    .select()
    .from(publicationPaper)
    .where(and(eq(publicationPaper.networkId, from.networkId), eq(publicationPaper.publicationId, from.id)))
    .orderBy(asc(publicationPaper.createdAt), asc(paperId))
  for (const paper of papers)
    await tx.insert(publicationPaper).values({ ...paper, id: v7(), publicationId: to, createdAt: at })
}

/** What the worker is told of a deed on a version. */
export type PublicationPayload = {
  action: string
  title: string
  fromTenantId: string
  actorTenantId: string
  toState: string
  seq: number
}

export async function insertPublicationOutbox(
  tx: Tx,
  { networkId, id }: PublicationKey,
  payload: PublicationPayload,
  at: Date,
): Promise<void> {
  await tx.insert(outbox).values({ networkId, topic: 'publication', subjectId: id, payload, at })
}
