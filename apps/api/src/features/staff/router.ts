import { router } from '../../rpc/procedures.ts'
import { addStaff, addTraining, changeStaff, endStaff, removeTraining } from './keep-staff.ts'
import { listStaff } from './read-staff.ts'

/** The register of the people who run an incubator (B-23, W-06). */
export const staffRouter = router({
  list: listStaff,
  add: addStaff,
  change: changeStaff,
  end: endStaff,
  addTraining,
  removeTraining,
})
