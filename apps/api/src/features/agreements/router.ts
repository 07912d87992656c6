import { router } from '../../rpc/procedures.ts'
import { declineAgreement, endAgreement, withdrawAgreement } from './close-agreement.ts'
import { draftAgreement } from './draft-agreement.ts'
import { editAgreement } from './edit-agreement.ts'
import { exportAgreements } from './export-agreements.ts'
import { getAgreement } from './get-agreement.ts'
import { citable, listAgreements } from './list-agreements.ts'
import { pauseAgreement, resumeAgreement } from './pause-agreement.ts'
import { proposeAgreement } from './propose-agreement.ts'
import { signAgreement } from './sign-agreement.ts'

/** Cooperation agreements between incubators (B-20). */
export const agreementsRouter = router({
  list: listAgreements,
  get: getAgreement,
  citable,
  exportFile: exportAgreements,
  draft: draftAgreement,
  edit: editAgreement,
  propose: proposeAgreement,
  sign: signAgreement,
  decline: declineAgreement,
  withdraw: withdrawAgreement,
  end: endAgreement,
  pause: pauseAgreement,
  resume: resumeAgreement,
})
