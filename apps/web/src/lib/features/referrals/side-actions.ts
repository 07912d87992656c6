import { m } from '#lib/paraglide/messages.js'
import { change } from './change-action.ts'
import {
  answerForm,
  assignForm,
  dispatchForm,
  disputeForm,
  failureForm,
  furtherForm,
  holdForm,
  keepForm,
  objectForm,
  paperForm,
  plainForm,
  questionForm,
  refuseReturnForm,
  reopenForm,
  returnForm,
  revokeForm,
  rulingForm,
  settleForm,
  voidForm,
  waitForm,
} from './detail-schemas.ts'
import { handedIn } from './handed-in.ts'
import { uploadPaper } from './upload-paper.ts'
import { refuseFields } from './refuse-fields.ts'

/** What leads off the main path: the target's questions and pauses, returns, disputes, revocation, and the common superior's part. */
export const sideActions = {
  requestInformation: change(questionForm, m.referrals_done_requestInformation, ({ locals }, id, input) =>
    locals.api.referrals.requestInformation({ id, ...input }),
  ),
  requestFurtherConsent: change(furtherForm, m.referrals_done_requestFurtherConsent, ({ locals }, id, input) =>
    locals.api.referrals.requestFurtherConsent({ id, ...input }),
  ),
  signFurtherConsent: change(paperForm, m.referrals_done_signFurtherConsent, uploadPaper, 'paperReason'),
  answerInformation: change(answerForm, m.referrals_done_answerInformation, ({ locals }, id, input) =>
    locals.api.referrals.answerInformation({ id, ...input }),
  ),
  waitlist: change(waitForm, m.referrals_done_waitlist, ({ locals }, id, { waitReason: reason, ...input }) =>
    locals.api.referrals.waitlist({ id, ...input, reason }),
  ),
  keepWaiting: change(keepForm, m.referrals_done_keepWaiting, ({ locals }, id, { keepReason: reason, ...input }) =>
    locals.api.referrals.keepWaiting({ id, ...input, reason }),
  ),
  hold: change(holdForm, m.referrals_done_hold, ({ locals }, id, { holdReason: reason, ...input }) =>
    locals.api.referrals.hold({ id, ...input, reason }),
  ),
  resume: change(plainForm, m.referrals_done_resume, ({ locals }, id, input) =>
    locals.api.referrals.resume({ id, ...input }),
  ),
  requestReturn: change(
    returnForm,
    m.referrals_done_requestReturn,
    ({ locals }, id, { returnReason: reason, ...input }) =>
      locals.api.referrals.requestReturn({ id, ...input, reason }),
  ),
  acceptReturn: change(plainForm, m.referrals_done_acceptReturn, ({ locals }, id, input) =>
    locals.api.referrals.acceptReturn({ id, ...input }),
  ),
  refuseReturn: change(
    refuseReturnForm,
    m.referrals_done_refuseReturn,
    ({ locals }, id, { refuseReturnReason: reason, ...input }) =>
      locals.api.referrals.refuseReturn({ id, ...input, reason }),
  ),
  reportFailure: change(
    failureForm,
    m.referrals_done_reportFailure,
    async ({ locals }, id, { failureText: text, paper, ...input }) =>
      locals.api.referrals.reportFailure({ id, ...input, text, papers: await handedIn(paper) }),
  ),
  dispute: change(disputeForm, m.referrals_done_dispute, ({ locals }, id, { disputeReason: reason, ...input }) =>
    locals.api.referrals.dispute({ id, ...input, reason }),
  ),
  rule: change(rulingForm, m.referrals_done_rule, ({ locals }, id, { rulingText: text, ...input }) =>
    locals.api.referrals.rule({ id, ...input, text }),
  ),
  reopen: change(
    reopenForm,
    m.referrals_done_reopen,
    ({ locals }, id, { reopenReason: reason, reopenUntil: grantUntil, ...input }) =>
      locals.api.referrals.reopen({ id, ...input, reason, grantUntil }),
  ),
  reroute: change(plainForm, m.referrals_done_reroute, ({ locals }, id, input) =>
    locals.api.referrals.reroute({ id, ...input }),
  ),
  /** The draft is the sender's: the desk stays where it is. */
  assign: change(assignForm, m.referrals_done_assign, async ({ locals: { api } }, id, form) => {
    const { assignReason: reason, suggestedTenantId, otherTenantId, ...input } = form
    const targetTenantId = otherTenantId ?? suggestedTenantId
    if (targetTenantId === null) return refuseFields({ otherTenantId: 'REFERRAL_TARGET_MISSING' })
    const { successorId: _, ...assigned } = await api.referrals.assign({ id, ...input, targetTenantId, reason })
    return assigned
  }),
  dispatch: change(dispatchForm, m.referrals_done_dispatch, ({ locals }, id, { dispatchReason: reason, ...input }) =>
    locals.api.referrals.dispatch({ id, ...input, reason }),
  ),
  object: change(objectForm, m.referrals_done_object, ({ locals }, id, { objectReason: reason, ...input }) =>
    locals.api.referrals.object({ id, ...input, reason }),
  ),
  settle: change(settleForm, m.referrals_done_settle, ({ locals }, id, { settleReason: reason, ...input }) =>
    locals.api.referrals.settle({ id, ...input, reason }),
  ),
  proposeVoid: change(voidForm, m.referrals_done_proposeVoid, ({ locals }, id, { voidReason: reason, ...input }) =>
    locals.api.referrals.proposeVoid({ id, ...input, reason }),
  ),
  cancelVoid: change(plainForm, m.referrals_done_cancelVoid, ({ locals }, id, input) =>
    locals.api.referrals.cancelVoid({ id, ...input }),
  ),
  confirmVoid: change(plainForm, m.referrals_done_confirmVoid, ({ locals }, id, input) =>
    locals.api.referrals.confirmVoid({ id, ...input }),
  ),
  revokeConsent: change(
    revokeForm,
    m.referrals_done_revokeConsent,
    ({ locals }, id, { revokeReason: reason, ...input }) =>
      locals.api.referrals.revokeConsent({ id, ...input, reason }),
    'revokeReason',
  ),
}
