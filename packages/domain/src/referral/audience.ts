import { KIND_FACTS } from './kinds.ts'
import type { ReferralKind } from './kinds.ts'
import type { ClockAction, ReferralAction, ReferralState } from './states.ts'

/** A party that reads a line of the timeline. */
export type TimelineParty = 'sender' | 'target' | 'organisation' | 'desk'

const everyone: readonly TimelineParty[] = ['sender', 'target', 'organisation', 'desk']

/** Who reads the line of an action in the timeline; what of the line each may read is the view's matter. */
const audiences: Readonly<Record<ReferralAction | ClockAction, readonly TimelineParty[]>> = {
  create: ['sender'],
  edit: ['sender'],
  discard: ['sender'],
  requestConsent: ['sender', 'organisation'],
  sendForApproval: ['sender'],
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
  requestInformation: ['sender', 'target', 'organisation'],
  answerInformation: ['sender', 'target', 'organisation'],
  // The target learns that the organisation was asked, and by the answer what came of it.
  requestFurtherConsent: ['sender', 'target', 'organisation'],
  signFurtherConsent: ['sender', 'organisation'],
  refuseFurtherConsent: ['sender', 'organisation'],
  lapseInformation: ['sender', 'target', 'organisation'],
  waitlist: everyone,
  keepWaiting: everyone,
  revokeConsent: everyone,
  hold: ['sender', 'target', 'organisation'],
  resume: ['sender', 'target', 'organisation'],
  requestReturn: everyone,
  acceptReturn: everyone,
  refuseReturn: everyone,
  reportFailure: everyone,
  dispute: everyone,
  rule: everyone,
  reopen: everyone,
  expire: everyone,
  dispatch: everyone,
  object: ['sender', 'target', 'desk'],
  reroute: ['sender', 'desk', 'organisation'],
  assign: ['sender', 'desk', 'organisation'],
  settle: ['sender', 'desk', 'organisation'],
  letRest: ['sender', 'organisation'],
  proposeVoid: ['sender'],
  cancelVoid: ['sender'],
  confirmVoid: ['sender', 'organisation'],
}

/** The audience of a line; no organisation's where none is named. A signature that submits at once is also the target's news; what ended before it was submitted never reached it. */
export function audienceOf(
  action: ReferralAction | ClockAction,
  next: ReferralState | null,
  { wasSubmitted, kind }: { wasSubmitted: boolean; kind: ReferralKind },
): readonly TimelineParty[] {
  const audience = wholeAudience(action, next, wasSubmitted)
  return KIND_FACTS[kind].namesOrganisation ? audience : audience.filter(party => party !== 'organisation')
}

function wholeAudience(
  action: ReferralAction | ClockAction,
  next: ReferralState | null,
  wasSubmitted: boolean,
): readonly TimelineParty[] {
  if ((next === 'submitted' || next === 'dispatched') && action !== 'remind' && action !== 'escalate') return everyone
  const audience = audiences[action]
  return wasSubmitted ? audience : audience.filter(party => party === 'sender' || party === 'organisation')
}
