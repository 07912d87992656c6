import { router } from '../../rpc/procedures.ts'
import { acceptReferral } from './accept-referral.ts'
import { acknowledgeReferral } from './acknowledge-referral.ts'
import { addProgress } from './add-progress.ts'
import { approveReferral } from './approve-referral.ts'
import { beginReferral } from './begin-referral.ts'
import { confirmClosure } from './confirm-closure.ts'
import { countBelow } from './count-below.ts'
import { createReferral } from './create-referral.ts'
import { declineReferral } from './decline-referral.ts'
import { discardReferral } from './discard-referral.ts'
import { editReferral } from './edit-referral.ts'
import { exportReferrals } from './export-referrals.ts'
import { findDuplicates } from './find-duplicates.ts'
import { desk, inbox, ofOrganisation, outbox } from './list-referrals.ts'
import { openSnapshot } from './open-snapshot.ts'
import { readLetter } from './read-letter.ts'
import { getReferral } from './read-referral.ts'
import { shared } from './read-shared.ts'
import { reportOutcome } from './report-outcome.ts'
import { requestConsent } from './request-consent.ts'
import { sendBackReferral } from './send-back-referral.ts'
import { suggestTargets } from './suggest-targets.ts'
import { uploadPaperConsent } from './upload-paper-consent.ts'
import { verifyLetter } from './verify-letter.ts'
import { withdrawReferral } from './withdraw-referral.ts'

/** Referrals: the main path, what each party sees of it, letters and counts. */
export const referralsRouter = router({
  create: createReferral,
  edit: editReferral,
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
  get: getReferral,
  inbox,
  outbox,
  desk,
  ofOrganisation,
  exportFile: exportReferrals,
  openSnapshot,
  letter: readLetter,
  verifyLetter,
  shared,
  countsBelow: countBelow,
})
