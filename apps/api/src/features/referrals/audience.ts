import type { ClockAction, ReferralAction, ReferralState } from '@fuqiao/domain/referral'
import type { Audience } from './referral-store.ts'

const everyone: Audience = ['sender', 'target', 'organisation', 'desk']

/** Who reads the line of an action in the timeline; what of the line each may read is the view's matter. */
const audiences: Readonly<Record<ReferralAction | ClockAction, Audience>> = {
  create: ['sender'],
  edit: ['sender'],
  discard: ['sender'],
  requestConsent: ['sender', 'organisation'],
  signConsent: ['sender', 'organisation'],
  refuseConsent: ['sender', 'organisation'],
  lapseConsent: ['sender', 'organisation'],
  sendBack: ['sender'],
  approve: everyone,
  acknowledge: everyone,
  accept: everyone,
  decline: everyone,
  withdraw: everyone,
  begin: everyone,
  progress: ['sender', 'target', 'organisation'],
  reportOutcome: everyone,
  confirmClosure: everyone,
  closeUnconfirmed: everyone,
  remind: ['sender', 'target', 'organisation'],
  escalate: ['sender', 'target', 'desk'],
  dropDraft: ['sender'],
}

/** The audience of a line. A signature that submits at once is also the target's news; what ended before it was submitted never reached it. */
export function audienceOf(
  action: ReferralAction | ClockAction,
  next: ReferralState | null,
  wasSubmitted: boolean,
): Audience {
  if (next === 'submitted' && action !== 'remind' && action !== 'escalate') return everyone
  const audience = audiences[action]
  return wasSubmitted ? audience : audience.filter(party => party === 'sender' || party === 'organisation')
}
