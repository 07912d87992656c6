import type { Actor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import { v7 } from 'uuid'

const { delivery, mailSetting, signingCode } = schema

/** The code that a person signs one case with. */
export type SigningCodeRow = typeof signingCode.$inferSelect

const mine = (actor: Actor, caseId: string) =>
  and(
    eq(signingCode.networkId, actor.networkId),
    eq(signingCode.caseId, caseId),
    eq(signingCode.membershipId, actor.membershipId),
    eq(signingCode.personId, actor.personId),
  )

/** The person's confirmed address, and since when; undefined without one. */
export async function readConfirmedAddress(tx: Tx, actor: Actor) {
  const [row] = await tx
    .select({ address: mailSetting.address, confirmedAt: mailSetting.confirmedAt })
    .from(mailSetting)
    .where(
      and(
        eq(mailSetting.networkId, actor.networkId),
        eq(mailSetting.membershipId, actor.membershipId),
        eq(mailSetting.personId, actor.personId),
      ),
    )
  return row?.address && row.confirmedAt ? { address: row.address, confirmedAt: row.confirmedAt } : undefined
}

/** The code of the acting person, locked where it is about to be changed; undefined while none was asked for. */
export async function readSigningCode(
  tx: Tx,
  actor: Actor,
  { caseId, isToChange }: { caseId: string; isToChange: boolean },
): Promise<SigningCodeRow | undefined> {
  const query = tx.select().from(signingCode).where(mine(actor, caseId))
  const [row] = isToChange ? await query.for('update') : await query
  return row
}

type Code = Omit<SigningCodeRow, 'networkId' | 'caseId' | 'membershipId' | 'personId'>

/** Puts a new code in place of the one before, and the mail that brings it on its way. */
export async function saveSigningCode(
  tx: Tx,
  actor: Actor,
  { caseId, codeId, ...code }: Code & { caseId: string; codeId: string },
): Promise<void> {
  const { networkId, membershipId, personId } = actor
  await tx
    .insert(signingCode)
    .values({ networkId, caseId, membershipId, personId, codeId, ...code })
    .onConflictDoUpdate({
      target: [signingCode.networkId, signingCode.caseId, signingCode.membershipId],
      set: { codeId, ...code },
    })
  const now = code.askedAt
  await tx.insert(delivery).values({
    ...{ networkId, membershipId, personId, codeId, id: v7(), channel: 'mail', purpose: 'code', noticeIds: [] },
    ...{ dueAt: now, nextAt: now, createdAt: now, sourceKey: `code:${codeId}` },
  })
}

/** Counts a wrong try. */
export async function countTry(tx: Tx, actor: Actor, { caseId, tries }: SigningCodeRow): Promise<void> {
  await tx
    .update(signingCode)
    .set({ tries: tries + 1 })
    .where(mine(actor, caseId))
}

/** Uses a code up; false when it was used or another took its place meanwhile. */
export async function useCode(tx: Tx, actor: Actor, { caseId, codeId }: { caseId: string; codeId: string }) {
  const written = await tx
    .update(signingCode)
    .set({ codeId: null })
    .where(and(mine(actor, caseId), eq(signingCode.codeId, codeId)))
    .returning({ caseId: signingCode.caseId })
  return written.length === 1
}
