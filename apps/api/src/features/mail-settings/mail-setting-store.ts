import type { Actor } from '@fuqiao/access'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'

const { delivery, mailSetting } = schema

/** A person's setting of one membership. */
export type MailSettingRow = typeof mailSetting.$inferSelect
type Changed = Partial<Omit<MailSettingRow, 'networkId' | 'membershipId' | 'personId' | 'version'>> & {
  updatedAt: Date
}

const mine = (actor: Actor) =>
  and(
    eq(mailSetting.networkId, actor.networkId),
    eq(mailSetting.membershipId, actor.membershipId),
    eq(mailSetting.personId, actor.personId),
  )

/** The setting of the acting membership, locked where it is about to be changed; undefined while nothing was chosen. */
export async function readMailSetting(tx: Tx, actor: Actor, isToChange = false): Promise<MailSettingRow | undefined> {
  const query = tx.select().from(mailSetting).where(mine(actor))
  const [row] = isToChange ? await query.for('update') : await query
  return row
}

/** Writes what is given and leaves the rest. */
export async function saveMailSetting(tx: Tx, actor: Actor, changed: Changed): Promise<void> {
  const { networkId, membershipId, personId } = actor
  await tx
    .insert(mailSetting)
    .values({ networkId, membershipId, personId, ...changed })
    .onConflictDoUpdate({
      target: [mailSetting.networkId, mailSetting.membershipId],
      set: { ...changed, version: sql`${mailSetting.version} + 1` },
    })
}

/** Puts the mail with a code on its way. */
export async function queueCode(tx: Tx, actor: Actor, codeId: string, now: Date): Promise<void> {
  const { networkId, membershipId, personId } = actor
  await tx.insert(delivery).values({
    ...{ networkId, membershipId, personId, codeId, id: v7(), channel: 'mail', purpose: 'code', noticeIds: [] },
    ...{ dueAt: now, nextAt: now, createdAt: now, sourceKey: `code:${codeId}` },
  })
}
