import type { RatingGrade } from '@fuqiao/contract'
import { schema, type Tx } from '@fuqiao/db'
import { and, eq } from 'drizzle-orm'
import type { ReferralKey } from './referral-store.ts'

const { outbox, referralRating } = schema

/** How the organisation found a referral's service, where that is in sight. */
export async function readRating(tx: Tx, { networkId, id }: ReferralKey) {
  const [row] = await tx
    .select({ grade: referralRating.grade, words: referralRating.words, at: referralRating.ratedAt })
    .from(referralRating)
    .where(and(eq(referralRating.networkId, networkId), eq(referralRating.referralId, id)))
  return row ?? null
}

/** Writes the rating of a referral. */
export async function insertRating(
  tx: Tx,
  { networkId, id }: ReferralKey,
  rating: { organisationId: string; grade: RatingGrade; words: string; ratedAt: Date },
): Promise<void> {
  await tx.insert(referralRating).values({ networkId, referralId: id, ...rating })
}

/** What the worker is told of a rating: ids and the number, and neither grade nor words. */
export type RatingPayload = { action: 'rate'; number: string; fromTenantId: string; toTenantId: string }

export async function insertRatingOutbox(tx: Tx, key: ReferralKey, payload: RatingPayload, at: Date): Promise<void> {
  await tx.insert(outbox).values({ networkId: key.networkId, topic: 'rating', subjectId: key.id, payload, at })
}
