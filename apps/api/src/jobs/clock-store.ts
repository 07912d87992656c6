import { schema, type Tx } from '@fuqiao/db'
import { and, asc, eq, lte, notInArray } from 'drizzle-orm'

const { network, referral } = schema

/** The referral whose clock has waited longest, locked and its network's profile; rows that another worker holds are passed over. */
export async function takeDueReferral(tx: Tx, now: Date, except: string[]) {
  const [found] = await tx
    .select({ row: referral, profileId: network.profileId })
    .from(referral)
    .innerJoin(network, eq(network.id, referral.networkId))
    .where(and(lte(referral.nextClockAt, now), except.length > 0 ? notInArray(referral.id, except) : undefined))
    .orderBy(asc(referral.nextClockAt))
    .limit(1)
    .for('update', { of: referral, skipLocked: true })
  return found
}

/** Says when the clock looks at a referral again. */
export async function setNextLook(
  tx: Tx,
  key: { networkId: number; id: string },
  nextClockAt: Date | null,
): Promise<void> {
  await tx
    .update(referral)
    .set({ nextClockAt })
    .where(and(eq(referral.networkId, key.networkId), eq(referral.id, key.id)))
}
