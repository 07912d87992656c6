import type { Actor, SectionGrantFacts, TenantActor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'
import { readGrants } from './organisation-store.ts'

const { attachment } = schema

/** A paper about to be stored for the acting tenant. */
export type NewAttachment = {
  id: string
  organisationId: string
  purpose: 'document' | 'consentPaper'
  fileName: string
  mediaType: string
  sha256: string
  content: Uint8Array
  at: Date
}

/** Stores a paper. */
export async function insertAttachment(tx: Tx, actor: TenantActor, { at, ...paper }: NewAttachment): Promise<void> {
  await tx.insert(attachment).values({
    ...paper,
    networkId: actor.networkId,
    tenantId: actor.tenantId,
    scopeKey: actor.scopeLow,
    size: paper.content.length,
    personName: actor.personName,
    createdAt: at,
  })
}

/** A stored paper with the facts that decide who reads it. */
export type StoredAttachment = typeof attachment.$inferSelect & { grants: readonly SectionGrantFacts[] }

/** A paper that the wall opens to the caller. @throws NOT_FOUND */
export async function readAttachment(tx: Tx, actor: Actor, id: string): Promise<StoredAttachment> {
  const [row] = await tx
    .select()
    .from(attachment)
    .where(and(eq(attachment.networkId, actor.networkId), eq(attachment.id, id)))
  if (!row) throw notFound()
  return { ...row, grants: await readGrants(tx, actor, row.organisationId) }
}
