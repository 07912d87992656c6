import { router } from '../../rpc/procedures.ts'
import { askForOrganisation } from './ask-for-organisation.ts'
import { exportReferralRequests } from './export-requests.ts'
import { listReferralRequests, readRequestTerms } from './list-requests.ts'

/** Asking for an organisation that another incubator has (调入申请, B-11). What an asker is told is the same whether there is such an organisation or not. */
export const referralRequestsRouter = router({
  list: listReferralRequests,
  exportFile: exportReferralRequests,
  terms: readRequestTerms,
  ask: askForOrganisation,
})
