import type { ReferralView } from '@fuqiao/contract'
import { m } from '#lib/paraglide/messages.js'
import { isSpared } from './detail-facts.ts'
import { nextStep } from './words.ts'

type Side = NonNullable<NonNullable<ReferralView['clock']>['holder']>
type Parties = Pick<
  ReferralView,
  'as' | 'kind' | 'state' | 'from' | 'to' | 'desk' | 'organisation' | 'confirmations' | 'clock'
>

/** Whom a referral waits for, and whether that is whoever reads it. */
export type Turn = { isMine: boolean; text: string }

/** The sides that a referral waits for: of a report, both that have not answered; of advice, which names nobody, the sender alone. */
function sidesOf({ kind, state, confirmations, clock }: Parties): Side[] {
  if (state === 'outcomeReported' || state === 'failed')
    return [
      ...(confirmations.senderAt === null ? (['sender'] as const) : []),
      ...(confirmations.organisationAt === null && kind !== 'consult' ? (['organisation'] as const) : []),
    ]
  return clock?.holder ? [clock.holder] : []
}

function nameOf(side: Side, { from, to, desk, organisation }: Parties): string {
  if (side === 'sender') return from.name
  if (side === 'target') return to?.name ?? m.domain_term_target()
  if (side === 'desk') return desk ? m.referrals_turn_desk({ name: desk.shortName }) : m.domain_term_superior()
  return organisation?.name ?? m.domain_term_organisation()
}

/** Whose turn it is and what they have to do, in a line; null where nobody owes anything, or the reader is not told. */
export function turnOf(referral: Parties): Turn | null {
  const { as, state, kind } = referral
  const sides = sidesOf(referral)
  const step = nextStep(state, kind)
  if (sides.length === 0 || step === '' || isSpared(referral)) return null
  if (sides.includes(as))
    return {
      isMine: true,
      text: as === 'organisation' ? m.referrals_turn_yours({ step }) : m.referrals_turn_mine({ step }),
    }
  const who = sides.map(side => nameOf(side, referral)).join(m.referrals_list_separator())
  return { isMine: false, text: m.referrals_turn_other({ who, step }) }
}
