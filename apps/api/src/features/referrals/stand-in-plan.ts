import { KIND_FACTS, STATE_FACTS } from '@fuqiao/domain/referral'
import type { ReferralRow } from './referral-store.ts'

/** Which incubator goes, who takes its place, and whether as its successor (merged) or as its superior (suspended). */
export type StandIn = { fromTenantId: string; toTenantId: string; basis: 'successor' | 'superior' }

/** What becomes of one open referral of an incubator that goes (B-08). */
export type StandInPlan = {
  state: ReferralRow['state']
  holder: ReferralRow['holder']
  /** It goes back behind its submission: the new recipient has seen nothing, and needs a new consent. */
  isRecalled: boolean
  /** The organisation goes into the heir's custody, or the referral could not go on. */
  takesCustody: boolean
  /** keep: the successor stands in for the recipient; renew: asked anew; setAside: of no use any more. */
  consent: 'keep' | 'renew' | 'setAside' | null
  /** carry: re-issued to the heir; end. */
  grants: 'carry' | 'end' | null
  /** A new deadline begins, none runs, or the present one runs on. */
  clock: 'consent' | 'none' | 'keep'
}

const ended: ReadonlySet<string> = new Set(['ended', 'atDesk', 'closed', 'voided'])
const undecided: ReadonlySet<string> = new Set(['beforeSubmission', 'undecided'])

type Subject = Pick<ReferralRow, 'kind' | 'state' | 'holder' | 'fromTenantId' | 'toTenantId'>

/** Who stands in is no other recipient: a successor; and of advice, which names nobody, whoever it is. */
const takesPlace = ({ kind }: Subject, basis: StandIn['basis']): boolean =>
  basis === 'successor' || !KIND_FACTS[kind].namesOrganisation

/**
 * The rule of B-08: open referrals fall to the successor, else to the superior. A successor stands in the place of the old recipient, consent and
 * grants with it; a superior is another recipient, which needs a new consent before it sees anything. Where heir and other party are one, there
 * is nothing left to refer. Null where nothing changes: a suspended sender's drafts are nobody else's, and a draft has no target yet.
 */
export function planStandIn(
  row: Subject,
  { fromTenantId: retiring, toTenantId: heir, basis }: StandIn,
): StandInPlan | null {
  const { state, holder } = row
  const [isSender, isTarget] = [row.fromTenantId === retiring, row.toTenantId === retiring]
  const same = {
    state,
    holder,
    isRecalled: false,
    takesCustody: false,
    consent: null,
    grants: null,
    clock: 'keep',
  } as const
  if (state === 'draft') return isSender && basis === 'successor' ? same : null
  // An end that waits for the desk goes to the heir's desk with all the rest as it is.
  if (ended.has(STATE_FACTS[state].stretch)) return same
  const isUndecided = undecided.has(STATE_FACTS[state].stretch)
  const other = isSender ? row.toTenantId : isTarget ? row.fromTenantId : null
  if (other === heir) {
    const over = { ...same, holder: null, clock: 'none' } as const
    return isUndecided
      ? { ...over, state: 'withdrawn', consent: 'setAside' }
      : { ...over, state: 'closed', grants: 'end' }
  }
  if (!isTarget) return { ...same, takesCustody: isSender && basis === 'superior' && isUndecided }
  if (takesPlace(row, basis)) return { ...same, consent: 'keep', grants: 'carry' }
  if (isUndecided)
    return {
      ...same,
      state: 'awaitingConsent',
      holder: 'organisation',
      isRecalled: true,
      consent: 'renew',
      clock: 'consent',
    }
  // What is reported or returning is the work of the one that goes; nobody needs to look in anew.
  return { ...same, consent: STATE_FACTS[state].stretch === 'running' ? 'renew' : null, grants: 'end' }
}
