import { router } from '../../rpc/procedures.ts'
import { coverage } from './coverage.ts'
import { exportNeeds, exportReferrals } from './export-counted.ts'
import { exportJoint } from './export-joint.ts'
import { functions } from './function-figures.ts'
import { exportDivisions, exportIncubators } from './export-covered.ts'
import { joint } from './joint-figures.ts'
import { needList, referralList } from './list-counted.ts'
import { divisions } from './list-divisions.ts'
import { incubators } from './list-incubators.ts'
import { organisations } from './organisation-figures.ts'
import { ownDesk } from './own-desk.ts'
import { referrals } from './referral-figures.ts'
import { unmetNeeds } from './unmet-needs.ts'

export const dashboardsRouter = router({
  organisations,
  coverage,
  functions,
  referrals,
  ownDesk,
  joint,
  incubators,
  divisions,
  referralList,
  needList,
  exportJoint,
  exportReferrals,
  exportNeeds,
  exportIncubators,
  exportDivisions,
  unmetNeeds,
})
