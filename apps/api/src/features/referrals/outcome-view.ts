import { isAllowed, relationOf } from '@fuqiao/access'
import type { ReferralView } from '@fuqiao/contract'
import type { Tx } from '@fuqiao/db'
import type { ReferralPart } from '@fuqiao/domain/referral'
import type { ActingIn } from '../../rpc/acting-in.ts'
import { readOutcomePapers } from './detail-store.ts'
import { readRating } from './rating-store.ts'
import type { ReferralRow } from './referral-store.ts'

type Papers = Awaited<ReturnType<typeof readOutcomePapers>>

/** What shows the outcome, as far as it is in sight, for whoever reads its words. */
export const papersOf = async (tx: Tx, row: ReferralRow, parts: ReadonlySet<ReferralPart>): Promise<Papers> =>
  parts.has('outcome') && (row.failureCode ?? row.outcomeCode) !== null ? readOutcomePapers(tx, row) : []

/** The outcome by its code, and in full for whoever reads more. */
export function outcomeView(
  row: ReferralRow,
  parts: ReadonlySet<ReferralPart>,
  papers: Papers,
): ReferralView['outcome'] {
  const code = row.failureCode ?? row.outcomeCode
  if (code === null || !parts.has('outcomeCode')) return null
  const full = parts.has('outcome')
  return {
    code,
    isFailure: row.failureCode !== null,
    text: full ? row.outcomeText : null,
    services: full ? row.servicesDelivered : null,
    papers: papers.map(paper => ({ ...paper, createdAt: paper.createdAt.toISOString() })),
  }
}

type Rated = Pick<ReferralView, 'rating' | 'mayRate'>

/** How the organisation found it, for whoever reads that, once it was closed; a reopened one keeps what was said. */
export async function ratingView({ tx, actor, ability, now }: ActingIn, row: ReferralRow): Promise<Rated> {
  const relation = relationOf(actor, 'ReferralRating', { referral: row }, now)
  if (row.closedAt === null || !isAllowed(ability, 'read', 'ReferralRating', { relation }))
    return { rating: null, mayRate: false }
  const rating = await readRating(tx, row)
  return {
    rating: rating && { ...rating, at: rating.at.toISOString() },
    mayRate: !rating && row.state === 'closed' && isAllowed(ability, 'create', 'ReferralRating', { relation }),
  }
}
