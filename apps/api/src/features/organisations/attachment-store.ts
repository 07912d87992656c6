import type { Actor, ReferralFacts, SectionGrantFacts, TenantActor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { notFound } from '../../rpc/app-error.ts'
import { readGrants } from './organisation-store.ts'

const { attachment, referral } = schema

/** A paper about to be stored for the acting tenant. */
export type NewAttachment = {
  id: string
  organisationId: string
  purpose: 'document' | 'consentPaper' | 'outcomePaper'
  /** The referral whose outcome it shows, and of no other paper. */
  referralId?: string
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
export type StoredAttachment = typeof attachment.$inferSelect & {
  grants: readonly SectionGrantFacts[]
  /** The referral whose outcome it shows, where it is in sight. */
  referral: ReferralFacts | null
}

const partiesOf = {
  networkId: referral.networkId,
  organisationId: referral.organisationId,
  state: referral.state,
  fromTenantId: referral.fromTenantId,
  toTenantId: referral.toTenantId,
  deskTenantId: referral.deskTenantId,
  submittedAt: referral.submittedAt,
}

/** A paper that the wall opens to the caller. @throws NOT_FOUND */
export async function readAttachment(tx: Tx, actor: Actor, id: string): Promise<StoredAttachment> {
  const [found] = await tx
    .select({ paper: attachment, referral: partiesOf })
    .from(attachment)
    .leftJoin(referral, and(eq(referral.networkId, attachment.networkId), eq(referral.id, attachment.referralId)))
    .where(and(eq(attachment.networkId, actor.networkId), eq(attachment.id, id)))
  if (!found) throw notFound()
  return { ...found.paper, referral: found.referral, grants: await readGrants(tx, actor, found.paper.organisationId) }
}
