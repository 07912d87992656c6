import { router } from '../../rpc/procedures.ts'
import { acceptReferral } from './accept-referral.ts'
import { acceptReturn } from './accept-return.ts'
import { acknowledgeReferral } from './acknowledge-referral.ts'
import { addProgress } from './add-progress.ts'
import { answerInformation } from './answer-information.ts'
import { approveReferral } from './approve-referral.ts'
import { assignReferral } from './assign-referral.ts'
import { beginReferral } from './begin-referral.ts'
import { cancelVoid } from './cancel-void.ts'
import { confirmClosure } from './confirm-closure.ts'
import { confirmVoid } from './confirm-void.ts'
import { countBelow } from './count-below.ts'
import { createConsult } from './create-consult.ts'
import { createReferral } from './create-referral.ts'
import { declineReferral } from './decline-referral.ts'
import { discardReferral } from './discard-referral.ts'
import { dispatchReferral } from './dispatch-referral.ts'
import { disputeReport } from './dispute-report.ts'
import { editConsult } from './edit-consult.ts'
import { editReferral } from './edit-referral.ts'
import { exportReferrals } from './export-referrals.ts'
import { findDuplicates } from './find-duplicates.ts'
import { holdService } from './hold-service.ts'
import { keepWaiting } from './keep-waiting.ts'
import { desk, deskCounts, inbox, ofOrganisation, outbox } from './list-referrals.ts'
import { objectToDispatch } from './object-to-dispatch.ts'
import { openSnapshot } from './open-snapshot.ts'
import { proposeVoid } from './propose-void.ts'
import { rateReferral } from './rate-referral.ts'
import { readLetter } from './read-letter.ts'
import { getReferral } from './read-referral.ts'
import { shared } from './read-shared.ts'
import { refuseReturn } from './refuse-return.ts'
import { reopenReferral } from './reopen-referral.ts'
import { reportFailure } from './report-failure.ts'
import { reportOutcome } from './report-outcome.ts'
import { requestConsent } from './request-consent.ts'
import { requestFurtherConsent } from './request-further-consent.ts'
import { requestInformation } from './request-information.ts'
import { requestReturn } from './request-return.ts'
import { rerouteReferral } from './reroute-referral.ts'
import { resumeService } from './resume-service.ts'
import { revokeConsent } from './revoke-consent.ts'
import { ruleOnDispute } from './rule-on-dispute.ts'
import { sendBackReferral } from './send-back-referral.ts'
import { sendForApproval } from './send-for-approval.ts'
import { settleReferral } from './settle-referral.ts'
import { suggestTargets } from './suggest-targets.ts'
import { uploadPaperConsent } from './upload-paper-consent.ts'
import { verifyLetter } from './verify-letter.ts'
import { waitlistReferral } from './waitlist-referral.ts'
import { withdrawReferral } from './withdraw-referral.ts'

/** Referrals: the main path and what lies beside it, what each party sees of it, letters and counts. */
export const referralsRouter = router({
  create: createReferral,
  edit: editReferral,
  createConsult,
  editConsult,
  sendForApproval,
  suggest: suggestTargets,
  requestConsent,
  uploadPaperConsent,
  approve: approveReferral,
  sendBack: sendBackReferral,
  acknowledge: acknowledgeReferral,
  duplicates: findDuplicates,
  accept: acceptReferral,
  decline: declineReferral,
  withdraw: withdrawReferral,
  begin: beginReferral,
  progress: addProgress,
  reportOutcome,
  confirmClosure,
  discard: discardReferral,
  requestInformation,
  requestFurtherConsent,
  answerInformation,
  waitlist: waitlistReferral,
  keepWaiting,
  hold: holdService,
  resume: resumeService,
  requestReturn,
  acceptReturn,
  refuseReturn,
  reportFailure,
  dispute: disputeReport,
  rule: ruleOnDispute,
  dispatch: dispatchReferral,
  object: objectToDispatch,
  settle: settleReferral,
  reroute: rerouteReferral,
  assign: assignReferral,
  revokeConsent,
  reopen: reopenReferral,
  proposeVoid,
  cancelVoid,
  confirmVoid,
  rate: rateReferral,
  get: getReferral,
  inbox,
  outbox,
  desk,
  deskCounts,
  ofOrganisation,
  exportFile: exportReferrals,
  openSnapshot,
  letter: readLetter,
  verifyLetter,
  shared,
  countsBelow: countBelow,
})
