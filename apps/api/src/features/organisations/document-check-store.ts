import type { TenantActor } from '@fuqiao/access'
import type { DocumentCheckView, DocumentView } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { v7 } from 'uuid'
import { notFound } from '../../rpc/app-error.ts'
import { readDocuments } from './dossier-store.ts'

const { attachment, documentCheck } = schema

/** Whose checks. */
type Owner = { networkId: number; organisationId: string }

/** A document without its bytes. @throws NOT_FOUND also for a paper that is no document */
export async function readDocument(
  tx: Tx,
  { networkId, organisationId }: Owner,
  id: string,
): Promise<{ id: string; sha256: string; fileName: string }> {
  const [row] = await tx
    .select({ id: attachment.id, sha256: attachment.sha256, fileName: attachment.fileName })
    .from(attachment)
    .where(
      and(
        eq(attachment.networkId, networkId),
        eq(attachment.organisationId, organisationId),
        eq(attachment.id, id),
        eq(attachment.purpose, 'document'),
      ),
    )
  if (!row) throw notFound()
  return row
}

/** What an officer says of a document that it looked at. */
export type NewCheck = {
  attachmentId: string
  organisationId: string
  kind: string
  sha256: string
  checkedOn: string
  validUntil: string | null
  note: string
  at: Date
}

/** Adds a check by the acting person; those before stay. */
export async function insertCheck(tx: Tx, actor: TenantActor, check: NewCheck): Promise<string> {
  const id = v7()
  const { networkId, tenantId, tenantName, personId, personName } = actor
  await tx.insert(documentCheck).values({ ...check, id, networkId, tenantId, tenantName, personId, personName })
  return id
}

/** A check with what decides who sets it aside. @throws NOT_FOUND */
export async function readCheck(tx: Tx, { networkId, organisationId }: Owner, id: string) {
  const [row] = await tx
    .select()
    .from(documentCheck)
    .where(
      and(
        eq(documentCheck.networkId, networkId),
        eq(documentCheck.organisationId, organisationId),
        eq(documentCheck.id, id),
      ),
    )
  if (!row) throw notFound()
  return row
}

/** Sets a check aside that stands; false when it was set aside before. */
export async function revokeCheck(
  tx: Tx,
  actor: TenantActor,
  { id, reason, at }: { id: string; reason: string; at: Date },
): Promise<boolean> {
  const touched = await tx
    .update(documentCheck)
    .set({ revokedAt: at, revokedByName: `${actor.tenantName} ${actor.personName}`, revokeReason: reason })
    .where(and(eq(documentCheck.networkId, actor.networkId), eq(documentCheck.id, id), isNull(documentCheck.revokedAt)))
    .returning({ id: documentCheck.id })
  return touched.length > 0
}

/** All checks of an organisation's documents in sight, the latest first. */
async function readChecks(tx: Tx, { networkId, organisationId }: Owner) {
  return tx
    .select()
    .from(documentCheck)
    .where(and(eq(documentCheck.networkId, networkId), eq(documentCheck.organisationId, organisationId)))
    .orderBy(desc(documentCheck.at), desc(documentCheck.id))
    .limit(1000)
}

/** The documents in sight, each with its checks, the latest first. A check of other bytes than those that are stored is none. */
export async function readCheckedDocuments(tx: Tx, owner: Owner): Promise<DocumentView[]> {
  const [documents, checks] = await Promise.all([readDocuments(tx, owner), readChecks(tx, owner)])
  const byPaper = Map.groupBy(checks, ({ attachmentId }) => attachmentId)
  return documents.map(({ sha256, ...document }) => ({
    ...document,
    checks: (byPaper.get(document.id) ?? []).filter(check => check.sha256 === sha256).map(viewOf),
  }))
}

function viewOf(row: typeof documentCheck.$inferSelect): DocumentCheckView {
  const { id, kind, tenantId, tenantName, personName, checkedOn, validUntil, note } = row
  const revoked = row.revokedAt && {
    at: row.revokedAt.toISOString(),
    byName: row.revokedByName,
    reason: row.revokeReason,
  }
  return { id, kind, tenantId, tenantName, personName, checkedOn, validUntil, note, revoked }
}
