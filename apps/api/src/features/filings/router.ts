import { router } from '../../rpc/procedures.ts'
import { applyForFiling, applyOwnFiling } from './apply-for-filing.ts'
import { decideFiling, endFiling, renewFiling } from './change-filing.ts'
import { exportFilings } from './export-filings.ts'
import { growOrganisation } from './grow-organisation.ts'
import { listFilings, ofOrganisation, ownFilings } from './read-filings.ts'

/** The filing of community organisations below the registration bar (备案, B-14), and how they grow beyond it. */
export const filingsRouter = router({
  list: listFilings,
  ofOrganisation,
  own: ownFilings,
  exportFile: exportFilings,
  submit: applyForFiling,
  submitOwn: applyOwnFiling,
  decide: decideFiling,
  renew: renewFiling,
  end: endFiling,
  grow: growOrganisation,
})
