import { m } from '#lib/paraglide/messages.js'

/** The reason that an action asks for: the name of its field, its own on a page with many forms, and its words. */
export const reasonFields: Readonly<Record<string, { name: string; label: () => string }>> = {
  waitlist: { name: 'waitReason', label: m.referrals_wait_reason },
  keepWaiting: { name: 'keepReason', label: m.referrals_wait_reason },
  hold: { name: 'holdReason', label: m.referrals_hold_reason },
  requestReturn: { name: 'returnReason', label: m.referrals_return_reason },
  refuseReturn: { name: 'refuseReturnReason', label: m.referrals_refuse_return_reason },
  dispute: { name: 'disputeReason', label: m.referrals_dispute_reason },
  reopen: { name: 'reopenReason', label: m.referrals_reopen_reason },
  assign: { name: 'assignReason', label: m.referrals_assign_reason },
  dispatch: { name: 'dispatchReason', label: m.referrals_dispatch_reason },
  object: { name: 'objectReason', label: m.referrals_object_reason },
  settle: { name: 'settleReason', label: m.referrals_settle_reason },
  proposeVoid: { name: 'voidReason', label: m.referrals_void_reason },
  revokeConsent: { name: 'revokeReason', label: m.referrals_revoke_reason },
}
