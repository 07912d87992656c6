import { router } from '../../rpc/procedures.ts'
import {
  acknowledgeAssignment,
  confirmAssignment,
  reportAssignment,
  sendAssignmentBack,
  withdrawAssignment,
} from './change-assignment.ts'
import { exportAssignments } from './export-assignments.ts'
import { issueAssignment } from './issue-assignment.ts'
import { addAssignmentPaper } from './papers.ts'
import { getAssignment, listAssignments } from './read-assignments.ts'

/** What incubators are given to do by those above, and by the joint meeting (B-18). */
export const assignmentsRouter = router({
  list: listAssignments,
  get: getAssignment,
  exportFile: exportAssignments,
  issue: issueAssignment,
  acknowledge: acknowledgeAssignment,
  addPaper: addAssignmentPaper,
  report: reportAssignment,
  confirm: confirmAssignment,
  sendBack: sendAssignmentBack,
  withdraw: withdrawAssignment,
})
